"""视频: the tree of cameras with those that were chosen in it, patrol rounds, their plans and figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.rights import Permission, decide
from layouts.attributes import attributes
from layouts.camera_ids import Cameras, Rounds
from layouts.components.blanks import skeleton
from layouts.components.cameras.chosen import SIZES, chosen_cameras, size_switch
from layouts.components.cameras.round_plans import plan_form
from layouts.components.cameras.rounds import find_form, no_walk
from layouts.components.city_map import basemap_mark, city_map
from layouts.components.fields import labelled
from layouts.components.office import office, tab_class
from layouts.markup import drawn
from layouts.page import MAP_DATA, Page, PageContext
from layouts.requests import current_account
from layouts.texts.cameras import Rounding, Watching
from layouts.viewer import Viewer

USUAL_SIZE: Final = 4


def layout(context: PageContext) -> Component:
    """The tab that `?tab=` asks for, the tree without; `?camera=` names cameras that are chosen from the start."""
    viewer, asked = context.viewer, context.query.get("tab", "")
    chosen = asked if asked in _TABS else "watch"
    tabs = [
        dcc.Link(viewer.say(label), href=f"{PAGE.path}?tab={key}", className=tab_class(is_chosen=key == chosen))
        for key, label in Rounding.TABS.items()
        if _may(key)
    ]
    return office(viewer.say(PAGE.title), _TABS[chosen](context), tabs)


def _may(tab: str) -> bool:
    actor = current_account()
    return tab != "plans" or (actor is not None and decide(actor, Permission.EDIT_ROUNDS).allowed)


def _watch(context: PageContext) -> list[Component]:
    viewer = context.viewer
    chosen = [part for part in context.query.get("camera", "").split(",") if part][: max(SIZES)]
    return [
        dcc.Store(id=Cameras.TEXT),
        dcc.Store(id=Cameras.KIND),
        dcc.Store(id=Cameras.OPEN),
        dcc.Store(id=Cameras.CHOSEN, data=chosen),
        dcc.Store(id=Cameras.SIZE, data=USUAL_SIZE),
        html.Div([_tree(viewer), _chosen(viewer), _map(viewer, context.basemap)], className="camera-stage"),
    ]


def _rounds(context: PageContext) -> list[Component]:
    viewer = context.viewer
    due = [html.H2(viewer.say(Rounding.TODAY)), html.Div(id=Rounds.LIST, **drawn(skeleton(8)))]
    stage = [html.Div(id=Rounds.STAGE, className="walk-stage", **drawn(no_walk(viewer))), find_form(viewer)]
    return [
        dcc.Store(id=Rounds.COMMAND),
        dcc.Store(id=Rounds.WALK),
        dcc.Store(id=Rounds.DONE),
        dcc.Store(id=Rounds.PLANNED),
        html.Div(id=Rounds.SAID),
        html.Div(
            [html.Section(due, className="panel round-side"), html.Section(stage, className="panel round-walk")],
            className="round-stage",
        ),
    ]


def _plans(context: PageContext) -> list[Component]:
    viewer = context.viewer
    kept = [html.H2(viewer.say(Rounding.PLANS)), html.Div(id=Rounds.PLANS, **drawn(skeleton(6)))]
    return [
        dcc.Store(id=Rounds.PLAN),
        html.Div(id=Rounds.SAID),
        html.Div(
            [html.Section(kept, className="panel round-side"), html.Section(plan_form(viewer), className="panel")],
            className="round-stage",
        ),
    ]


def _figures(context: PageContext) -> list[Component]:
    viewer = context.viewer
    days = [
        labelled(viewer.say(label), dcc.Input(id=field, placeholder="2026-11-28", className="field fig", debounce=True))
        for label, field in ((Rounding.FROM, Rounds.FROM), (Rounding.UNTIL, Rounds.UNTIL))
    ]
    return [html.Div(days, className="round-days-bar"), html.Div(id=Rounds.FIGURES, **drawn(skeleton(8)))]


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
        **drawn(chosen_cameras(viewer, [])),
    )
    return html.Section([bar, grid], className="panel camera-chosen")


def _map(viewer: Viewer, basemap: str) -> Component:
    title = html.H2(viewer.say(Watching.MAP))
    stage = html.Div(city_map(Cameras.MAP, basemap), className="camera-map", **basemap_mark(basemap))
    return html.Section([title, stage], className="panel camera-place")


_TABS: Final[dict[str, Callable[[PageContext], list[Component]]]] = {
    "watch": _watch,
    "rounds": _rounds,
    "plans": _plans,
    "figures": _figures,
}
PAGE: Final = Page(
    key="cameras",
    path="/cameras",
    title=Watching.TITLE,
    order=2,
    icon="camera",
    layout=layout,
    early=MAP_DATA,
)
