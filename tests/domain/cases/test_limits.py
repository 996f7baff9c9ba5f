"""Limits: four clocks, over midnight, Spring Festival, a Sunday that is worked, and beyond the known holidays."""

from __future__ import annotations

import math

import pytest
from hypothesis import given

from dashboard.domain.cases.calendar import DayKind, WorkCalendar
from dashboard.domain.cases.limits import Limit, LimitType, counted_us, due, limit_of, limit_us
from dashboard.domain.durations import HOUR_US
from dashboard.domain.text import Text
from dashboard.errors import BadInput
from tests.domain.cases.calendars import BOSTON, at, calendars, limits, moments, taizhou, told

URGENT, HOURS, DAYS, NATURAL = LimitType


@pytest.mark.parametrize(
    ("amount", "type_", "start", "end"),
    [
        (3, URGENT, "2026-11-27 23:00", "2026-11-28 02:00"),  # over midnight into a Saturday
        (2, NATURAL, "2026-02-16 10:00", "2026-02-18 10:00"),  # in Spring Festival
        (4, HOURS, "2026-11-27 09:00", "2026-11-27 15:00"),  # over noon
        (4, HOURS, "2026-11-27 08:00", "2026-11-27 12:00"),  # to the end of the morning, not to two o'clock
        (4, HOURS, "2026-11-27 16:00", "2026-11-30 10:00"),  # over the weekend
        (4, HOURS, "2026-11-28 03:00", "2026-11-30 12:00"),  # from a Saturday night on
        (4, HOURS, "2026-09-18 16:00", "2026-09-20 10:00"),  # the Sunday is worked for National Day
        (1, DAYS, "2026-02-14 10:00", "2026-02-24 10:00"),  # from a worked Saturday over nine days off
        (5, DAYS, "2026-09-29 10:00", "2026-10-12 10:00"),  # National Day, and a Saturday that is worked
        (0.5, DAYS, "2026-11-27 08:00", "2026-11-27 12:00"),
        (20, DAYS, "2026-11-27 08:00", "2026-12-24 18:00"),
        (0, HOURS, "2026-11-28 03:00", "2026-11-28 03:00"),
    ],
)
def test_a_limit_ends_when_its_clock_has_counted_it(amount: float, type_: LimitType, start: str, end: str) -> None:
    found = due(taizhou(), Limit(amount, type_), at(start))
    assert (told(found.at_us), found.is_provisional) == (end, False)


@pytest.mark.parametrize(("type_", "is_provisional"), [(URGENT, False), (HOURS, True), (DAYS, True), (NATURAL, False)])
def test_an_end_beyond_the_known_holidays_is_provisional_where_they_matter(
    type_: LimitType, *, is_provisional: bool
) -> None:
    assert due(taizhou(), Limit(400, type_), at("2026-12-31 09:00")).is_provisional is is_provisional
    assert not due(taizhou(), Limit(1, type_), at("2026-12-30 09:00")).is_provisional


def test_a_provisional_end_moves_when_the_list_comes() -> None:
    limit, start = Limit(2, DAYS), at("2026-12-30 14:00")
    assert told(due(taizhou(), limit, start).at_us) == "2027-01-01 12:00"
    assert told(due(taizhou(d20270101=DayKind.HOLIDAY), limit, start).at_us) == "2027-01-04 12:00"


def test_urgent_hours_run_through_the_change_of_clocks() -> None:
    calendar = WorkCalendar(zone=BOSTON, known_until=taizhou().known_until)
    end = due(calendar, Limit(3, URGENT), at("2026-03-08 00:30", BOSTON)).at_us
    assert told(end, BOSTON) == "2026-03-08 04:30"
    working = due(calendar, Limit(8, HOURS), at("2026-03-06 14:00", BOSTON)).at_us
    assert told(working, BOSTON) == "2026-03-09 12:00"


@given(calendars, limits, moments)
def test_what_counts_between_start_and_end_is_the_limit(calendar: WorkCalendar, limit: Limit, start: int) -> None:
    end = due(calendar, limit, start).at_us
    assert counted_us(calendar, limit.type, start, end) == limit_us(calendar, limit)
    assert end == start or counted_us(calendar, limit.type, start, end - 1) == limit_us(calendar, limit) - 1


@given(calendars, limits, moments, moments, moments)
def test_what_counts_in_two_stretches_is_what_counts_in_both_together(
    calendar: WorkCalendar, limit: Limit, first: int, second: int, third: int
) -> None:
    parts = counted_us(calendar, limit.type, first, second) + counted_us(calendar, limit.type, second, third)
    assert parts == counted_us(calendar, limit.type, first, third)


@given(calendars, limits, limits, moments, moments)
def test_who_starts_later_or_has_more_time_ends_no_earlier(
    calendar: WorkCalendar, limit: Limit, other: Limit, first: int, second: int
) -> None:
    first, second = sorted((first, second))
    less, more = sorted((limit.amount, other.amount))
    assert due(calendar, limit, first).at_us <= due(calendar, limit, second).at_us
    assert due(calendar, Limit(less, limit.type), first).at_us <= due(calendar, Limit(more, limit.type), first).at_us


@given(calendars, limits, moments, moments)
def test_what_was_spent_before_is_taken_off(calendar: WorkCalendar, limit: Limit, start: int, later: int) -> None:
    end = due(calendar, limit, start).at_us
    if start <= later < end:
        spent = counted_us(calendar, limit.type, start, later)
        left = limit_us(calendar, limit) - spent
        assert due(calendar, limit, later, spent).at_us == (end if left else later)


@given(limits)
def test_a_limit_is_the_same_after_being_kept(limit: Limit) -> None:
    assert Limit.from_json(limit.as_json()) == limit


@pytest.mark.parametrize(
    ("limit", "label"),
    [
        (Limit(4, HOURS), Text("4 工作时", "4 working hours")),
        (Limit(1.0, DAYS), Text("1 工作日", "1 working day")),
        (Limit(0.5, NATURAL), Text("0.5 自然日", "0.5 calendar days")),
        (Limit(3, URGENT), Text("3 紧急工作时", "3 urgent hours")),
    ],
)
def test_a_limit_is_told_in_both_languages(limit: Limit, label: Text) -> None:
    assert limit.label == label


@pytest.mark.parametrize("amount", [-1, math.nan, math.inf, 1e7])
def test_an_amount_that_is_none_is_refused(amount: float) -> None:
    with pytest.raises(BadInput):
        limit_of(amount, HOURS)


@pytest.mark.parametrize(
    "kept", [{}, {"amount": 4}, {"amount": "four", "type": "work_hour"}, {"amount": 4, "type": "x"}]
)
def test_what_is_no_limit_is_not_read_as_one(kept: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        Limit.from_json(kept)


def test_a_working_day_is_as_long_as_the_segments_of_the_day() -> None:
    short = WorkCalendar(zone=BOSTON, known_until=taizhou().known_until, segments=((9 * 60, 16 * 60),))
    assert limit_us(taizhou(), Limit(1, DAYS)) == 8 * HOUR_US
    assert limit_us(short, Limit(1, DAYS)) == 7 * HOUR_US
