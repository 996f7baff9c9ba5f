"""Figures of duty: who was rostered, who came, by squad and day, and for longer spans of the calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple


class AttendanceLine(NamedTuple):
    """One squad (code; empty: without one) on one day.

    `rostered` are the shifts of the roster without those who were away, `came` those of them for which somebody
    signed in, `extra` the sign-ins without a shift, `away` the shifts
    whose person was away. A person counts once for each shift, however often they signed in, and for the squad
    that they were of when that day ended.
    """

    day: date
    squad: str
    rostered: int
    came: int
    extra: int
    away: int


class Period(StrEnum):
    """For how long figures are added up. The values are those of the API."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_PERIOD_NAMES: Final[Mapping[Period, Callable[[date], str]]] = {
    Period.DAY: date.isoformat,
    Period.MONTH: lambda day: f"{day:%Y-%m}",
    Period.QUARTER: lambda day: f"{day.year}-Q{quarter_of(day)}",
    Period.YEAR: lambda day: str(day.year),
}


class AttendanceSum(NamedTuple):
    """One squad in one period (2026-11-27, 2026-11, 2026-Q4 or 2026), as far as it lies within what was asked for.

    `first` and `last` are the days that have figures; the rest is as with AttendanceLine.
    """

    period: str
    squad: str
    first: date
    last: date
    rostered: int
    came: int
    extra: int
    away: int

    @property
    def turnouts(self) -> int:
        """Attendances (出动人次)."""
        return self.came + self.extra


class AttendanceReport(NamedTuple):
    """Figures by period and squad, and the names of the squads by code."""

    rows: Sequence[AttendanceSum]
    squads: Mapping[str, str]

    @property
    def turnouts(self) -> int:
        """All of them together (出动人次)."""
        return sum(row.turnouts for row in self.rows)


def quarter_of(day: date) -> int:
    """Return the quarter of the calendar, 1 to 4."""
    return (day.month + 2) // 3


def quarter_begin(day: date, back: int = 0) -> date:
    """Return the first day of the quarter that a day lies in, or of one so many before."""
    quarters = day.year * 4 + quarter_of(day) - 1 - back
    return date(quarters // 4, quarters % 4 * 3 + 1, 1)


def period_name(period: Period, day: date) -> str:
    """Return what the period that a day lies in is called."""
    return _PERIOD_NAMES[period](day)


def sums(lines: Iterable[AttendanceLine], period: Period) -> list[AttendanceSum]:
    """Return the figures of days added up by period and squad, by period, then squad."""
    found: dict[tuple[str, str], AttendanceSum] = {}
    for line in lines:
        key = period_name(period, line.day), line.squad
        known = found.get(key)
        counts = (line.rostered, line.came, line.extra, line.away)
        if known is None:
            found[key] = AttendanceSum(*key, line.day, line.day, *counts)
            continue
        added = (one + more for one, more in zip(known[4:], counts, strict=True))
        found[key] = AttendanceSum(*key, min(known.first, line.day), max(known.last, line.day), *added)
    return [found[key] for key in sorted(found)]
