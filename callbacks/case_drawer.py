"""The drawer of a case: opened wherever it was selected, drawn again when the case moves."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, NamedTuple

from dash import Input, Output, State, no_update

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import key_from
from dashboard.domain.cases.desk import Present
from dashboard.domain.rights import Actor, Permission, decide
from layouts.components.authors import Authors
from layouts.components.cases.clocks import clock_panel
from layouts.components.cases.drawer import action_bar, case_drawer, case_head, now_line, present_line
from layouts.components.cases.photos import gallery
from layouts.components.cases.timeline import timeline
from layouts.ids import CaseDrawer, Shell
from layouts.markup import NOTHING, markup
from layouts.requests import current_viewer

CLOSED, OPEN = "drawer", "drawer is-open is-case"


class Drawn(NamedTuple):
    """The parts of the drawer as HTML text."""

    head: Any = no_update
    timeline: Any = no_update
    now: Any = no_update
    photos: Any = no_update
    clocks: Any = no_update
    actions: Any = no_update


def register(app: CallbackRegistry, services: PageServices) -> None:
    """What is selected opens it; what happens to the case is drawn into it."""
    _register_opening(app, services)
    _register_drawing(app, services)


def _register_opening(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Shell.DRAWER_BODY, "children", allow_duplicate=True),
        Output(Shell.DRAWER, "className", allow_duplicate=True),
        Input(Shell.SELECTED_CASE, "data"),
        prevent_initial_call=True,
    )
    async def open_case(chosen: Any) -> tuple[Any, str]:
        key, left, actor = key_of(chosen), key_of(chosen, "left"), current_actor()
        if left is not None:
            await asyncio.to_thread(services.cases.desk.leave, left, actor)
        if key is None:
            return [], CLOSED
        viewer = current_viewer(services.settings)
        view, file = await asyncio.to_thread(services.cases.sheets.sheet, key, actor)
        links = decide(actor, Permission.DISPATCH_CASES).allowed
        clear = _may_see_clear(actor)
        drawn = case_drawer(
            viewer, file, view.actions, view.conditions, view.pictures, has_links=links, may_see_clear=clear
        )
        return drawn, OPEN


def _register_drawing(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(CaseDrawer.PRESENT, "data-html"),
        Input(CaseDrawer.SIGN, "n_intervals"),
        State(CaseDrawer.SHOWN, "data"),
    )
    async def give_sign(_signs: int | None, shown: Any) -> Any:
        key = key_of(shown)
        if key is None:
            return no_update
        others, authors = await asyncio.to_thread(_others, services, key, current_actor())
        return markup(present_line(current_viewer(services.settings), others, authors)) or NOTHING

    @app.callback(
        Output(CaseDrawer.HEAD, "data-html"),
        Output(CaseDrawer.TIMELINE, "data-html"),
        Output(CaseDrawer.NOW, "data-html"),
        Output(CaseDrawer.PHOTOS, "data-html"),
        Output(CaseDrawer.CLOCKS, "data-html"),
        Output(CaseDrawer.ACTIONS, "data-html"),
        Input(Shell.FEED_CASES, "data"),
        State(CaseDrawer.SHOWN, "data"),
        prevent_initial_call=True,
    )
    async def refresh(_revision: int | None, shown: Any) -> Drawn:
        key = key_of(shown)
        if key is None:
            return Drawn()
        viewer, actor = current_viewer(services.settings), current_actor()
        view, file = await asyncio.to_thread(services.cases.sheets.sheet, key, actor)
        return Drawn(
            markup(case_head(viewer, file)),
            markup(timeline(viewer, file)),
            markup(now_line(viewer, file, view.conditions)),
            markup(gallery(viewer, view.pictures, may_see_clear=_may_see_clear(actor))),
            markup(clock_panel(viewer, file)),
            markup(action_bar(viewer, view.case, view.actions, view.conditions)),
        )


def key_of(told: Any, name: str = "key") -> int | None:
    """Return the key of the case that a browser names; None when it names none."""
    return key_from(told.get(name)) if isinstance(told, dict) else None


def _may_see_clear(actor: Actor) -> bool:
    return decide(actor, Permission.SEE_CLEAR_PICTURES).allowed


def _others(services: PageServices, case_key: int, actor: Actor) -> tuple[Sequence[Present], Authors]:
    """Who else has the case open."""
    others = services.cases.desk.look_at(case_key, actor)
    return others, services.people.authors((each.account for each in others), actor)
