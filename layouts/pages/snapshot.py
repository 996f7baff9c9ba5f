"""随手拍: pictures of chat groups go straight to the unit that answers."""

from __future__ import annotations

from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.domain.rights import Permission
from layouts.components.office import office
from layouts.components.snapshot import snapshot_form, snapshot_results
from layouts.page import Page, PageContext
from layouts.texts.snapshot import Snapshots


def layout(context: PageContext) -> Component:
    """The page before any data came."""
    viewer = context.viewer
    hint = html.P(viewer.say(Snapshots.HINT), className="quiet snap-hint")
    return office(viewer.say(PAGE.title), [hint, snapshot_form(viewer, context.basemap), snapshot_results(viewer)])


PAGE: Final = Page(
    key="snapshot",
    path="/snapshot",
    title=Snapshots.TITLE,
    order=5,
    icon="grid",
    layout=layout,
    in_navigation=False,
    permission=Permission.REPORT_CASES,
)
