"""Which rules hold where: overrides, and what is wrong with a rule that was edited."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dashboard.domain.compiled_rules import (
    compile_rules,
    effective_rules,
    overrides_for,
    problem_with,
    shortest_silence_us,
)
from dashboard.domain.rules import AlarmRule, Comparison, Level, RuleOverride, Scope
from dashboard.domain.sensors import sensor_types
from dashboard.domain.severity import Severity
from dashboard.domain.text import Text

MINOR, MAJOR, CRITICAL = Severity
MANHOLE = sensor_types()["manhole"]


def override(scope: Scope, scope_ref: str, rule_key: str = "manhole.tilt", **settings: Any) -> RuleOverride:
    """A site's change of the tilt rule."""
    return RuleOverride(rule_key=rule_key, scope=scope, scope_ref=scope_ref, **settings)


def tilt(overrides: list[RuleOverride]) -> AlarmRule | None:
    """The tilt rule of manhole JG-1 in grid G2 of block B1."""
    mine = overrides_for(overrides, kind="manhole", area_path=("CITY", "B1", "G2"), asset_id="JG-1")
    return next((rule for rule in effective_rules(MANHOLE.rules, mine) if rule.key == "manhole.tilt"), None)


def test_the_most_specific_override_wins_whatever_the_order() -> None:
    changes = [
        override(Scope.ASSET, "JG-1", hysteresis=4.0),
        override(Scope.AREA, "G2", hysteresis=3.5),
        override(Scope.KIND, "manhole", hysteresis=1.0),
        override(Scope.AREA, "B1", hysteresis=2.0),
    ]
    for expected in (4.0, 3.5, 2.0, 1.0):
        rule = tilt(changes)
        assert rule is not None
        assert rule.hysteresis == expected
        changes.remove(max(changes, key=lambda change: change.hysteresis or 0.0))


def test_what_an_override_leaves_open_stays_as_the_general_one_has_it() -> None:
    levels = (Level(MAJOR, 5.0),)
    rule = tilt([override(Scope.ASSET, "JG-1", hysteresis=0.5), override(Scope.KIND, "manhole", levels=levels)])
    assert rule is not None
    assert (rule.levels, rule.hysteresis, rule.minimum_duration_s) == (levels, 0.5, 2.0)


def test_an_override_of_elsewhere_does_not_hold() -> None:
    changes = [override(Scope.ASSET, "JG-2", enabled=False), override(Scope.AREA, "G9", enabled=False)]
    assert tilt([*changes, override(Scope.KIND, "tree", enabled=False)]) == MANHOLE.rules[0]


def test_switched_off_for_an_area_and_on_again_for_one_asset() -> None:
    off = override(Scope.AREA, "B1", enabled=False)
    assert tilt([off]) is None
    assert tilt([off, override(Scope.ASSET, "JG-1", enabled=True)]) is not None


def test_a_rule_without_levels_sleeps_until_a_site_sets_them() -> None:
    assert "manhole.water" not in compile_rules(MANHOLE).keys
    awake = override(Scope.ASSET, "JG-1", "manhole.water", levels=(Level(MAJOR, 2.5),))
    assert "manhole.water" in compile_rules(MANHOLE, [awake]).keys


def test_the_shortest_silence_counts_for_looking() -> None:
    assert shortest_silence_us(MANHOLE, []) == 25 * 3600 * 1_000_000
    sooner = override(Scope.ASSET, "JG-1", "manhole.offline", levels=(Level(MINOR, 60.0),))
    assert shortest_silence_us(MANHOLE, [sooner]) == 60 * 1_000_000


PROBE = AlarmRule(
    key="probe.level",
    label=Text("试", "Probe"),
    metric="level_m",
    comparison=Comparison.ABOVE,
    levels=(Level(MINOR, 1.0), Level(MAJOR, 2.0)),
)

PROBLEMS: dict[str, tuple[AlarmRule, str | None]] = {
    "good": (PROBE, None),
    "asleep": (replace(PROBE, levels=()), None),
    "falling thresholds": (replace(PROBE, levels=(Level(MINOR, 2.0), Level(MAJOR, 1.0))), "higher"),
    "equal thresholds": (replace(PROBE, levels=(Level(MINOR, 2.0), Level(MAJOR, 2.0))), "higher"),
    "below wants them falling": (replace(PROBE, comparison=Comparison.BELOW), "lower"),
    "severe first": (replace(PROBE, levels=(Level(MAJOR, 1.0), Level(MINOR, 2.0))), "minor to critical"),
    "severity twice": (replace(PROBE, levels=(Level(MINOR, 1.0), Level(MINOR, 2.0))), "once"),
    "not a number": (replace(PROBE, levels=(Level(MINOR, float("nan")),)), "finite"),
    "out of the metric's range": (replace(PROBE, levels=(Level(MINOR, 99.0),)), "between -5 and 60"),
    "negative hysteresis": (replace(PROBE, hysteresis=-1.0), "negative"),
    "endless duration": (replace(PROBE, minimum_duration_s=float("inf")), "finite"),
    "state twice": (
        replace(PROBE, comparison=Comparison.EQUALS, levels=(Level(MINOR, 1.0), Level(MAJOR, 1.0))),
        "once",
    ),
    "no silence": (
        replace(PROBE, metric="", comparison=Comparison.SILENCE, levels=(Level(MINOR, 0.0),)),
        "more than 0",
    ),
}


@pytest.mark.parametrize(("rule", "expected"), PROBLEMS.values(), ids=PROBLEMS.keys())
def test_a_rule_that_cannot_be_used_says_why(rule: AlarmRule, expected: str | None) -> None:
    problem = problem_with(rule)
    assert (problem is None) if expected is None else (problem and expected in problem.en)
