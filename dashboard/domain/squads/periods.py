"""Of which time figures are, and of which earlier time those beside them."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.durations import HOUR_US
from dashboard.domain.readings import from_us, midnight_before, to_us
from dashboard.domain.text import Text

NOW_US: Final = 2 * HOUR_US
"""How long now is: as long as a line counts as walked after somebody passed it."""


class SquadPeriod(StrEnum):
    """What a leader asks about; the values are those of the page's address."""

    NOW = "now"
    TODAY = "today"
    WEEK = "week"


PERIOD_LABELS: Final = {
    SquadPeriod.NOW: Text("此刻", "Now"),
    SquadPeriod.TODAY: Text("今天", "Today"),
    SquadPeriod.WEEK: Text("本周", "This week"),
}
BEFORE_LABELS: Final = {
    SquadPeriod.NOW: Text("昨天此时", "this time yesterday"),
    SquadPeriod.TODAY: Text("昨天同时段", "yesterday until now"),
    SquadPeriod.WEEK: Text("上周同期", "last week until now"),
}


class Span(NamedTuple):
    """From one moment until another, which is no more in it."""

    from_us: int
    until_us: int


class Spans(NamedTuple):
    """A time, and the one that it is held against."""

    now: Span
    before: Span


def spans_of(period: SquadPeriod, now_us: int, zone: tzinfo) -> Spans:
    """Return the time of a period until now, and as much of the day or the week before, by the clock on the wall."""
    midnight = midnight_before(now_us, zone)
    match period:
        case SquadPeriod.NOW:
            from_us, days = now_us - NOW_US, 1
        case SquadPeriod.TODAY:
            from_us, days = to_us(midnight), 1
        case SquadPeriod.WEEK:
            from_us, days = to_us(_earlier(midnight, midnight.weekday())), 7
    return Spans(Span(from_us, now_us), Span(_earlier_us(from_us, days, zone), _earlier_us(now_us, days, zone)))


def _earlier_us(at_us: int, days: int, zone: tzinfo) -> int:
    return to_us(_earlier(from_us(at_us).astimezone(zone), days))


def _earlier(moment: datetime, days: int) -> datetime:
    """The same time of day so many days before, whatever the clocks did in between."""
    return moment - timedelta(days=days)
