"""The alarm engine: what sequences of readings do to alarms."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from dashboard.domain.alarms import (
    AlarmTransition,
    Change,
    OpenAlarm,
    after,
    confirm_pending,
    display_state,
    due_us,
    evaluate,
    evaluate_silence,
    is_silent,
    last_move,
    now_and_worst,
)
from dashboard.domain.compiled_rules import CompiledRules, compile_rules
from dashboard.domain.kinds import SensorType, SimulatorProfile
from dashboard.domain.rules import AlarmRule, Comparison, Level, RiseUpgrade, RuleOverride, Scope, offline
from dashboard.domain.sensors import sensor_types
from dashboard.domain.severity import AssetState, Severity
from dashboard.domain.text import Text

SECOND = 1_000_000
START = 1_763_700_000 * SECOND
MINOR, MAJOR, CRITICAL = Severity
LEVELS = (Level(MINOR, 10.0), Level(MAJOR, 20.0), Level(CRITICAL, 30.0))


def rule(
    comparison: Comparison, levels: tuple[Level, ...] = LEVELS, metric: str = "level_m", **settings: Any
) -> AlarmRule:
    """A rule under test."""
    key = f"probe.{comparison.value}"
    return AlarmRule(
        key=key, label=Text("试", "Probe"), metric=metric, comparison=comparison, levels=levels, **settings
    )


def sensor(*rules: AlarmRule) -> SensorType:
    """A sensor type with these rules that falls silent after an hour."""
    return SensorType(
        key="probe",
        label=Text("试", "Probe"),
        layer="drainage",
        icon="drainage",
        metrics=("level_m",),
        chart=("level_m",),
        rules=rules,
        silent_after=timedelta(hours=1),
        simulator=SimulatorProfile(interval_s=60.0, waves={}),
    )


class Device:
    """One asset that is evaluated as the ingest does it: notes through JSON, alarms carried along."""

    def __init__(self, *rules: AlarmRule, compiled: CompiledRules | None = None) -> None:
        self.compiled = compiled or compile_rules(sensor(*rules))
        self.memory: dict[str, Any] = {}
        self.open: dict[str, OpenAlarm] = {}

    def read(self, at_s: float, **values: float) -> list[AlarmTransition]:
        """Readings `at_s` seconds after the start."""
        self.memory = json.loads(json.dumps(self.memory))
        transitions = evaluate(self.compiled, self.memory, values, self._at(at_s), self.open)
        return self._keep(transitions)

    def confirm(self, now_s: float, **values: float) -> list[AlarmTransition]:
        """The worker's pass."""
        return self._keep(confirm_pending(self.compiled, self.memory, values, self._at(now_s), self.open))

    def due_s(self, at_s: float) -> float | None:
        """When the worker should look, in seconds after the start."""
        due = due_us(self.compiled, self.memory, self._at(at_s))
        return None if due is None else (due - START) / SECOND

    def _at(self, at_s: float) -> int:
        return START + int(at_s * SECOND)

    def _keep(self, transitions: list[AlarmTransition]) -> list[AlarmTransition]:
        self.open = after(self.open, transitions)
        return transitions


def story(device: Device, readings: list[tuple[float, float]], metric: str = "level_m") -> list[str]:
    """What happened, as words: `12 raised minor` is a RAISED to minor 12 s after the start."""
    return [
        f"{at_s:g} {change.change.value} {change.severity.value}"
        for at_s, value in readings
        for change in device.read(at_s, **{metric: value})
    ]


def every_minute(*values: float) -> list[tuple[float, float]]:
    """One reading a minute."""
    return [(60.0 * number, value) for number, value in enumerate(values)]


