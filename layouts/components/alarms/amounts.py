"""How bad an alarm is: what its rule compares now, kept by the live client, and the worst of it since it was raised."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.domain.metrics import METRICS
from dashboard.domain.readouts import AlarmLine, AlarmStanding
from dashboard.domain.rules import WINDOWED, AlarmRule, Comparison
from dashboard.domain.sensors import alarm_rules
from layouts.attributes import attributes
from layouts.components.live_value import live_value
from layouts.components.queue import alarm_value, measured
from layouts.formatting import number, since, unit_gap
from layouts.texts.shell import Queue
from layouts.viewer import Viewer


def now_amount(viewer: Viewer, alarm: AlarmLine) -> Component:
    """The newest reading where the rule compares readings, a rise or a sum as of the last one; since when silent."""
    rule = alarm_rules().get(alarm.rule_key)
    if rule is None or alarm.standing is AlarmStanding.CLEARED:
        return html.Span(alarm_value(viewer, alarm))
    if rule.comparison is Comparison.SILENCE and alarm.last_seen_us:
        return since(alarm.last_seen_us, asset_id=alarm.asset_id)
    now = alarm.value if alarm.now is None else alarm.now
    if rule.comparison not in WINDOWED and rule.metric in METRICS:
        return live_value(viewer, alarm.asset_id, rule.metric, now)
    return html.Span("" if now is None else measured(viewer, alarm, now))


def worst_amount(viewer: Viewer, alarm: AlarmLine) -> list[Component]:
    """The worst since it was raised, where that is a figure and reads otherwise than that of now.

    Of the newest reading the browser keeps it: what gets worse is the worst, and once it eases both are shown.
    """
    rule = alarm_rules().get(alarm.rule_key)
    if alarm.worst is None or rule is None or METRICS[rule.metric].states:
        return []
    worst = measured(viewer, alarm, alarm.worst)
    is_now = alarm.now is not None and worst == measured(viewer, alarm, alarm.now)
    if rule.comparison in WINDOWED:
        return [] if is_now else [html.Span(viewer.say(Queue.WORST).format(worst), className="q-worst")]
    return [html.Span(_live_worst(viewer, alarm, rule, alarm.worst), className="q-worst", hidden=is_now)]


def _live_worst(viewer: Viewer, alarm: AlarmLine, rule: AlarmRule, worst: float) -> list[Component | str]:
    metric = METRICS[rule.metric]
    before, after = viewer.say(Queue.WORST).split("{}")
    live = {
        "data-asset": alarm.asset_id,
        "data-worst-of": metric.key,
        "data-worst": f"{worst:.10g}",
        "data-worse": rule.comparison.value,
        "data-digits": str(metric.digits),
    }
    figure = html.Span(number(worst, metric.digits), **attributes(live))
    unit = viewer.say(metric.unit_label)
    return [before, figure, f"{unit_gap(unit)}{unit}", after]
