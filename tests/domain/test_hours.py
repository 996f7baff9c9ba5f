"""Hours of the city's week: open or not, and when they turn next."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.hours import ALWAYS, Hours, in_window, window_problems
from dashboard.domain.readings import to_us

CITY = ZoneInfo("Asia/Shanghai")
SPRING = ZoneInfo("America/Los_Angeles")
FRIDAY = datetime(2026, 11, 27, tzinfo=CITY)
NIGHT = Hours(weekdays=frozenset({5}), from_min=22 * 60, until_min=2 * 60)
HOURS = st.builds(
    Hours,
    weekdays=st.frozensets(st.integers(1, 7)),
    from_min=st.integers(0, 1440),
    until_min=st.integers(0, 1440),
)


def at(day: datetime, hour: int, minute: int = 0) -> int:
    return to_us(day.replace(hour=hour, minute=minute))


@pytest.mark.parametrize(("weekday", "minute", "holds"), [(5, 1350, True), (6, 60, True), (6, 120, False)])
def test_a_window_over_midnight_belongs_to_the_day_on_which_it_begins(weekday: int, minute: int, holds: bool) -> None:
    assert in_window(NIGHT, weekday, minute) is holds


def test_hours_are_those_of_the_citys_clock() -> None:
    assert NIGHT.hold(at(FRIDAY, 23), CITY)
    assert not NIGHT.hold(at(FRIDAY, 23), ZoneInfo("UTC"))


def test_the_next_turn_is_the_opening_or_the_closing() -> None:
    assert NIGHT.turn_us(at(FRIDAY, 12), CITY) == at(FRIDAY, 22)
    assert NIGHT.turn_us(at(FRIDAY, 22), CITY) == at(FRIDAY + timedelta(days=1), 2)


def test_what_is_always_open_never_turns() -> None:
    assert ALWAYS.turn_us(0, CITY) is None
    assert Hours(weekdays=frozenset(range(1, 8)), from_min=60, until_min=60).is_always


def test_a_change_of_the_clock_does_not_move_the_hours() -> None:
    shift = datetime(2026, 3, 8, tzinfo=SPRING)
    hours = Hours(from_min=8 * 60, until_min=18 * 60)
    assert hours.turn_us(to_us(shift), SPRING) == at(shift, 8)


@given(hours=HOURS, day=st.integers(0, 13), minute=st.integers(0, 1439))
def test_between_now_and_the_next_turn_nothing_changes(hours: Hours, day: int, minute: int) -> None:
    now = to_us(FRIDAY) + (day * 1440 + minute) * 60_000_000
    turn = hours.turn_us(now, CITY)
    if turn is None:
        assert all(hours.hold(now + each * 3_600_000_000, CITY) == hours.hold(now, CITY) for each in range(200))
    else:
        assert turn > now
        assert hours.hold(turn, CITY) != hours.hold(now, CITY)
        assert hours.hold(turn - 60_000_000, CITY) == hours.hold(now, CITY)


@pytest.mark.parametrize("hours", [Hours(from_min=60), Hours(from_min=-1, until_min=5), Hours(weekdays=frozenset({8}))])
def test_hours_that_cannot_be_are_told(hours: Hours) -> None:
    assert list(window_problems(hours))
