"""An order that holds still: rows change places when something happens, not with every flicker of a reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Generic, NamedTuple, TypeVar

MOVED: Final = 0.05
"""By how much of its limit an item must have changed before the list is sorted anew."""

Item = TypeVar("Item")


class Standing(NamedTuple):
    """What an item is sorted by: its key, its state, and how much of its limit it has reached."""

    key: str
    state: object
    share: float


class StillOrder(Generic[Item]):
    """Sorts by `rank` when an item came or went, changed its state, or moved by MOVED since the last sort."""

    def __init__(self, rank: Callable[[Sequence[Item]], Sequence[Item]], standing: Callable[[Item], Standing]) -> None:
        self._rank = rank
        self._standing = standing
        self._sorted: dict[str, tuple[int, Standing]] = {}

    def sort(self, items: Sequence[Item]) -> list[Item]:
        """Return the items in the order of the last sort, or sorted anew."""
        standings = [self._standing(item) for item in items]
        if len(standings) != len(self._sorted) or any(self._has_moved(standing) for standing in standings):
            ranked = list(self._rank(items))
            placed = [self._standing(item) for item in ranked]
            self._sorted = {standing.key: (place, standing) for place, standing in enumerate(placed)}
            return ranked
        return sorted(items, key=lambda item: self._sorted[self._standing(item).key][0])

    def _has_moved(self, standing: Standing) -> bool:
        known = self._sorted.get(standing.key)
        if known is None or known[1].state != standing.state:
            return True
        return abs(known[1].share - standing.share) >= MOVED
