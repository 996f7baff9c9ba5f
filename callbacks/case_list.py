"""The list of cases, asked again whenever cases move, and at every tick for the lamps."""

from __future__ import annotations

import asyncio
from typing import Any

from dash import Input, Output

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from dashboard.domain.rights import Actor
from dashboard.services.cases.sheets import CaseListing
from layouts.components.cases.list import case_table, list_head
from layouts.components.cases.view import CaseListView, view_from
from layouts.ids import Cases, Shell
from layouts.markup import markup
from layouts.requests import current_viewer


def register(app: CallbackRegistry, services: PageServices) -> None:
    """The browser keeps the view in a store and in the address; rows follow it."""

    @app.callback(
        Output(Cases.HEAD, "data-html"),
        Output(Cases.ROWS, "data-html"),
        Input(Cases.VIEW, "data"),
        Input(Shell.FEED_CASES, "data"),
        Input(Shell.TICK, "n_intervals"),
    )
    async def show_rows(told: Any, _revision: int | None, _ticks: int | None) -> tuple[str, str]:
        viewer, view = current_viewer(services.settings), view_from(told)
        listing = await asyncio.to_thread(_listing, services, view, current_actor())
        page = listing.page
        return (
            markup(list_head(viewer, view, listing.lamps, page.total)),
            markup(case_table(viewer, view, page, listing.names, listing.now_us)),
        )


def _listing(services: PageServices, view: CaseListView, actor: Actor) -> CaseListing:
    sheets = services.cases.sheets
    return sheets.listing(view.query, view.category or None, view.sorting, view.limit, view.after or None, actor)