CASES: dict[str, tuple[AlarmRule, list[tuple[float, float]], list[str]]] = {
    "quiet stays quiet": (rule(Comparison.ABOVE), every_minute(0, 9.9, -50), []),
    "the threshold itself counts": (rule(Comparison.ABOVE), every_minute(10), ["0 raised minor"]),
    "straight to the worst level": (rule(Comparison.ABOVE), every_minute(35), ["0 raised critical"]),
    "up and down the levels": (
        rule(Comparison.ABOVE, hysteresis=1.0),
        every_minute(10, 20, 30, 29.5, 28, 15, 5),
        [
            "0 raised minor",
            "60 worsened major",
            "120 worsened critical",
            "240 eased major",
            "300 eased minor",
            "360 cleared minor",
        ],
    ),
    "hysteresis holds every level on the way down": (
        rule(Comparison.ABOVE, hysteresis=3.0),
        every_minute(30, 18, 8, 6.9),
        ["0 raised critical", "60 eased major", "120 eased minor", "180 cleared minor"],
    ),
    "back by just the hysteresis is not more than it": (
        rule(Comparison.ABOVE, (Level(MINOR, 0.27),), hysteresis=0.03),
        every_minute(0.27, 0.24, 0.239),
        ["0 raised minor", "120 cleared minor"],
    ),
    "without hysteresis one step below clears": (
        rule(Comparison.ABOVE),
        every_minute(10, 9.99),
        ["0 raised minor", "60 cleared minor"],
    ),
    "flapping within the hysteresis re-raises the same alarm": (
        rule(Comparison.ABOVE, hysteresis=2.0),
        every_minute(10, 9, 10, 9, 8.5, 11, 7.9),
        ["0 raised minor", "120 reraised minor", "300 reraised minor", "360 cleared minor"],
    ),
    "staying above raises nothing again": (rule(Comparison.ABOVE), every_minute(12, 12, 13, 11), ["0 raised minor"]),
    "after a dip straight to worse is worse, not again": (
        rule(Comparison.ABOVE, hysteresis=2.0),
        every_minute(10, 9, 21, 19),
        ["0 raised minor", "120 worsened major"],
    ),
    "below": (
        rule(Comparison.BELOW, (Level(MINOR, 20.0), Level(CRITICAL, 5.0)), hysteresis=5.0),
        every_minute(20, 24, 4, 9.9, 10.1, 25.1),
        ["0 raised minor", "120 worsened critical", "240 eased minor", "300 cleared minor"],
    ),
    "magnitude looks both ways": (
        rule(Comparison.MAGNITUDE, hysteresis=1.0),
        every_minute(-9, -12, 11, -25, 0),
        ["60 raised minor", "180 worsened major", "240 cleared major"],
    ),
    "equals tells states apart": (
        rule(Comparison.EQUALS, (Level(MAJOR, 1.0), Level(CRITICAL, 2.0))),
        every_minute(0, 1, 2, 1, 0),
        ["60 raised major", "120 worsened critical", "180 eased major", "240 cleared major"],
    ),
    "equals zero is a state too": (
        rule(Comparison.EQUALS, (Level(MAJOR, 0.0),)),
        every_minute(1, 0, 0, 1),
        ["60 raised major", "180 cleared major"],
    ),
    "a passing car is shorter than the minimum duration": (
        rule(Comparison.ABOVE, minimum_duration_s=2.0),
        [(0, 12), (1.5, 2), (3, 12), (4.9, 12)],
        [],
    ),
    "what lasts the minimum duration is raised": (
        rule(Comparison.ABOVE, minimum_duration_s=2.0),
        [(0, 12), (1, 12), (2, 12)],
        ["2 raised minor"],
    ),
    "each level has its own patience": (
        rule(Comparison.ABOVE, minimum_duration_s=10.0),
        [(0, 12), (6, 22), (10, 22), (16, 22)],
        ["10 raised minor", "16 worsened major"],
    ),
    "a short peak does not make it worse": (
        rule(Comparison.ABOVE, minimum_duration_s=10.0),
        [(0, 12), (10, 12), (11, 35), (15, 12), (22, 12)],
        ["10 raised minor"],
    ),
    "it clears without waiting": (
        rule(Comparison.ABOVE, minimum_duration_s=10.0),
        [(0, 12), (10, 12), (11, 2)],
        ["10 raised minor", "11 cleared minor"],
    ),
    "rise within the window": (
        rule(Comparison.RISE, (Level(MINOR, 5.0),), window_s=600.0),
        every_minute(0, 1, 2, 3, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6),
        ["300 raised minor", "720 cleared minor"],
    ),
    "a slow rise is none": (
        rule(Comparison.RISE, (Level(MINOR, 5.0),), window_s=600.0),
        [(300.0 * number, float(number)) for number in range(12)],
        [],
    ),
    "a rise after a long silence is not known": (
        rule(Comparison.RISE, (Level(MINOR, 5.0),), window_s=600.0),
        [(0, 0), (3600, 50)],
        [],
    ),
    "total of the window": (
        rule(Comparison.TOTAL, (Level(MINOR, 50.0),), "rain_mm", window_s=3600.0),
        [(0, 0), (600, 20), (1200, 20), (1800, 15), (2400, 0), (4800, 0)],
        ["1800 raised minor", "4800 cleared minor"],
    ),
    "a NaN says nothing": (rule(Comparison.ABOVE), every_minute(12, float("nan"), 12), ["0 raised minor"]),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_readings_lead_to_these_transitions(case: tuple[AlarmRule, list[tuple[float, float]], list[str]]) -> None:
    under_test, readings, expected = case
    assert story(Device(under_test), readings, under_test.metric) == expected


ROAD_CASES: dict[str, tuple[list[tuple[float, float]], list[str]]] = {
    "slow water goes through the colours": (
        [(1200.0 * number, depth) for number, depth in enumerate((0.0, 0.04, 0.08, 0.12, 0.16, 0.20, 0.24, 0.28))],
        ["4800 raised minor", "8400 worsened major"],
    ),
    "5 cm in 10 minutes makes it one level worse": (
        every_minute(0.14, 0.15, 0.16, 0.18, 0.20),
        ["60 raised minor", "240 worsened major"],
    ),
    "fast water is yellow from 5 cm on": (every_minute(0.0, 0.02, 0.05), ["120 raised minor"]),
    "red is the end": (every_minute(0.30, 0.36, 0.45), ["0 raised major", "60 worsened critical"]),
    "when it rises no more the level itself counts again": (
        [*every_minute(0.16, 0.22), *[(60.0 + 120.0 * number, 0.22) for number in range(1, 7)]],
        ["0 raised minor", "60 worsened major", "660 eased minor"],
    ),
    "a rise around 5 cm does not flap": (
        every_minute(0.16, 0.21, 0.205, 0.21, 0.205, 0.21),
        ["0 raised minor", "60 worsened major"],
    ),
    "an upgraded level keeps its own hysteresis": (every_minute(0.10, 0.16, 0.14), ["60 raised major"]),
    "the upgrade does not feed itself": (
        every_minute(0.16, 0.20, 0.22, 0.25, 0.26),
        ["0 raised minor", "120 worsened major"],
    ),
}


@pytest.mark.parametrize("case", ROAD_CASES.values(), ids=ROAD_CASES.keys())
def test_road_water_is_judged_by_depth_and_by_how_fast_it_rises(
    case: tuple[list[tuple[float, float]], list[str]],
) -> None:
    readings, expected = case
    assert story(Device(compiled=compile_rules(sensor_types()["road_water"])), readings, "depth_m") == expected


def test_a_transition_tells_value_threshold_and_time() -> None:
    assert Device(rule(Comparison.BELOW, (Level(MINOR, 20.0),))).read(5, level_m=12.5) == [
        AlarmTransition(Change.RAISED, "probe.below", MINOR, 12.5, 20.0, START + 5 * SECOND)
    ]


def test_nothing_is_remembered_while_all_is_quiet() -> None:
    device = Device(rule(Comparison.ABOVE, minimum_duration_s=10.0), rule(Comparison.TOTAL, window_s=60.0))
    device.read(0, level_m=0.0)
    device.read(60, level_m=12.0)
    assert device.memory
    for minute in range(2, 5):
        device.read(minute * 60, level_m=0.0)
    assert device.memory == {}


def test_the_notes_leave_what_others_remember_alone() -> None:
    device = Device(rule(Comparison.ABOVE, minimum_duration_s=10.0))
    device.memory = {"seen": [1]}
    device.read(0, level_m=12.0)
    device.read(1, level_m=0.0)
    assert device.memory == {"seen": [1]}


def test_a_window_keeps_few_pairs_however_often_a_device_reports() -> None:
    device = Device(rule(Comparison.RISE, (Level(MINOR, 1e6),), window_s=600.0))
    for second in range(5_000):
        device.read(second, level_m=float(second))
    assert len(device.memory["rules"]["probe.rise"]["window"]) <= 13


def test_a_level_that_stands_still_is_one_pair() -> None:
    device = Device(rule(Comparison.RISE, (Level(MINOR, 5.0),), window_s=600.0))
    for minute in range(30):
        device.read(minute * 60.0, level_m=3.0)
    assert len(device.memory["rules"]["probe.rise"]["window"]) == 1


def test_of_an_open_alarm_only_what_it_is_now_and_was_at_its_worst_is_remembered() -> None:
    device = Device(rule(Comparison.ABOVE, minimum_duration_s=2.0))
    for second, level_m in enumerate((12.0, 12.0, 14.0, 13.0)):
        device.read(second, level_m=level_m)
    assert now_and_worst(device.memory, "probe.above") == (13.0, 14.0)
    assert device.memory == {"rules": {"probe.above": {"seen": [13.0, 14.0], "moved": [13.0, START + 3 * SECOND, 0]}}}
    device.read(9, level_m=0.0)
    assert (device.open, device.memory) == ({}, {})
    assert now_and_worst(device.memory, "probe.above") is None


def test_the_worst_is_the_lowest_where_low_is_bad_and_the_sum_where_sums_are_compared() -> None:
    low = Device(rule(Comparison.BELOW))
    for second, level_m in enumerate((-12.0, -20.0, -15.0)):
        low.read(second, level_m=level_m)
    assert now_and_worst(low.memory, "probe.below") == (-15.0, -20.0)


def moves(device: Device, key: str, *readings: float) -> list[tuple[int, bool] | None]:
    """The last move after each of the readings, one a minute: its minute, and whether it was for the worse."""
    told = []
    for minute, level_m in enumerate(readings):
        device.read(minute * 60.0, level_m=level_m)
        move = last_move(device.memory, key)
        told.append(None if move is None else ((move.at_us - START) // (60 * SECOND), move.worse))
    return told


def test_a_figure_moves_by_whole_steps_of_its_rules_hysteresis() -> None:
    device = Device(rule(Comparison.ABOVE, hysteresis=2.0))
    told = moves(device, "probe.above", 9.0, 12.0, 13.9, 12.5, 14.0, 12.1, 15.9, 12.0, 10.5)
    assert told == [None, None, None, None, (4, True), (4, True), (4, True), (7, False), (7, False)]


def test_without_a_hysteresis_a_step_is_a_tenth_of_the_mildest_threshold() -> None:
    assert moves(Device(rule(Comparison.ABOVE)), "probe.above", 12.0, 12.9, 13.0) == [None, None, (2, True)]


def test_a_fall_is_for_the_worse_where_low_is_bad() -> None:
    low = Device(rule(Comparison.BELOW, hysteresis=1.0))
    assert moves(low, "probe.below", -12.0, -14.0, -11.0) == [None, (1, True), (2, False)]


def test_a_state_does_not_move() -> None:
    device = Device(rule(Comparison.EQUALS, (Level(MAJOR, 1.0), Level(CRITICAL, 2.0)), "cover"))
    device.read(0, cover=1.0)
    assert device.open
    assert last_move(device.memory, "probe.equals") is None


def test_a_rule_that_does_not_hold_any_more_leaves_no_note() -> None:
    device = Device(rule(Comparison.ABOVE))
    device.read(0, level_m=12.0)
    device.compiled = compile_rules(sensor())
    assert [change.change for change in device.read(1, level_m=12.0)] == [Change.CLEARED]
    assert device.memory == {}


def test_a_metric_that_is_not_reported_changes_nothing() -> None:
    device = Device(rule(Comparison.ABOVE))
    device.read(0, level_m=12.0)
    assert device.read(60, battery_pct=3.0) == []
    assert list(device.open) == ["probe.above"]


def test_the_same_reading_again_changes_nothing() -> None:
    device = Device(rule(Comparison.ABOVE, hysteresis=2.0))
    assert len(device.read(0, level_m=12.0)) == 1
    assert device.read(0, level_m=12.0) == []


def test_two_rules_of_one_metric_do_not_disturb_each_other() -> None:
    low = rule(Comparison.BELOW, (Level(MINOR, 6.5),), "ph")
    high = rule(Comparison.ABOVE, (Level(MAJOR, 9.5),), "ph")
    device = Device(low, high)
    assert story(device, every_minute(7, 9.6, 6.4), "ph") == [
        "60 raised major",
        "120 raised minor",
        "120 cleared major",
    ]


def test_a_sleeping_device_is_confirmed_by_the_worker() -> None:
    device = Device(compiled=compile_rules(sensor_types()["manhole"]))
    assert device.read(0, tilt_deg=22.4) == []
    assert device.due_s(0) == 2.0
    assert device.confirm(1.9, tilt_deg=22.4) == []
    assert [change.change for change in device.confirm(2.0, tilt_deg=22.4)] == [Change.RAISED]
    assert device.memory == {"rules": {"manhole.tilt": {"seen": [22.4, 22.4], "moved": [22.4]}}}
    assert device.due_s(2) is None
    assert device.confirm(3.0, tilt_deg=22.4) == []


def test_due_is_the_next_level_that_waits() -> None:
    device = Device(rule(Comparison.ABOVE, minimum_duration_s=10.0))
    device.read(0, level_m=12.0)
    device.read(6, level_m=22.0)
    assert device.due_s(6) == 10.0
    device.confirm(10.0, level_m=22.0)
    assert device.due_s(10) == 16.0


def test_an_alarm_of_a_rule_that_was_switched_off_clears_with_the_next_reading() -> None:
    device = Device(rule(Comparison.ABOVE))
    device.read(0, level_m=12.0)
    device.compiled = compile_rules(sensor())
    assert [change.change for change in device.read(60, battery_pct=80.0)] == [Change.CLEARED]


def test_a_changed_level_changes_the_severity_with_the_next_reading() -> None:
    probe = rule(Comparison.ABOVE)
    device = Device(probe)
    device.read(0, level_m=25.0)
    device.compiled = compile_rules(sensor(replace(probe, levels=(Level(MINOR, 10.0),))))
    assert story(device, [(60, 25.0)]) == ["60 eased minor"]
    device.compiled = compile_rules(sensor(replace(probe, levels=(Level(CRITICAL, 10.0),))))
    assert story(device, [(120, 25.0)]) == ["120 worsened critical"]


class TestSilence:
    compiled = compile_rules(sensor(rule(Comparison.ABOVE), offline("probe", timedelta(hours=1))))
    hour = 3600 * SECOND

    def test_a_device_that_was_never_seen_is_offline_without_an_alarm(self) -> None:
        assert is_silent(self.compiled, None, START)
        assert evaluate_silence(self.compiled, None, START, {}) is None

    def test_silence_begins_after_the_time_of_the_kind(self) -> None:
        assert not is_silent(self.compiled, START, START + self.hour)
        assert is_silent(self.compiled, START, START + self.hour + 1)

    def test_the_offline_alarm_is_raised_once(self) -> None:
        now_us = START + 2 * self.hour
        raised = evaluate_silence(self.compiled, START, now_us, {})
        assert raised == AlarmTransition(Change.RAISED, "probe.offline", MINOR, 7200.0, 3600.0, now_us)
        assert evaluate_silence(self.compiled, START, now_us, after({}, [raised])) is None

    def test_any_reading_clears_it(self) -> None:
        device = Device(compiled=self.compiled)
        device.open = {"probe.offline": OpenAlarm("probe.offline", MINOR)}
        assert [(change.change, change.rule_key) for change in device.read(0, rssi_dbm=-90.0)] == [
            (Change.CLEARED, "probe.offline")
        ]

    def test_the_pass_clears_what_speaks_again(self) -> None:
        known = {"probe.offline": OpenAlarm("probe.offline", MINOR)}
        cleared = evaluate_silence(self.compiled, START, START + SECOND, known)
        assert cleared is not None
        assert cleared.change is Change.CLEARED

    def test_an_override_sets_another_time(self) -> None:
        override = RuleOverride(
            rule_key="probe.offline", scope=Scope.ASSET, scope_ref="A-1", levels=(Level(MAJOR, 60.0),)
        )
        compiled = compile_rules(sensor(offline("probe", timedelta(hours=1))), [override])
        raised = evaluate_silence(compiled, START, START + 61 * SECOND, {})
        assert raised is not None
        assert raised.severity is MAJOR

    def test_switched_off_it_shows_offline_and_raises_nothing(self) -> None:
        override = RuleOverride(rule_key="probe.offline", scope=Scope.ASSET, scope_ref="A-1", enabled=False)
        compiled = compile_rules(sensor(offline("probe", timedelta(hours=1))), [override])
        assert is_silent(compiled, START, START + 2 * self.hour)
        assert evaluate_silence(compiled, START, START + 2 * self.hour, {}) is None


DISPLAY_CASES: dict[str, tuple[list[OpenAlarm], bool, AssetState]] = {
    "nothing open": ([], False, AssetState.NORMAL),
    "the worst counts": ([OpenAlarm("a", MINOR), OpenAlarm("b", MAJOR)], False, AssetState.MAJOR),
    "silent": ([], True, AssetState.OFFLINE),
    "silent with a minor alarm": ([OpenAlarm("a", MINOR)], True, AssetState.OFFLINE),
    "silent with a major alarm": ([OpenAlarm("a", MAJOR)], True, AssetState.MAJOR),
    "shelved does not colour": ([OpenAlarm("a", CRITICAL, shelved_severity=CRITICAL)], False, AssetState.NORMAL),
    "maintenance does not colour": ([OpenAlarm("a", CRITICAL, suppressed=True)], False, AssetState.NORMAL),
    "shelved beside open": (
        [OpenAlarm("a", CRITICAL, shelved_severity=CRITICAL), OpenAlarm("b", MINOR)],
        False,
        AssetState.MINOR,
    ),
    "silent and shelved": ([OpenAlarm("a", CRITICAL, shelved_severity=CRITICAL)], True, AssetState.OFFLINE),
}


@pytest.mark.parametrize("case", DISPLAY_CASES.values(), ids=DISPLAY_CASES.keys())
def test_the_map_shows(case: tuple[list[OpenAlarm], bool, AssetState]) -> None:
    alarms, silent, expected = case
    assert display_state(alarms, silent) is expected


def test_a_shelved_alarm_that_becomes_worse_than_when_shelved_comes_back() -> None:
    shelf = {"a": OpenAlarm("a", MINOR, shelved_severity=MAJOR)}
    to_major = AlarmTransition(Change.WORSENED, "a", MAJOR, 1.0, 1.0, START)
    assert after(shelf, [to_major])["a"].shelved_severity is MAJOR
    to_critical = to_major._replace(severity=CRITICAL)
    assert after(shelf, [to_critical])["a"].shelved_severity is None


def test_new_alarms_under_maintenance_are_suppressed() -> None:
    raised = AlarmTransition(Change.RAISED, "a", MINOR, 1.0, 1.0, START)
    assert after({}, [raised], suppressed=True)["a"].suppressed


def test_an_upgrade_without_levels_reached_needs_the_floor() -> None:
    probe = rule(Comparison.ABOVE, upgrade=RiseUpgrade(rise=2.0, window_s=600.0, floor=5.0))
    assert story(Device(probe), every_minute(0, 3, 4.9)) == []
    assert story(Device(probe), every_minute(0, 3, 5)) == ["120 raised minor"]
