"""The search box in the top bar."""

from __future__ import annotations

import asyncio
from typing import Any

from dash import Input, Output

from callbacks._ports import CallbackRegistry, PageServices
from layouts.components.search_results import search_results
from layouts.ids import Shell
from layouts.markup import NOTHING, markup
from layouts.requests import current_viewer


def register(app: CallbackRegistry, services: PageServices) -> None:
    """Results while typing; the browser opens, walks and closes them."""

    @app.callback(
        Output(Shell.SEARCH_RESULTS, "data-html"), Input(Shell.SEARCH_TEXT, "data"), prevent_initial_call=True
    )
    async def find(text: str | None) -> Any:
        asked = (text or "").strip()
        hits = await asyncio.to_thread(services.search.find, asked)
        return markup(search_results(current_viewer(services.settings), asked, hits)) or NOTHING
