"""The device that a person wears: the form that keeps it, and what is kept, never its password."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.camera_pictures import WornDevice
from layouts.components.fields import labelled
from layouts.ids import Admin
from layouts.texts.people import People
from layouts.viewer import Viewer

_TEXTS: Final = (
    (People.WORN_SOURCE, Admin.WORN_SOURCE),
    (People.WORN_URL, Admin.WORN_URL),
    (People.WORN_USER, Admin.WORN_USER),
)


def worn_form(viewer: Viewer) -> list[Component]:
    """Return the form for the device of the person whose number stands above."""
    fields = [
        *(
            labelled(viewer.say(label), dcc.Input(id=name, autoComplete="off", className="field"))
            for label, name in _TEXTS
        ),
        labelled(
            viewer.say(People.WORN_PASSWORD),
            dcc.Input(id=Admin.WORN_KEY, type="password", autoComplete="new-password", className="field"),
        ),
    ]
    buttons = [
        html.Button(viewer.say(label), id=name, className="btn")
        for name, label in (
            (Admin.WORN_SAVE, People.WORN_SAVE),
            (Admin.WORN_REMOVE, People.WORN_REMOVE),
            (Admin.WORN_SHOW, People.WORN_SHOW),
        )
    ]
    return [
        html.H3(viewer.say(People.WORN)),
        html.P(viewer.say(People.WORN_HINT), className="quiet"),
        html.Div(fields, className="person-fields"),
        html.Div(buttons, className="admin-bar"),
        html.Div(id=Admin.WORN_SAID),
    ]


def worn_list(viewer: Viewer, devices: Sequence[WornDevice]) -> Component:
    """Return the devices of a person, with where they are asked for a picture, and whether a password is kept."""
    if not devices:
        return html.P(viewer.say(People.WORN_NONE), className="quiet")
    return html.Ul([html.Li(_told(viewer, each)) for each in devices], className="worn-list fig")


def _told(viewer: Viewer, device: WornDevice) -> str:
    if not device.url:
        return f"{device.source} · {viewer.say(People.WORN_NO_PICTURE)}"
    kept = People.WORN_WITH_PASSWORD if device.has_password else People.WORN_WITHOUT_PASSWORD
    return " · ".join(part for part in (device.source, device.url, device.user, viewer.say(kept)) if part)
