"""What is watched of people on duty: the values, the fences, and what of it is told."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.domain.compiled_rules import compile_rules
from dashboard.domain.durations import HOUR_US, MINUTE_US
from dashboard.domain.positions.areas import PatrolArea, Shape
from dashboard.domain.positions.known import KnownPosition
from dashboard.domain.positions.reports import Position
from dashboard.domain.positions.stillness import Still
from dashboard.domain.positions.watching import QUIET, Fences, Place, begun_us, news, values_of
from dashboard.domain.roster.duty import Duty, DutySpan
from dashboard.domain.roster.records import Attendance, SignInMeans
from dashboard.domain.rules import Level, RuleOverride, Scope
from dashboard.domain.sensors.patrol import SENSOR
from dashboard.domain.severity import Severity

START = 1_795_000_000_000_000
NOW = START + 2 * HOUR_US
LON, LAT = 121.40, 29.65
DAY = date(2026, 11, 27)


def known(heard_min: float = 0, still_min: float = 0, accuracy_m: float | None = None) -> KnownPosition:
    """Somebody last heard so many minutes ago, who had stood still for so long by then."""
    at_us = NOW - int(heard_min * MINUTE_US)
    since_us = at_us - int(still_min * MINUTE_US)
    return KnownPosition(Position(at_us, LON, LAT, accuracy_m), at_us, Still(LON, LAT, since_us))


@pytest.mark.parametrize(
    ("position", "outside_m", "begun", "expected"),
    [
        (known(), 0.0, START, (0, 0, 0)),
        (known(still_min=35.9), 0.0, START, (35, 0, 0)),
        (known(still_min=600), 0.0, START, (120, 0, 0)),
        (known(heard_min=5, still_min=30), 0.0, START, (30, 0, 5)),
        (known(), 109.9, START, (0, 100, 0)),
        (known(accuracy_m=30), 109.9, START, (0, 70, 0)),
        (known(accuracy_m=300), 109.9, START, (0, 0, 0)),
        (known(), 499.9, START, (0, 490, 0)),
        (None, 0.0, START, (0, 0, 120)),
        (None, 0.0, NOW - 10 * MINUTE_US, (0, 0, 10)),
        (None, 0.0, NOW - 10 * MINUTE_US + 1, (0, 0, 0)),
        (known(heard_min=90), 0.0, NOW - 9 * MINUTE_US, (0, 0, 0)),
        (known(heard_min=90), 0.0, NOW - 11 * MINUTE_US, (0, 0, 11)),
        (known(heard_min=90, still_min=60), 0.0, NOW - 11 * MINUTE_US, (0, 0, 11)),
        (known(heard_min=-1), 0.0, START, (0, 0, 0)),
    ],
    ids=str,
)
def test_the_values_are_whole_minutes_and_tens_of_metres(
    position: KnownPosition | None, outside_m: float, begun: int, expected: tuple[float, float, float]
) -> None:
    values = values_of(position, Place(outside_m, "G1"), begun, NOW)
    assert (values["still_min"], values["outside_m"], values["unheard_min"]) == expected
    assert sorted(values) == sorted(QUIET) == sorted(SENSOR.metrics)


def test_a_duty_begins_with_the_shift_or_the_sign_in_whichever_is_later() -> None:
    span = DutySpan("1", START, START + 8 * HOUR_US, "D", DAY)
    early, late = (
        Attendance("1", DAY, "D", START + minutes * MINUTE_US, None, SignInMeans.PAGE) for minutes in (-5, 30)
    )
    assert begun_us(Duty(span, None)) == begun_us(Duty(span, early)) == START
    assert begun_us(Duty(span, late)) == begun_us(Duty(None, late)) == START + 30 * MINUTE_US


@pytest.mark.parametrize(
    ("values", "told", "expected"),
    [
        ({"still_min": 14}, {}, {}),
        ({"still_min": 15}, {}, {"still_min": 15}),
        ({"still_min": 15}, {"still_min": 15}, {}),
        ({"still_min": 3}, {"still_min": 40}, {"still_min": 3}),
        ({"still_min": 4}, {"still_min": 3}, {}),
        ({"still_min": 0}, {"still_min": 3}, {"still_min": 0}),
        ({"outside_m": 40, "unheard_min": 5}, {}, {"unheard_min": 5}),
        (dict(QUIET), {}, {}),
        (dict(QUIET), {"outside_m": 120.0, "still_min": 0.0}, {"outside_m": 0}),
    ],
    ids=str,
)
def test_what_is_quiet_and_was_so_before_is_not_told(
    values: dict[str, float], told: dict[str, float], expected: dict[str, float]
) -> None:
    assert news(values, told) == expected
    assert news(values, told, compile_rules(SENSOR)) == expected


def test_half_of_a_limit_that_the_site_lowered_is_told_and_of_one_that_it_raised_as_before() -> None:
    def changed(limit_m: float) -> RuleOverride:
        levels = (Level(Severity.MAJOR, limit_m),)
        return RuleOverride(rule_key="patrol.outside", scope=Scope.KIND, scope_ref="patrol", levels=levels)

    lower, higher = (compile_rules(SENSOR, [changed(limit)]) for limit in (40.0, 300.0))
    off = compile_rules(
        SENSOR, [RuleOverride(rule_key="patrol.outside", scope=Scope.KIND, scope_ref="patrol", enabled=False)]
    )
    assert news({"outside_m": 20.0}, {}, lower) == {"outside_m": 20.0}
    assert news({"outside_m": 20.0}, {}, higher) == news({"outside_m": 20.0}, {}, off) == {}
    assert news({"outside_m": 50.0}, {}, higher) == news({"outside_m": 50.0}, {}, off) == {"outside_m": 50.0}


def area(code: str, lon: float, level: str = "grid", squad: str | None = "S1", parent: str | None = None) -> PatrolArea:
    ring = tuple((lon + east, LAT + north) for east, north in ((-0.004, -0.004), (0.004, -0.004), (0.004, 0.004)))
    ring = (*ring, (lon - 0.004, LAT + 0.004))
    shape = Shape(lines=(ring[:2],)) if level == "line" else Shape(polygons=((ring,),))
    return PatrolArea(code, code, level, parent, squad, shape)


AREAS = (
    area("G1", LON, parent="B1"),
    area("G2", LON + 0.008, parent="B2"),
    area("G3", LON + 0.1, squad="S2", parent="B1"),
    area("L1", LON, level="line", parent="G2"),
    area("L2", LON, level="line", parent="nowhere"),
)


@pytest.mark.parametrize(
    ("code", "squad", "expected"),
    [
        ("G1", "S2", ["G1"]),
        ("L1", "S1", ["G2"]),
        ("L2", "S1", ["G1", "G2"]),
        ("B1", "S1", ["G1", "G3"]),
        (None, "S1", ["G1", "G2"]),
        (None, "S2", ["G3"]),
        (None, "S9", []),
        (None, None, []),
        ("gone", "S2", ["G3"]),
    ],
)
def test_the_fence_is_the_area_of_the_shift_or_all_grids_of_the_squad(
    code: str | None, squad: str | None, expected: list[str]
) -> None:
    assert [each.code for each in Fences(AREAS).fence(code, squad).areas] == expected


@pytest.mark.parametrize(
    ("east_deg", "expected"),
    [(0.0, (0.0, "G1")), (0.006, (0.0, "G2")), (0.0121, (9.7, "G2")), (-0.005, (96.8, "G1"))],
)
def test_somebody_is_placed_in_the_nearest_area_of_their_fence(east_deg: float, expected: tuple[float, str]) -> None:
    place = Fences(AREAS).fence(None, "S1").place(Position(NOW, LON + east_deg, LAT))
    assert place.outside_m == pytest.approx(expected[0], abs=0.2)
    assert place.area == expected[1]


def test_who_has_no_area_is_nowhere_outside() -> None:
    fences = Fences()
    assert fences.fence("G1", "S1").place(Position(NOW, LON, LAT)) == Place(0.0, None)
    assert fences.fence(None, None).home() is None
    assert fences.centre() == ((0.0, 0.0), None)
    assert Fences(AREAS).centre()[0] == pytest.approx((LON, LAT))
