"""The working calendar: which days are worked, and how much working time lies between two moments.

Times are whole microseconds since the epoch; days and minutes of the day are those of the calendar's zone.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta, tzinfo
from enum import StrEnum
from functools import cached_property
from typing import Any, Final, NamedTuple

from dashboard.domain.durations import MINUTE_US
from dashboard.domain.roster.duty import day_of, moment_us
from dashboard.domain.text import Text
from dashboard.errors import BadInput

DAY_MIN: Final = 24 * 60
SATURDAY: Final = 5
Segment = tuple[int, int]
"""From and until which minute of the day is worked."""
USUAL_SEGMENTS: Final[tuple[Segment, ...]] = ((8 * 60, 12 * 60), (14 * 60, 18 * 60))
"""Eight to twelve and two to six: eight working hours a day."""
_VERSION_DIGITS: Final = 16


class DayKind(StrEnum):
    """What makes a day other than its weekday says. The values are stored and never change."""

    HOLIDAY = "holiday"
    WORKDAY = "workday"


DAY_KIND_LABELS: Final[Mapping[DayKind, Text]] = {
    DayKind.HOLIDAY: Text("休", "day off"),
    DayKind.WORKDAY: Text("班", "worked"),
}


class CalendarDay(NamedTuple):
    """A day that is not what its weekday says; `source` is the file or the list that said so."""

    day: date
    kind: DayKind
    name: str
    source: str


class Holidays(NamedTuple):
    """A list of holidays and 调休 days, and the last day that it covers."""

    days: tuple[CalendarDay, ...]
    known_until: date


class _Year(NamedTuple):
    """The worked stretches of a year in their order, the time worked before each, and in all of them."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    before: tuple[int, ...]
    total: int


@dataclass(frozen=True, kw_only=True)
class WorkCalendar:
    """When work is done: on weekdays but for holidays, on 调休 days too, in the segments of the day.

    Days later than `known_until` are plain weekdays and weekends for now: what depends on them is provisional. A year
    is worked out when it is first asked for, so that each answer takes a search in one table.
    """

    zone: tzinfo
    known_until: date
    days_off: Mapping[date, DayKind] = field(default_factory=dict)
    segments: tuple[Segment, ...] = USUAL_SEGMENTS
    _years: dict[int, _Year] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        edges = [minute for segment in self.segments for minute in segment]
        if not edges or edges != sorted(set(edges)) or edges[0] < 0 or edges[-1] > DAY_MIN:
            raise BadInput(
                Text(
                    "工作时段须按先后排列、互不重叠，且在同一天之内",
                    "segments of work come in their order within one day and do not touch",
                )
            )

    @cached_property
    def version(self) -> str:
        """The digest of the content: calendars of the same version count the same."""
        told = json.dumps(self.as_json(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(told.encode()).hexdigest()[:_VERSION_DIGITS]

    @cached_property
    def day_us(self) -> int:
        """How much is worked on a day."""
        return sum(until - start for start, until in self.segments) * MINUTE_US

    def is_worked(self, day: date) -> bool:
        """Whether work is done on this day."""
        kind = self.days_off.get(day)
        return day.weekday() < SATURDAY if kind is None else kind is DayKind.WORKDAY

    def is_provisional(self, day: date) -> bool:
        """Whether no list of holidays reaches this day yet."""
        return day > self.known_until

    def day_of(self, at_us: int) -> date:
        """The day that a moment lies in."""
        return day_of(at_us, self.zone)

    def work_us(self, from_us: int, until_us: int) -> int:
        """Return how much working time lies between two moments; negative when the second comes first."""
        if until_us < from_us:
            return -self.work_us(until_us, from_us)
        first, last = self.day_of(from_us).year, self.day_of(until_us).year
        whole = sum(self._year(year).total for year in range(first, last))
        return whole + _worked(self._year(last), until_us) - _worked(self._year(first), from_us)

    def worked_off_us(self, from_us: int, amount_us: int) -> int:
        """Return the first moment by which so much working time has passed since `from_us`."""
        if amount_us <= 0:
            return from_us
        year = self.day_of(from_us).year
        wanted_us = _worked(self._year(year), from_us) + amount_us
        while wanted_us > self._year(year).total:
            wanted_us -= self._year(year).total
            year += 1
        table = self._year(year)
        index = bisect_left(table.before, wanted_us) - 1
        return table.starts[index] + wanted_us - table.before[index]

    def as_json(self) -> dict[str, Any]:
        """The whole content, as it is kept beside the clocks that it was used for."""
        return {
            "zone": str(self.zone),
            "known_until": self.known_until.isoformat(),
            "segments": [list(segment) for segment in self.segments],
            "days_off": {day.isoformat(): self.days_off[day].value for day in sorted(self.days_off)},
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any], zone: tzinfo) -> WorkCalendar:
        """Return the calendar that `as_json` told, in the zone that it names."""
        return cls(
            zone=zone,
            known_until=date.fromisoformat(told["known_until"]),
            segments=tuple((int(start), int(until)) for start, until in told["segments"]),
            days_off={date.fromisoformat(day): DayKind(kind) for day, kind in told["days_off"].items()},
        )

    def _year(self, year: int) -> _Year:
        table = self._years.get(year)
        if table is None:
            table = self._years[year] = _table_of(self._stretches(year))
        return table

    def _stretches(self, year: int) -> Iterator[Segment]:
        """From when until when is worked: where a clock is put forward, what it skips is not worked twice."""
        last_us = None
        for day in _days_of(year):
            if not self.is_worked(day):
                continue
            for segment in self.segments:
                start_us, until_us = (moment_us(day, minute, self.zone) for minute in segment)
                start_us = start_us if last_us is None else max(start_us, last_us)
                if start_us < until_us:
                    yield start_us, until_us
                    last_us = until_us


def merged(
    holidays: Holidays, overrides: Iterable[CalendarDay], zone: tzinfo, segments: tuple[Segment, ...] = USUAL_SEGMENTS
) -> WorkCalendar:
    """Return the calendar of a list and of what was imported, which wins.

    The list ends later than it says when what was imported goes on with whole years, see `listed_until`.
    """
    days = {each.day: each.kind for each in (*holidays.days, *overrides)}
    return WorkCalendar(
        zone=zone, known_until=listed_until(holidays.known_until, days), days_off=days, segments=segments
    )


def listed_until(known_until: date, days: Mapping[date, DayKind]) -> date:
    """Return the last day of the last year, without a gap after `known_until`, whose list is there.

    A year's list is there when it has New Year's Day and National Day (1 October) off: one day that a city adds says
    nothing of the rest of the year.
    """
    year = known_until.year + 1
    while all(days.get(date(year, month, 1)) is DayKind.HOLIDAY for month in (1, 10)):
        year += 1
    return known_until if year == known_until.year + 1 else date(year - 1, 12, 31)


def _worked(table: _Year, at_us: int) -> int:
    """How much of the year's work lies before a moment."""
    index = bisect_right(table.starts, at_us) - 1
    if index < 0:
        return 0
    return table.before[index] + min(at_us, table.ends[index]) - table.starts[index]


def _table_of(stretches: Iterable[Segment]) -> _Year:
    starts: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    total = 0
    for start_us, until_us in stretches:
        starts.append(start_us)
        ends.append(until_us)
        before.append(total)
        total += until_us - start_us
    return _Year(tuple(starts), tuple(ends), tuple(before), total)


def _days_of(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + timedelta(days) for days in range((date(year, 12, 31) - first).days + 1))
