"""The working calendar: weekdays, holidays, 调休 days, the end of what is known, and clocks that are put forward."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given

from dashboard.domain.cases.calendar import CalendarDay, DayKind, Holidays, Segment, WorkCalendar, listed_until, merged
from dashboard.domain.durations import HOUR_US, MINUTE_US
from dashboard.domain.readings import from_us
from dashboard.errors import BadInput
from tests.domain.cases.calendars import BOSTON, DAYS_OFF, NIGHTS, SHANGHAI, at, calendars, moments, taizhou


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        ("2026-11-27", True),  # Friday
        ("2026-11-28", False),
        ("2026-02-17", False),  # Spring Festival, a Tuesday
        ("2026-02-14", True),  # a Saturday worked for it
        ("2026-09-20", True),  # a Sunday worked for National Day
        ("2027-02-09", True),  # nobody knows yet that it is in Spring Festival
        ("2027-02-13", False),
    ],
)
def test_a_day_is_worked_as_the_lists_say_and_else_by_its_weekday(day: str, *, is_worked: bool) -> None:
    assert taizhou().is_worked(date.fromisoformat(day)) is is_worked


@pytest.mark.parametrize(("day", "is_provisional"), [("2026-12-31", False), ("2027-01-01", True)])
def test_a_day_beyond_the_lists_is_provisional(day: str, *, is_provisional: bool) -> None:
    assert taizhou().is_provisional(date.fromisoformat(day)) is is_provisional


@pytest.mark.parametrize(
    ("start_us", "until_us", "hours"),
    [
        (at("2026-11-27 09:30"), at("2026-11-27 10:00"), 0.5),
        (at("2026-11-27 11:30"), at("2026-11-27 14:30"), 1.0),  # over noon
        (at("2026-11-27 17:00"), at("2026-11-30 09:00"), 2.0),  # over midnight and the weekend
        (at("2026-02-14 00:00"), at("2026-02-24 12:00"), 12.0),  # over Spring Festival, from a Saturday that is worked
        (at("2026-11-28 00:00"), at("2026-11-29 23:59"), 0.0),
        (at("2026-12-31 17:00"), at("2027-01-01 09:00"), 2.0),  # over New Year
        (at("2026-11-30 09:00"), at("2026-11-27 17:00"), -2.0),
    ],
)
def test_working_time_is_what_lies_in_the_segments_of_worked_days(start_us: int, until_us: int, hours: float) -> None:
    assert taizhou().work_us(start_us, until_us) == hours * HOUR_US


@given(calendars, moments, moments, moments)
def test_working_time_of_two_stretches_is_that_of_both_together(
    calendar: WorkCalendar, first: int, second: int, third: int
) -> None:
    parts = calendar.work_us(first, second) + calendar.work_us(second, third)
    assert parts == calendar.work_us(first, third)


@given(calendars, moments, moments)
def test_no_more_is_worked_than_time_has_passed(calendar: WorkCalendar, first: int, second: int) -> None:
    first, second = sorted((first, second))
    assert 0 <= calendar.work_us(first, second) <= second - first


def minute_by_minute(calendar: WorkCalendar, start_us: int, until_us: int) -> int:
    """Working time as a patient clerk counts it, by the clock on the wall of each minute."""
    worked = 0
    for moment in range(start_us, until_us, MINUTE_US):
        day = calendar.day_of(moment)
        wall = (moment + _offset_us(calendar, moment)) // MINUTE_US % (24 * 60)
        worked += calendar.is_worked(day) and any(start <= wall < until for start, until in calendar.segments)
    return worked * MINUTE_US


def _offset_us(calendar: WorkCalendar, moment_us: int) -> int:
    offset = from_us(moment_us).astimezone(calendar.zone).utcoffset()
    assert offset is not None
    return offset // timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        ("2026-03-09", 7.5),
        ("2026-03-08", 7.0),  # the hour from two to three is skipped: half of it would have been worked
        ("2026-11-01", 8.5),  # the hour from one to two comes twice
    ],
)
def test_where_clocks_change_the_time_counts_that_passes(day: str, hours: float) -> None:
    sundays: dict[date, DayKind] = {date.fromisoformat(day): DayKind.WORKDAY}
    calendar = WorkCalendar(zone=BOSTON, known_until=date(2026, 12, 31), days_off=sundays, segments=NIGHTS)
    start, until = at(f"{day} 00:00", BOSTON), at(f"{date.fromisoformat(day) + timedelta(1)} 00:00", BOSTON)
    assert calendar.work_us(start, until) == minute_by_minute(calendar, start, until) == hours * HOUR_US


@given(moments)
def test_a_day_counted_by_the_table_is_a_day_counted_by_the_minute(moment: int) -> None:
    calendar = taizhou()
    start = moment // MINUTE_US * MINUTE_US
    until = start + 26 * HOUR_US
    assert calendar.work_us(start, until) == minute_by_minute(calendar, start, until)


def test_the_version_is_that_of_the_content_and_survives_being_kept() -> None:
    calendar = taizhou()
    assert WorkCalendar.from_json(calendar.as_json(), SHANGHAI) == calendar
    assert WorkCalendar.from_json(calendar.as_json(), SHANGHAI).version == calendar.version
    other = taizhou(d20261127=DayKind.HOLIDAY)
    assert other.version != calendar.version


@pytest.mark.parametrize(
    "segments", [(), ((480, 480),), ((840, 1080), (480, 720)), ((480, 1441),), ((0, 60), (60, 90))]
)
def test_segments_that_are_no_segments_of_a_day_are_refused(segments: tuple[Segment, ...]) -> None:
    with pytest.raises(BadInput):
        WorkCalendar(zone=SHANGHAI, known_until=date(2026, 12, 31), segments=segments)


def _list(*days: str) -> Holidays:
    return Holidays(
        tuple(CalendarDay(date.fromisoformat(day), DayKind.HOLIDAY, "", "list") for day in days), date(2026, 12, 31)
    )


def test_what_was_imported_wins_over_the_list() -> None:
    calendar = merged(_list("2026-11-27"), [CalendarDay(date(2026, 11, 27), DayKind.WORKDAY, "", "city.csv")], SHANGHAI)
    assert calendar.is_worked(date(2026, 11, 27))


@pytest.mark.parametrize(
    ("days", "until"),
    [
        ([], "2026-12-31"),
        (["2027-03-01"], "2026-12-31"),  # one day that the city adds
        (["2027-01-01"], "2026-12-31"),
        (["2027-01-01", "2027-10-01"], "2027-12-31"),
        (["2028-01-01", "2028-10-01"], "2026-12-31"),  # 2027 is missing
        (["2027-01-01", "2027-10-01", "2028-01-01", "2028-10-01"], "2028-12-31"),
    ],
)
def test_a_year_is_known_once_its_new_year_and_its_national_day_are_there(days: list[str], until: str) -> None:
    listed = {**DAYS_OFF, **{date.fromisoformat(day): DayKind.HOLIDAY for day in days}}
    assert listed_until(date(2026, 12, 31), listed) == date.fromisoformat(until)
