"""The map's frame: the layer tree's counts and the city's overview beside it."""

from __future__ import annotations

import asyncio
from typing import Any

from dash import Input, Output

from callbacks._ports import CallbackRegistry, PageServices
from layouts.components.layer_tree import layer_rows
from layouts.components.overview import city_overview
from layouts.ids import Desk, Shell
from layouts.markup import markup
from layouts.requests import current_viewer


def register(app: CallbackRegistry, services: PageServices) -> None:
    """Counts when the registry changes, the overview at each tick."""

    @app.callback(Output(Desk.LAYERS, "data-html"), Input(Shell.FEED_REGISTRY, "data"))
    async def show_layers(revision: int | None) -> Any:
        viewer = current_viewer(services.settings)
        counts, grids = await asyncio.gather(
            asyncio.to_thread(services.views.layer_counts), asyncio.to_thread(services.views.grid_count, revision)
        )
        return markup(layer_rows(viewer, counts, grids))

    @app.callback(Output(Desk.OVERVIEW, "data-html"), Input(Shell.TICK, "n_intervals"))
    async def show_overview(_ticks: int | None) -> Any:
        viewer = current_viewer(services.settings)
        overview = services.sensors_overview
        counts, drainage, parking, hour = await asyncio.gather(
            asyncio.to_thread(services.views.layer_counts),
            asyncio.to_thread(overview.drainage),
            asyncio.to_thread(overview.parking),
            asyncio.to_thread(overview.hour_now),
        )
        return markup(city_overview(viewer, counts, drainage, parking, hour))
