"""Inspections: drawn, filled in, listed."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from dash import Input, Output, State, no_update

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import is_key, typed
from dashboard.domain.durations import HOUR_US
from dashboard.domain.inspections.records import NOTE_LENGTH, Inspection
from dashboard.domain.rights import Actor, Permission, Target, decide
from dashboard.errors import BadInput
from layouts.components.blanks import said
from layouts.components.inspections import FIELDS, inspection_form, inspection_list
from layouts.duty_ids import Inspect
from layouts.markup import markup
from layouts.requests import current_viewer
from layouts.texts.duty import Inspecting

_TRACK_US: Final = 12 * HOUR_US
_CODE_LENGTH: Final = 40


def register(app: CallbackRegistry, services: PageServices) -> None:
    """The form and the list follow what was drawn and saved."""
    _register_reads(app, services)
    _register_deeds(app, services)


def _register_reads(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(Output(Inspect.CURRENT, "children"), Output(Inspect.LIST, "data-html"), Input(Inspect.DONE, "data"))
    async def show(_done: int | None) -> Any:
        viewer, actor = current_viewer(services.settings), current_actor()
        found = await asyncio.to_thread(services.duty.inspections.listed, actor, _reach(actor))
        mine = next((each for each in found if each.inspector == actor.name and each.marks is None), None)
        pictures = services.duty.inspection_pictures
        offers = mine is not None and await asyncio.to_thread(pictures.offers, mine, actor)
        form = inspection_form(viewer, mine, _begun_us(mine), offers)
        authors = await asyncio.to_thread(services.people.authors, (each.inspector for each in found), actor)
        return form, markup(inspection_list(viewer, found, authors))

    @app.callback(Output(Inspect.SQUAD, "options"), Output(Inspect.SQUAD, "value"), Input(Inspect.SQUAD, "id"))
    async def show_squads(_mounted: str) -> Any:
        lines = await asyncio.to_thread(services.people.squads)
        return [{"label": line.squad.name, "value": line.squad.code} for line in lines], _reach(current_actor())


def _register_deeds(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Inspect.SAID, "children"),
        Output(Inspect.DONE, "data"),
        Input(Inspect.DRAW, "n_clicks"),
        State(Inspect.SQUAD, "value"),
        prevent_initial_call=True,
    )
    async def draw(clicks: int | None, squad: Any) -> Any:
        if not clicks:
            return no_update, no_update
        actor = current_actor()
        wanted = _reach(actor) or typed(squad, _CODE_LENGTH) or None
        drawn = await asyncio.to_thread(services.duty.inspections.pick, actor, wanted)
        return said(current_viewer(services.settings), Inspecting.DRAWN, drawn.person), drawn.inspection_key

    @app.callback(
        Output(Inspect.SAID, "children", allow_duplicate=True),
        Output(Inspect.DONE, "data", allow_duplicate=True),
        Input(Inspect.SAVE, "n_clicks"),
        State(Inspect.KEY, "data"),
        State(Inspect.NOTE, "value"),
        *(State(field, "value") for field in FIELDS.values()),
        prevent_initial_call=True,
    )
    async def fill_in(clicks: int | None, key: Any, note: Any, *marks: Any) -> Any:
        if not clicks:
            return no_update, no_update
        if not is_key(key):
            raise BadInput(Inspecting.NOTHING)
        found = {point.value: str(mark or "") for point, mark in zip(FIELDS, marks, strict=True)}
        text = typed(note, NOTE_LENGTH + 1)
        await asyncio.to_thread(services.duty.inspections.fill_in, key, found, text, current_actor())
        return said(current_viewer(services.settings), Inspecting.SAVED), -key


def _reach(actor: Actor) -> str | None:
    """The own squad, for whoever inspects that alone."""
    return None if decide(actor, Permission.INSPECT, Target()).allowed else actor.squad


def _begun_us(inspection: Inspection | None) -> int:
    return inspection.picked_us - _TRACK_US if inspection else 0
