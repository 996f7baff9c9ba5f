"""Clocks of cases: paused, extended and stopped at any moment, and computed again from what is frozen."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.cases.calendar import DayKind, WorkCalendar
from dashboard.domain.cases.clocks import Clock, Difference, Lamp, Span, lamp, recompute, started
from dashboard.domain.cases.limits import Limit, LimitType, counted_us, limit_us
from dashboard.domain.durations import HOUR_US, MINUTE_US
from dashboard.errors import BadInput, Conflict
from tests.domain.cases.calendars import at, calendars, limits, moments, taizhou, told

FOUR_HOURS = Limit(4, LimitType.WORK_HOUR)
cuts = st.lists(st.integers(0, 60 * 24 * 40), max_size=8).map(sorted)


def begun(limit: Limit = FOUR_HOURS, start: str = "2026-11-27 09:00") -> Clock:
    return started(taizhou(), limit, at(start))


def deadline(clock: Clock) -> int:
    assert clock.due_us is not None
    return clock.due_us


def paused_and_resumed(calendar: WorkCalendar, clock: Clock, changes: list[int]) -> Clock:
    """The clock paused and resumed in turn, so many minutes after its start."""
    start = clock.spans[0].from_us
    for number, minutes in enumerate(changes):
        moment = start + minutes * MINUTE_US
        clock = clock.resume(calendar, moment) if number % 2 else clock.pause(moment)
    return clock


@given(calendars, limits, moments, cuts, st.integers(0, 60 * 24 * 50))
def test_what_is_spent_is_what_counted_in_the_running_stretches(
    calendar: WorkCalendar, limit: Limit, start: int, changes: list[int], minutes: int
) -> None:
    clock = paused_and_resumed(calendar, started(calendar, limit, start), changes)
    now = start + max([minutes, *changes]) * MINUTE_US
    edges = [start, *(start + each * MINUTE_US for each in changes), now]
    running = zip(edges[::2], edges[1::2], strict=False)
    assert clock.spent_us(calendar, now) == sum(counted_us(calendar, limit.type, *each) for each in running)


@given(calendars, limits, moments, cuts)
def test_it_makes_no_difference_into_how_many_pieces_the_running_time_is_cut(
    calendar: WorkCalendar, limit: Limit, start: int, changes: list[int]
) -> None:
    whole = cut = started(calendar, limit, start)
    for minutes in changes:
        moment = start + minutes * MINUTE_US
        cut = cut.pause(moment).resume(calendar, moment)
    later = start + 60 * 24 * 60 * MINUTE_US
    assert cut.spent_us(calendar, later) == whole.spent_us(calendar, later)
    was_cut_when_due = any(deadline(whole) == start + minutes * MINUTE_US for minutes in changes)
    assert deadline(cut) == deadline(whole) or was_cut_when_due or _gap(calendar, limit, whole, cut)
    assert limit.type.is_continuous is False or deadline(cut) == deadline(whole)


def _gap(calendar: WorkCalendar, limit: Limit, first: Clock, second: Clock) -> bool:
    return counted_us(calendar, limit.type, deadline(first), deadline(second)) == 0


@given(calendars, limits, moments, st.integers(0, 60 * 24 * 30), st.integers(0, 60 * 24 * 30))
def test_a_pause_moves_the_deadline_by_what_would_have_counted_in_it(
    calendar: WorkCalendar, limit: Limit, start: int, ran: int, rested: int
) -> None:
    clock = started(calendar, limit, start)
    pause = start + ran * MINUTE_US
    resume = pause + rested * MINUTE_US
    again = clock.pause(pause).resume(calendar, resume)
    if pause <= deadline(clock):
        moved = counted_us(calendar, limit.type, deadline(clock), deadline(again))
        assert moved == counted_us(calendar, limit.type, pause, resume)
    else:
        assert deadline(again) == deadline(clock)  # what was late before stays late


@given(calendars, limits, moments, cuts, st.integers(0, 2))
def test_the_whole_limit_is_spent_when_it_is_due(
    calendar: WorkCalendar, limit: Limit, start: int, changes: list[int], extensions: int
) -> None:
    clock = paused_and_resumed(calendar, started(calendar, limit, start), changes[: len(changes) // 2 * 2])
    for _ in range(extensions):
        clock = clock.extend(calendar)
    total = limit_us(calendar, limit) * (1 + extensions)
    spans = [Span(each.from_us, each.until_us) for each in clock.spans if each.from_us <= deadline(clock)]
    until_due = [(each.from_us, min(deadline(clock), each.until_us or deadline(clock))) for each in spans]
    assert sum(counted_us(calendar, limit.type, *each) for each in until_due) == total
    assert clock.yellow_us is not None
    assert clock.yellow_us <= deadline(clock)


@given(calendars, limits, moments, cuts, st.booleans())
def test_what_is_frozen_says_the_same_when_it_is_read_and_computed_again(
    calendar: WorkCalendar, limit: Limit, start: int, changes: list[int], ends: bool
) -> None:
    clock = paused_and_resumed(calendar, started(calendar, limit, start).extend(calendar), changes)
    if ends:
        clock = clock.stop(calendar, start + max([0, *changes]) * MINUTE_US)
    kept = Clock.from_json(json.loads(json.dumps(clock.as_json())))
    assert kept == clock
    assert recompute(kept, calendar) == (clock, ())


@given(calendars, limits, moments, st.integers(0, 60 * 24 * 40))
def test_a_clock_was_in_time_exactly_when_it_stopped_by_its_deadline(
    calendar: WorkCalendar, limit: Limit, start: int, minutes: int
) -> None:
    clock = started(calendar, limit, start)
    end = start + minutes * MINUTE_US
    ended = clock.stop(calendar, end)
    assert ended.was_in_time is (end <= deadline(clock))
    assert (ended.stopped_us, ended.due_us) == (end, clock.due_us)


def test_a_pause_over_midnight_and_a_weekend_shifts_by_its_working_hours() -> None:
    clock = begun()
    assert told(deadline(clock)) == "2026-11-27 15:00"
    paused = clock.pause(at("2026-11-27 11:00"))
    assert (paused.due_us, paused.yellow_us, paused.is_paused) == (None, None, True)
    resumed = paused.resume(taizhou(), at("2026-11-30 09:00"))  # 1 h, 4 h and 1 h of work later
    assert told(deadline(resumed)) == "2026-11-30 11:00"
    assert resumed.spent_us(taizhou(), at("2026-11-30 10:00")) == 3 * HOUR_US
    assert resumed.paused_us(at("2026-12-01 10:00")) == 70 * HOUR_US
    assert paused.paused_us(at("2026-11-27 12:30")) == 1.5 * HOUR_US


def test_each_extension_adds_the_limit_once_more_also_in_a_pause() -> None:
    assert told(deadline(begun().extend(taizhou()))) == "2026-11-30 09:00"
    assert told(deadline(begun().extend(taizhou()).extend(taizhou()))) == "2026-11-30 15:00"
    paused = begun().pause(at("2026-11-27 10:00")).extend(taizhou())
    assert paused.due_us is None
    assert told(deadline(paused.resume(taizhou(), at("2026-11-27 10:00")))) == "2026-11-30 09:00"


def test_nothing_gets_late_in_a_pause() -> None:
    paused = begun().pause(at("2026-11-27 10:00"))
    assert paused.stop(taizhou(), at("2026-12-20 10:00")).was_in_time
    late = begun().pause(at("2026-11-27 17:00"))
    assert late.stop(taizhou(), at("2026-12-20 10:00")).was_in_time is False
    assert begun().was_in_time is None


def test_a_clock_does_only_what_its_state_allows() -> None:
    paused, stopped = begun().pause(at("2026-11-27 10:00")), begun().stop(taizhou(), at("2026-11-27 10:00"))
    with pytest.raises(Conflict, match="paused"):
        paused.pause(at("2026-11-27 11:00"))
    with pytest.raises(Conflict, match="running"):
        begun().resume(taizhou(), at("2026-11-27 11:00"))
    with pytest.raises(Conflict, match="stopped"):
        stopped.pause(at("2026-11-27 11:00"))
    with pytest.raises(Conflict, match="stopped"):
        stopped.resume(taizhou(), at("2026-11-27 11:00"))
    with pytest.raises(Conflict, match="stopped"):
        stopped.extend(taizhou())
    with pytest.raises(Conflict, match="stopped"):
        stopped.stop(taizhou(), at("2026-11-27 11:00"))


def test_a_server_whose_clock_was_set_back_makes_no_negative_time() -> None:
    clock = begun().pause(at("2026-11-27 08:30"))
    assert clock.spans == (Span(at("2026-11-27 09:00"), at("2026-11-27 09:00")),)
    assert clock.resume(taizhou(), at("2026-11-27 08:00")).spans[1].from_us == at("2026-11-27 09:00")
    assert begun().spent_us(taizhou(), at("2026-11-27 08:00")) == 0


@pytest.mark.parametrize(
    ("now", "light"),
    [
        ("2026-11-27 09:00", Lamp.GREEN),
        ("2026-11-27 14:11", Lamp.GREEN),
        ("2026-11-27 14:12", Lamp.YELLOW),  # 3 h 12 min are 80 % of four hours
        ("2026-11-27 15:00", Lamp.YELLOW),
        ("2026-11-27 15:01", Lamp.RED),
    ],
)
def test_the_lamp_is_green_to_80_percent_yellow_to_100_and_red_beyond(now: str, light: Lamp) -> None:
    clock = begun()
    assert lamp(at(now), clock.due_us, clock.yellow_us) is light
    assert lamp(at(now), clock.due_us, clock.yellow_us, paused=True) is Lamp.GREY
    assert lamp(at(now), None, None) is Lamp.GREY


@pytest.mark.parametrize(("percent", "moment"), [(50, "11:00"), (75, "14:00"), (90, "14:36"), (100, "15:00")])
def test_warnings_come_at_any_share_of_the_limit(percent: int, moment: str) -> None:
    reached = told(begun().reached_us(taizhou(), percent))
    assert reached == f"2026-11-27 {'12:00' if percent == 75 else moment}"


def test_a_provisional_deadline_is_computed_anew_when_the_list_comes() -> None:
    clock = started(taizhou(), Limit(2, LimitType.WORK_DAY), at("2026-12-30 14:00"))
    assert clock.is_provisional
    listed = taizhou(d20270101=DayKind.HOLIDAY, d20271001=DayKind.HOLIDAY)
    known = WorkCalendar(zone=listed.zone, known_until=date(2027, 12, 31), days_off=listed.days_off)
    anew, differences = recompute(clock, known)
    assert told(deadline(anew)) == "2027-01-04 12:00"
    assert not anew.is_provisional
    assert [each.field for each in differences] == ["calendar", "due_us", "yellow_us", "is_provisional"]
    assert differences[0] == Difference("calendar", taizhou().version, known.version)
    assert recompute(anew, known) == (anew, ())


def test_a_deadline_that_somebody_changed_by_hand_is_named() -> None:
    clock = begun()
    forged = Clock.from_json({**clock.as_json(), "due_us": deadline(clock) + HOUR_US})
    assert recompute(forged, taizhou()) == (
        clock,
        (Difference("due_us", deadline(clock) + HOUR_US, deadline(clock)),),
    )


@pytest.mark.parametrize(
    "changed", [{"spans": []}, {"spans": [[1, None], [2, None]]}, {"spans": [[1]]}, {"limit": {}}, {"more": 1}]
)
def test_what_is_no_clock_is_not_read_as_one(changed: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        Clock.from_json({**begun().as_json(), **changed})
