"""外勤: for whoever is out on the streets, on a phone."""

from __future__ import annotations

from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.rights import Permission
from dashboard.domain.text import Text
from layouts.components.blanks import skeleton
from layouts.components.field import outbox, sharing
from layouts.components.office import office
from layouts.components.quick_report import quick_report
from layouts.duty_ids import Field
from layouts.page import Page, PageContext


def layout(context: PageContext) -> Component:
    """The page before any data came; with `report=1` the report from the street."""
    if context.query.get("report") == "1":
        return quick_report(context.viewer, context.basemap)
    day = html.Div(skeleton(8), id=Field.DAY, className="field-day")
    body = [
        dcc.Store(id=Field.DONE),
        html.Div(id=Field.SAID, role="status"),
        outbox(),
        html.Div([day, sharing(context.viewer)], className="field-page"),
    ]
    return office(context.viewer.say(PAGE.title), body)


PAGE: Final = Page(
    key="field",
    path="/field",
    title=Text("外勤", "Field"),
    order=2,
    icon="grid",
    layout=layout,
    permission=Permission.SHARE_POSITION,
)
