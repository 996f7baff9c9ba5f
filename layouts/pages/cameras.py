"""视频: the tree of cameras, and those that were chosen in it."""

from __future__ import annotations

from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from layouts.attributes import attributes
from layouts.camera_ids import Cameras
from layouts.components.blanks import skeleton
from layouts.components.cameras.chosen import SIZES, chosen_cameras, size_switch
from layouts.components.city_map import basemap_mark, city_map
from layouts.components.office import office
from layouts.markup import drawn
from layouts.page import MAP_DATA, Page, PageContext
from layouts.texts.cameras import Watching
from layouts.viewer import Viewer

USUAL_SIZE: Final = 4


def layout(context: PageContext) -> Component:
    """The page before any data came; `?camera=` names cameras that are chosen from the start."""
    viewer = context.viewer
    chosen = [part for part in context.query.get("camera", "").split(",") if part][: max(SIZES)]
    body = [
        dcc.Store(id=Cameras.TEXT),
        dcc.Store(id=Cameras.KIND),
        dcc.Store(id=Cameras.OPEN),
        dcc.Store(id=Cameras.CHOSEN, data=chosen),
        dcc.Store(id=Cameras.SIZE, data=USUAL_SIZE),
        html.Div([_tree(viewer), _chosen(viewer), _map(viewer, context.basemap)], className="camera-stage"),
    ]
    return office(viewer.say(PAGE.title), body)


def _tree(viewer: Viewer) -> Component:
    says = viewer.say(Watching.SEARCH)
    field = (
        f'<input type="search" class="field" maxlength="60" autocomplete="off" spellcheck="false"'
        f' placeholder="{says}" aria-label="{says}">'
    )
    tree = html.Div(
        id=Cameras.TREE,
        className="camera-tree",
        role="tree",
        **attributes({"aria-label": viewer.say(Watching.TREE)}),
        **drawn(skeleton(14)),
    )
    return html.Section(
        [
            html.Div(className="camera-search", **attributes({"data-html": field})),
            html.Div(id=Cameras.KINDS, className="chips"),
            tree,
        ],
        className="panel camera-side",
    )


def _chosen(viewer: Viewer) -> Component:
    clear = html.Button(
        viewer.say(Watching.CLEAR), type="button", className="btn", **attributes({"data-cameras-clear": ""})
    )
    bar = html.Div([size_switch(viewer, USUAL_SIZE), clear], className="camera-bar")
    grid = html.Div(
        id=Cameras.GRID,
        className="camera-grid",
        **attributes({"data-size": str(USUAL_SIZE)}),
        **drawn(chosen_cameras(viewer, [], {})),
    )
    return html.Section([bar, grid], className="panel camera-chosen")


def _map(viewer: Viewer, basemap: str) -> Component:
    title = html.H2(viewer.say(Watching.MAP))
    stage = html.Div(city_map(Cameras.MAP, basemap), className="camera-map", **basemap_mark(basemap))
    return html.Section([title, stage], className="panel camera-place")


PAGE: Final = Page(
    key="cameras",
    path="/cameras",
    title=Watching.TITLE,
    order=2,
    icon="camera",
    layout=layout,
    early=MAP_DATA,
)
