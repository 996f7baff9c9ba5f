"""The device register: online tiles, filters, one page of devices."""

from __future__ import annotations

import asyncio
from typing import Any

from dash import Input, Output, State

from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import stored
from layouts.components.register import filters, online_tiles, query_from, register_table
from layouts.ids import Sensors, Shell
from layouts.markup import markup
from layouts.requests import current_viewer


def register(app: CallbackRegistry, services: PageServices) -> None:
    """The browser keeps the view (filters, order, page) in a store; rows follow it, values are live cells."""

    @app.callback(
        Output(Sensors.REGISTER_FILTERS, "data-html"),
        Input(Sensors.REGISTER_FILTERS, "id"),
        State(Sensors.REGISTER_VIEW, "data"),
    )
    async def show_filters(_mounted: str, view: Any) -> Any:
        grids = await asyncio.to_thread(services.sensors_overview.grids)
        return markup(filters(current_viewer(services.settings), query_from(stored(view)), grids))

    @app.callback(
        Output(Sensors.REGISTER_ONLINE, "data-html"),
        Input(Shell.TICK, "n_intervals"),
        Input(Sensors.REGISTER_VIEW, "data"),
    )
    async def show_online(_ticks: int | None, view: Any) -> Any:
        counts = await asyncio.to_thread(services.views.layer_counts)
        return markup(online_tiles(current_viewer(services.settings), counts, query_from(stored(view)).kind))

    @app.callback(
        Output(Sensors.REGISTER_ROWS, "data-html"),
        Input(Sensors.REGISTER_VIEW, "data"),
        Input(Shell.FEED_REGISTRY, "data"),
    )
    async def show_rows(view: Any, _revision: int | None) -> Any:
        query = query_from(stored(view))
        page = await asyncio.to_thread(services.sensors_overview.register, query)
        return markup(register_table(current_viewer(services.settings), query, page))
