"""What is not well with the system, told in the top bar of every page."""

from __future__ import annotations

import asyncio
from typing import Any

from dash import Input, Output

from callbacks._ports import CallbackRegistry, PageServices
from dashboard.domain.health import Checkup, Standing
from dashboard.services.broker_health import FILLING
from layouts.components.health_chip import AilingPart, health_chip
from layouts.ids import Shell
from layouts.requests import current_viewer


def register(app: CallbackRegistry, services: PageServices) -> None:
    """The chip follows the tick; one that stays empty costs no room."""

    @app.callback(Output(Shell.HEALTH, "children"), Input(Shell.TICK, "n_intervals"), comes_first=True)
    async def show_health(_ticks: int | None) -> Any:
        checkup = await asyncio.to_thread(services.health.checkup)
        return health_chip(current_viewer(services.settings), ailing_parts(checkup))


def ailing_parts(checkup: Checkup) -> list[AilingPart]:
    """Return what is not well, the database first."""
    return [
        AilingPart(
            key,
            is_down=check.standing is Standing.DOWN,
            store_fill=check.store_fill if (check.store_fill or 0) >= FILLING else None,
            jumps=check.jumps,
            detail=check.detail,
        )
        for key, check in checkup.checks.items()
        if check.standing is not Standing.OK
    ]
