"""督查: somebody on duty is drawn at random, looked at, and what was found is written down."""

from __future__ import annotations

from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.rights import Permission, Target, decide
from dashboard.domain.text import Text
from layouts.components.blanks import skeleton
from layouts.components.office import office
from layouts.components.patrol_map import patrol_map
from layouts.duty_ids import Inspect
from layouts.markup import drawn
from layouts.page import MAP_DATA, Page, PageContext
from layouts.requests import current_account
from layouts.texts.duty import Inspecting


def layout(context: PageContext) -> Component:
    """The page before any data came."""
    viewer, actor = context.viewer, current_account()
    sees_all = actor is not None and decide(actor, Permission.INSPECT, Target()).allowed
    squad = "" if sees_all else (actor.squad if actor and actor.squad else "")
    choice = dcc.Dropdown(
        id=Inspect.SQUAD, placeholder=viewer.say(Inspecting.SQUAD), className="right-choice", disabled=not sees_all
    )
    draw = html.Button(viewer.say(Inspecting.DRAW), id=Inspect.DRAW, className="btn primary")
    form = html.Section(html.Div(skeleton(6), id=Inspect.CURRENT), className="panel inspect-panel")
    body = [
        dcc.Store(id=Inspect.DONE),
        html.P(viewer.say(Inspecting.INTRO), className="quiet intro"),
        html.Div([choice, draw, html.Div(id=Inspect.SAID)], className="admin-bar"),
        html.Div(
            [patrol_map(viewer, Inspect.MAP, context.basemap, squad, sees_people=True), form], className="duty-stage"
        ),
        html.Section(
            [html.H2(viewer.say(Inspecting.RECORDS)), html.Div(id=Inspect.LIST, **drawn(skeleton(6)))],
            className="panel",
        ),
    ]
    return office(viewer.say(PAGE.title), body)


PAGE: Final = Page(
    key="inspect",
    path="/inspect",
    title=Text("督查", "Inspection"),
    order=4,
    icon="search",
    layout=layout,
    early=MAP_DATA,
    permission=Permission.INSPECT,
)
