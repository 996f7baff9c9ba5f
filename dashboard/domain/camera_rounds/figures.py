"""Rounds counted: done of planned, and what each seat found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from dashboard.domain.camera_rounds.records import Occasion, Standing, standing_of


class RoundFigures(NamedTuple):
    """Planned times of one round, or of all: each is done, missed, not finished, or still open."""

    planned: int = 0
    done: int = 0
    missed: int = 0
    unfinished: int = 0
    looked: int = 0
    finds: int = 0

    @property
    def open(self) -> int:
        """Return how many may still be done."""
        return self.planned - self.done - self.missed - self.unfinished

    @property
    def over(self) -> int:
        """Return how many were to be done by now: those that are open are left out."""
        return self.planned - self.open


class SeatFigures(NamedTuple):
    """What one seat did: cameras that it looked at, those that showed nothing, finds, and rounds that it finished."""

    seat: str
    looked: int
    unseen: int
    finds: int
    finished: int


def round_figures(occasions: Iterable[Occasion], now_us: int) -> RoundFigures:
    """Return the figures of planned times."""
    counted: Counter[Standing] = Counter()
    looked = finds = 0
    for occasion in occasions:
        counted[standing_of(occasion, now_us)] += 1
        if occasion.walk is not None:
            looked += occasion.walk.looked
            finds += occasion.walk.finds
    return RoundFigures(
        counted.total(),
        counted[Standing.DONE],
        counted[Standing.MISSED],
        counted[Standing.UNFINISHED],
        looked,
        finds,
    )
