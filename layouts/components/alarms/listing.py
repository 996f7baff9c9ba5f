"""The desk's list of open alarms: fresh ones on their own lines, the others folded by grid."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.domain.grouping import AlarmGroup, RulePart
from dashboard.domain.readouts import AlarmLine
from layouts.attributes import attributes
from layouts.components.blanks import empty
from layouts.components.marks import state_mark
from layouts.components.queue import alarm_row, rule_label
from layouts.formatting import clock, number
from layouts.texts.maintenance import Maintenance
from layouts.texts.shell import Queue
from layouts.viewer import Viewer


def alarm_list(viewer: Viewer, groups: Sequence[AlarmGroup[AlarmLine]]) -> list[Component]:
    """The entries from the top, or what would appear here."""
    if not groups:
        return [empty(viewer, Queue.NO_ALARMS, Queue.NO_ALARMS_HINT)]
    return [_entry(viewer, group) for group in groups]


def maintenance_line(viewer: Viewer, suppressed: int) -> list[Component]:
    """How many alarms maintenance keeps quiet, with the way to the windows; nothing when there are none."""
    if not suppressed:
        return []
    text = viewer.say(Maintenance.SUPPRESSED).format(number(suppressed))
    return [html.A([text, " →"], href="/sensors?tab=maintenance", className="q-maintenance")]


def shelved_list(viewer: Viewer, alarms: Sequence[AlarmLine]) -> list[Component]:
    """The shelved alarms, or what would appear here."""
    if not alarms:
        return [empty(viewer, Queue.NO_SHELVED, Queue.NO_SHELVED_HINT)]
    return [alarm_row(viewer, alarm) for alarm in alarms]


def _entry(viewer: Viewer, group: AlarmGroup[AlarmLine]) -> Component:
    if group.count == 1:
        return alarm_row(viewer, group.members[0])
    return html.Details(
        [_group_head(viewer, group), *(row for part in group.parts for row in _part(viewer, part))],
        className="q-group is-fresh-group" if group.fresh else "q-group",
        **attributes({"data-group": f"{group.grid_code}:{group.fresh}"}),
    )


def _group_head(viewer: Viewer, group: AlarmGroup[AlarmLine]) -> Component:
    first = group.members[0]
    kinds = "、".join(dict.fromkeys(rule_label(viewer, part.members[0]) for part in group.parts))
    counts = [
        html.Span([state_mark(severity), number(count)], className="fig group-count")
        for severity, count in group.counts.items()
    ]
    return html.Summary(
        [
            state_mark(group.severity),
            html.Div(
                [html.B(first.grid_name or viewer.say(Queue.GROUP_PLACE)), html.Span(kinds, className="q-place")],
                className="q-what",
            ),
            html.Div(
                [
                    html.Span(clock(viewer, group.newest_us), className="fig"),
                    html.Span(counts, className="group-counts"),
                ],
                className="q-when",
            ),
        ],
        className="q",
    )


def _part(viewer: Viewer, part: RulePart[AlarmLine]) -> list[Component]:
    return [alarm_row(viewer, alarm) for alarm in part.members]
