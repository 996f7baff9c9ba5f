"""How the processes are, for the administrator."""

from __future__ import annotations

import asyncio
from typing import Any

from dash import Input, Output

from callbacks._ports import CallbackRegistry, PageServices
from layouts.components.processes import process_board
from layouts.ids import Admin, Shell
from layouts.markup import markup
from layouts.requests import current_viewer


def register(app: CallbackRegistry, services: PageServices) -> None:
    """The board follows the tick."""

    @app.callback(Output(Admin.PROCESSES, "data-html"), Input(Shell.TICK, "n_intervals"))
    async def show_processes(_ticks: int | None) -> Any:
        checkup = await asyncio.to_thread(services.health.checkup)
        reports = await asyncio.to_thread(services.health.processes)
        return markup(process_board(current_viewer(services.settings), checkup, reports))
