"""Quarters of the calendar, and figures of days added up."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.domain.roster.figures import (
    AttendanceLine,
    AttendanceSum,
    Period,
    period_name,
    quarter_begin,
    quarter_of,
    sums,
)


@pytest.mark.parametrize(
    ("day", "quarter", "begin", "year_ago"),
    [
        (date(2026, 1, 1), 1, date(2026, 1, 1), date(2025, 1, 1)),
        (date(2026, 3, 31), 1, date(2026, 1, 1), date(2025, 1, 1)),
        (date(2024, 2, 29), 1, date(2024, 1, 1), date(2023, 1, 1)),
        (date(2026, 9, 30), 3, date(2026, 7, 1), date(2025, 7, 1)),
        (date(2026, 12, 31), 4, date(2026, 10, 1), date(2025, 10, 1)),
    ],
    ids=str,
)
def test_a_quarter_has_three_months(day: date, quarter: int, begin: date, year_ago: date) -> None:
    assert (quarter_of(day), quarter_begin(day), quarter_begin(day, 4)) == (quarter, begin, year_ago)


@pytest.mark.parametrize(
    ("period", "name"),
    [(Period.DAY, "2026-07-09"), (Period.MONTH, "2026-07"), (Period.QUARTER, "2026-Q3"), (Period.YEAR, "2026")],
)
def test_periods_are_named_so_that_they_sort(period: Period, name: str) -> None:
    assert period_name(period, date(2026, 7, 9)) == name


def test_days_are_added_up_by_squad_and_come_in_any_order() -> None:
    lines = [
        AttendanceLine(date(2026, 8, 2), "S1", 3, 2, 1, 0),
        AttendanceLine(date(2026, 7, 1), "S1", 5, 4, 0, 2),
        AttendanceLine(date(2026, 10, 1), "S1", 1, 1, 0, 0),
    ]
    assert sums(lines, Period.QUARTER) == [
        AttendanceSum("2026-Q3", "S1", date(2026, 7, 1), date(2026, 8, 2), 8, 6, 1, 2),
        AttendanceSum("2026-Q4", "S1", date(2026, 10, 1), date(2026, 10, 1), 1, 1, 0, 0),
    ]
    assert sums([], Period.YEAR) == []
