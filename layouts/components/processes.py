"""进程: how each part of the system is, and what each process last said of itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.domain.health import Check, Checkup, ProcessReport, Standing
from layouts.components.blanks import empty
from layouts.formatting import NONE, duration, number
from layouts.texts.admin import Processes
from layouts.texts.shell import SystemHealth
from layouts.viewer import Viewer

_LISTS: Final = {"cases": "/cases?state=hung&sort=reported"}


def process_board(viewer: Viewer, checkup: Checkup, reports: Sequence[ProcessReport]) -> list[Component]:
    """Return a card for each part of the system, and a table of the processes that say how they are."""
    cards = [_card(viewer, key, check) for key, check in checkup.checks.items()]
    return [html.Div(cards, className="part-cards"), html.Div(_table(viewer, reports), className="card")]


def _card(viewer: Viewer, key: str, check: Check) -> Component:
    standing = check.standing.value
    head = html.Div(
        [
            html.I(className=f"part-dot is-{standing}"),
            html.B(viewer.say(SystemHealth.PARTS[key])),
            html.Span(viewer.say(Processes.STANDINGS[standing]), className=f"part-state is-{standing}"),
        ],
        className="part-head",
    )
    detail = html.P(viewer.say(check.detail or Processes.WELL), className="" if check.detail else "quiet")
    return html.Div([head, detail, *_leads(viewer, key, check)], className="card part-card")


def _leads(viewer: Viewer, key: str, check: Check) -> list[Component]:
    """Where people can mend what no process can."""
    if key not in _LISTS or check.standing is Standing.OK:
        return []
    return [html.A(viewer.say(Processes.OPEN_LIST), href=_LISTS[key], className="link")]


def _table(viewer: Viewer, reports: Sequence[ProcessReport]) -> Component:
    if not reports:
        return empty(viewer, Processes.NONE, Processes.NONE_HINT)
    columns = (Processes.NAME, Processes.STATE, Processes.HEARD, Processes.DONE)
    head = html.Tr([html.Th(viewer.say(label)) for label in columns])
    rows = [_row(viewer, report) for report in reports]
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="table processes")
    return html.Div(table, className="table-frame")


def _row(viewer: Viewer, report: ProcessReport) -> Component:
    state = Processes.ONLINE if report.is_online else Processes.OFFLINE
    told = [report.problem] if report.problem else []
    counts = [
        f"{viewer.say(Processes.COUNTS[name])} {number(count)}"
        for name, count in report.counts.items()
        if count and name in Processes.COUNTS
    ]
    heard = viewer.say(Processes.AGO).format(duration(viewer, report.age_s))
    return html.Tr(
        [
            html.Td([html.B(viewer.say(SystemHealth.PARTS[report.kind])), html.Br(), html.Code(report.name)]),
            html.Td(viewer.say(state), className="" if report.is_online else "is-late"),
            html.Td(heard, className="fig"),
            html.Td(" · ".join([*told, *counts]) or NONE, className="fig process-counts"),
        ]
    )
