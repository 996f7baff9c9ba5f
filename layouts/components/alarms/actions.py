"""The commands that fit an alarm's standing; the browser hands them to the command store."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.domain.grouping import StoryRow
from dashboard.domain.readouts import AlarmLine, AlarmStanding
from layouts.attributes import attributes
from layouts.components.queue import rule_label
from layouts.texts.shell import Detail
from layouts.viewer import Viewer


def row_actions(viewer: Viewer, row: StoryRow[AlarmLine]) -> list[Component]:
    """Those of a row: what waits is confirmed together, its worst alarm can be shelved."""
    waiting = [alarm.alarm_key for alarm in row.waiting]
    if row.worst.standing in (AlarmStanding.CLEARED, AlarmStanding.SHELVED) or not waiting:
        return alarm_actions(viewer, row.worst)
    return [
        acknowledge_button(viewer.say(Detail.ACKNOWLEDGE), waiting, class_name="btn small primary"),
        _shelve(viewer, row.worst),
    ]


def alarm_actions(viewer: Viewer, alarm: AlarmLine) -> list[Component]:
    """Those of a single alarm."""
    if alarm.standing is AlarmStanding.CLEARED:
        return []
    if alarm.standing is AlarmStanding.SHELVED:
        back = attributes({"data-command": "unshelve", "data-alarm-key": str(alarm.alarm_key)})
        return [html.Button(viewer.say(Detail.UNSHELVE), className="btn small", **back)]
    if alarm.standing is AlarmStanding.ACKNOWLEDGED:
        return [_shelve(viewer, alarm)]
    label = viewer.say(Detail.ACKNOWLEDGE)
    return [acknowledge_button(label, [alarm.alarm_key], class_name="btn small primary"), _shelve(viewer, alarm)]


def acknowledge_button(label: str, alarm_keys: Sequence[int], *, class_name: str) -> Component:
    """Confirms all of them at once."""
    if len(alarm_keys) == 1:
        command = {"data-command": "acknowledge", "data-alarm-key": str(alarm_keys[0])}
    else:
        command = {"data-command": "acknowledge_all", "data-alarm-keys": " ".join(map(str, alarm_keys))}
    return html.Button(label, className=class_name, **attributes(command))


def _shelve(viewer: Viewer, alarm: AlarmLine) -> Component:
    subject = f"{rule_label(viewer, alarm)} · {alarm.asset_name}"
    return html.Button(
        viewer.say(Detail.SHELVE),
        className="btn small",
        **attributes({"data-shelve": str(alarm.alarm_key), "data-subject": subject}),
    )
