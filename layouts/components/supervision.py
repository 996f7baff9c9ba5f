"""Supervision tasks: the form, the list, one task with its cases and next steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.cases.records import Case, Units
from dashboard.domain.cases.sheets import CaseNames
from dashboard.domain.cases.states import STATE_LABELS
from dashboard.domain.cases.timing import whole_lamp
from dashboard.domain.supervision.records import (
    ANSWER_LENGTH,
    DEMAND_LENGTH,
    KIND_LABELS,
    TASK_ACTION_LABELS,
    TASK_STATE_LABELS,
    TITLE_LENGTH,
    Moment,
    SupervisionTask,
    TaskAction,
    TaskKind,
    TaskView,
    task_lamp,
)
from dashboard.domain.text import Text
from layouts.components.authors import Authors, author_name
from layouts.components.blanks import empty
from layouts.components.cases.lamps import lamp_mark
from layouts.components.fields import labelled
from layouts.formatting import day_and_time
from layouts.ids import Supervision
from layouts.texts.supervision import Supervising
from layouts.viewer import Viewer

USUAL_HOURS: Final = 24
PATH: Final = "/supervision"


def issue_form(viewer: Viewer) -> Component:
    """Return the form of a new task, empty."""
    kinds = [{"label": viewer.say(label), "value": kind.value} for kind, label in KIND_LABELS.items()]
    fields = [
        labelled(
            viewer.say(Supervising.KIND),
            dcc.Dropdown(kinds, TaskKind.OVERDUE.value, id=Supervision.KIND, clearable=False),
        ),
        labelled(
            viewer.say(Supervising.UNIT),
            dcc.Dropdown(id=Supervision.UNIT, placeholder=viewer.say(Supervising.CHOOSE_UNIT)),
        ),
        labelled(
            viewer.say(Supervising.SUBJECT),
            dcc.Input(id=Supervision.SUBJECT, maxLength=TITLE_LENGTH, className="field"),
        ),
        labelled(
            viewer.say(Supervising.DEMAND),
            dcc.Textarea(id=Supervision.DEMAND, maxLength=DEMAND_LENGTH, className="field"),
        ),
        labelled(
            viewer.say(Supervising.HOURS),
            dcc.Input(id=Supervision.HOURS, value=str(USUAL_HOURS), inputMode="numeric", className="field"),
        ),
        labelled(viewer.say(Supervising.CASES), dcc.Textarea(id=Supervision.CASES, className="field")),
    ]
    buttons = html.Div(
        [
            html.Button(viewer.say(Supervising.FILL), id=Supervision.FILL, className="btn"),
            html.Button(viewer.say(Supervising.ISSUE), id=Supervision.ISSUE, className="btn primary"),
        ],
        className="supervision-buttons",
    )
    return html.Details(
        [html.Summary(viewer.say(Supervising.NEW), className="btn primary"), html.Div([*fields, buttons])],
        className="supervision-form",
    )


def task_list(
    viewer: Viewer, tasks: Sequence[SupervisionTask], names: CaseNames, chosen: int | None, now_us: int
) -> list[Component]:
    """Return a line for each, the present one marked."""
    if not tasks:
        return [empty(viewer, Supervising.NONE, Supervising.NONE_HINT)]
    return [_line(viewer, task, names, task.task_key == chosen, now_us) for task in tasks]


def _line(viewer: Viewer, task: SupervisionTask, names: CaseNames, is_chosen: bool, now_us: int) -> Component:
    unit = names.unit(Units(squad=task.squad, department=task.department))
    due = f"{viewer.say(Supervising.DUE)} {day_and_time(viewer, task.due_us)}"
    return dcc.Link(
        [
            lamp_mark(viewer, task_lamp(task, now_us)),
            html.Div([html.B(task.title), html.Small(f"{task.number} · {unit}", className="quiet clip")]),
            html.Div(
                [
                    html.Span(viewer.say(TASK_STATE_LABELS[task.state]), className="tag"),
                    html.Small(due, className="fig quiet"),
                ],
                className="num",
            ),
        ],
        href=f"{PATH}?task={task.task_key}",
        className="supervision-line is-on" if is_chosen else "supervision-line",
    )


def task_sheet(viewer: Viewer, view: TaskView, now_us: int, authors: Authors) -> list[Component]:
    """Return all that is told of one task, and the form of its next step; hidden when there is none for the viewer."""
    task = view.task
    about = [_case(viewer, case, now_us) for case in view.cases]
    return [
        dcc.Store(id=Supervision.REVISION, data=task.revision),
        _head(viewer, task, view.unit, now_us),
        html.P(task.demand, className="supervision-demand"),
        _course(viewer, task, authors),
        *_said(viewer, Supervising.ANSWER, task.answer),
        *_said(viewer, Supervising.REMARK, task.remark),
        _next_step(viewer, view.actions),
        html.H3(viewer.say(Supervising.ABOUT)),
        *(about or [html.P(viewer.say(Supervising.NO_CASES), className="quiet")]),
    ]


def no_task(viewer: Viewer) -> list[Component]:
    """Return what stands there before a task is chosen; the fields of its form are there for their callbacks."""
    return [
        dcc.Store(id=Supervision.REVISION),
        empty(viewer, Supervising.CHOOSE, Supervising.CHOOSE_HINT),
        _next_step(viewer, ()),
    ]


def _head(viewer: Viewer, task: SupervisionTask, unit: str, now_us: int) -> Component:
    sheet = f"/api/v1/supervision/{task.task_key}/sheet.pdf?language={viewer.language.value}"
    return html.Div(
        [
            html.H2([lamp_mark(viewer, task_lamp(task, now_us)), task.title]),
            html.Span(viewer.say(TASK_STATE_LABELS[task.state]), className="tag"),
            html.A(viewer.say(Supervising.SHEET), href=sheet, target="_blank", className="btn"),
            html.P(f"{task.number} · {viewer.say(KIND_LABELS[task.kind])} · {unit}", className="quiet"),
        ],
        className="supervision-head",
    )


def _course(viewer: Viewer, task: SupervisionTask, authors: Authors) -> Component:
    told = (
        (Supervising.ISSUED_BY, task.issued),
        (Supervising.SIGNED_BY, task.signed),
        (Supervising.ANSWERED_BY, task.answered),
        (Supervising.ENDED_BY, task.ended),
    )
    items = [_moment(viewer, label, moment, authors) for label, moment in told if moment is not None]
    due = [html.Dt(viewer.say(Supervising.DUE)), html.Dd(day_and_time(viewer, task.due_us), className="fig")]
    return html.Dl([*due, *(part for item in items for part in item)], className="supervision-course")


def _moment(viewer: Viewer, label: Text, moment: Moment, authors: Authors) -> list[Component]:
    return [
        html.Dt(viewer.say(label)),
        html.Dd(
            [
                html.Span(day_and_time(viewer, moment.at_us), className="fig"),
                f" {author_name(viewer, authors, moment.by)}",
            ]
        ),
    ]


def _said(viewer: Viewer, label: Text, text: str) -> list[Component]:
    return [html.H3(viewer.say(label)), html.P(text, className="supervision-said")] if text else []


def _next_step(viewer: Viewer, actions: Sequence[TaskAction]) -> Component:
    options = [{"label": viewer.say(TASK_ACTION_LABELS[action]), "value": action.value} for action in actions]
    value = actions[0].value if actions else None
    hint = viewer.say(Supervising.WORDS)
    return html.Div(
        [
            html.H3(viewer.say(Supervising.DO)),
            dcc.RadioItems(options, value, id=Supervision.STEP, inline=True, className="inspect-marks"),
            dcc.Textarea(id=Supervision.WORDS, maxLength=ANSWER_LENGTH, placeholder=hint, className="field"),
            html.Button(viewer.say(Supervising.SEND), id=Supervision.SEND, className="btn primary"),
        ],
        hidden=not actions,
        className="supervision-step",
    )


def _case(viewer: Viewer, case: Case, now_us: int) -> Component:
    place = f"{case.number} · {case.place.address}"
    return dcc.Link(
        [
            lamp_mark(viewer, whole_lamp(case, now_us)),
            html.Div(
                [
                    html.B(case.category_name),
                    html.Small(place, className="quiet clip"),
                ]
            ),
            html.Span(viewer.say(STATE_LABELS[case.state]), className="tag"),
        ],
        href=f"/cases?case={case.case_key}",
        className="supervision-line",
    )
