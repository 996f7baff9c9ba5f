"""The values that come suspiciously often in a stream, told in bounded memory."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Final

KEPT: Final = 1_000


class HeavyValues:
    """Counts the values of a stream, at most so many at a time: each count is too low by at most a share of 1/`kept`.

    Source: Misra and Gries, Finding repeated elements, 1982.
    """

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._counts: dict[Hashable, int] = {}
        self.total = 0

    def add(self, value: Hashable) -> None:
        """Count a value."""
        self.total += 1
        if value in self._counts or len(self._counts) < self._kept:
            self._counts[value] = self._counts.get(value, 0) + 1
            return
        self._counts = {each: count - 1 for each, count in self._counts.items() if count > 1}

    def above(self, share: float) -> Iterator[tuple[Hashable, int]]:
        """Yield each value that makes up at least so much of the stream, with how often it came at least."""
        return ((value, count) for value, count in self._counts.items() if count >= share * self.total)
