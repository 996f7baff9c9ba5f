"""Reports that wait to be taken in, as rows of the desk's queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.domain.cases.queries import CasePage
from dashboard.domain.cases.records import Case
from dashboard.domain.cases.states import ACTION_LABELS, SOURCE_LABELS, STATE_LABELS, Action, CaseState
from dashboard.domain.cases.timing import step_lamp
from layouts.attributes import attributes
from layouts.components.blanks import empty
from layouts.components.cases.lamps import lamp_mark, time_left
from layouts.components.cases.list import opening, short_number
from layouts.formatting import number
from layouts.texts.shell import Queue
from layouts.viewer import Viewer

_NEXT: Final[Mapping[CaseState, Action]] = {
    CaseState.REPORTED: Action.REGISTER,
    CaseState.SELF_DONE: Action.APPROVE,
    CaseState.VERIFYING: Action.VERIFY,
    CaseState.TO_REGISTER: Action.FILE,
}


def report_rows(viewer: Viewer, page: CasePage, now_us: int) -> list[Component]:
    """Return the reports, the most urgent first, or what would be here."""
    if not page.items:
        return [empty(viewer, Queue.NO_REPORTS, Queue.NO_REPORTS_HINT)]
    rows = [_row(viewer, case, now_us) for case in page.items]
    if page.total <= len(page.items):
        return rows
    more = viewer.say(Queue.MORE_REPORTS).format(number(page.total))
    return [*rows, html.P(html.A(more, href="/cases"), className="q-note")]


def _row(viewer: Viewer, case: Case, now_us: int) -> Component:
    lamp, clocks = step_lamp(case, now_us), case.clocks
    place = html.Span(
        [html.I(f"#{short_number(case.number)}", className="fig"), f" {case.place.address}"], className="q-place"
    )
    go = html.Span(f"{viewer.say(ACTION_LABELS[_NEXT[case.state]])} →", className="q-go")
    where = f"{viewer.say(STATE_LABELS[case.state])} · {viewer.say(SOURCE_LABELS[case.origin.source])}"
    told = opening(case)
    return html.Div(
        [
            lamp_mark(viewer, lamp, clocks.step_due_us, clocks.step_yellow_us),
            html.Div(
                [html.B(case.category_name), place, html.Span([go, where], className="q-place")], className="q-what"
            ),
            html.Div(time_left(viewer, lamp, clocks.step_due_us, now_us, "q-now"), className="q-when"),
        ],
        className="q is-report",
        role="button",
        tabIndex=0,
        **attributes(told),
    )
