"""How far a camera can be trusted with a category: the part of its events that were right, and how sure that is."""

from __future__ import annotations

from math import sqrt
from typing import Final, NamedTuple

from dashboard.domain.durations import DAY_US

Z_95: Final = 1.959963984540054
"""The 97.5 % quantile of the normal distribution: an interval of 95 %."""
TRUST_WINDOW_US: Final = 180 * DAY_US
"""Verdicts of longer ago tell of another season, another setting, another version."""


class Precision(NamedTuple):
    """Of `reviewed` events of a camera and category `right` were accepted or became cases."""

    right: int
    reviewed: int

    @property
    def share(self) -> float | None:
        """The part that was right; None where nothing was reviewed."""
        return self.right / self.reviewed if self.reviewed else None

    @property
    def interval(self) -> tuple[float, float]:
        """The interval of 95 % of what the share is in the long run."""
        return wilson(self.right, self.reviewed)

    @property
    def lower(self) -> float:
        """The lower bound of that interval: what filing by itself is measured by."""
        return self.interval[0]


def wilson(right: int, reviewed: int, z: float = Z_95) -> tuple[float, float]:
    """Return the score interval of a share (Wilson 1927, without correction for continuity), (0, 1) of nothing.

    Raises ValueError unless 0 ≤ right ≤ reviewed.
    """
    if not 0 <= right <= reviewed:
        raise ValueError("right must be between 0 and reviewed")
    if reviewed == 0:
        return 0.0, 1.0
    share, square = right / reviewed, z * z / reviewed
    middle = share + square / 2
    spread = z * sqrt(share * (1 - share) / reviewed + square / (4 * reviewed))
    low, high = (middle - spread) / (1 + square), (middle + spread) / (1 + square)
    return (0.0 if right == 0 else low), (1.0 if right == reviewed else high)
