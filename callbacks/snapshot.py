"""Pictures of chat groups: how long they wait for a unit, and the newest. What the form sends goes to the API."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from dash import Input, Output

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from dashboard.domain.cases.snapshots import Receipts
from dashboard.domain.durations import DAY_US
from dashboard.domain.rights import Actor
from layouts.components.snapshot import receipt_figures, recent_pictures
from layouts.ids import Shell
from layouts.quick_ids import Snapshot as Ids
from layouts.requests import current_viewer

_PAST_US: Final = 30 * DAY_US


def register(app: CallbackRegistry, services: PageServices) -> None:
    """Both follow the cases, and the clock."""

    @app.callback(Output(Ids.FIGURES, "children"), Input(Shell.FEED_CASES, "data"), Input(Shell.TICK, "n_intervals"))
    async def show_figures(_revision: int | None, _ticks: int | None) -> Any:
        told = await asyncio.to_thread(_receipts, services, current_actor())
        return receipt_figures(current_viewer(services.settings), *told)

    @app.callback(Output(Ids.RECENT, "children"), Input(Shell.FEED_CASES, "data"), Input(Shell.TICK, "n_intervals"))
    async def show_recent(_revision: int | None, _ticks: int | None) -> Any:
        recent = await asyncio.to_thread(services.cases.photo_group.recent, current_actor())
        _, names, now_us = await asyncio.to_thread(_receipts, services, current_actor())
        return recent_pictures(current_viewer(services.settings), recent, names, now_us)


def _receipts(services: PageServices, actor: Actor) -> tuple[Receipts, dict[str, str], int]:
    """The figures of 30 days, the names of units, and when that was."""
    now_us = services.views.now_us()
    return *services.cases.photo_group.receipts(now_us - _PAST_US, now_us + 1, actor), now_us
