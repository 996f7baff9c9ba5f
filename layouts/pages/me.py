"""我的账号: one's own profile, password and sessions."""

from __future__ import annotations

from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.rights import Permission
from dashboard.domain.text import Text
from layouts.components.blanks import skeleton
from layouts.components.me import own_photo_card
from layouts.components.office import office
from layouts.ids import Mine
from layouts.page import Page, PageContext


def layout(context: PageContext) -> Component:
    """The page before any data came."""
    cards = [
        html.Div(skeleton(6), id=Mine.PROFILE, className="card admin-form"),
        html.Div(
            [
                html.Div(skeleton(4), id=Mine.SESSIONS, className="card admin-form"),
                html.Div(own_photo_card(context.viewer), className="card admin-form"),
            ],
            className="me-column",
        ),
    ]
    body = [
        dcc.Store(id=Mine.CHANGED),
        dcc.Store(id=Mine.PHOTO_CHANGED),
        html.Div(id=Mine.SAID),
        html.Div(cards, className="me-cards"),
    ]
    return office(context.viewer.say(PAGE.title), body)


PAGE: Final = Page(
    key="me",
    path="/me",
    title=Text("我的账号", "My account"),
    order=9,
    icon="people",
    layout=layout,
    in_navigation=False,
    permission=Permission.VIEW_WALL,
)
