"""外勤: for whoever is out on the streets, on a phone."""

from __future__ import annotations

from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.rights import Permission
from dashboard.domain.text import Text
from layouts.components.blanks import skeleton
from layouts.components.field import sharing
from layouts.components.quick_report import quick_report
from layouts.components.tasks import task_page
from layouts.duty_ids import Field
from layouts.page import Page, PageContext


def layout(context: PageContext) -> Component:
    """The page before any data came; with `report=1` the report from the street."""
    if context.query.get("report") == "1":
        return quick_report(context.viewer, context.basemap)
    day = html.Div(skeleton(8), id=Field.DAY, className="field-day")
    mine = [html.Div(id=Field.SAID, role="status"), html.Div([day, sharing(context.viewer)], className="field-page")]
    return html.Div(
        [dcc.Store(id=Field.DONE), task_page(context.viewer, mine, context.basemap)], className="field-office"
    )


PAGE: Final = Page(
    key="field",
    path="/field",
    title=Text("外勤", "Field"),
    order=2,
    icon="grid",
    layout=layout,
    permission=Permission.SHARE_POSITION,
)
