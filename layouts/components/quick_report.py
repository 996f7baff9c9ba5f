"""快报: a report from the street: camera first, one tap says what, the pin says where."""

from __future__ import annotations

from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.cases.photo_roles import MOST_PHOTOS
from dashboard.domain.photos.limits import LARGEST_UPLOAD_BYTES
from dashboard.domain.text import Text
from layouts.attributes import attributes
from layouts.quick_ids import Quick as Ids
from layouts.texts.quick_report import Quick
from layouts.viewer import Viewer

TASKS: Final = "/field"
SNAPSHOT: Final = "/snapshot"


def quick_report(viewer: Viewer, basemap: str) -> Component:
    """Return the page; the browser fills in what it sees, where it is and what that probably is."""
    told = {"data-quick": "", "data-most": str(MOST_PHOTOS), "data-largest": str(LARGEST_UPLOAD_BYTES)}
    return html.Div(
        [
            html.H1(viewer.say(Quick.TITLE), className="quick-title"),
            catalogue_rows(),
            _camera(viewer),
            html.Div([what_field(viewer), where_field(viewer, basemap), beside()], className="quick-body"),
            _foot(viewer),
        ],
        id=Ids.ROOT,
        className="quick",
        **attributes(told),
    )


def catalogue_rows() -> Component:
    """Return what the search looks in; the server writes it into an attribute."""
    return html.Div(id=Ids.CATALOGUE, hidden=True)


def _camera(viewer: Viewer) -> Component:
    back = html.A(
        html.Span(className="icon icon-close"),
        href=TASKS,
        className="quick-round",
        title=viewer.say(Quick.BACK),
        **_named(viewer, Quick.BACK),
    )
    group = html.A(viewer.say(Quick.GROUP), href=SNAPSHOT, className="quick-group", title=viewer.say(Quick.GROUP_HINT))
    shoot = html.Button(className="quick-shoot", type="button", **_named(viewer, Quick.SHOOT, "data-quick-shoot"))
    pick = html.Button(
        [html.Span(className="icon icon-picture"), html.Span(viewer.say(Quick.PICK))],
        className="quick-pick",
        type="button",
        **attributes({"data-quick-pick": ""}),
    )
    return html.Section(
        [
            html.Video(muted=True, className="quick-video", **attributes({"data-quick-video": ""})),
            html.P(className="quick-hint", **attributes({"data-quick-hint": ""})),
            html.Div(
                [back, html.Span(className="quick-timer fig", **attributes({"data-quick-timer": ""})), group],
                className="quick-top",
            ),
            html.Div(
                [html.Ul(className="quick-shots", **attributes({"data-quick-shots": ""})), shoot, pick],
                className="quick-shutter",
            ),
        ],
        className="quick-camera",
    )


def what_field(viewer: Viewer) -> Component:
    """Return the guesses and the search in the catalogue; the browser fills both."""
    hint = html.Span(viewer.say(Quick.WHAT_HINT), className="quiet", **attributes({"data-quick-guessed": ""}))
    find = dcc.Input(
        type="search",
        placeholder=viewer.say(Quick.SEARCH),
        className="field quick-search",
        autoComplete="off",
        maxLength=30,
    )
    other = html.Button(
        [html.Span(className="icon icon-search"), viewer.say(Quick.OTHER)],
        type="button",
        className="quick-chip is-other",
        **attributes({"data-quick-other": "", "aria-expanded": "false"}),
    )
    found = html.Div(className="quick-found", role="listbox", **attributes({"data-quick-found": ""}))
    chips = html.Div(className="quick-guesses", **attributes({"data-quick-guesses": ""}))
    return html.Section(
        [
            html.H2([viewer.say(Quick.WHAT), hint]),
            html.Div([chips, other], className="quick-chips", role="group"),
            html.Div([find, found], className="quick-finder", hidden=True, **attributes({"data-quick-finder": ""})),
        ]
    )


def where_field(viewer: Viewer, basemap: str) -> Component:
    """Return the map with its pin, and the address."""
    said = html.Span(className="quiet", role="status", **attributes({"data-quick-located": ""}))
    stage = html.Div(className="quick-map", **attributes({"data-quick-map": "", "data-tiles": basemap}))
    address = dcc.Input(
        type="text", placeholder=viewer.say(Quick.ADDRESS), className="field quick-address", maxLength=120
    )
    around = html.Span(className="quiet", **attributes({"data-quick-around": ""}))
    return html.Section(
        [
            html.H2([viewer.say(Quick.WHERE), said]),
            html.Div([stage, html.Div([address, around], className="quick-place")], className="quick-where"),
        ]
    )


def beside() -> Component:
    """Return the place where what is there already is offered."""
    return html.Div(className="quick-similar", **attributes({"data-quick-similar": ""}))


def _foot(viewer: Viewer) -> Component:
    done = html.Button(
        [html.B(viewer.say(Quick.DONE)), html.Small(viewer.say(Quick.DONE_HINT))],
        type="button",
        className="btn quick-done",
        **attributes({"data-quick-done": ""}),
    )
    send = html.Button(
        viewer.say(Quick.SEND), type="button", className="btn primary quick-send", **attributes({"data-quick-send": ""})
    )
    said = html.P(className="quick-said", role="alert", **attributes({"data-quick-said": ""}))
    return html.Footer([said, done, send], className="quick-foot", **attributes({"data-quick-foot": ""}))


def _named(viewer: Viewer, label: Text, act: str | None = None) -> dict[str, Any]:
    told = {"aria-label": viewer.say(label)}
    return attributes(told if act is None else {**told, act: ""})
