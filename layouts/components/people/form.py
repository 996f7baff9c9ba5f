"""The form by which one person is added or changed by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.people.posts import POST_LABELS, STAFF_LABELS, STANDING_LABELS
from dashboard.domain.text import Text
from layouts.components.fields import labelled
from layouts.components.people.portrait import photo_upload
from layouts.components.people.worn import worn_form
from layouts.ids import Admin
from layouts.texts.people import People
from layouts.viewer import Viewer

_TEXTS: Final[tuple[tuple[Admin, Text], ...]] = (
    (Admin.PERSON_NUMBER, People.NUMBER),
    (Admin.PERSON_NAME, People.NAME),
    (Admin.PERSON_PHONE, People.PHONE),
    (Admin.PERSON_SQUAD, People.SQUAD),
    (Admin.PERSON_DEPARTMENT, People.DEPARTMENT),
    (Admin.PERSON_SKILLS, People.SKILLS),
)
_CHOICES: Final[tuple[tuple[Admin, Text, Mapping[Any, Text]], ...]] = (
    (Admin.PERSON_POST, People.POST, POST_LABELS),
    (Admin.PERSON_STAFF, People.STAFF, STAFF_LABELS),
    (Admin.PERSON_STATUS, People.STATUS, STANDING_LABELS),
)


def person_form(viewer: Viewer) -> Component:
    """Return the form, folded; an empty field leaves what is stored."""
    fields = [
        labelled(viewer.say(label), dcc.Input(id=name, autoComplete="off", className="field")) for name, label in _TEXTS
    ]
    fields += [
        labelled(viewer.say(label), dcc.Dropdown(_options(viewer, words), id=name)) for name, label, words in _CHOICES
    ]
    save = html.Button(viewer.say(People.SAVE), id=Admin.PERSON_SAVE, className="btn primary")
    body = [
        html.P(viewer.say(People.EDIT_HINT), className="quiet"),
        html.Div(fields, className="person-fields"),
        html.Div([save, html.Div(id=Admin.PERSON_SAID)], className="admin-bar"),
        html.P(viewer.say(People.PHOTO_HINT), className="quiet"),
        html.Div(_photo(viewer), className="admin-bar"),
        *worn_form(viewer),
    ]
    return html.Details([html.Summary(viewer.say(People.EDIT)), *body], className="card person-form")


def _photo(viewer: Viewer) -> list[Component]:
    """What keeps or removes the photo of whose number stands above."""
    name = html.Span(viewer.say(People.PHOTO_FILE), id=Admin.PHOTO_FILE_NAME)
    return [
        photo_upload(viewer, Admin.PHOTO_FILE, Admin.PHOTO_SAID, name),
        html.Button(viewer.say(People.PHOTO_SAVE), id=Admin.PHOTO_SAVE, className="btn"),
        html.Button(viewer.say(People.PHOTO_REMOVE), id=Admin.PHOTO_REMOVE, className="btn"),
        html.Div(id=Admin.PHOTO_SAID),
    ]


def _options(viewer: Viewer, words: Mapping[Any, Text]) -> list[dict[str, str]]:
    return [{"label": viewer.say(label), "value": str(word.value)} for word, label in words.items()]
