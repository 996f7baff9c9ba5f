"""The map of people on duty and their street lines, with the replay of a track."""

from __future__ import annotations

from enum import StrEnum

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.text import Text
from layouts.attributes import attributes
from layouts.components.city_map import basemap_mark, city_map
from layouts.texts.duty import Squads
from layouts.viewer import Viewer


def patrol_map(viewer: Viewer, name: StrEnum, basemap: str, squad: str, *, sees_people: bool) -> Component:
    """Return the map with this id; the browser draws the squad's lines and people into it (no squad: all)."""
    marks = {"data-patrol": squad, "data-patrol-people": "yes" if sees_people else "", "data-patrol-lines": ""}
    replay = html.Div(
        [
            html.B(**attributes({"data-replay-who": ""})),
            html.Button("▶", className="btn", **attributes({"data-replay-play": "", "aria-pressed": "false"})),
            dcc.Input(type="range", min=0, max=1000, value=1000, className="replay-range"),
            html.Span(className="fig", **attributes({"data-replay-at": ""})),
            html.Button("×", className="btn", **attributes({"data-replay-close": ""})),
        ],
        className="replay",
        hidden=True,
    )
    stage = html.Div(
        [city_map(name, basemap, class_name="squad-map"), _legend(viewer, sees_people=sees_people), replay],
        className="duty-map",
        **basemap_mark(basemap),
        **attributes({**marks, "data-zone": viewer.zone_name}),
    )
    title = Squads.MAP if squad else Squads.MAP_ALL if sees_people else Squads.MAP_LINES
    return html.Section([html.H2(viewer.say(title)), stage], className="panel")


def _legend(viewer: Viewer, *, sees_people: bool) -> Component:
    """What the marks of lines mean, and of people to whoever sees them: these have a count, and hide and show them."""
    people = [
        html.Button(
            [html.I(className=f"duty-mark is-{key}"), _words(viewer, key, label), html.B(className="fig")],
            type="button",
            **attributes({"data-legend": key, "aria-pressed": "true"}),
        )
        for key, label in (
            ("moving", Squads.MOVING),
            ("still", Squads.STILL),
            ("outside", Squads.OUTSIDE),
            ("no_signal", Squads.NO_SIGNAL),
        )
    ]
    lines = [
        html.Span([html.I(className=f"line-mark is-{key}"), viewer.say(label)])
        for key, label in (("walked", Squads.WALKED), ("partly", Squads.PARTLY), ("not", Squads.NOT_WALKED))
    ]
    return html.Div([*(people if sees_people else []), *lines], className="duty-legend")


def _words(viewer: Viewer, key: str, label: Text) -> Component:
    """What a mark means; the browser fills in from how many minutes on somebody is still, which is a rule's limit."""
    after = {"data-still-after": viewer.say(Squads.STILL_AFTER)} if key == "still" else {}
    return html.Span(viewer.say(label), **attributes(after))
