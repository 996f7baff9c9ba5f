"""案件: the list of cases on a page of its own."""

from __future__ import annotations

from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.domain.rights import Permission, decide
from layouts.components.cases.panel import case_panel
from layouts.components.cases.view import view_from
from layouts.page import Page, PageContext
from layouts.requests import current_account
from layouts.texts.cases import CaseList


def layout(context: PageContext) -> Component:
    """Return the frame of the list."""
    actor = current_account()
    has_desk = actor is not None and decide(actor, Permission.VIEW_OPERATIONS).allowed
    panel = case_panel(context.viewer, view_from(context.query), is_page=True, has_desk=has_desk)
    return html.Div(panel, className="cases-page")


PAGE: Final = Page(
    key="cases",
    path="/cases",
    title=CaseList.PAGE,
    order=2,
    icon="list",
    layout=layout,
    in_navigation=False,
    permission=Permission.VIEW_CASES,
)
