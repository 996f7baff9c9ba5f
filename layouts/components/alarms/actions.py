"""The commands that fit an alarm's standing; the browser hands them to the command store."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.domain.cases.states import ENDED
from dashboard.domain.grouping import StoryRow
from dashboard.domain.readouts import AlarmLine, AlarmStanding
from layouts.attributes import attributes
from layouts.components.cases.report import report_button, tied_case
from layouts.components.queue import rule_label
from layouts.texts.shell import Detail
from layouts.viewer import Viewer


def row_actions(viewer: Viewer, row: StoryRow[AlarmLine]) -> list[Component]:
    """What waits in the row is confirmed together, its worst alarm can be reported as a case and shelved."""
    worst = row.worst
    if worst.standing is AlarmStanding.CLEARED:
        return []
    if worst.standing is AlarmStanding.SHELVED:
        back = attributes({"data-command": "unshelve", "data-alarm-key": str(worst.alarm_key)})
        return [html.Button(viewer.say(Detail.UNSHELVE), className="btn small", **back)]
    waiting = [alarm.alarm_key for alarm in row.waiting]
    label = viewer.say(Detail.ACKNOWLEDGE)
    confirm = [acknowledge_button(label, waiting, class_name="btn small primary")] if waiting else []
    tied = next((alarm for alarm in row.alarms if _is_case(alarm)), worst)
    return [*confirm, _case(viewer, tied), _shelve(viewer, worst)]


def _is_case(alarm: AlarmLine) -> bool:
    return alarm.case_key is not None and alarm.case_state not in ENDED


def _case(viewer: Viewer, alarm: AlarmLine) -> Component:
    """The way to the case that it is, else to reporting it."""
    if alarm.case_key is not None and alarm.case_number is not None and _is_case(alarm):
        return tied_case(viewer, alarm.case_key, alarm.case_number, alarm.case_state)
    return report_button(viewer, {"data-report-alarm": str(alarm.alarm_key)})


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
