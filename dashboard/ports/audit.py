"""What reading the audit log needs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from dashboard.domain.audit import Entry, Link


class AuditReads(Protocol):
    """The chain as it is stored. Every method raises Unavailable when the database is out of reach."""

    def head(self) -> Link:
        """Return where the database says that the chain stands."""

    def entries(self) -> Iterable[Entry]:
        """Return every entry in its order."""
