"""What holds of the alarm engine whatever the devices say: many random stories, the same each time."""

from __future__ import annotations

import json
import random
from datetime import timedelta
from typing import Any

import pytest

from dashboard.domain.alarms import AlarmTransition, Change, OpenAlarm, after, confirm_pending, evaluate
from dashboard.domain.compiled_rules import CompiledRules, compile_rules
from dashboard.domain.kinds import SensorType, SimulatorProfile
from dashboard.domain.metrics import METRICS
from dashboard.domain.rules import AlarmRule, Comparison, Level
from dashboard.domain.sensors import sensor_types
from dashboard.domain.severity import Severity
from dashboard.domain.text import Text

SECOND = 1_000_000
START = 1_763_700_000 * SECOND
SEEDS = range(20)
LEVELS = {Severity.MINOR: 10.0, Severity.MAJOR: 20.0, Severity.CRITICAL: 30.0}


def probe(hysteresis: float, duration_s: float = 0.0) -> CompiledRules:
    """One rule on the level, from 10, 20 and 30 m on."""
    rule = AlarmRule(
        key="probe.level",
        label=Text("试", "Probe"),
        metric="level_m",
        comparison=Comparison.ABOVE,
        levels=tuple(Level(severity, threshold) for severity, threshold in LEVELS.items()),
        hysteresis=hysteresis,
        minimum_duration_s=duration_s,
    )
    kind = SensorType(
        key="probe",
        label=Text("试", "Probe"),
        layer="drainage",
        icon="drainage",
        metrics=("level_m",),
        chart=("level_m",),
        rules=(rule,),
        silent_after=timedelta(hours=1),
        simulator=SimulatorProfile(interval_s=60.0, waves={}),
    )
    return compile_rules(kind)


def check_cause(before: dict[str, OpenAlarm], transition: AlarmTransition) -> None:
    """Each change fits what was open: this is what keeps one alarm per rule and no change without a cause."""
    known = before.get(transition.rule_key)
    if transition.change is Change.RAISED:
        assert known is None
        return
    assert known is not None
    if transition.change is Change.WORSENED:
        assert transition.severity.is_worse_than(known.severity)
    elif transition.change is Change.EASED:
        assert known.severity.is_worse_than(transition.severity)
    else:
        assert transition.severity is known.severity


def wander(dice: random.Random, count: int) -> list[float]:
    """A random walk that stays around the thresholds, with jumps."""
    level, walk = 5.0, []
    for _ in range(count):
        level = dice.uniform(-5, 40) if dice.random() < 0.05 else max(-5.0, min(40.0, level + dice.gauss(0, 2)))
        walk.append(round(level, 3))
    return walk


def expected_severity(known: Severity | None, value: float, hysteresis: float) -> Severity | None:
    """Hysteresis in its plainest form: the worst level that is reached, or that was held and not left."""
    result = None
    for severity, threshold in LEVELS.items():
        held = known is not None and not severity.is_worse_than(known)
        if value >= threshold or (held and value >= round(threshold - hysteresis, 9)):
            result = severity
    return result


@pytest.mark.parametrize("seed", SEEDS)
def test_severity_is_always_what_the_hysteresis_says(seed: int) -> None:
    dice = random.Random(seed)
    hysteresis = dice.choice([0.0, 0.5, 3.0, 9.0])
    compiled, memory = probe(hysteresis), dict[str, Any]()
    known: dict[str, OpenAlarm] = {}
    for number, value in enumerate(wander(dice, 500)):
        severity = known["probe.level"].severity if known else None
        transitions = evaluate(compiled, memory, {"level_m": value}, START + number * SECOND, known)
        for transition in transitions:
            check_cause(known, transition)
        known = after(known, transitions)
        assert (known["probe.level"].severity if known else None) is expected_severity(severity, value, hysteresis)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_raised_has_lasted_its_minimum_duration(seed: int) -> None:
    dice = random.Random(seed)
    compiled, memory = probe(2.0, duration_s=10.0), dict[str, Any]()
    known: dict[str, OpenAlarm] = {}
    history: list[tuple[float, float]] = []
    at_s = 0.0
    for value in wander(dice, 500):
        at_s += dice.choice([0.5, 1.0, 4.0, 30.0])
        history.append((at_s, value))
        transitions = evaluate(compiled, memory, {"level_m": value}, START + int(at_s * SECOND), known)
        for transition in transitions:
            check_cause(known, transition)
            if transition.change in (Change.RAISED, Change.WORSENED):
                since_s = at_s
                for moment_s, earlier in reversed(history):
                    if earlier < LEVELS[transition.severity]:
                        break
                    since_s = moment_s
                assert at_s - since_s >= 10.0
        known = after(known, transitions)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", sensor_types().values(), ids=sensor_types().keys())
def test_no_story_of_any_sensor_type_breaks_the_engine(kind: SensorType, seed: int) -> None:
    dice = random.Random(seed)
    compiled, memory = compile_rules(kind), dict[str, Any]()
    known: dict[str, OpenAlarm] = {}
    at_us = START
    for _ in range(150):
        at_us += dice.choice([-60, 0, 1, 60, 600, 7200, 90_000]) * SECOND
        values = {metric: guess(dice, kind, metric) for metric in kind.metrics if dice.random() < 0.7}
        step = confirm_pending if dice.random() < 0.1 else evaluate
        transitions = step(compiled, memory, values, at_us, known)
        assert len({transition.rule_key for transition in transitions}) == len(transitions)
        for transition in transitions:
            check_cause(known, transition)
            assert transition.rule_key in compiled.keys
        known = after(known, transitions)
        assert step(compiled, json.loads(json.dumps(memory)), {}, at_us, known) == []


def guess(dice: random.Random, kind: SensorType, metric: str) -> float:
    """A plausible value, often near a threshold."""
    described = METRICS[metric]
    if described.states:
        return float(dice.randrange(len(described.states)))
    thresholds = [level.threshold for rule in kind.rules if rule.metric == metric for level in rule.levels]
    centre = dice.choice(thresholds) if thresholds else 1.0
    return min(max(dice.gauss(centre, abs(centre) * 0.2 + 0.01), described.minimum), described.maximum)
