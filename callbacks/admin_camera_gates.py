"""The gates before the queue, for whoever changes rules."""

from __future__ import annotations

import asyncio
from typing import Any, Final, NamedTuple

from dash import Input, Output, State, ctx, no_update

from callbacks._actor import current_actor
from callbacks._gates import category_choices
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import counted, minute_of, typed
from dashboard.domain.hours import WEEK, Hours
from dashboard.domain.rights import Actor
from dashboard.domain.text import Text
from dashboard.domain.triage.gates import Gate
from dashboard.domain.triage.words import WINDOWS_DAYS
from dashboard.errors import BadInput
from layouts.components.blanks import said
from layouts.components.gates.parts import days_of
from layouts.components.gates.rules import (
    ENABLED,
    NEW,
    ZONES,
    gate_board,
    gate_effect_words,
    gate_form,
    gate_name,
)
from layouts.gate_ids import Gates
from layouts.requests import current_viewer
from layouts.texts.gates import Ruling, Words
from layouts.viewer import Viewer

_FIELDS: Final = (
    Gates.CATEGORY,
    Gates.CAMERA,
    Gates.SCORE,
    Gates.DWELL,
    Gates.WEEKDAYS,
    Gates.FROM,
    Gates.UNTIL,
    Gates.GAP,
    Gates.OPTIONS,
)
_CODE_LENGTH: Final = 40
_CAMERA_LENGTH: Final = 80
_MINUTE_S: Final = 60
_LONGEST_NUMBER: Final = 8


class Asked(NamedTuple):
    """Which gate the address asks for: of a category and a camera (its asset); a new one, `of` a category; or none."""

    one: Any
    gate: Any
    asset: Any
    of: Any


def register(app: CallbackRegistry, services: PageServices) -> None:
    """Board and form are drawn when the tab is opened, and again after each change."""
    _register_view(app, services)
    _register_form(app, services)


def _register_view(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Gates.BOARD, "children"),
        Output(Gates.FORM, "children"),
        Input(Gates.CHANGED, "data"),
        State(Gates.BOARD, "data-days"),
        *(State(Gates.BOARD, f"data-{name}") for name in Asked._fields),
    )
    async def show(_changed: Any, days: Any, *asked: Any) -> Any:
        viewer, actor = current_viewer(services.settings), current_actor()
        return await asyncio.to_thread(_shown, viewer, services, days_of(days), Asked(*asked), actor)


def _shown(viewer: Viewer, services: PageServices, days: int, asked: Asked, actor: Actor) -> tuple[Any, Any]:
    rules, choices = services.gates.rules, category_choices(services, actor)
    gate, is_new = _chosen(services, asked, actor), asked.gate == NEW
    shown = None if is_new else gate
    kept = rules.held("" if shown is None else shown.category, actor)
    board = gate_board(viewer, rules.board(days, actor), shown, choices, kept)
    return board, gate_form(viewer, gate, choices, is_new=is_new)


def _chosen(services: PageServices, asked: Asked, actor: Actor) -> Gate | None:
    if asked.one != "yes":
        return None
    category = typed(asked.of if asked.gate == NEW else asked.gate, _CODE_LENGTH)
    camera = "" if asked.gate == NEW else typed(asked.asset, _CAMERA_LENGTH)
    return services.gates.rules.gate_for(category, camera, actor)


def _register_form(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Gates.EFFECT, "children"),
        *(Input(field, "value") for field in _FIELDS),
        State(Gates.VERSION, "data"),
        prevent_initial_call=True,
    )
    async def preview(category: Any, *told: Any) -> Any:
        *form, version = told
        if not isinstance(version, list):
            return ""
        gate, days = _gate(version, category, *form), WINDOWS_DAYS[0]
        effect = await asyncio.to_thread(services.gates.rules.preview, gate, days, current_actor())
        return gate_effect_words(current_viewer(services.settings), effect)

    @app.callback(
        Output(Gates.SAID, "children"),
        Output(Gates.CHANGED, "data"),
        Input(Gates.SAVE, "n_clicks"),
        Input(Gates.REMOVE, "n_clicks"),
        *(State(field, "value") for field in _FIELDS),
        State(Gates.VERSION, "data"),
        State(Gates.CHANGED, "data"),
        prevent_initial_call=True,
    )
    async def obey(save: int | None, remove: int | None, *told: Any) -> Any:
        *form, version, changed = told
        if not (save or remove):
            return no_update, no_update
        viewer, actor = current_viewer(services.settings), current_actor()
        answer = await asyncio.to_thread(_obey, viewer, services, ctx.triggered_id, version, form, actor)
        return answer, counted(changed)


def _obey(viewer: Viewer, services: PageServices, button: Any, version: Any, form: list[Any], actor: Actor) -> Any:
    rules = services.gates.rules
    if button == Gates.REMOVE:
        category, camera, _, _ = _versioned(version)
        rules.remove(category, camera, actor)
        return said(viewer, Ruling.REMOVED)
    saved = rules.save(_gate(version, *form), actor)
    return said(viewer, Ruling.SAVED, gate_name(viewer, saved, category_choices(services, actor)), str(saved.version))


def _versioned(told: Any) -> tuple[str, str, int, bool]:
    """The category, camera and version of the gate that the form shows, and whether it is a new one."""
    match told:
        case [str() as category, str() as camera, int() as version, bool() as is_new] if 0 <= version < 2**31:
            return category[:_CODE_LENGTH], camera[:_CAMERA_LENGTH], version, is_new
    raise BadInput(Ruling.BAD_FORM)


def _gate(
    version: Any,
    category: Any,
    camera: Any,
    score: Any,
    dwell: Any,
    weekdays: Any,
    from_: Any,
    until: Any,
    gap: Any,
    options: Any,
) -> Gate:
    """The gate that the form says; a new one says by itself what it is of."""
    code, asset, number, is_new = _versioned(version)
    ticked = options if isinstance(options, list) else []
    told = weekdays if isinstance(weekdays, list) else []
    days = frozenset(day for day in told if type(day) is int and day in WEEK)
    if is_new:
        code, asset, number = typed(category, _CODE_LENGTH), typed(camera, _CAMERA_LENGTH), 0
        if not code:
            raise BadInput(Words.PICK_CATEGORY)
    return Gate(
        category=code,
        camera=asset,
        version=number,
        is_on=ENABLED in ticked,
        least_score=_number(score, Ruling.BAD_SCORE),
        dwell_s=round(_number(dwell, Ruling.BAD_DWELL)),
        hours=Hours(weekdays=days, from_min=minute_of(from_), until_min=minute_of(until)),
        merge_gap_s=round(_number(gap, Ruling.BAD_GAP) * _MINUTE_S),
        zones_apart=ZONES in ticked,
    )


def _number(told: Any, problem: Text) -> float:
    """The number that is written, at least 0."""
    text = typed(told, _LONGEST_NUMBER)
    whole, _, part = text.partition(".")
    if not (text.isascii() and (whole + part).isdecimal()):
        raise BadInput(problem)
    return float(text)
