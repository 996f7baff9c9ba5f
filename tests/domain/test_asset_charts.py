"""Which charts a drawer draws, and what they measure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dashboard.domain.alarms import amounts
from dashboard.domain.asset_charts import Chart, Fired, charts_of
from dashboard.domain.compiled_rules import compile_rule
from dashboard.domain.durations import HOUR_US
from dashboard.domain.readouts import AlarmLine
from dashboard.domain.rules import Comparison
from dashboard.domain.sensors import alarm_rules, sensor_types
from dashboard.domain.severity import Severity
from tests.readout_builders import NOW_US, alarm_line

MINOR, MAJOR, CRITICAL = Severity
RULES = alarm_rules()
TILT, COVER, BATTERY = RULES["manhole.tilt"], RULES["manhole.cover"], RULES["manhole.battery"]
SIX, THREE = RULES["rain.six_hours"], RULES["rain.three_hours"]


def alarm(rule: str, severity: Severity = MAJOR, **changes: Any) -> AlarmLine:
    """An open alarm of a rule."""
    return alarm_line(rule_key=rule, severity=severity, **changes)


def charts(kind: str, *alarms: AlarmLine, without: tuple[str, ...] = ()) -> list[Chart]:
    """The charts of a device that measures all its kind can."""
    sensor = sensor_types()[kind]
    rules = [rule for rule in sensor.rules if rule.levels and rule.key not in without]
    return charts_of(sensor, rules, alarms, set(sensor.metrics))


def test_without_alarms_the_charts_are_those_of_the_kind() -> None:
    assert charts("manhole") == [Chart("tilt_deg", None, (TILT,)), Chart("level_m")]


def test_what_was_never_measured_has_no_chart() -> None:
    assert charts_of(sensor_types()["manhole"], [TILT], [alarm("manhole.tilt")], {"level_m"}) == [Chart("level_m")]


def test_what_fired_comes_first_the_worst_before_the_others() -> None:
    found = charts("manhole", alarm("manhole.battery", MINOR), alarm("manhole.cover", CRITICAL))
    assert [chart.metric for chart in found] == ["cover", "battery_pct", "tilt_deg", "level_m"]
    assert found[0].fired == (Fired(COVER, CRITICAL, NOW_US),)
    assert found[1] == Chart("battery_pct", None, (BATTERY,), (Fired(BATTERY, MINOR, NOW_US),))
    assert found[2].fired == ()


def test_of_equally_bad_alarms_the_newest_comes_first() -> None:
    older = alarm("manhole.tilt", worsened_us=NOW_US - HOUR_US)
    assert [chart.metric for chart in charts("manhole", older, alarm("manhole.cover"))][:2] == ["cover", "tilt_deg"]


def test_alarms_of_one_metric_share_a_chart() -> None:
    first, *others = charts("drainage", alarm("drainage.ph_low", MINOR), alarm("drainage.ph_high", MINOR))
    assert {each.rule.key for each in first.fired} == {"drainage.ph_low", "drainage.ph_high"}
    assert {rule.key for rule in first.rules} == {"drainage.ph_low", "drainage.ph_high"}
    assert [chart.metric for chart in others] == ["fill_ratio", "level_m", "flow_lps"]


def test_a_sum_that_fired_is_drawn_instead_of_the_readings() -> None:
    assert charts("rain", alarm("rain.three_hours", CRITICAL), alarm("rain.six_hours", MINOR)) == [
        Chart("rain_mm", THREE, (THREE,), (Fired(THREE, CRITICAL, NOW_US),)),
        Chart("rain_mm", SIX, (SIX,), (Fired(SIX, MINOR, NOW_US),)),
    ]
    assert charts("rain") == [Chart("rain_mm")], "thresholds of sums say nothing about single readings"


def test_alarms_that_cleared_or_that_no_rule_holds_for_are_passed_over() -> None:
    assert charts("manhole", alarm("manhole.tilt", cleared_us=NOW_US)) == charts("manhole")
    assert charts("manhole", alarm("manhole.offline")) == charts("manhole")
    switched_off = charts("manhole", alarm("manhole.cover"), without=("manhole.cover",))
    assert [chart.metric for chart in switched_off] == ["tilt_deg", "level_m"]


def test_the_rules_are_those_that_hold_for_the_asset() -> None:
    own = replace(TILT, hysteresis=1.0)
    (first, _) = charts_of(sensor_types()["manhole"], [own], [alarm("manhole.tilt")], {"tilt_deg", "level_m"})
    assert first.fired[0].rule is own


def test_sums_and_rises_are_those_that_the_engine_compares() -> None:
    rain = compile_rule(THREE)
    hours = [(NOW_US + hour * HOUR_US, 10.0) for hour in range(5)]
    assert [amount for _, amount in amounts(rain, hours)] == [10.0, 20.0, 30.0, 40.0, 40.0]
    rising = compile_rule(replace(TILT, comparison=Comparison.RISE, window_s=3600.0))
    assert list(amounts(rising, [(NOW_US, 1.0), (NOW_US + 1, 4.0)])) == [(NOW_US, 0.0), (NOW_US + 1, 3.0)]
