"""The drawer for a person."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.people.posts import POST_LABELS, STAFF_LABELS, role_label
from dashboard.domain.people.readouts import AreaHolder, PersonSheet, present_person
from dashboard.domain.people.records import REASON_AT_MOST
from layouts.components.asset_sheet import facts
from layouts.components.people.portrait import portrait
from layouts.ids import Person
from layouts.texts.people import People
from layouts.texts.shell import AREA_LEVEL
from layouts.viewer import Viewer


def person_drawer(viewer: Viewer, sheet: PersonSheet, may_reveal: bool) -> list[Component]:
    """Return the whole drawer, masked; for who may, with the form that asks why the person shall be shown whole."""
    return [
        html.Div(person_sheet(viewer, sheet, reveal=False), id=Person.SHEET),
        *([_reveal_form(viewer)] if may_reveal else []),
    ]


def _reveal_form(viewer: Viewer) -> Component:
    reason = dcc.Input(
        id=Person.REASON, type="text", value="", maxLength=REASON_AT_MOST, autoComplete="off", className="field",
        placeholder=viewer.say(People.REVEAL_HINT),
    )  # fmt: skip
    return html.Details(
        [
            html.Summary(viewer.say(People.REVEAL), className="btn"),
            html.Label([html.Span(viewer.say(People.REVEAL_WHY)), reason]),
            html.P(viewer.say(People.REVEAL_NOTED), className="quiet"),
            html.Button(viewer.say(People.REVEAL_DO), id=Person.REVEAL, className="btn primary"),
        ],
        className="sheet-part reveal-form",
    )


def person_sheet(viewer: Viewer, sheet: PersonSheet, reveal: bool) -> list[Component]:
    """Return what is known of a person; name and phone masked unless revealed."""
    person = sheet.line.person
    shown = present_person(sheet.line, reveal)
    phone = html.Span(shown["phone"], className="fig") if shown["phone"] else None
    rows: list[tuple[str, Component | str | None]] = [
        (viewer.say(People.STATUS), viewer.say(People.LEFT) if person.left_us else None),
        (viewer.say(People.PHONE), phone),
        (viewer.say(People.SQUAD), sheet.line.squad_name),
        (viewer.say(People.DEPARTMENT), sheet.line.department_name),
        (viewer.say(People.STAFF), viewer.say(STAFF_LABELS[person.staff])),
        (viewer.say(People.SKILLS), "、".join(person.skills) or None),
    ]
    head = [
        html.H2(shown["name"]),
        html.Div(
            [html.Span(person.number, className="fig"), html.Span(viewer.say(POST_LABELS[person.post]))],
            className="sheet-line",
        ),
    ]
    about = [html.H3(viewer.say(People.PERSON)), *_photo(viewer, sheet, shown["name"]), facts(rows)]
    return [
        html.Header(head, className="sheet-head"),
        html.Section(about, className="sheet-part"),
        _answers(viewer, sheet.answers),
    ]


def _photo(viewer: Viewer, sheet: PersonSheet, name: str) -> list[Component]:
    """The photo where it is shown, else that there is one; nothing without one."""
    if sheet.photo is None and sheet.line.person.photo is None:
        return []
    return [portrait(viewer, sheet.photo, name, People.PHOTO_HIDDEN)]


def _answers(viewer: Viewer, answers: tuple[AreaHolder, ...]) -> Component:
    rows = [_answer(viewer, each) for each in answers]
    body = html.Ul(rows, className="answers") if rows else html.P(viewer.say(People.NO_ANSWERS), className="quiet")
    return html.Section([html.H3(viewer.say(People.ANSWERS)), body], className="sheet-part")


def _answer(viewer: Viewer, answer: AreaHolder) -> Component:
    level = AREA_LEVEL.get(answer.level)
    return html.Li(
        [
            html.Span(viewer.say(level) if level else answer.level, className="quiet"),
            html.B(answer.area_name),
            html.Span(viewer.say(role_label(answer.role)), className="tag"),
        ]
    )
