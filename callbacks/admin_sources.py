"""The sources of data and the device mappings, for the administrator."""

from __future__ import annotations

import asyncio
from typing import Any

from dash import Input, Output

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from layouts.components.sources import mapping_list, source_board
from layouts.ids import Admin, Shell
from layouts.markup import markup
from layouts.requests import current_viewer


def register(app: CallbackRegistry, services: PageServices) -> None:
    """Sources follow the clock, mappings the register."""

    @app.callback(Output(Admin.SOURCES, "data-html"), Input(Shell.TICK, "n_intervals"))
    async def show_sources(_ticks: int | None) -> Any:
        board = await asyncio.to_thread(services.office.sources.board, current_actor())
        return markup(source_board(current_viewer(services.settings), board))

    @app.callback(Output(Admin.MAPPINGS, "data-html"), Input(Shell.FEED_REGISTRY, "data"))
    async def show_mappings(_revision: int | None) -> Any:
        specs = await asyncio.to_thread(services.office.sources.mappings, current_actor())
        return markup(mapping_list(current_viewer(services.settings), specs))
