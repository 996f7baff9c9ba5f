"""The report from the street: what the browser searches in. What it sends goes to the API."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from dash import Input, Output

from callbacks._ports import CallbackRegistry, PageServices
from dashboard.domain.cases.finding import findable
from layouts.ids import Shell
from layouts.quick_ids import Quick as Ids


def register(app: CallbackRegistry, services: PageServices) -> None:
    """The sub-categories follow the catalogue."""

    @app.callback(
        Output(Ids.CATALOGUE, "data-quick-rows"),
        Input(Ids.CATALOGUE, "id"),
        Input(Shell.FEED_CATALOGUE, "data"),
    )
    async def show_catalogue(_mounted: str, _revision: int | None) -> Any:
        catalogues = services.catalogue
        catalogue = await asyncio.to_thread(catalogues.on, catalogues.today())
        return "" if catalogue is None else json.dumps(findable(catalogue), ensure_ascii=False)
