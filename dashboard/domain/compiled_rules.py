"""Alarm rules made ready for the engine: defaults and overrides merged, comparisons turned one way round."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from dashboard.domain.metrics import METRICS
from dashboard.domain.rules import WINDOWED, AlarmRule, Comparison, Level, RiseUpgrade, RuleOverride, Scope
from dashboard.domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dashboard.domain.kinds import SensorType


DIGITS: Final = 9
"""Decimals that differences keep, so that 0.27 − 0.03 is 0.24 and 0.21 − 0.16 is 0.05."""

_NEVER_NEGATIVE: Final = WINDOWED | {Comparison.MAGNITUDE}


class CompiledRule(NamedTuple):
    """One rule as the engine runs it.

    `score` turns an amount so that worse is greater. For each level, ascending: the score that reaches it
    (`thresholds`), the score below which it is left again (`exits`) and its severity's rank (`ranks`).
    """

    key: str
    comparison: Comparison
    levels: tuple[Level, ...]
    score: Callable[[float], float]
    thresholds: tuple[float, ...]
    exits: tuple[float, ...]
    ranks: tuple[int, ...]
    hysteresis: float
    duration_us: int
    window_us: int
    upgrade: RiseUpgrade | None


class Check(NamedTuple):
    """A reading of `metric` strictly between `low` and `high` is on the quiet side of `rule`."""

    metric: str
    low: float
    high: float
    rule: CompiledRule


class CompiledRules(NamedTuple):
    """All that holds for one asset. `keys` are the rules that readings can clear alarms of."""

    checks: tuple[Check, ...]
    keys: frozenset[str]
    silence: AlarmRule | None
    silent_after_us: int


def compile_rules(kind: SensorType, overrides: Iterable[RuleOverride] = ()) -> CompiledRules:
    """The rules of a kind with these overrides, which must be those of one asset: see `overrides_for`."""
    rules = effective_rules(kind.rules, overrides)
    silence = next((rule for rule in rules if rule.comparison is Comparison.SILENCE), None)
    checks = tuple(_check(rule) for rule in rules if rule.comparison is not Comparison.SILENCE)
    silent_after_s = silence.levels[0].threshold if silence else kind.silent_after.total_seconds()
    return CompiledRules(checks, frozenset(check.rule.key for check in checks), silence, int(silent_after_s * 1e6))


def compile_rule(rule: AlarmRule) -> CompiledRule:
    """One rule that looks at readings and has levels."""
    return _check(rule).rule


def overrides_for(
    overrides: Iterable[RuleOverride], *, kind: str, area_path: Sequence[str], asset_id: str
) -> tuple[RuleOverride, ...]:
    """Those that hold for one asset, the most general first: its kind, its areas from the root down, itself."""
    place = {(Scope.KIND, kind): 0, (Scope.ASSET, asset_id): len(area_path) + 1}
    place |= {(Scope.AREA, code): depth for depth, code in enumerate(area_path, start=1)}
    mine = [override for override in overrides if (override.scope, override.scope_ref) in place]
    return tuple(sorted(mine, key=lambda override: place[override.scope, override.scope_ref]))


def shortest_silence_us(kind: SensorType, overrides: Iterable[RuleOverride]) -> int:
    """The shortest silence after which any asset of the kind counts as offline."""
    keys = {rule.key for rule in kind.rules if rule.comparison is Comparison.SILENCE}
    changed = [override.levels[0].threshold for override in overrides if override.rule_key in keys and override.levels]
    return int(min([kind.silent_after.total_seconds(), *changed]) * 1e6)


def effective_rules(rules: Iterable[AlarmRule], overrides: Iterable[RuleOverride]) -> tuple[AlarmRule, ...]:
    """The rules with the overrides laid over them in this order; switched off and levelless ones are left out."""
    by_rule: dict[str, dict[str, Any]] = {}
    for override in overrides:
        by_rule.setdefault(override.rule_key, {}).update(_settings(override))
    effective = []
    for rule in rules:
        settings = by_rule.get(rule.key, {})
        enabled = settings.pop("enabled", True)
        changed = replace(rule, **settings)
        if enabled and changed.levels:
            effective.append(changed)
    return tuple(effective)


def _settings(override: RuleOverride) -> dict[str, Any]:
    names = ("enabled", "levels", "hysteresis", "minimum_duration_s")
    return {name: value for name in names if (value := getattr(override, name)) is not None}


def problem_with(rule: AlarmRule) -> Text | None:
    """What is wrong with a rule, in a sentence that says what to do; None when it can be used."""
    thresholds = [level.threshold for level in rule.levels]
    if not all(math.isfinite(number) for number in (*thresholds, rule.hysteresis, rule.minimum_duration_s)):
        return Text("阈值、回差和持续时间须为有限的数字", "thresholds, hysteresis and duration must be finite numbers")
    if rule.hysteresis < 0 or rule.minimum_duration_s < 0:
        return Text("回差和持续时间不能为负", "hysteresis and duration must not be negative")
    if rule.comparison in _NEVER_NEGATIVE and min(thresholds, default=0.0) < 0:
        return Text(
            "这条规则比较绝对值或增量，阈值不能为负", "it compares a magnitude; thresholds must not be negative"
        )
    metric = METRICS.get(rule.metric)
    if metric and rule.comparison not in WINDOWED and not all(metric.accepts(number) for number in thresholds):
        bounds = metric.minimum, metric.maximum
        return Text(
            "该指标在 {:g} 到 {:g} 之间，阈值须在此范围内".format(*bounds),
            "{} lies between {:g} and {:g}; give thresholds within".format(metric.key, *bounds),
        )
    ranks = [level.severity.rank for level in rule.levels]
    if ranks != sorted(set(ranks)):
        return Text("每个级别只写一次，从黄色到红色", "give each severity once, from minor to critical")
    if rule.comparison is Comparison.EQUALS:
        unique = len(set(thresholds)) == len(thresholds)
        return None if unique else Text("每种状态只写一次", "give each state once")
    if rule.comparison is Comparison.SILENCE and (len(thresholds) > 1 or min(thresholds, default=1.0) <= 0):
        return Text("只写一个级别：无上报的秒数，须大于 0", "give one level with the seconds of silence, more than 0")
    ascending = sorted(set(thresholds), reverse=rule.comparison is Comparison.BELOW)
    if thresholds != ascending:
        zh, en = ("更低", "lower") if rule.comparison is Comparison.BELOW else ("更高", "higher")
        return Text(f"级别越重，阈值须{zh}", f"each more severe level needs a {en} threshold than the one before")
    return None


def _check(rule: AlarmRule) -> Check:
    thresholds, score = _scoring(rule)
    compiled = CompiledRule(
        key=rule.key,
        comparison=rule.comparison,
        levels=rule.levels,
        score=score,
        thresholds=thresholds,
        exits=tuple(round(threshold - rule.hysteresis, DIGITS) for threshold in thresholds),
        ranks=tuple(level.severity.rank for level in rule.levels),
        hysteresis=rule.hysteresis,
        duration_us=int(rule.minimum_duration_s * 1e6),
        window_us=int(rule.window_s * 1e6),
        upgrade=rule.upgrade,
    )
    low, high = _quiet_range(rule)
    return Check(rule.metric, low, high, compiled)


def _scoring(rule: AlarmRule) -> tuple[tuple[float, ...], Callable[[float], float]]:
    thresholds = tuple(level.threshold for level in rule.levels)
    if rule.comparison is Comparison.BELOW:
        return tuple(-threshold for threshold in thresholds), lambda amount: -amount
    if rule.comparison is Comparison.EQUALS:
        places = {threshold: float(place) for place, threshold in enumerate(thresholds, start=1)}
        return tuple(places.values()), lambda amount: places.get(amount, 0.0)
    if rule.comparison is Comparison.MAGNITUDE:
        return thresholds, abs
    return thresholds, float


def _quiet_range(rule: AlarmRule) -> tuple[float, float]:
    """Between which readings the rule surely has nothing to say, as long as nothing is open or remembered."""
    first = rule.levels[0].threshold
    if rule.comparison is Comparison.RISE or rule.upgrade is not None:
        return math.inf, -math.inf
    if rule.comparison is Comparison.TOTAL:
        return -math.inf, math.ulp(0.0)
    if rule.comparison is Comparison.BELOW:
        return first, math.inf
    if rule.comparison is Comparison.MAGNITUDE:
        return -first, first
    if rule.comparison is Comparison.EQUALS:
        states = [level.threshold for level in rule.levels]
        return (max(states), math.inf) if min(states) <= 0 else (-math.inf, min(states))
    return -math.inf, first
