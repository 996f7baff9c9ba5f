"""How bad an alarm is: what its rule compares now, kept by the live client, and the worst of it since it was raised."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.domain.metrics import METRICS
from dashboard.domain.readouts import AlarmLine, AlarmStanding
from dashboard.domain.rules import WINDOWED, Comparison
from dashboard.domain.sensors import alarm_rules
from layouts.components.live_value import live_value
from layouts.components.queue import alarm_value, measured
from layouts.formatting import since
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
    """The worst since it was raised, where that is a figure."""
    rule = alarm_rules().get(alarm.rule_key)
    if alarm.worst is None or rule is None or METRICS[rule.metric].states:
        return []
    return [html.Span(viewer.say(Queue.WORST).format(measured(viewer, alarm, alarm.worst)), className="q-worst")]
