"""Cases that may be the same, and places where the same comes again.

Source: domain.md 1.4: the same sub-category within 50 m and 24 hours may be a duplicate; 7.3: three at one place recur.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from dashboard.domain.cases.states import CaseState
from dashboard.domain.coordinates import Bounds, Position, distance_m
from dashboard.domain.durations import DAY_US

NEAR_M: Final = 50.0
SAME_TIME_US: Final = DAY_US
RECURS_WITHIN_US: Final = 90 * DAY_US
RECURS_FROM: Final = 3
"""How many closed cases of the same sub-category make a place a recurrent one (易复发)."""
_METRES_PER_DEGREE: Final = 111_195.0
_NARROWEST: Final = 1e-3


class NearCase(NamedTuple):
    """What is told of a case around a place."""

    case_key: int
    number: str
    state: CaseState
    category_name: str
    address: str
    lon: float
    lat: float
    reported_us: int


class SimilarCase(NamedTuple):
    """A case that may be the same: how far away it is and how much earlier it was reported (negative: later)."""

    case: NearCase
    away_m: float
    earlier_us: int


class Similar(NamedTuple):
    """What may be the same as a case, and the closed cases of its place within 90 days, the newest first."""

    duplicates: Sequence[SimilarCase]
    earlier: Sequence[SimilarCase]


class NearQuery(NamedTuple):
    """What is looked for around a place: cases of a sub-category, of moments from one until another.

    Of closed ones (`closed`) the moment is that of the end; else what is open is looked for, by its report.
    """

    category: str
    lon: float
    lat: float
    from_us: int
    until_us: int
    closed: bool = False


def box_around(lon: float, lat: float, away_m: float) -> Bounds:
    """Return a box that everything lies in which is no farther than so many metres."""
    north = away_m / _METRES_PER_DEGREE * 1.01
    east = north / max(math.cos(math.radians(lat)), _NARROWEST)
    return Bounds(lon - east, lat - north, lon + east, lat + north)


def same_as(category: str, lon: float, lat: float, at_us: int) -> NearQuery:
    """Return where a duplicate of what is reported at `at_us` would be found."""
    return NearQuery(category, lon, lat, at_us - SAME_TIME_US, at_us + SAME_TIME_US)


def before(category: str, lon: float, lat: float, at_us: int) -> NearQuery:
    """Return where earlier cases of the same place would be found."""
    return NearQuery(category, lon, lat, at_us - RECURS_WITHIN_US, at_us, closed=True)


def near_enough(lon: float, lat: float, at_us: int, found: Iterable[NearCase]) -> list[SimilarCase]:
    """Return those within 50 m, the nearest first, of the same distance the newest."""
    here = Position(lon, lat)
    pairs = ((case, distance_m(here, Position(case.lon, case.lat))) for case in found)
    near = [SimilarCase(case, away, at_us - case.reported_us) for case, away in pairs if away <= NEAR_M]
    return sorted(near, key=lambda each: (round(each.away_m, 1), each.earlier_us))
