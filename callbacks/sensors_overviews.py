"""The overviews of the device page: drainage, parking, data quality."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

from dash import Input, Output, no_update

from callbacks._ports import CallbackRegistry, PageServices
from layouts.components.drainage import drainage_overview
from layouts.components.parking import parking_overview
from layouts.components.quality import data_quality
from layouts.ids import Sensors, Shell
from layouts.markup import markup
from layouts.requests import current_viewer


def register(app: CallbackRegistry, services: PageServices) -> None:
    """Each tab is asked again at every tick, and when the theme changes."""
    overview = services.sensors_overview

    @app.callback(Output(Sensors.DRAINAGE, "children"), Input(Shell.TICK, "n_intervals"), Input(Shell.THEME, "data"))
    async def show_drainage(_ticks: int | None, theme: str) -> Any:
        viewer = current_viewer(services.settings).themed(theme)
        draw = partial(drainage_overview, viewer)
        return await asyncio.to_thread(overview.drainage_drawn, (viewer.language, viewer.theme), draw)

    @app.callback(Output(Sensors.PARKING, "data-html"), Input(Shell.TICK, "n_intervals"))
    async def show_parking(_ticks: int | None) -> Any:
        parking = await asyncio.to_thread(overview.parking)
        hour = await asyncio.to_thread(overview.hour_now)
        return markup(parking_overview(current_viewer(services.settings), parking, hour))

    @app.callback(Output(Sensors.QUALITY, "data-html"), Input(Shell.TICK, "n_intervals"))
    async def show_quality(_ticks: int | None) -> Any:
        quality = await asyncio.to_thread(overview.quality)
        return markup(data_quality(current_viewer(services.settings), quality))

    @app.callback(Output(Shell.SELECTED_ASSET, "data"), Input(Sensors.NETWORK, "clickData"), prevent_initial_call=True)
    async def open_station(click: dict[str, Any] | None) -> Any:
        point = click["points"][0] if click and click.get("points") else {}
        return {"id": point["customdata"]} if point.get("customdata") else no_update
