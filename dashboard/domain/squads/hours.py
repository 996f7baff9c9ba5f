"""At which hours of the day what is reported: rows of 24 counts, and the four hours with the most of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Final, NamedTuple

from dashboard.domain.durations import SECOND_US

DAYS_BACK: Final = 30
HOURS: Final = 24
PEAK_HOURS: Final = 4
ROWS: Final = 4
FEWEST: Final = 10
"""Of fewer cases no hour is said to have more."""


class HourCount(NamedTuple):
    """How many cases of a category (by its name) were reported in an hour (0 to 23) of the city."""

    category: str
    hour: int
    cases: int


class DayGroup(NamedTuple):
    """Days whose clocks are so many microseconds ahead of UTC."""

    offset_us: int
    days: tuple[date, ...]


class HeatRow(NamedTuple):
    """One category by hour; None is all others together."""

    category: str | None
    hours: tuple[int, ...]

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.hours)


class Peak(NamedTuple):
    """The hours from `from_hour` on (over midnight, too) in which most came: `cases` of all `total`."""

    from_hour: int
    hours: int
    cases: int
    total: int

    @property
    def until_hour(self) -> int:
        """The hour at which it ends, 1 to 24."""
        return (self.from_hour + self.hours - 1) % HOURS + 1

    @property
    def share(self) -> float:
        """Its part of all."""
        return self.cases / self.total

    def has(self, hour: int) -> bool:
        """Return whether an hour of the day is in it."""
        return (hour - self.from_hour) % HOURS < self.hours


class Heat(NamedTuple):
    """The categories with the most first, the others last; `days` are of how many days of this kind it is."""

    rows: tuple[HeatRow, ...] = ()
    peak: Peak | None = None
    days: int = 0
    is_worked: bool = True

    @property
    def total(self) -> int:
        """How many cases there are."""
        return sum(row.total for row in self.rows)


def days_like(today: date, is_worked: Callable[[date], bool]) -> tuple[date, ...]:
    """Return those of the 30 days before today that are worked, or not, as today is."""
    days = (today - timedelta(days=number) for number in range(DAYS_BACK, 0, -1))
    return tuple(day for day in days if is_worked(day) == is_worked(today))


def by_offset(days: Iterable[date], zone: tzinfo) -> tuple[DayGroup, ...]:
    """Return the days by how far the city's clocks are ahead of UTC at noon."""
    found: dict[int, list[date]] = {}
    for day in days:
        ahead = datetime(day.year, day.month, day.day, 12, tzinfo=zone).utcoffset() or timedelta()
        found.setdefault(int(ahead.total_seconds()) * SECOND_US, []).append(day)
    return tuple(DayGroup(offset_us, tuple(group)) for offset_us, group in found.items())


def heat_of(counts: Iterable[HourCount], days: int, *, is_worked: bool) -> Heat:
    """Return the heat of counts, of so many days that are all worked or not."""
    by_name: dict[str, list[int]] = {}
    for each in counts:
        row = by_name.setdefault(each.category, [0] * HOURS)
        row[each.hour] += each.cases
    ordered = sorted(by_name.items(), key=lambda pair: (-sum(pair[1]), pair[0]))
    shown = ordered if len(ordered) <= ROWS else ordered[: ROWS - 1]
    rows = [HeatRow(name, tuple(hours)) for name, hours in shown]
    rest = [hours for _, hours in ordered[len(shown) :]]
    if rest:
        rows.append(HeatRow(None, tuple(sum(column) for column in zip(*rest, strict=True))))
    return Heat(tuple(rows), peak_of(sums(row.hours for row in rows)), days, is_worked)


def sums(rows: Iterable[Sequence[int]]) -> tuple[int, ...]:
    """Return the sums by hour."""
    total = [0] * HOURS
    for row in rows:
        for hour, count in enumerate(row):
            total[hour] += count
    return tuple(total)


def peak_of(hours: Sequence[int], length: int = PEAK_HOURS, fewest: int = FEWEST) -> Peak | None:
    """Return the hours in a row, over midnight too, with the most; None of too few cases.

    Of several those that begin with more, and of these the earliest.
    """
    total = sum(hours)
    if total < fewest:
        return None
    begin = max(range(HOURS), key=lambda hour: (_window(hours, hour, length), hours[hour], -hour))
    return Peak(begin, length, _window(hours, begin, length), total)


def _window(hours: Sequence[int], begin: int, length: int) -> int:
    return sum(hours[(begin + each) % HOURS] for each in range(length))


def day_number(day: date) -> int:
    """Return the number of a day since that of the epoch."""
    return (day - date(1970, 1, 1)).days
