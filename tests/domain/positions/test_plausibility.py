"""Which positions are believed."""

from __future__ import annotations

import math
from typing import Any

import pytest

from dashboard.domain.durations import DAY_US, HOUR_US, MINUTE_US, SECOND_US
from dashboard.domain.positions.plausibility import judge
from dashboard.domain.positions.refusals import REFUSAL_TEXTS, PositionRefusal
from dashboard.domain.positions.reports import Position, PositionReport

NOW_US = 1_795_248_903_000_000
HERE = PositionReport("person:0042", NOW_US, 121.2623, 28.6497)
M_NORTH = 1 / 111_195  # degrees of latitude


def reported(**changes: Any) -> PositionReport:
    return HERE._replace(**changes)


def believed(report: PositionReport, previous: Position | None = None, received_us: int = NOW_US) -> Position:
    found = judge(report, received_us, previous)
    assert isinstance(found, Position), found
    return found


def test_a_good_one_is_kept_as_it_is() -> None:
    report = reported(accuracy_m=8.0, speed_mps=1.2, heading_deg=271.5, battery_pct=64.0)
    assert believed(report) == Position(NOW_US, 121.2623, 28.6497, 8.0, 1.2, 271.5, 64.0)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"lon": None}, "not_located"),
        ({"lat": None}, "not_located"),
        ({"accuracy_m": -1.0}, "not_located"),
        ({"lon": math.nan}, "not_finite"),
        ({"lat": -math.inf}, "not_finite"),
        ({"lon": 180.1}, "off_the_globe"),
        ({"lat": 90.1}, "off_the_globe"),
        ({"lon": 0.0, "lat": 0.0}, "zero"),
        ({"lon": -0.001, "lat": 0.001}, "zero"),
        ({"lon": 0.0011, "lat": 0.0}, "outside_china"),
        ({"lon": 72.003}, "outside_china"),
        ({"lon": 137.8348}, "outside_china"),
        ({"lat": 0.8292}, "outside_china"),
        ({"lat": 55.8272}, "outside_china"),
        ({"lon": 28.6497, "lat": 89.0}, "outside_china"),
        ({"at_us": NOW_US + 2 * MINUTE_US + 1}, "in_the_future"),
        ({"at_us": NOW_US - DAY_US - 1}, "too_old"),
        ({"at_us": 0}, "too_old"),
        ({"speed_mps": 70.1}, "too_fast"),
        ({"accuracy_m": 1000.1}, "inaccurate"),
        ({"accuracy_m": math.inf}, "inaccurate"),
    ],
)
def test_what_cannot_be_true_is_refused(changes: dict[str, Any], refusal: str) -> None:
    assert judge(reported(**changes), NOW_US, None) == refusal


@pytest.mark.parametrize(
    "changes",
    [
        {"lon": 72.004, "lat": 0.8293},
        {"lon": 137.8347, "lat": 55.8271},
        {"at_us": NOW_US + 2 * MINUTE_US},
        {"at_us": NOW_US - DAY_US},
        {"speed_mps": 70.0},
        {"accuracy_m": 1000.0},
    ],
)
def test_the_bounds_themselves_are_believed(changes: dict[str, Any]) -> None:
    believed(reported(**changes))


def test_no_time_and_a_slight_lead_are_the_arrival() -> None:
    assert believed(reported(at_us=None)).at_us == NOW_US
    assert believed(reported(at_us=NOW_US + 90 * SECOND_US)).at_us == NOW_US


def test_optional_values_that_cannot_be_true_are_left_out() -> None:
    odd = believed(reported(accuracy_m=math.nan, speed_mps=-1.0, heading_deg=-1.0, battery_pct=101.0))
    assert odd[3:] == (None, None, None, None)
    assert believed(reported(heading_deg=360.0)).heading_deg == 0.0
    assert believed(reported(heading_deg=360.1)).heading_deg is None


@pytest.mark.parametrize(("way_m", "is_jump"), [(700.0, False), (735.0, True)])
def test_a_jump_is_more_than_70_m_in_a_second(way_m: float, is_jump: bool) -> None:
    previous = Position(NOW_US - 10 * SECOND_US, 121.2623, 28.6497, 1.0)
    found = judge(reported(lat=28.6497 + way_m * M_NORTH, accuracy_m=1.0), NOW_US, previous)
    assert (found is PositionRefusal.JUMP) is is_jump


def test_the_accuracies_of_both_may_explain_a_jump() -> None:
    previous = Position(NOW_US - SECOND_US, 121.2623, 28.6497, 600.0)
    far = reported(lat=28.6497 + 1000.0 * M_NORTH)
    assert judge(far._replace(accuracy_m=300.0), NOW_US, previous) is PositionRefusal.JUMP
    believed(far._replace(accuracy_m=400.0), previous)


def test_ten_metres_each_are_assumed_where_no_accuracy_is_told() -> None:
    previous = Position(NOW_US, 121.2623, 28.6497)
    believed(reported(lat=28.6497 + 19.9 * M_NORTH), previous)
    assert judge(reported(lat=28.6497 + 20.2 * M_NORTH), NOW_US, previous) is PositionRefusal.JUMP


def test_what_comes_late_is_held_against_the_newer_one_in_the_same_way() -> None:
    newer = Position(NOW_US, 121.2623, 28.6497)
    late = reported(at_us=NOW_US - 60 * SECOND_US, lat=28.6497 + 4000.0 * M_NORTH)
    assert believed(late, newer).at_us == NOW_US - 60 * SECOND_US
    assert judge(late._replace(lat=28.6497 + 4300.0 * M_NORTH), NOW_US, newer) is PositionRefusal.JUMP
    assert believed(reported(at_us=NOW_US), newer) == newer


@pytest.mark.parametrize("ahead_s", [0, 100])
def test_fifty_after_a_tunnel_are_all_believed_also_of_a_fast_clock(ahead_s: int) -> None:
    previous: Position | None = Position(NOW_US - 6 * MINUTE_US, 121.2623, 28.6497, 5.0)
    for number in range(50):
        at_us = NOW_US - (49 - number) * 5 * SECOND_US + ahead_s * SECOND_US
        previous = believed(reported(at_us=at_us, lat=28.6497 + (number + 1) * 100 * M_NORTH), previous)
        assert previous.at_us == min(at_us, NOW_US)


def test_one_wrong_position_does_not_lock_the_right_ones_out_for_good() -> None:
    wrong = Position(NOW_US - HOUR_US, 120.2623, 28.6497)
    believed(reported(), wrong)


def test_every_refusal_is_told_in_both_languages() -> None:
    assert REFUSAL_TEXTS.keys() == set(PositionRefusal)
    assert all(refusal.text.zh and refusal.text.en for refusal in PositionRefusal)
