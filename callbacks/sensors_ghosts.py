"""New devices: who speaks without being registered, and the form that takes one in."""

from __future__ import annotations

import asyncio
from typing import Any

from dash import Input, Output, no_update

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import typed
from dashboard.commands.ghosts import GHOST_COMMANDS, GhostCommand, TakeInDevice, TryFields
from dashboard.commands.reading import read
from dashboard.domain.ghosts import choices_of, datum_of, read_choices
from dashboard.domain.rights import Actor
from layouts.components.blanks import failed, said
from layouts.components.ghost_form import faults, ghost_form, ghost_gone, previews, taken_in
from layouts.components.ghosts import ghost_list
from layouts.formatting import number
from layouts.ids import Sensors, Shell
from layouts.markup import NOTHING, markup
from layouts.requests import current_viewer
from layouts.texts.ghosts import Ghosts
from layouts.viewer import Viewer


def register(app: CallbackRegistry, services: PageServices) -> None:
    """The list follows the quarantine; the form is drawn once, its previews follow what is chosen in it."""
    _register_list(app, services)
    _register_form(app, services)

    @app.callback(
        Output(Shell.NOTICE, "children", allow_duplicate=True),
        Output(Sensors.GHOST_FORM, "children", allow_duplicate=True),
        Output(Sensors.GHOST_FAULTS, "data-html"),
        Input(Shell.GHOST_COMMAND, "data"),
        prevent_initial_call=True,
    )
    async def obey(given: Any) -> tuple[Any, Any, Any]:
        viewer, actor = current_viewer(services.settings), current_actor()
        command = read(GHOST_COMMANDS, given)
        return await asyncio.to_thread(_take_in, viewer, services, command, actor)


def _register_list(app: CallbackRegistry, services: PageServices) -> None:
    changes = (
        Input(Shell.FEED_QUARANTINE, "data"),
        Input(Shell.FEED_REGISTRY, "data"),
        Input(Shell.TICK, "n_intervals"),
    )

    @app.callback(Output(Sensors.GHOSTS_COUNT, "children"), *changes)
    async def show_count(revision: int | None, *_changes: int | None) -> Any:
        found = await asyncio.to_thread(services.ghosts.listed, revision)
        return number(found.total) if found.total else ""

    @app.callback(Output(Sensors.GHOSTS, "data-html"), *changes)
    async def show_list(revision: int | None, *_changes: int | None) -> Any:
        ghosts, total = await asyncio.to_thread(services.ghosts.listed, revision)
        return markup(ghost_list(current_viewer(services.settings), ghosts, total))


def _register_form(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(Output(Sensors.GHOST_FORM, "children"), Input(Sensors.GHOST_REF, "data"))
    async def show_form(told: Any) -> Any:
        viewer, basemap = current_viewer(services.settings), services.settings.basemap_tiles
        device_ref = typed(told)
        if not device_ref:
            return None
        ghost = await asyncio.to_thread(services.ghosts.ghost, device_ref)
        if ghost is None:
            return ghost_gone(viewer)
        choices = choices_of(ghost)
        return ghost_form(viewer, ghost, choices, read_choices(ghost, choices, ghost.kind), basemap)

    @app.callback(
        Output(Sensors.GHOST_PREVIEWS, "data-html"), Input(Shell.GHOST_DRAFT, "data"), prevent_initial_call=True
    )
    async def show_previews(given: Any) -> Any:
        viewer, command = current_viewer(services.settings), read(GHOST_COMMANDS, given)
        found = await asyncio.to_thread(
            services.ghosts.preview, command.device_ref, command.choices, command.kind, datum_of(command.datum_m)
        )
        return markup(previews(viewer, [choice.path for choice in command.choices], found, command.at))


def _take_in(viewer: Viewer, services: PageServices, command: GhostCommand, actor: Actor) -> tuple[Any, Any, Any]:
    match command:
        case TryFields():
            return no_update, no_update, no_update
        case TakeInDevice():
            asset, wrong = services.ghosts.take_in(command.entrance(), actor)
            if asset is None:
                notice = failed(viewer, viewer.say(Ghosts.REFUSED))
                return notice, no_update, markup(faults(viewer, wrong, command.at))
            done = said(viewer, Ghosts.TAKEN_IN, asset.name)
            return done, taken_in(viewer, asset.asset_id, asset.name), NOTHING
