"""大屏: what a command centre shows to itself, unattended; scenes rotate, nothing scrolls."""

from __future__ import annotations

from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.city import NAMELESS
from layouts.attributes import attributes
from layouts.components.city_map import basemap_mark, city_map
from layouts.components.walls.frame import centre_name, legend, tabs
from layouts.ids import Wall
from layouts.page import MAP_DATA, Page, PageContext
from layouts.scenes import scenes
from layouts.texts.shell import Top
from layouts.texts.wall import Wall as WallText
from layouts.viewer import Viewer

DWELL_S: Final = (20, 60)
USUAL_DWELL_S: Final = 30


def layout(context: PageContext) -> Component:
    """The frame before any data came; the browser asks for what its size has room for.

    `?scene=` pins a scene, `?dwell=` is how many seconds each scene stays (20–60).
    """
    viewer = context.viewer
    pinned = context.query.get("scene", "")
    return html.Div(
        [
            _title_bar(viewer),
            _stage(viewer, context.basemap),
            html.Footer(html.Div(className="wall-ticker-line", **_slot("ticker")), className="wall-ticker"),
            _door(viewer),
            *_stores(),
        ],
        className="wall",
        **attributes(
            {
                "data-pinned": pinned if pinned in scenes() else "",
                "data-dwell": str(dwell_s(context.query.get("dwell", ""))),
            }
        ),
    )


def _door(viewer: Viewer) -> Component:
    """What stands before a screen that nobody has paired: its code, and what to do with it."""
    return html.Div(
        [
            html.P(viewer.say(WallText.DOOR), className="wall-door-title"),
            html.B(className="fig", **attributes({"data-wall-code": ""})),
            html.P(viewer.say(WallText.DOOR_HINT), className="wall-door-hint"),
        ],
        className="wall-door",
        role="status",
    )


def dwell_s(asked: str) -> int:
    """Seconds that a scene stays: what is asked for within 20–60, else 30."""
    return min(max(int(asked), DWELL_S[0]), DWELL_S[1]) if asked.isdecimal() else USUAL_DWELL_S


def _title_bar(viewer: Viewer) -> Component:
    left = html.Div(
        [
            html.Span(className="wall-clock fig", **attributes({"data-wall-clock": viewer.zone_name})),
            html.Span(className="wall-date", **attributes({"data-wall-date": viewer.zone_name})),
            html.Div(className="wall-weather", **_slot("weather")),
        ],
        className="wall-title-left",
    )
    name = html.H1(
        [html.Span(centre_name(viewer, NAMELESS), **_slot("centre")), html.Small(viewer.say(WallText.SUBTITLE))]
    )
    right = html.Div(
        [
            html.Span(className="wall-screen", **attributes({"data-wall-screen": ""})),
            html.Span(
                [html.Span(className="icon icon-sound-off"), html.Span(viewer.say(WallText.SOUND))],
                className="wall-sound",
                title=viewer.say(WallText.SOUND),
                **attributes({"data-wall-sound": ""}),
            ),
            html.Button(
                html.Span(className="icon icon-save"),
                className="wall-save",
                title=viewer.say(WallText.SAVE),
                **attributes({"data-wall-save": "", "aria-label": viewer.say(WallText.SAVE)}),
            ),
            html.Span(
                [
                    html.I(className="live-dot"),
                    html.Span(viewer.say(Top.CONNECTING), **attributes({"data-live-age": ""})),
                ],
                className="wall-live fig",
                **attributes({"data-live-badge": "", "data-state": "connecting"}),
            ),
        ],
        className="wall-title-right",
    )
    return html.Header([left, name, right], className="wall-title")


def _stage(viewer: Viewer, basemap: str) -> Component:
    middle = html.Div(
        [
            html.Div(className="wall-kpis", **_slot("kpis")),
            html.Div(className="wall-leader", **attributes({"data-wall-leader": ""})),
            html.Div(className="wall-banner", hidden=True, role="status", **attributes({"data-wall-banner": ""})),
            html.Div(className="wall-popover", **attributes({"data-slot": "focus", "aria-live": "assertive"})),
            html.Div([legend(viewer), tabs(viewer, list(scenes().values()))], className="wall-foot"),
        ],
        className="wall-middle",
    )
    return html.Div(
        [
            _map(basemap),
            html.Div(className="wall-columns", **_slot("left")),
            middle,
            html.Div(className="wall-columns", **_slot("right")),
        ],
        id=Wall.STAGE,
        className="wall-stage",
    )


def _slot(name: str) -> dict[str, Any]:
    """Marks a place whose content the browser puts there."""
    return attributes({"data-slot": name})


def _map(basemap: str) -> Component:
    holder = html.Div(
        city_map(Wall.MAP, basemap, zoom_buttons=False),
        className="wall-map-holder",
        **basemap_mark(basemap),
    )
    return html.Div([holder, html.Div(className="wall-veil")], className="wall-map")


def _stores() -> list[Component]:
    """What browser and server tell each other; the hidden graph only brings the chart library."""
    stores: list[Component] = [dcc.Store(id=name) for name in (Wall.VIEW, Wall.PICTURE, Wall.FOCUS, Wall.FOCUS_CARD)]
    return [*stores, html.Div(dcc.Graph(id=Wall.PLOTLY, config={"staticPlot": True}), hidden=True)]


PAGE: Final = Page(
    key="wall",
    path="/wall",
    title=WallText.PAGE,
    order=90,
    icon="map",
    layout=layout,
    chrome=False,
    permission=None,
    early=MAP_DATA,
)
