"""What guesses about reports are made of, inside a transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from dashboard.domain.cases.guessing import PastReport


class CaseGuessRows(Protocol):
    """Cases as they count for guesses; rejected and void ones do not."""

    def past_reports(self, areas: Collection[str] | None, since_us: int, most: int) -> Sequence[PastReport]:
        """Those that were reported since then in areas by code (None: anywhere), the newest first."""
