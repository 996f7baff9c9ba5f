"""The forms that move a case: opened by a button of its drawer, answered in place."""

from __future__ import annotations

import asyncio
import secrets
from typing import Any

from dash import Input, Output, State, no_update

from callbacks._actor import current_actor
from callbacks._case_moves import Typed, action_from, move_of
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import is_key
from callbacks.case_drawer import key_of
from dashboard.domain.cases.differences import Clash, seen_of
from dashboard.domain.cases.sheets import CaseNames
from dashboard.domain.cases.states import STATE_LABELS, Action
from dashboard.domain.rights import Actor
from dashboard.services.cases.handling import CaseForm as Opened
from dashboard.services.cases.handling import Pressed
from dashboard.services.cases.reading import actions_of
from layouts.components.blanks import said
from layouts.components.cases.forms import (
    action_form,
    action_word,
    clash_notice,
    filing_choices,
    lacking,
    today_of,
    unit_choices,
)
from layouts.ids import CaseDrawer, CaseForm, Shell
from layouts.requests import current_viewer
from layouts.texts.cases import Form
from layouts.viewer import Viewer

_FIELDS = (
    CaseForm.REASON,
    CaseForm.SQUAD,
    CaseForm.SECOND_SQUAD,
    CaseForm.DEPARTMENT,
    CaseForm.ASSIGNEE,
    CaseForm.CHECKER,
    CaseForm.UNTIL,
    CaseForm.FILING,
    CaseForm.INTO,
)


def register(app: CallbackRegistry, services: PageServices) -> None:
    """A button opens a form; the form is answered with what it did, what it lacks, or who was faster."""

    @app.callback(
        Output(CaseDrawer.FORM, "children"),
        Input(Shell.CASE_ACTION, "data"),
        State(CaseDrawer.SHOWN, "data"),
        prevent_initial_call=True,
    )
    async def open_form(told: Any, shown: Any) -> Any:
        action, key = action_from(told), key_of(shown)
        if action is None or key is None:
            return []
        viewer, actor = current_viewer(services.settings), current_actor()
        return await asyncio.to_thread(_form, viewer, services, key, action, actor)

    @app.callback(
        Output(CaseDrawer.FORM, "children", allow_duplicate=True),
        Output(CaseForm.SAID, "children"),
        Output(CaseForm.SEEN, "data"),
        Output(Shell.NOTICE, "children", allow_duplicate=True),
        Input(CaseForm.SEND, "n_clicks"),
        State(CaseForm.SEEN, "data"),
        *(State(field, "value") for field in _FIELDS),
        State(CaseForm.PHOTOS, "data"),
        prevent_initial_call=True,
    )
    async def send(clicks: int | None, seen: Any, *given: Any) -> Any:
        action, key = action_from(seen), key_of(seen)
        if not clicks or action is None or key is None:
            return no_update, no_update, no_update, no_update
        viewer, actor = current_viewer(services.settings), current_actor()
        return await asyncio.to_thread(_send, viewer, services, key, action, seen, Typed(*given), actor)


def _form(viewer: Viewer, services: PageServices, key: int, action: Action, actor: Actor) -> Any:
    form = services.cases.handling.open(key, action, actor)
    choices = unit_choices(form.squads, form.departments, form.people)
    choices["filing"] = filing_choices(viewer, form.case, form.filings)
    today = today_of(viewer, services.views.now_us())
    return action_form(viewer, form.case, action, choices, form.told, _seen(form, action), today)


def _seen(form: Opened, action: Action) -> dict[str, Any]:
    """What the form knows of the case, and the mark by which the same press comes once."""
    return {
        "key": form.case.case_key,
        "action": action.value,
        "revision": form.case.revision,
        "undo": form.case.merged_into is not None,
        "entry": form.entry_key,
        "once": secrets.token_hex(12),
        "parts": dict(form.remembered),
    }


def _send(
    viewer: Viewer, services: PageServices, key: int, action: Action, seen: dict[str, Any], given: Typed, actor: Actor
) -> Any:
    revision, entry, parts = seen.get("revision"), seen.get("entry"), seen.get("parts")
    is_known = type(revision) is int and type(entry) is int and isinstance(parts, dict)
    move = move_of(action, revision if is_known else 0, given, viewer.zone, undo=seen.get("undo") is True)
    pressed = services.cases.handling.press(
        key,
        move,
        actor,
        idempotency_key=str(seen.get("once") or "")[:80],
        into=str(given.into or "")[:40] if action is Action.MERGE and not move.undo else "",
        remembered=parts if isinstance(parts, dict) else {},
        entry_key=entry if type(entry) is int else 0,
    )
    return _answer(viewer, services, action, seen, pressed, actor)


def _answer(
    viewer: Viewer, services: PageServices, action: Action, seen: dict[str, Any], pressed: Pressed, actor: Actor
) -> Any:
    if pressed.case is not None:
        case = pressed.case
        told = said(viewer, Form.DONE, f"#{case.number}", viewer.say(STATE_LABELS[case.state]))
        return [], no_update, no_update, told
    if pressed.clash is not None:
        names = services.cases.sheets.sheet(pressed.clash.newer.case_key, actor).file.names
        return no_update, _clash(viewer, action, pressed.clash, names, actor), _after(seen, pressed.clash), no_update
    return no_update, lacking(viewer, pressed.lacking), no_update, no_update


def _clash(viewer: Viewer, action: Action, clash: Clash, names: CaseNames, actor: Actor) -> Any:
    word = action_word(viewer, clash.newer.state, action)
    return clash_notice(viewer, clash, names, word, still=action in actions_of(clash.newer, actor))


def _after(seen: dict[str, Any], clash: Clash) -> dict[str, Any]:
    """The next press is about the case as it was shown now."""
    entry = seen.get("entry")
    newest = max((entry.entry_key for entry in clash.entries), default=entry if is_key(entry) else 0)
    return {
        "key": clash.newer.case_key,
        "action": seen.get("action"),
        "revision": clash.newer.revision,
        "undo": seen.get("undo") is True,
        "entry": newest,
        "once": secrets.token_hex(12),
        "parts": seen_of(clash.newer),
    }
