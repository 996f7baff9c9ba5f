"""The list of cases, asked again whenever cases move, and at every tick for the lamps."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from dash import Input, Output, State, ctx, no_update

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import typed
from dashboard.domain.cases.desk import SavedView
from dashboard.domain.cases.permits import turns_of
from dashboard.domain.rights import Actor
from dashboard.services.cases.sheets import CaseListing
from layouts.components.cases.filters import filter_row, view_chips
from layouts.components.cases.list import case_table, list_head
from layouts.components.cases.view import CaseListView, view_from
from layouts.ids import Cases, Shell
from layouts.markup import markup
from layouts.requests import current_viewer
from layouts.viewer import Viewer

_LONGEST_NAME = 200


def register(app: CallbackRegistry, services: PageServices) -> None:
    """The browser keeps the view in a store and in the address; rows follow it."""
    _register_rows(app, services)
    _register_views(app, services)

    @app.callback(
        Output(Cases.FILTERS, "data-html"),
        Input(Cases.VIEW, "data"),
        Input(Shell.FEED_CATALOGUE, "data"),
        comes_first=True,
    )
    async def show_filters(told: Any, _revision: int | None) -> str:
        viewer, view = current_viewer(services.settings), view_from(told)
        return await asyncio.to_thread(_filters, viewer, services, view, current_actor())


def _register_rows(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Cases.HEAD, "data-html"),
        Output(Cases.ROWS, "data-html"),
        Input(Cases.VIEW, "data"),
        Input(Shell.FEED_CASES, "data"),
        Input(Shell.TICK, "n_intervals"),
        comes_first=True,
    )
    async def show_rows(told: Any, _revision: int | None, _ticks: int | None) -> tuple[str, str]:
        viewer, view = current_viewer(services.settings), view_from(told)
        listing = await asyncio.to_thread(_listing, services, view, current_actor())
        page = listing.page
        return (
            markup(list_head(viewer, view, listing.lamps, page.total)),
            markup(case_table(viewer, view, page, listing.names, listing.now_us)),
        )


def _register_views(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Cases.VIEWS, "data-html"),
        Output(Cases.NAME, "value"),
        Input(Cases.VIEW, "data"),
        Input(Cases.SAVE, "n_clicks"),
        Input(Cases.FORGET, "data"),
        State(Cases.NAME, "value"),
    )
    async def show_views(told: Any, saves: int | None, forget: Any, name: Any) -> tuple[str, Any]:
        viewer, view, actor = current_viewer(services.settings), view_from(told), current_actor()
        if ctx.triggered_id == Cases.SAVE and saves:
            saved = await asyncio.to_thread(_save, services, typed(name, _LONGEST_NAME), view, actor)
            return _chips(viewer, view, saved), ""
        if ctx.triggered_id == Cases.FORGET and isinstance(forget, dict):
            dropped = typed(forget.get("name"), _LONGEST_NAME)
            saved = await asyncio.to_thread(services.cases.desk.remove_view, dropped, actor)
            return _chips(viewer, view, saved), no_update
        return _chips(viewer, view, await asyncio.to_thread(services.cases.desk.views, actor)), no_update


def _chips(viewer: Viewer, view: CaseListView, saved: Sequence[SavedView]) -> str:
    return markup(view_chips(viewer, view, saved))


def _save(services: PageServices, name: str, view: CaseListView, actor: Actor) -> Sequence[SavedView]:
    return services.cases.desk.save_view(name, view.told(), actor)


def _listing(services: PageServices, view: CaseListView, actor: Actor) -> CaseListing:
    query = view.query._replace(states=turns_of(actor)) if view.mine else view.query
    sheets = services.cases.sheets
    return sheets.listing(query, view.category or None, view.sorting, view.limit, view.after or None, actor)


def _filters(viewer: Viewer, services: PageServices, view: CaseListView, actor: Actor) -> str:
    names, catalogue = services.cases.sheets.names(actor), services.catalogue.on(services.catalogue.today())
    return markup(filter_row(viewer, view, names.squads, services.sensors_overview.grids(), catalogue))
