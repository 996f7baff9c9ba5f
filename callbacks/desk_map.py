"""The map's frame: the layer tree's counts and the city's overview beside it."""

from __future__ import annotations

import asyncio
from typing import Any

from dash import Input, Output

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from dashboard.domain.rights import Actor, Permission, decide
from layouts.components.layer_tree import layer_rows
from layouts.components.overview import city_overview
from layouts.ids import Desk, Shell
from layouts.markup import markup
from layouts.requests import current_viewer


def register(app: CallbackRegistry, services: PageServices) -> None:
    """Counts when the registry changes, the overview at each tick."""

    @app.callback(
        Output(Desk.LAYERS, "data-html"),
        Input(Shell.FEED_REGISTRY, "data"),
        Input(Shell.FEED_ROSTER, "data"),
        Input(Shell.FEED_GATES, "data"),
        comes_first=True,
    )
    async def show_layers(revision: int | None, _roster: int | None, gates: Any) -> Any:
        viewer = current_viewer(services.settings)
        counts, grids, people, places = await asyncio.gather(
            asyncio.to_thread(services.views.layer_counts),
            asyncio.to_thread(services.views.grid_count, revision),
            asyncio.to_thread(_on_duty, services, current_actor()),
            asyncio.to_thread(services.gates.allowances.count, current_actor()),
        )
        as_of = gates if type(gates) is int else 0
        return markup(layer_rows(viewer, counts, grids, people, (places, as_of)))

    @app.callback(Output(Desk.OVERVIEW, "data-html"), Input(Shell.TICK, "n_intervals"), comes_first=True)
    async def show_overview(_ticks: int | None) -> Any:
        viewer = current_viewer(services.settings)
        overview = services.sensors_overview
        counts, drainage, parking, hour = await asyncio.gather(
            asyncio.to_thread(services.views.layer_counts),
            asyncio.to_thread(overview.drainage),
            asyncio.to_thread(overview.parking),
            asyncio.to_thread(overview.hour_now),
        )
        return markup(city_overview(viewer, counts, drainage, parking, hour))


def _on_duty(services: PageServices, actor: Actor) -> int | None:
    """How many people on duty the actor may see; None for whoever may see nobody."""
    if not decide(actor, Permission.VIEW_DUTY).allowed:
        return None
    return len(services.duty.desk.now(actor).people)
