"""What a rule would have made of the past."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from dashboard.domain.compiled_rules import CompiledRules, compile_rules
from dashboard.domain.durations import HOUR_US, MINUTE_US, SECOND_US
from dashboard.domain.rule_preview import (
    Band,
    Episode,
    Past,
    PastHour,
    PastReading,
    Tally,
    compare,
    looks_back,
    quiet_band,
    replay,
    stands_at,
)
from dashboard.domain.rules import AlarmRule, Comparison, Level, RiseUpgrade
from dashboard.domain.sensors import alarm_rules, sensor_types
from dashboard.domain.severity import Severity
from dashboard.domain.text import Text

MINOR, MAJOR, CRITICAL = Severity
LEVELS = (Level(MINOR, 10.0), Level(MAJOR, 20.0), Level(CRITICAL, 30.0))
START = 490_000 * HOUR_US
END = START + 100 * HOUR_US


def compiled(comparison: Comparison = Comparison.ABOVE, **settings: Any) -> CompiledRules:
    """One rule of a level, as the engine runs it."""
    values: dict[str, Any] = {"levels": LEVELS, "metric": "level_m", **settings}
    rule = AlarmRule(key="probe.rule", label=Text("试", "Probe"), comparison=comparison, **values)
    return compile_rules(replace(sensor_types()["manhole"], rules=(rule,)))


def readings(*values: float, step_us: int = 10 * MINUTE_US) -> Past:
    """Readings in even steps from START on."""
    return Past((), [PastReading(START + place * step_us, value) for place, value in enumerate(values)])


def hours(*bounds: tuple[float, float], reported: int = 6) -> Past:
    """One roll-up an hour from START on, each of a lowest and a highest reading."""
    first = START // HOUR_US
    return Past(
        [PastHour(first + place, reported, low, high, (low + high) / 2) for place, (low, high) in enumerate(bounds)]
    )


def at(minutes: float) -> int:
    """So long after START."""
    return START + round(minutes * MINUTE_US)


def test_an_alarm_begins_and_ends_with_its_readings() -> None:
    assert replay(compiled(), readings(1, 12, 12, 1, 1, 15), END) == [
        Episode(at(10), None, at(30)),
        Episode(at(50), None, None),
    ]


def test_an_alarm_is_red_from_when_it_became_so() -> None:
    assert replay(compiled(), readings(12, 31, 35, 15, 1), END) == [Episode(at(0), at(10), at(40))]


def test_hysteresis_counts_as_in_life() -> None:
    fluttering = readings(11, 9, 11, 9, 11, 1)
    assert len(replay(compiled(), fluttering, END)) == 3
    assert len(replay(compiled(hysteresis=2.0), fluttering, END)) == 1


def test_what_does_not_last_raises_nothing() -> None:
    patient = compiled(minimum_duration_s=900.0)
    assert replay(patient, readings(11, 1, 11, 1), END) == []
    assert replay(patient, readings(11, 11, 11, 1), END) == [Episode(at(15), None, at(30))]


def test_what_is_reported_once_is_confirmed_while_nothing_speaks_against_it() -> None:
    assert replay(compiled(minimum_duration_s=900.0), readings(11), END) == [Episode(at(15))]
    assert replay(compiled(minimum_duration_s=900.0), readings(11), at(14)) == []


def test_levels_that_are_pending_at_different_times_are_confirmed_one_by_one() -> None:
    assert replay(compiled(minimum_duration_s=900.0), readings(11, 31), END) == [Episode(at(15), at(25))]


def test_a_fast_rise_makes_it_red() -> None:
    rising = compiled(upgrade=RiseUpgrade(rise=5.0, window_s=1200.0, floor=5.0))
    assert replay(rising, readings(16, 22, 22, 22, 1), END) == [Episode(at(0), at(10), at(40))]


def test_a_sum_counts_what_fell_within_its_window() -> None:
    wet = compiled(Comparison.TOTAL, metric="rain_mm", levels=LEVELS[:1], window_s=3600.0)
    assert replay(wet, readings(4, 4, 4, 0, 0, 0, 0, 0, 0, 0), END) == [Episode(at(20), None, at(70))]


@pytest.mark.parametrize(
    ("comparison", "levels", "bounds"),
    [
        (Comparison.ABOVE, LEVELS, (0.0, 11.0)),
        (Comparison.BELOW, LEVELS[:1], (9.0, 50.0)),
        (Comparison.MAGNITUDE, LEVELS, (-11.0, 3.0)),
        (Comparison.MAGNITUDE, LEVELS, (-3.0, 11.0)),
        (Comparison.EQUALS, (Level(MINOR, 0.0),), (0.0, 1.0)),
        (Comparison.EQUALS, (Level(MINOR, 2.0),), (0.0, 2.0)),
    ],
)
def test_an_hour_stands_for_its_worst_reading(
    comparison: Comparison, levels: tuple[Level, ...], bounds: tuple[float, float]
) -> None:
    calm = (1.0, 1.0) if comparison is not Comparison.BELOW else (50.0, 50.0)
    found = replay(compiled(comparison, levels=levels), hours(calm, bounds, calm), END)
    assert found == [Episode(at(60), None, at(120))]


def test_an_hour_holds_as_long_as_it_lasts() -> None:
    assert replay(compiled(minimum_duration_s=1800.0), hours((0, 11), (0, 1)), END) == [Episode(at(30), None, at(60))]
    assert replay(compiled(minimum_duration_s=7200.0), hours((0, 11), (0, 1)), END) == []


def test_an_hour_with_readings_counts_with_those() -> None:
    past = Past(hours((0, 50), (0, 50), (0, 1)).hours, [PastReading(at(65), 5.0), PastReading(at(70), 12.0)])
    assert replay(compiled(), past, END) == [Episode(at(0), at(0), at(65)), Episode(at(70), None, at(120))]


def test_the_rain_of_an_hour_falls_evenly() -> None:
    wet = compiled(Comparison.TOTAL, metric="rain_mm", levels=LEVELS[:1], window_s=3 * 3600.0)
    (episode,) = replay(wet, hours((0, 2), (0, 2), (0, 0), (0, 0), (0, 0), (0, 0)), END)
    assert at(60) < episode.raised_us < at(120), "six readings of 1 mm an hour: 10 mm after a hundred minutes"
    assert episode.cleared_us == at(240)


def test_a_fast_rise_is_not_made_up_from_hours() -> None:
    rising = compiled(Comparison.RISE, window_s=600.0)
    assert replay(rising, hours((0, 50), (40, 50)), END) == []


def test_a_rule_that_is_off_raises_nothing() -> None:
    assert replay(compile_rules(replace(sensor_types()["manhole"], rules=())), readings(50), END) == []


@pytest.mark.parametrize(
    ("after_change", "missed"),
    [
        ([], 1),
        ([Episode(5, None, 10)], 1),
        ([Episode(5, None, 11)], 0),
        ([Episode(20, None, None)], 0),
        ([Episode(21, None, None)], 1),
        ([Episode(12, None, 15)], 0),
    ],
)
def test_a_red_alarm_is_missed_when_nothing_stood_while_it_was_red(after_change: list[Episode], missed: int) -> None:
    assert compare([Episode(1, 10, 20)], after_change) == Tally(1, len(after_change), 1, missed)


def test_a_red_alarm_that_still_stands_is_covered_by_whatever_comes_later() -> None:
    assert compare([Episode(1, 10)], [Episode(500)]).red_missed == 0
    assert compare([Episode(1, None, 20)], []) == Tally(1, 0, 0, 0)


def test_tallies_add_up() -> None:
    assert Tally(1, 2, 3, 4).plus(Tally(10, 20, 30, 40)) == Tally(11, 22, 33, 44)


@pytest.mark.parametrize(
    ("rules", "band"),
    [
        (compiled(hysteresis=2.0), Band(-math.inf, 8.0)),
        (compiled(Comparison.BELOW, levels=LEVELS[:1], hysteresis=2.0), Band(12.0, math.inf)),
        (compiled(Comparison.MAGNITUDE, hysteresis=2.0), Band(-8.0, 8.0)),
        (compiled(upgrade=RiseUpgrade(5.0, 600.0, 4.0), hysteresis=1.0), Band(-math.inf, 3.0)),
        (compiled(Comparison.EQUALS, levels=LEVELS[:2]), Band(-math.inf, 10.0)),
        (compiled(Comparison.RISE, window_s=600.0), Band(math.inf, -math.inf)),
    ],
)
def test_the_quiet_band(rules: CompiledRules, band: Band) -> None:
    assert quiet_band(rules) == band


def test_what_is_quiet_for_both_is_quiet() -> None:
    band = quiet_band(compiled()).common(quiet_band(compiled(Comparison.BELOW, levels=(Level(MINOR, 2.0),))))
    assert band == Band(2.0, 10.0)
    assert band.covers(2.1, 9.9)
    assert not band.covers(2.0, 5.0)
    assert not band.covers(5.0, 10.0)


@pytest.mark.parametrize("key", sorted(alarm_rules()))
def test_quiet_readings_raise_nothing(key: str) -> None:
    rule = alarm_rules()[key]
    if rule.comparison is Comparison.SILENCE or not rule.levels:
        return
    rules = compile_rules(replace(sensor_types()["manhole"], rules=(rule,)))
    low, high = quiet_band(rules)
    just_inside = [math.nextafter(low, math.inf), math.nextafter(high, -math.inf)]
    past = readings(*(value for value in just_inside if math.isfinite(value)), 0.0 if low < 0.0 < high else low + 1)
    assert replay(rules, past, END) == []


def test_the_newest_reading_stands_at_a_level_or_not() -> None:
    assert stands_at(compiled(), 10.0)
    assert not stands_at(compiled(hysteresis=2.0), 9.0)
    assert stands_at(compiled(Comparison.BELOW, levels=LEVELS[:1]), 10.0)
    assert stands_at(compiled(Comparison.MAGNITUDE), -12.0)


def test_rules_that_look_back_are_told_apart() -> None:
    wet = compiled(Comparison.TOTAL, metric="rain_mm", window_s=3600.0)
    assert looks_back(wet)
    assert not stands_at(wet, 400.0)
    assert not looks_back(compiled())


def test_times_are_whole_microseconds() -> None:
    odd = compiled(minimum_duration_s=0.5)
    assert replay(odd, readings(11, 11, step_us=SECOND_US), END) == [Episode(START + SECOND_US // 2)]
