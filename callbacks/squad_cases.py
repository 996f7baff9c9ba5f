"""The cases of a squad: they follow the feed of cases, and the clock for their lamps."""

from __future__ import annotations

import asyncio
from typing import Any

from dash import Input, Output, no_update

from callbacks._actor import current_actor
from callbacks._case_moves import action_from
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import typed
from callbacks.case_drawer import key_of
from callbacks.squad import chosen_squad
from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.records import REASON_LENGTH
from dashboard.domain.cases.states import STATE_LABELS, Action
from dashboard.domain.rights import Actor
from dashboard.services.cases.handling import Pressed
from layouts.components.squads.approvals import (
    DECISIONS,
    approval_rows,
    approvals_head,
    decided,
    decision_said,
    faster,
)
from layouts.components.squads.head import off_shift, squad_head
from layouts.components.squads.hot import hot_head, hot_hours, hot_places
from layouts.components.squads.lamps import case_points, lamp_rows, lamps_head, task_rows, tasks_head
from layouts.duty_ids import Squad
from layouts.ids import Shell
from layouts.markup import NOTHING, markup
from layouts.requests import current_viewer
from layouts.viewer import Viewer

_LONGEST_KEY = 80


def register(app: CallbackRegistry, services: PageServices) -> None:
    """Head, lamps, requests, tasks, hours; a decision is sent by the script of the page."""
    _register_head(app, services)
    _register_lamps(app, services)
    _register_requests(app, services)
    _register_hours(app, services)


def _register_head(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Squad.HEAD, "data-html"),
        Output(Squad.OFF, "data-html"),
        Input(Squad.CHOSEN, "data"),
        Input(Shell.FEED_ROSTER, "data"),
        Input(Shell.FEED_PEOPLE, "data"),
        Input(Shell.TICK, "n_intervals"),
    )
    async def show_head(chosen: Any, _roster: int | None, _people: int | None, _ticks: int | None) -> Any:
        viewer, actor = current_viewer(services.settings), current_actor()
        head = await asyncio.to_thread(services.squads.lamplight.head, actor, chosen_squad(chosen, actor))
        return markup(squad_head(viewer, head)), markup(off_shift(viewer, head)) or NOTHING


def _register_lamps(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Squad.LAMPS_HEAD, "data-html"),
        Output(Squad.LAMPS, "data-html"),
        Output(Squad.POINTS, "data-case-points"),
        Input(Squad.CHOSEN, "data"),
        Input(Shell.FEED_CASES, "data"),
        Input(Shell.TICK, "n_intervals"),
    )
    async def show_lamps(chosen: Any, _revision: int | None, _ticks: int | None) -> Any:
        viewer, actor = current_viewer(services.settings), current_actor()
        squad = chosen_squad(chosen, actor)
        lamps = await asyncio.to_thread(services.squads.lamplight.lamps, actor, squad)
        gone = await asyncio.to_thread(services.cases.tasks.unattended, actor, squad)
        head, rows = lamps_head(viewer, lamps, squad, gone), lamp_rows(viewer, lamps)
        return markup(head), markup(rows), case_points(lamps)

    @app.callback(
        Output(Squad.TASKS_HEAD, "data-html"),
        Output(Squad.TASKS, "data-html"),
        Input(Squad.CHOSEN, "data"),
        Input(Shell.FEED_CASES, "data"),
    )
    async def show_tasks(chosen: Any, _revision: int | None) -> Any:
        viewer, actor = current_viewer(services.settings), current_actor()
        tasks = await asyncio.to_thread(services.squads.lamplight.tasks, actor, chosen_squad(chosen, actor))
        return markup(tasks_head(viewer, tasks)), markup(task_rows(viewer, tasks))


def _register_requests(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Squad.APPROVALS_HEAD, "data-html"),
        Output(Squad.APPROVALS, "data-html"),
        Input(Squad.CHOSEN, "data"),
        Input(Shell.FEED_CASES, "data"),
    )
    async def show_requests(chosen: Any, _revision: int | None) -> Any:
        viewer, actor = current_viewer(services.settings), current_actor()
        found = await asyncio.to_thread(services.squads.approving.waiting, actor, chosen_squad(chosen, actor))
        return markup(approvals_head(viewer, found)), markup(approval_rows(viewer, found))

    @app.callback(
        Output(Squad.DECIDED, "data-html"),
        Input(Squad.DECISION, "data"),
        prevent_initial_call=True,
    )
    async def decide(told: Any) -> Any:
        action, key = action_from(told), key_of(told)
        if action not in DECISIONS or action is None or key is None:
            return no_update
        viewer, actor = current_viewer(services.settings), current_actor()
        return await asyncio.to_thread(_decide, viewer, services, key, action, told, actor)


def _decide(
    viewer: Viewer, services: PageServices, key: int, action: Action, told: dict[str, Any], actor: Actor
) -> str:
    """What an odd browser leaves out is a revision that no case has."""
    revision, entry = told.get("revision"), told.get("entry")
    move = Move(
        action=action,
        revision=revision if type(revision) is int else 0,
        reason=typed(told.get("reason"), REASON_LENGTH),
    )
    pressed = services.cases.handling.press(
        key,
        move,
        actor,
        idempotency_key=typed(told.get("once"), _LONGEST_KEY),
        remembered={},
        entry_key=entry if type(entry) is int else 0,
    )
    text = _said(viewer, services, action, pressed, actor)
    return markup(decision_said(text, key, typed(told.get("at"), _LONGEST_KEY), is_done=pressed.case is not None))


def _said(viewer: Viewer, services: PageServices, action: Action, pressed: Pressed, actor: Actor) -> str:
    if pressed.case is not None:
        return decided(viewer, action, pressed.case.number, viewer.say(STATE_LABELS[pressed.case.state]))
    if pressed.clash is not None:
        authors = services.people.authors([entry.actor for entry in pressed.clash.entries], actor)
        return faster(viewer, pressed.clash, authors)
    return "；".join(viewer.say(each.text) for each in pressed.lacking)


def _register_hours(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Squad.HOT_HEAD, "data-html"),
        Output(Squad.HOT, "data-html"),
        Output(Squad.PLACES, "data-html"),
        Input(Squad.CHOSEN, "data"),
    )
    async def show_hours(chosen: Any) -> Any:
        viewer, actor = current_viewer(services.settings), current_actor()
        squad = chosen_squad(chosen, actor)
        found = await asyncio.to_thread(services.squads.figures.hot_spots, actor, squad)
        places = hot_places(viewer, found.places, found.lines, squad, found.today)
        return markup(hot_head(viewer, found.heat)), markup(hot_hours(viewer, found.heat)), markup(places)
