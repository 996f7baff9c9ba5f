"""Patrol rounds by camera: taken, walked camera by camera, finds made cases."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, Final
from uuid import uuid4

from dash import Input, Output, State, no_update

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import is_key, stored, typed, word_of
from dashboard.domain.camera_rounds.records import NOTE_LENGTH, LookResult, Occasion
from dashboard.domain.cases.finding import Findable, findable
from dashboard.domain.rights import Actor, Permission, decide
from dashboard.domain.text import Text
from dashboard.errors import BadInput
from layouts.camera_ids import Rounds
from layouts.components.authors import Authors
from layouts.components.blanks import said
from layouts.components.cameras.rounds import no_walk, round_list, seen_picture, walk_stage
from layouts.ids import Shell
from layouts.markup import markup
from layouts.requests import current_viewer
from layouts.texts.cameras import Rounding

_LONGEST_CODE: Final = 40
_DIGEST_LENGTH: Final = 64
_LATEST_US: Final = 2**53
"""What a script of a page can count to."""


def register(app: CallbackRegistry, services: PageServices) -> None:
    """The list follows the clock and what was done here; the stage what is walked."""
    _register_reads(app, services)
    _register_steps(app, services)
    _register_find(app, services)


def _register_reads(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(Output(Rounds.LIST, "data-html"), Input(Rounds.DONE, "data"), Input(Shell.TICK, "n_intervals"))
    async def show_list(_done: Any, _ticks: Any) -> Any:
        viewer, actor = current_viewer(services.settings), current_actor()
        occasions, authors, now_us = await asyncio.to_thread(_today, services, actor)
        may_walk = decide(actor, Permission.WALK_ROUNDS).allowed
        return markup(round_list(viewer, occasions, now_us, actor.name, authors, may_walk=may_walk))

    @app.callback(Output(Rounds.STAGE, "data-html"), Input(Rounds.WALK, "data"), Input(Rounds.DONE, "data"))
    async def show_walk(told: Any, _done: Any) -> Any:
        viewer, walk = current_viewer(services.settings), stored(told).get("walk")
        if not is_key(walk):
            return markup(no_walk(viewer))
        seen = await asyncio.to_thread(services.rounds.walking.mine, walk, current_actor())
        if seen is None:
            return markup(no_walk(viewer))
        wanted, at = stored(told).get("at"), seen.next_position or 0
        if isinstance(wanted, int) and 0 <= wanted < len(seen.cameras):
            at = wanted
        return markup(walk_stage(viewer, seen.walk, seen.name, seen.cameras, seen.looks, at))

    @app.callback(Output(Rounds.CATEGORY, "options"), Input(Rounds.CATEGORY, "id"))
    async def show_categories(_mounted: str) -> Any:
        found = await asyncio.to_thread(_categories, services)
        return [
            {"label": f"{each.name} {each.code}", "value": each.code, "search": f"{each.name} {each.initials}"}
            for each in found
        ]


def _register_steps(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Rounds.WALK, "data"),
        Output(Rounds.DONE, "data"),
        Output(Rounds.SAID, "children"),
        Input(Rounds.COMMAND, "data"),
        prevent_initial_call=True,
    )
    async def step(told: Any) -> Any:
        return await asyncio.to_thread(_stepped, services, stored(told), current_actor())

    @app.callback(
        Output(Rounds.PICTURE, "data"),
        Output(Rounds.SEEN, "data-html"),
        Output(Rounds.FIND, "hidden"),
        Input(Rounds.PLANNED, "data"),
        prevent_initial_call=True,
    )
    async def capture(told: Any) -> Any:
        viewer, at = current_viewer(services.settings), _position(stored(told))
        if at is None:
            return None, "", True
        walk, position = at
        digest, why = await _captured(services, walk, position, current_actor())
        picture = {"walk": walk, "position": position, "picture": digest}
        return picture, markup(seen_picture(viewer, digest, viewer.say(why) if why else "")), False


def _register_find(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Rounds.WALK, "data", allow_duplicate=True),
        Output(Rounds.DONE, "data", allow_duplicate=True),
        Output(Rounds.SAID, "children", allow_duplicate=True),
        Output(Rounds.FIND, "hidden", allow_duplicate=True),
        Output(Rounds.NOTE, "value"),
        Output(Rounds.CATEGORY, "value"),
        Input(Rounds.REPORT, "n_clicks"),
        State(Rounds.PICTURE, "data"),
        State(Rounds.CATEGORY, "value"),
        State(Rounds.NOTE, "value"),
        prevent_initial_call=True,
    )
    async def report(clicks: int | None, told: Any, category: Any, note: Any) -> Any:
        at = _position(stored(told))
        if not clicks:
            return (no_update,) * 6
        if at is None:
            raise BadInput(Rounding.NOT_TAKEN)
        code = typed(category, _LONGEST_CODE)
        if not code:
            raise BadInput(Rounding.CHOOSE_CATEGORY)
        picture = typed(stored(told).get("picture"), _DIGEST_LENGTH) or None
        case, is_done = await asyncio.to_thread(
            services.rounds.walking.find, *at, code, typed(note, NOTE_LENGTH + 1), picture, current_actor()
        )
        walk = None if is_done else {"walk": at[0], "at": None}
        notice = said(current_viewer(services.settings), Rounding.REPORTED, case.number)
        return walk, uuid4().hex, notice, True, "", None


def _categories(services: PageServices) -> Sequence[Findable]:
    """What a find can be."""
    catalogue = services.catalogue.on(services.catalogue.today())
    return [] if catalogue is None else findable(catalogue)


def _today(services: PageServices, actor: Actor) -> tuple[Sequence[Occasion], Authors, int]:
    occasions = services.rounds.walking.today(actor)
    walks = [each.walk for each in occasions if each.walk is not None]
    authors = services.people.authors([walk.holder or walk.begun_by for walk in walks], actor)
    return occasions, authors, services.views.now_us()


def _stepped(services: PageServices, told: dict[str, Any], actor: Actor) -> Any:
    """What came of a step: the walk with the camera that is looked at, a mark of the change, and what to say."""
    viewer, walking = current_viewer(services.settings), services.rounds.walking
    action = told.get("action")
    if action == "take":
        key, planned_us = told.get("round"), told.get("planned")
        if not is_key(key) or not isinstance(planned_us, int) or not 0 < planned_us < _LATEST_US:
            raise BadInput(Rounding.UNKNOWN)
        return {"walk": walking.take(key, planned_us, actor), "at": None}, uuid4().hex, no_update
    at = _position(told)
    if at is None:
        raise BadInput(Rounding.NOT_TAKEN)
    walk, position = at
    if action == "pause":
        walking.pause(walk, actor)
        return None, uuid4().hex, said(viewer, Rounding.PAUSED)
    result = word_of(LookResult, action)
    if result is None:
        raise BadInput(Rounding.UNKNOWN)
    if not walking.look(walk, position, result, actor):
        return {"walk": walk, "at": None}, uuid4().hex, no_update
    looked, finds = walking.came_of(walk, actor)
    return None, uuid4().hex, said(viewer, Rounding.FINISHED, str(looked), str(finds))


def _position(told: dict[str, Any]) -> tuple[int, int] | None:
    """A walk and the place of a camera in it; None for anything else."""
    walk, position = told.get("walk"), told.get("position")
    if not is_key(walk) or not isinstance(position, int) or isinstance(position, bool):
        return None
    return walk, max(-1, min(position, 10_000))


async def _captured(services: PageServices, walk: int, position: int, actor: Actor) -> tuple[str | None, Text | None]:
    """The digest of what the camera shows now; without one, why."""
    return await services.rounds.capturing.capture(walk, position, actor)
