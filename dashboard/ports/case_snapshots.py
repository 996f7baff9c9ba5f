"""Pictures of chat groups (随手拍) and their receipts, inside a transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from dashboard.domain.cases.snapshots import Receipt


class CaseSnapshotRows(Protocol):
    """When the picture of a case came in, and when a unit took it on first."""

    def add_receipt(self, case_key: int, received_us: int, sender: str) -> None:
        """Remember when its picture came in, and from whom; what is there stays."""

    def note_receipt(self, case_key: int, at_us: int) -> None:
        """Remember that a unit took it on; only the first time counts, and only of a picture."""

    def receipts_since(self, since_us: int, until_us: int) -> Sequence[Receipt]:
        """Those that came in during that time, the oldest first; rejected and void ones are none."""

    def receipts(self, case_keys: Collection[int]) -> Sequence[Receipt]:
        """Those of these cases, in any order."""
