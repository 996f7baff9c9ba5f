"""What the board of sources reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from dashboard.domain.sources import SourceLine


class SourceReads(Protocol):
    """The lines and the mappings. Each raises Unavailable."""

    def sources(self) -> Sequence[SourceLine]:
        """Every kind of data that there is a record of, live ones first, by kind and system."""

    def mapping_specs(self) -> Sequence[Mapping[str, Any]]:
        """The imported device mappings in their order, in the shape of mappings.yaml."""
