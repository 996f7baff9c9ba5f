"""What a report is probably about: by what was reported around the place, at that hour, on such days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Final, NamedTuple

from dashboard.domain.coordinates import Position, distance_m
from dashboard.domain.durations import DAY_US
from dashboard.domain.text import Text

LOOKS_BACK_US: Final = 90 * DAY_US
CLOSE_M: Final = 200.0
MOST_GUESSES: Final = 6
_OF_PLACE: Final = 1.0
_OF_GRID: Final = 0.25
_BY_HOURS_APART: Final = (1.0, 0.6, 0.3)
_OTHER_HOUR: Final = 0.08
_OTHER_KIND_OF_DAY: Final = 0.5
_DOUBT: Final = 0.5
"""How much of a report what is usual around weighs at any hour: few reports make no certainty."""
_HOURS: Final = 24
_SATURDAY: Final = 5


class PastReport(NamedTuple):
    """A case as it counts for guesses."""

    category: str
    lon: float
    lat: float
    reported_us: int


class Here(NamedTuple):
    """Where and when somebody is about to report; without a position everything counts as close by."""

    at_us: int
    zone: tzinfo
    position: Position | None = None


class Guess(NamedTuple):
    """A sub-category and how likely it is, 0 to 1 of all that is known around there."""

    category: str
    name: str
    share: float


class Guesses(NamedTuple):
    """The likeliest first, and of how many cases that is known."""

    items: tuple[Guess, ...] = ()
    cases: int = 0


def likeliest(past: Sequence[PastReport], here: Here, names: dict[str, str]) -> Guesses:
    """Return the likeliest sub-categories of those that are in `names`, at most six.

    What was reported within 200 m counts four times what the rest of the grid says; the same hour counts most, the
    hours beside it less; a workday counts half on a day off and the other way round.
    """
    known = [each for each in past if each.category in names]
    usual, now = _counts(known), _weights(known, here)
    total, everything = sum(now.values()), len(known)
    if not everything:
        return Guesses()
    shares = {
        code: (now.get(code, 0.0) + _DOUBT * count / everything) / (total + _DOUBT) for code, count in usual.items()
    }
    ranked = sorted(shares, key=lambda code: (-shares[code], code))[:MOST_GUESSES]
    return Guesses(tuple(Guess(code, names[code], shares[code]) for code in ranked), everything)


def _counts(past: Iterable[PastReport]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for each in past:
        counts[each.category] += 1
    return counts


def _weights(past: Collection[PastReport], here: Here) -> dict[str, float]:
    weights: dict[str, float] = defaultdict(float)
    hour, is_free = _hour_and_kind(here.at_us, here.zone)
    for each in past:
        its_hour, was_free = _hour_and_kind(each.reported_us, here.zone)
        same_kind = 1.0 if was_free == is_free else _OTHER_KIND_OF_DAY
        weights[each.category] += _nearness(each, here) * _by_hour(hour, its_hour) * same_kind
    return weights


def _nearness(past: PastReport, here: Here) -> float:
    if here.position is None:
        return _OF_PLACE
    return _OF_PLACE if distance_m(here.position, Position(past.lon, past.lat)) <= CLOSE_M else _OF_GRID


def _by_hour(one: int, other: int) -> float:
    apart = abs(one - other)
    apart = min(apart, _HOURS - apart)
    return _BY_HOURS_APART[apart] if apart < len(_BY_HOURS_APART) else _OTHER_HOUR


def _hour_and_kind(at_us: int, zone: tzinfo) -> tuple[int, bool]:
    """The hour of the city's day, and whether it is a Saturday or Sunday."""
    moment = datetime.fromtimestamp(at_us / 1e6, UTC).astimezone(zone)
    return moment.hour, moment.weekday() >= _SATURDAY


class Surrounding(NamedTuple):
    """Where somebody is about to report: the names of grid and street line, and what is wrong with the place."""

    grid: str = ""
    line: str = ""
    problem: Text | None = None


class Outset(NamedTuple):
    """What a report begins with: what it is probably about, and where that is."""

    guesses: Guesses
    place: Surrounding
