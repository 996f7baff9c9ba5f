"""管理: people, squads, departments, and who answers for which area."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.rights import Permission
from dashboard.domain.text import Text
from layouts.components.blanks import skeleton
from layouts.components.people.listing import people_tab, query_from_address
from layouts.ids import Admin
from layouts.markup import drawn
from layouts.page import Page, PageContext
from layouts.texts.people import People


def layout(context: PageContext) -> Component:
    """Return the tab that `?tab=` asks for, the people without; links to the others."""
    viewer = context.viewer
    asked = context.query.get("tab", "")
    chosen = asked if asked in People.TABS else "people"
    tabs = [
        dcc.Link(
            viewer.say(label), href=f"/admin?tab={key}", className="page-tab is-on" if key == chosen else "page-tab"
        )
        for key, label in People.TABS.items()
    ]
    head = html.Header([html.H1(viewer.say(PAGE.title)), html.Nav(tabs, className="page-tabs")], className="page-head")
    return html.Div([head, html.Div(_TABS[chosen](context), className="page-body")], className="office")


def _people(context: PageContext) -> list[Component]:
    return people_tab(context.viewer, query_from_address(context.query))


def _squads(_context: PageContext) -> list[Component]:
    return [html.Div(skeleton(8), id=Admin.SQUADS, className="squad-cards")]


def _departments(_context: PageContext) -> list[Component]:
    return [html.Div(skeleton(8), id=Admin.DEPARTMENTS)]


def _responsibilities(_context: PageContext) -> list[Component]:
    return [html.Div(id=Admin.RESPONSIBILITIES, **drawn(skeleton(10)))]


_TABS: Final[dict[str, Callable[[PageContext], list[Component]]]] = {
    "people": _people,
    "squads": _squads,
    "departments": _departments,
    "responsibilities": _responsibilities,
}
PAGE: Final = Page(
    key="admin",
    path="/admin",
    title=Text("管理", "Admin"),
    order=6,
    icon="people",
    layout=layout,
    permission=Permission.VIEW_PEOPLE,
)
