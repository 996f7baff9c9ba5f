"""Maintenance windows: planned from the drawer or the device page, listed, ended early."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from dash import Input, Output

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from dashboard.commands.maintenance import WINDOW_COMMANDS, CloseWindow, OpenWindow, WindowCommand
from dashboard.commands.reading import read
from dashboard.domain.maintenance import WindowLine
from dashboard.domain.rights import Actor
from layouts.components.alarms.maintenance import window_list, window_places
from layouts.components.blanks import said
from layouts.formatting import day_and_time
from layouts.ids import Sensors, Shell
from layouts.markup import markup
from layouts.requests import current_viewer
from layouts.texts.maintenance import Maintenance
from layouts.viewer import Viewer


def register(app: CallbackRegistry, services: PageServices) -> None:
    """The browser writes a command into the store; the list follows the feed of alarms and the clock."""
    _register_list(app, services)

    @app.callback(
        Output(Shell.NOTICE, "children", allow_duplicate=True),
        Input(Shell.WINDOW_COMMAND, "data"),
        prevent_initial_call=True,
    )
    async def obey(given: Any) -> Any:
        viewer, actor = current_viewer(services.settings), current_actor()
        command = read(WINDOW_COMMANDS, given)
        return await asyncio.to_thread(_obey, viewer, services, command, actor)


def _register_list(app: CallbackRegistry, services: PageServices) -> None:
    overview = services.sensors_overview

    @app.callback(
        Output(Sensors.WINDOWS, "data-html"), Input(Shell.FEED_ALARMS, "data"), Input(Shell.TICK, "n_intervals")
    )
    async def show_windows(_revision: int | None, _ticks: int | None) -> Any:
        lines, now_us = await asyncio.to_thread(_windows, services)
        openers = (line.window.opened_by for line in lines)
        authors = await asyncio.to_thread(services.people.authors, openers, current_actor())
        return markup(window_list(current_viewer(services.settings), lines, now_us, authors))

    @app.callback(Output(Sensors.WINDOW_PLACES, "data-html"), Input(Sensors.WINDOW_PLACES, "id"))
    async def show_places(_mounted: str) -> Any:
        areas = await asyncio.to_thread(overview.work_areas)
        return markup(window_places(current_viewer(services.settings), areas))


def _windows(services: PageServices) -> tuple[Sequence[WindowLine], int]:
    return services.sensors_overview.windows(), services.views.now_us()


def _obey(viewer: Viewer, services: PageServices, command: WindowCommand, actor: Actor) -> Any:
    match command:
        case CloseWindow():
            services.alarms.close_window(command.window, actor)
            return said(viewer, Maintenance.CLOSED)
        case OpenWindow():
            window = command.window(services.views.now_us(), viewer.zone)
            services.alarms.open_window(window, actor)
            return said(viewer, Maintenance.OPENED, day_and_time(viewer, window.until_us))
