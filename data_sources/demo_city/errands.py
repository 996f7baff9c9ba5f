"""Somebody of the demo bureau leaves the beat for a task: the way there over the streets, the stay, the way back.

Where somebody is on an errand depends on the walk, the place and when it began alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from shapely.geometry.base import BaseGeometry

from dashboard.domain.durations import MINUTE_US, SECOND_US
from data_sources.demo_city.beats import Path
from data_sources.demo_city.frame import Point
from data_sources.demo_city.street_net import StreetNet
from data_sources.demo_city.walks import Walk, Where

STAYS_US: Final = 12 * MINUTE_US
ON_FOOT_MPS: Final = 1.3
FASTEST_MPS: Final = 6.0
"""A motorbike in the town: so fast somebody is at most, however fast the city runs."""
_MEETS_AFTER: Final = 4
"""So often the way back is laid anew to where the walk has come to meanwhile."""


@dataclass(frozen=True, kw_only=True)
class Errand:
    """Out from `begun_us`, at the place from `there_us` to `leaves_us`, back on the beat at `back_us`."""

    case: int
    begun_us: int
    there_us: int
    leaves_us: int
    back_us: int
    out: Path
    back: Path

    def at(self, at_us: int) -> Where | None:
        """Return where somebody is on it; None before and after."""
        if not self.begun_us <= at_us < self.back_us:
            return None
        if self.there_us <= at_us < self.leaves_us:
            return Where(self.out.at(self.out.length_m), 0.0, None)
        if at_us < self.there_us:
            return _along(self.out, self.begun_us, self.there_us, at_us)
        return _along(self.back, self.leaves_us, self.back_us, at_us)


def make_errand(
    walk: Walk, net: StreetNet, home: BaseGeometry, place: Point, *, case: int, begun_us: int, start: Point, mps: float
) -> Errand:
    """Return the errand of somebody who is at `start`; `place` in true metres from the centre."""
    out = Path(_at_least_two(net.path(start, place, home)))
    there_us = begun_us + _takes_us(out, mps)
    leaves_us = there_us + int(STAYS_US * ON_FOOT_MPS / mps)
    back_us = leaves_us
    for _ in range(_MEETS_AFTER):
        back = Path(_at_least_two(net.path(place, walk.at(back_us).point, home)))
        back_us = leaves_us + _takes_us(back, mps)
    back = Path(_at_least_two(net.path(place, walk.at(back_us).point, home)))
    return Errand(
        case=case, begun_us=begun_us, there_us=there_us, leaves_us=leaves_us, back_us=back_us, out=out, back=back
    )


class Errands:
    """Who is on an errand now; one at a time each. Another thread than the one that walks may begin them."""

    def __init__(self) -> None:
        self._known: dict[str, Errand] = {}

    def at(self, person: str, at_us: int) -> Where | None:
        """Return where somebody is who is on an errand; None: on their beat."""
        errand = self._known.get(person)
        return None if errand is None else errand.at(at_us)

    def of(self, person: str) -> Errand | None:
        """Return the last errand of somebody."""
        return self._known.get(person)

    def begin(self, person: str, errand: Errand) -> None:
        """Let somebody go; what they did before is over."""
        self._known[person] = errand


def speed_mps(speed: float) -> float:
    """Return how fast people go to a task in a city that runs so much faster."""
    return min(FASTEST_MPS, ON_FOOT_MPS * max(1.0, speed))


def _along(path: Path, from_us: int, until_us: int, at_us: int) -> Where:
    share = (at_us - from_us) / max(1, until_us - from_us)
    mps = path.length_m / max(1.0, (until_us - from_us) / SECOND_US)
    return Where(path.at(share * path.length_m), mps, path.heading_deg(share * path.length_m, forth=True))


def _takes_us(path: Path, mps: float) -> int:
    return int(path.length_m / mps * SECOND_US)


def _at_least_two(points: list[Point]) -> list[Point]:
    return points if len(points) > 1 else [*points, *points]
