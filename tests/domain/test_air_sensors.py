"""Cooking fumes and site air: what follows from a report, what alarms, and what is no measurement."""

from __future__ import annotations

import pytest

from dashboard.domain.ghost_guesses import guess_fields
from dashboard.domain.plausibility import plausible_ranges
from dashboard.domain.sensors import alarm_rules, derivations
from dashboard.domain.sensors.fumes import exhaust_of
from dashboard.domain.sensors.site_air import noise_allowed_db, noise_beyond
from dashboard.domain.severity import Severity
from dashboard.domain.units import conversion


@pytest.mark.parametrize(
    ("values", "exhaust"),
    [
        ({"fan": 0.0, "purifier": 0.0}, {"exhaust": 0.0}),
        ({"fan": 0.0, "purifier": 1.0}, {"exhaust": 0.0}),
        ({"fan": 1.0, "purifier": 1.0}, {"exhaust": 1.0}),
        ({"fan": 1.0, "purifier": 0.0}, {"exhaust": 2.0}),
        ({"fan": 1.0}, {}),
        ({"purifier": 0.0}, {}),
        ({"fan": 1.0, "purifier": 0.0, "exhaust": 1.0}, {}),
    ],
)
def test_what_leaves_a_kitchen_follows_from_fan_and_purifier(
    values: dict[str, float], exhaust: dict[str, float]
) -> None:
    assert exhaust_of(values, 720) == exhaust


@pytest.mark.parametrize(
    ("clock", "allowed"),
    [("05:59", 55.0), ("06:00", 70.0), ("12:00", 70.0), ("21:59", 70.0), ("22:00", 55.0), ("00:00", 55.0)],
)
def test_noise_is_held_against_the_hour(clock: str, allowed: float) -> None:
    hour, minute = clock.split(":")
    at = int(hour) * 60 + int(minute)
    assert noise_allowed_db(at) == allowed
    assert noise_beyond({"noise_db": 71.5}, at) == {"noise_over_db": 71.5 - allowed}
    assert noise_beyond({"pm10_ugm3": 40.0}, at) == {}


def test_only_these_kinds_add_to_their_reports() -> None:
    assert set(derivations()) == {"fumes", "site_air"}


@pytest.mark.parametrize(
    ("rule", "levels", "lasting_s"),
    [
        ("fumes.over", ((Severity.MINOR, 2.0), (Severity.MAJOR, 4.0)), 900.0),
        ("fumes.unpurified", ((Severity.MAJOR, 2.0),), 180.0),
        ("fumes.cleaning", ((Severity.MINOR, 31.0), (Severity.MAJOR, 62.0)), 0.0),
        ("site_air.noise", ((Severity.MINOR, 0.1), (Severity.MAJOR, 10.0)), 300.0),
        ("site_air.tsp", (), 600.0),
        ("site_air.pm10_region", ((Severity.MINOR, 80.0), (Severity.MAJOR, 160.0)), 600.0),
    ],
)
def test_the_usual_limits(rule: str, levels: tuple[tuple[Severity, float], ...], lasting_s: float) -> None:
    found = alarm_rules()[rule]
    assert tuple((each.severity, each.threshold) for each in found.levels) == levels
    assert found.minimum_duration_s == lasting_s


@pytest.mark.parametrize(
    ("kind", "metric", "value", "is_measured"),
    [
        ("fumes", "fumes_mgm3", 3.2, True),
        ("fumes", "fumes_mgm3", 99.9, False),
        ("fumes", "fumes_mgm3", 6553.5, False),
        ("fumes", "uncleaned_days", 999.0, False),
        ("site_air", "pm10_ugm3", 1_200.0, True),
        ("site_air", "pm10_ugm3", 999.0, False),
        ("site_air", "pm25_ugm3", 65_535.0, False),
        ("site_air", "noise_db", 0.0, False),
        ("site_air", "noise_db", 88.4, True),
        ("site_air", "noise_db", 255.0, False),
    ],
)
def test_what_no_such_meter_measures_is_refused(kind: str, metric: str, value: float, is_measured: bool) -> None:
    low, high, sentinels = plausible_ranges(kind)[metric]
    assert (low <= value <= high and value not in sentinels) == is_measured


@pytest.mark.parametrize(
    ("unit", "metric_unit", "factor"),
    [
        ("ug/m3", "mg/m³", 0.001),
        ("mg/m³", "µg/m³", 1000.0),
        ("μg/m³", "µg/m³", 1.0),
        ("dB(A)", "dB", 1.0),
        ("天", "d", 1.0),
    ],
)
def test_units_of_air_and_noise_are_known(unit: str, metric_unit: str, factor: float) -> None:
    found = conversion(unit, metric_unit)
    assert found is not None
    assert found.factor == factor


def test_what_an_unknown_meter_reports_is_guessed() -> None:
    body = {"油烟": 1.2, "风机": True, "净化器": False, "PM10": 80, "噪声": 61.5}
    assert [each.meaning for each in guess_fields(body, ())] == [
        "fumes_mgm3", "fan", "purifier", "pm10_ugm3", "noise_db",
    ]  # fmt: skip
