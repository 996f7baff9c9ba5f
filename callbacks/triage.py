"""What operators do with camera events: judge, take back, go on to the next, hold and let go."""

from __future__ import annotations

import asyncio
from typing import Any

from dash import Input, Output, State, no_update
from dash.development.base_component import Component

from callbacks._actor import current_actor
from callbacks._events import event_file
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import key_from, stored
from dashboard.commands.reading import read
from dashboard.commands.triage import (
    TRIAGE_COMMANDS,
    ConfirmEvent,
    HoldEvent,
    LeaveEvent,
    NextEvent,
    TriageCommand,
    UndoVerdict,
    VerdictCommand,
)
from dashboard.domain.event_lines import EventLine
from dashboard.domain.rights import Actor
from dashboard.domain.triage.readouts import QueueQuery
from dashboard.domain.triage.states import STATE_LABELS
from dashboard.services.triage.judging import Outcome
from layouts.components.blanks import said
from layouts.components.triage.notices import judged_notice
from layouts.components.triage.verdicts import standing
from layouts.ids import Drawer, Shell
from layouts.markup import markup
from layouts.requests import current_viewer
from layouts.texts.triage import Triage
from layouts.viewer import Viewer


def register(app: CallbackRegistry, services: PageServices) -> None:
    """The browser writes a command into the store; what came of it is said in a notice, and the next event opened."""

    @app.callback(
        Output(Shell.NOTICE, "children", allow_duplicate=True),
        Output(Shell.SELECTED_EVENT, "data"),
        Input(Shell.TRIAGE_COMMAND, "data"),
        prevent_initial_call=True,
    )
    async def obey(given: Any) -> Any:
        command = read(TRIAGE_COMMANDS, given)
        return await asyncio.to_thread(_obey, current_viewer(services.settings), services, command, current_actor())

    @app.callback(
        Output(Drawer.VERDICT, "data-html"),
        Input(Shell.FEED_CAMERA_EVENTS, "data"),
        State(Shell.SELECTED_EVENT, "data"),
        prevent_initial_call=True,
    )
    async def show_verdict(_revision: int | None, event: Any) -> Any:
        event_key = key_from(stored(event).get("key"))
        opened = await asyncio.to_thread(event_file, services, event_key, current_actor()) if event_key else None
        return markup(standing(current_viewer(services.settings), *opened)) if opened else no_update


def _obey(viewer: Viewer, services: PageServices, command: TriageCommand, actor: Actor) -> tuple[Any, Any]:
    triage = services.triage
    match command:
        case UndoVerdict():
            triage.judging.undo(command.event, actor)
            return said(viewer, Triage.SAID_UNDONE, str(command.event)), _selected(command.event, command.at)
        case NextEvent():
            following = _next(services, command, command.event, actor)
            return (no_update if following else said(viewer, Triage.SAID_EMPTY)), _following(following, command)
        case HoldEvent():
            triage.claims.claim(command.event, actor)
            return no_update, no_update
        case LeaveEvent():
            triage.claims.release(actor)
            return no_update, no_update
        case _:
            return _judged(viewer, services, command, actor)


def _judged(viewer: Viewer, services: PageServices, command: VerdictCommand, actor: Actor) -> tuple[Any, Any]:
    category = command.category if isinstance(command, ConfirmEvent) else ""
    outcome = services.triage.judging.judge(command.event, command.saying, actor, category)
    following = _next(services, command, command.event, actor)
    selected = _following(following, command) if following else _selected(command.event, command.at)
    return _told(viewer, outcome, is_last=following is None), selected


def _next(
    services: PageServices, command: VerdictCommand | NextEvent, after: int | None, actor: Actor
) -> EventLine | None:
    grids = services.views.grids_of(actor.areas) if command.mine and actor.areas else None
    return services.triage.claims.take_next(QueueQuery(grids=grids, order=command.order), actor, after)


def _following(event: EventLine | None, command: VerdictCommand | NextEvent) -> Any:
    return no_update if event is None else _selected(event.event_key, command.at)


def _selected(event_key: int, at_ms: int) -> dict[str, Any]:
    return {"key": str(event_key), "at": at_ms}


def _told(viewer: Viewer, outcome: Outcome, *, is_last: bool) -> Component:
    key = outcome.event.event_key
    if outcome.is_second_look:
        return said(viewer, Triage.SAID_LOOK, str(key))
    words = viewer.say(Triage.SAID).format(key, viewer.say(STATE_LABELS[outcome.event.state]))
    if outcome.case is not None:
        words = viewer.say(Triage.SAID_CASE).format(key, outcome.case.number[4:])
    case_key = outcome.case.case_key if outcome.case is not None else None
    return judged_notice(viewer, key, words, case_key, is_last=is_last)
