"""The gates before the queue: what they hold, why, until when, and that growing lets through."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.durations import HOUR_US, MINUTE_US, SECOND_US
from dashboard.domain.hours import Hours
from dashboard.domain.readings import to_us
from dashboard.domain.triage.allowances import Allowance
from dashboard.domain.triage.gates import BELIEVED_US, Find, Gate, Gatekeeper, Passage, gate_problems, stood_s
from dashboard.domain.triage.states import EventState, HeldBecause
from tests.domain.triage.test_allowances import CITY, MARKET, PERMIT, SPOT

NOW = to_us(datetime(2026, 11, 27, 18, tzinfo=CITY))
STALL = Gate(category="0501", is_on=True, least_score=0.4, dwell_s=180)
FIND = Find("0501", "CAM-1", SPOT, None, 0.9, NOW, NOW, None, None)


def keeper(*gates: Gate, allowed: tuple[Allowance, ...] = ()) -> Gatekeeper:
    return Gatekeeper.of(gates, allowed, {}, CITY)


def held(because: HeldBecause, due_us: int | None = None, by: str | None = None) -> Passage:
    return Passage(because, by, due_us)


def test_without_a_gate_everything_waits_for_people() -> None:
    assert keeper().judge(FIND._replace(score=0.01), NOW).state is EventState.WAITING


def test_a_gate_that_is_off_lets_everything_through() -> None:
    assert keeper(replace(STALL, is_on=False)).judge(FIND, NOW) == Passage()


@pytest.mark.parametrize(
    ("score", "passage"),
    [(0.39, held(HeldBecause.SCORE)), (0.4, Passage()), (None, Passage())],
)
def test_what_is_not_sure_enough_is_held_and_who_tells_no_score_has_judged(
    score: float | None, passage: Passage
) -> None:
    assert keeper(STALL).judge(FIND._replace(score=score, dwell_s=200.0), NOW) == passage


@pytest.mark.parametrize(
    ("told", "stood"),
    [
        ({}, 0.0),
        ({"first_us": NOW - 3 * MINUTE_US}, 180.0),
        ({"dwell_s": 200.0}, 200.0),
        ({"first_us": NOW - 5 * MINUTE_US, "ended_us": NOW - 3 * MINUTE_US}, 120.0),
        ({"first_us": NOW - 2 * HOUR_US, "last_us": NOW - 2 * HOUR_US}, 3600.0),
        ({"first_us": NOW + MINUTE_US, "last_us": NOW + MINUTE_US}, 0.0),
    ],
)
def test_how_long_it_stood_is_what_is_told_or_what_was_seen(told: dict[str, object], stood: float) -> None:
    assert max(0.0, stood_s(FIND._replace(**told), NOW)) == stood  # type: ignore[arg-type]


def test_what_has_not_stood_long_enough_is_held_until_it_has() -> None:
    assert keeper(STALL).judge(FIND, NOW) == held(HeldBecause.DWELL, NOW + 180 * SECOND_US)
    assert keeper(STALL).judge(FIND, NOW + 180 * SECOND_US) == Passage()


def test_what_went_away_before_is_held_and_time_changes_nothing_of_it() -> None:
    gone = FIND._replace(ended_us=NOW + MINUTE_US, last_us=NOW + MINUTE_US)
    assert keeper(STALL).judge(gone, NOW + HOUR_US) == held(HeldBecause.DWELL)


def test_what_does_not_count_at_this_hour_is_held_until_it_does() -> None:
    day = replace(STALL, dwell_s=0, hours=Hours(from_min=18 * 60 + 30, until_min=22 * 60))
    assert keeper(day).judge(FIND, NOW) == held(HeldBecause.HOURS, NOW + 30 * MINUTE_US)
    assert keeper(day).judge(FIND, NOW + 30 * MINUTE_US) == Passage()


def test_what_was_seen_in_the_night_is_not_taken_to_be_there_in_the_morning() -> None:
    day = replace(STALL, dwell_s=0, hours=Hours(from_min=20 * 60, until_min=22 * 60))
    assert keeper(day).judge(FIND, NOW) == held(HeldBecause.HOURS)
    assert keeper(day).judge(FIND, NOW + 3 * HOUR_US) == held(HeldBecause.HOURS)


def test_a_place_where_it_is_allowed_is_named() -> None:
    assert keeper(allowed=(MARKET,)).judge(FIND, NOW).because is HeldBecause.ALLOWED_PLACE
    assert keeper(allowed=(MARKET,)).judge(FIND, NOW).by == "SD-01"
    assert keeper(allowed=(MARKET, PERMIT)).judge(FIND, NOW)[:2] == (HeldBecause.PERMIT, "ZD-7")
    assert keeper(allowed=(MARKET,)).judge(FIND._replace(category="0504"), NOW) == Passage()


def test_where_a_camera_stands_is_looked_up_once_and_the_hours_each_time() -> None:
    judge = keeper(allowed=(MARKET, PERMIT)).judge
    assert [judge(FIND, NOW).by for _ in range(2)] == ["ZD-7", "ZD-7"]
    later = FIND._replace(first_us=NOW + 9 * 24 * HOUR_US, last_us=NOW + 9 * 24 * HOUR_US)
    assert judge(later, later.last_us).by == "SD-01"
    assert judge(FIND._replace(spot=None), NOW) == Passage()


@pytest.mark.parametrize(
    ("category", "camera", "found"),
    [("0501", "CAM-1", 3), ("0501", "CAM-2", 2), ("0504", "CAM-1", 1), (None, None, 1)],
)
def test_the_narrowest_gate_holds(category: str | None, camera: str | None, found: int) -> None:
    gates = (
        Gate(is_on=True, dwell_s=1),
        Gate(category="0501", is_on=True, dwell_s=2),
        Gate(category="0501", camera="CAM-1", is_on=True, dwell_s=3),
    )
    assert keeper(*gates).gate(category, camera).dwell_s == found


@pytest.mark.parametrize(
    "gate",
    [
        Gate(least_score=1.1),
        Gate(dwell_s=-1),
        Gate(merge_gap_s=8 * 86_400),
        Gate(hours=Hours(from_min=5)),
    ],
)
def test_a_gate_that_cannot_be_is_told(gate: Gate) -> None:
    assert list(gate_problems(gate))


SECONDS = st.integers(0, 7200)


@given(
    score=st.none() | st.floats(0, 1),
    surer=st.floats(0, 1),
    dwell=st.none() | st.floats(0, 3600),
    longer=st.floats(0, 3600),
    ended=st.none() | SECONDS,
    later=SECONDS,
    gate=st.builds(Gate, category=st.just("0501"), is_on=st.just(True), least_score=st.floats(0, 1), dwell_s=SECONDS),
)
def test_what_passes_still_passes_when_it_grows(
    score: float | None,
    surer: float,
    dwell: float | None,
    longer: float,
    ended: int | None,
    later: int,
    gate: Gate,
) -> None:
    seen_us = NOW + (ended or 0) * SECOND_US
    find = FIND._replace(score=score, dwell_s=dwell, last_us=seen_us, ended_us=None if ended is None else seen_us)
    grown = find._replace(
        score=None if score is None else max(score, surer), dwell_s=max(dwell or 0.0, longer), ended_us=None
    )
    if keeper(gate).judge(find, seen_us).because is None:
        assert keeper(gate).judge(grown, seen_us + later * SECOND_US).because is None


@given(
    gate=st.builds(
        Gate,
        category=st.just("0501"),
        is_on=st.just(True),
        dwell_s=SECONDS,
        hours=st.builds(Hours, from_min=st.integers(0, 1439), until_min=st.integers(0, 1439)),
    ),
    allowed=st.sampled_from([(), (MARKET,), (PERMIT,)]),
    before=st.integers(1, 3600),
)
def test_until_it_is_due_time_alone_changes_nothing(gate: Gate, allowed: tuple[Allowance, ...], before: int) -> None:
    judge = keeper(gate, allowed=allowed).judge
    passage = judge(FIND, NOW)
    due_us = passage.due_us if passage.due_us is not None else NOW + BELIEVED_US
    moment = max(NOW, due_us - before * SECOND_US)
    if passage.because is not None and moment < due_us:
        assert judge(FIND, moment).because is passage.because
    if passage.due_us is not None:
        assert judge(FIND, passage.due_us) != passage
