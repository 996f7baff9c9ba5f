"""The overviews of the device page: drainage, parking, data quality."""

from __future__ import annotations

import asyncio
from typing import Any

from dash import Input, Output, no_update
from dash.development.base_component import Component

from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import stored, typed
from dashboard.services.remembered import Remembered
from dashboard.services.sensors_overview import SensorsOverview
from layouts.components.drainage import drainage_overview
from layouts.components.parking import parking_overview
from layouts.components.quality import data_quality
from layouts.ids import Sensors, Shell
from layouts.markup import markup
from layouts.requests import current_viewer
from layouts.viewer import Viewer


class DrainageDrawings:
    """The pipe network as it is drawn: once per overview and look, for all viewers.

    A network has thousands of pipes, so that drawing it for every client would cost more than reading it.
    """

    def __init__(self, overview: SensorsOverview) -> None:
        self._overview = overview
        self._remembered = Remembered()

    def drawn_for(self, viewer: Viewer) -> list[Component]:
        """Return the newest overview in the language and theme of `viewer`. Raises Unavailable."""
        overview = self._overview.drainage()
        return self._remembered.get(viewer, overview.as_of_us, lambda: drainage_overview(viewer, overview))


def register(app: CallbackRegistry, services: PageServices) -> None:
    """Each tab is asked again at every tick, and when the theme changes."""
    overview = services.sensors_overview
    drawings = DrainageDrawings(overview)

    @app.callback(Output(Sensors.DRAINAGE, "children"), Input(Shell.TICK, "n_intervals"), Input(Shell.THEME, "data"))
    async def show_drainage(_ticks: int | None, theme: str) -> Any:
        viewer = current_viewer(services.settings).themed(theme)
        return await asyncio.to_thread(drawings.drawn_for, viewer)

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
    async def open_station(click: Any) -> Any:
        points = stored(click).get("points")
        station = typed(stored(points[0]).get("customdata"), 80) if isinstance(points, list) and points else ""
        return {"id": station} if station else no_update
