"""Maintenance windows: planned from the drawer or the device page, listed, ended early."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from dash import Input, Output

from callbacks._ports import CallbackRegistry, PageServices
from callbacks._problems import refusal
from dashboard.domain.maintenance import MaintenanceWindow, WindowLine
from dashboard.domain.readings import to_us
from dashboard.domain.rules import Scope
from dashboard.domain.text import Text
from dashboard.errors import BadInput, XiuhuaError
from layouts.components.alarms.maintenance import window_list, window_places
from layouts.components.blanks import said
from layouts.formatting import day_and_time
from layouts.ids import Sensors, Shell
from layouts.markup import markup
from layouts.requests import current_viewer
from layouts.texts.maintenance import Maintenance
from layouts.viewer import Viewer

ACTOR: Final = "operator"
_HOUR_US: Final = 3_600_000_000


def register(app: CallbackRegistry, services: PageServices) -> None:
    """The browser writes a command into the store; the list follows the feed of alarms and the clock."""
    _register_list(app, services)

    @app.callback(
        Output(Shell.NOTICE, "children", allow_duplicate=True),
        Input(Shell.WINDOW_COMMAND, "data"),
        prevent_initial_call=True,
    )
    async def obey(command: dict[str, Any]) -> Any:
        viewer = current_viewer(services.settings)
        try:
            return await asyncio.to_thread(_obey, viewer, services, command)
        except XiuhuaError as error:
            return refusal(viewer, error)


def _register_list(app: CallbackRegistry, services: PageServices) -> None:
    overview = services.sensors_overview

    @app.callback(
        Output(Sensors.WINDOWS, "data-html"), Input(Shell.FEED_ALARMS, "data"), Input(Shell.TICK, "n_intervals")
    )
    async def show_windows(_revision: int | None, _ticks: int | None) -> Any:
        lines, now_us = await asyncio.to_thread(_windows, services)
        return markup(window_list(current_viewer(services.settings), lines, now_us))

    @app.callback(Output(Sensors.WINDOW_PLACES, "data-html"), Input(Sensors.WINDOW_PLACES, "id"))
    async def show_places(_mounted: str) -> Any:
        areas = await asyncio.to_thread(overview.work_areas)
        return markup(window_places(current_viewer(services.settings), areas))


def _windows(services: PageServices) -> tuple[Sequence[WindowLine], int]:
    return services.sensors_overview.windows(), services.views.now_us()


def _obey(viewer: Viewer, services: PageServices, command: dict[str, Any]) -> Any:
    if command.get("action") == "end":
        services.alarms.close_window(int(command["window"]), ACTOR)
        return said(viewer, Maintenance.CLOSED)
    window = window_from(viewer, command, services.views.now_us())
    services.alarms.open_window(window)
    return said(viewer, Maintenance.OPENED, day_and_time(viewer, window.until_us))


def window_from(viewer: Viewer, command: dict[str, Any], now_us: int) -> MaintenanceWindow:
    """What the dialog says; times without a zone are the city's. Raises BadInput.

    `from` is empty for now; `until` is empty when the window lasts `hours` from its beginning.
    """
    begins, ends = (str(command.get(key) or "") for key in ("from", "until"))
    from_us = _moment(viewer, begins) if begins else now_us
    until_us = _moment(viewer, ends) if ends else from_us + int(command.get("hours") or 0) * _HOUR_US
    scope = str(command.get("scope"))
    if scope not in set(Scope):
        raise BadInput(Text("无法识别的范围，请刷新页面", f"there is no scope {scope!r}; reload the page"))
    return MaintenanceWindow(
        scope=Scope(scope),
        scope_ref=str(command.get("scope_ref") or "").strip(),
        from_us=from_us,
        until_us=until_us,
        reason=str(command.get("reason") or ""),
        opened_by=ACTOR,
    )


def _moment(viewer: Viewer, text: str) -> int:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInput(Maintenance.BAD_TIME) from error
    return to_us(moment.replace(tzinfo=viewer.zone))
