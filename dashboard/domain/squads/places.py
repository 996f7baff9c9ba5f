"""Places where the same comes again (易复发), and the patrol that would be there before it does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from dashboard.domain.cases.similar import NEAR_M, RECURS_FROM
from dashboard.domain.coordinates import Position, distance_m
from dashboard.domain.squads.hours import HOURS, peak_of

MOST_PLACES: Final = 5
PATROL_HOURS: Final = 2
BEFORE_MIN: Final = 30
"""How long before the hours in which most came a patrol is suggested."""
_DAY_MIN: Final = 24 * 60


class Spot(NamedTuple):
    """Cases of a sub-category that lie close together: how many, and where their middle is, WGS-84."""

    category: str
    category_name: str
    lon: float
    lat: float
    cases: int


class SpotHour(NamedTuple):
    """How many of a place's cases were reported in an hour of the city at a street line; `line` is a code or empty."""

    hour: int
    line: str
    address: str
    cases: int


class RecurrentPlace(NamedTuple):
    """A place where a sub-category was closed three times or more in 90 days.

    `line` is the code of the street line at which most of it lies, empty where there is none. `patrol_min` is the
    suggested start of a patrol, in minutes of the day.
    """

    category: str
    category_name: str
    address: str
    line: str
    lon: float
    lat: float
    cases: int
    patrol_min: int


def merged(spots: Iterable[Spot]) -> list[Spot]:
    """Return spots of one sub-category that lie within 50 m of each other as one, the largest first."""
    found: list[Spot] = []
    for spot in sorted(spots, key=lambda each: (-each.cases, each.category, each.lat, each.lon)):
        place = next((number for number, each in enumerate(found) if _is_same(each, spot)), None)
        if place is None:
            found.append(spot)
        else:
            found[place] = _together(found[place], spot)
    return sorted(found, key=lambda each: (-each.cases, each.category, each.lat, each.lon))


def place_of(spot: Spot, hours: Sequence[SpotHour]) -> RecurrentPlace | None:
    """Return the place of a spot by all of its cases; None when they are too few."""
    count = sum(each.cases for each in hours)
    if count < RECURS_FROM:
        return None
    return RecurrentPlace(
        spot.category,
        spot.category_name,
        _most(hours, "address"),
        _most(hours, "line"),
        spot.lon,
        spot.lat,
        count,
        patrol_min(by_hour(hours)),
    )


def by_hour(hours: Iterable[SpotHour]) -> tuple[int, ...]:
    """Return the counts of the hours of a day."""
    found = [0] * HOURS
    for each in hours:
        found[each.hour] += each.cases
    return tuple(found)


def patrol_min(hours: Sequence[int]) -> int:
    """Return when a patrol should set out: half an hour before the two hours in which most came."""
    peak = peak_of(hours, PATROL_HOURS, 1)
    return 0 if peak is None else (peak.from_hour * 60 - BEFORE_MIN) % _DAY_MIN


def _is_same(one: Spot, other: Spot) -> bool:
    near = distance_m(Position(one.lon, one.lat), Position(other.lon, other.lat)) <= NEAR_M
    return near and one.category == other.category


def _together(one: Spot, other: Spot) -> Spot:
    count = one.cases + other.cases
    lon = (one.lon * one.cases + other.lon * other.cases) / count
    lat = (one.lat * one.cases + other.lat * other.cases) / count
    return one._replace(lon=lon, lat=lat, cases=count)


def _most(hours: Iterable[SpotHour], name: str) -> str:
    """What most of the cases have, of those that have any."""
    counts: Counter[str] = Counter()
    for each in hours:
        if word := getattr(each, name):
            counts[word] += each.cases
    return max(counts, key=lambda word: (counts[word], word)) if counts else ""
