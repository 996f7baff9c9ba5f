"""Which charts an asset's history is made of: what fired comes first, with the quantity that its rule compares."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dashboard.domain.readouts import AlarmStanding
from dashboard.domain.rules import WINDOWED, AlarmRule

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from dashboard.domain.kinds import SensorType
    from dashboard.domain.readouts import AlarmLine
    from dashboard.domain.severity import Severity


class Fired(NamedTuple):
    """A rule with an alarm that has not cleared."""

    rule: AlarmRule
    severity: Severity
    raised_us: int


class Chart(NamedTuple):
    """One chart: a metric, or what `windowed` makes of it over a time; `rules` hold for it, `fired` did so."""

    metric: str
    windowed: AlarmRule | None = None
    rules: tuple[AlarmRule, ...] = ()
    fired: tuple[Fired, ...] = ()


def charts_of(
    kind: SensorType, rules: Sequence[AlarmRule], alarms: Iterable[AlarmLine], measured: Container[str]
) -> list[Chart]:
    """First what fired, the worst first, then the other metrics that the kind charts.

    `rules` are those that hold for the asset. A windowed rule that fired stands for its metric.
    """
    fired = _fired(rules, alarms, measured)
    charts: dict[tuple[str, str], Chart] = {}
    for each in fired:
        windowed = each.rule if each.rule.comparison in WINDOWED else None
        key = (each.rule.metric, windowed.key if windowed else "")
        before = charts.get(key)
        charts[key] = Chart(
            each.rule.metric,
            windowed,
            (windowed,) if windowed else _at_readings(rules, each.rule.metric),
            (*before.fired, each) if before else (each,),
        )
    shown = {chart.metric for chart in charts.values()}
    others = [metric for metric in kind.chart if metric in measured and metric not in shown]
    return [*charts.values(), *(Chart(metric, None, _at_readings(rules, metric)) for metric in others)]


def what_fired(alarms: Iterable[AlarmLine]) -> list[list[str]]:
    """Return what the charts show of the alarms: rule, severity and moment of each that has not cleared."""
    standing = (alarm for alarm in alarms if alarm.standing is not AlarmStanding.CLEARED)
    return sorted([alarm.rule_key, alarm.severity.value, str(alarm.raised_us)] for alarm in standing)


def _fired(rules: Sequence[AlarmRule], alarms: Iterable[AlarmLine], measured: Container[str]) -> list[Fired]:
    by_key = {rule.key: rule for rule in rules if rule.metric in measured}
    standing = [alarm for alarm in alarms if alarm.standing is not AlarmStanding.CLEARED and alarm.rule_key in by_key]
    standing.sort(key=lambda alarm: (-alarm.severity.rank, -alarm.worsened_us))
    return [Fired(by_key[alarm.rule_key], alarm.severity, alarm.raised_us) for alarm in standing]


def _at_readings(rules: Iterable[AlarmRule], metric: str) -> tuple[AlarmRule, ...]:
    """The rules that compare the metric's readings themselves."""
    return tuple(rule for rule in rules if rule.metric == metric and rule.comparison not in WINDOWED)
