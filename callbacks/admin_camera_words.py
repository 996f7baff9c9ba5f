"""The words by which cameras call what they see, and their categories, for the administrator."""

from __future__ import annotations

import asyncio
from typing import Any

from dash import Input, Output, State, no_update

from callbacks._actor import current_actor
from callbacks._gates import category_choices
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import counted, typed
from dashboard.domain.rights import Actor
from dashboard.errors import BadInput
from layouts.components.blanks import said
from layouts.components.gates.parts import days_of
from layouts.components.gates.words import PATTERN_LENGTH, Word, effect_words, word_board, word_form
from layouts.formatting import number
from layouts.gate_ids import Finds
from layouts.requests import current_viewer
from layouts.texts.gates import Words
from layouts.viewer import Viewer

_FIELDS = (Finds.SOURCE, Finds.LABEL, Finds.ZONE, Finds.CAMERA, Finds.STOOD, Finds.CATEGORY)
_CODE_LENGTH = 40


def register(app: CallbackRegistry, services: PageServices) -> None:
    """Board and form are drawn when the tab is opened; the board again after each change."""
    _register_board(app, services)
    _register_form(app, services)


def _register_board(app: CallbackRegistry, services: PageServices) -> None:
    word = [State(Finds.BOARD, f"data-{name}") for name in ("days", *Word._fields)]

    @app.callback(Output(Finds.BOARD, "children"), Input(Finds.CHANGED, "data"), *word)
    async def show_board(_changed: Any, days: Any, *told: Any) -> Any:
        viewer, actor = current_viewer(services.settings), current_actor()
        return await asyncio.to_thread(_board, viewer, services, days_of(days), _word(*told), actor)

    @app.callback(Output(Finds.FORM, "children"), Input(Finds.BOARD, "id"), *word[1:])
    async def show_form(_mounted: Any, *told: Any) -> Any:
        viewer, actor = current_viewer(services.settings), current_actor()
        return word_form(viewer, _word(*told), await asyncio.to_thread(category_choices, services, actor))


def _register_form(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Finds.EFFECT, "children"), *(Input(field, "value") for field in _FIELDS), prevent_initial_call=True
    )
    async def preview(source: Any, *told: Any) -> Any:
        if not typed(told[-1]) or not typed(source):
            return ""
        effect = await asyncio.to_thread(services.gates.words.preview, _spec(source, *told), current_actor())
        return effect_words(current_viewer(services.settings), effect)

    @app.callback(
        Output(Finds.SAID, "children"),
        Output(Finds.CHANGED, "data"),
        Input(Finds.SAVE, "n_clicks"),
        *(State(field, "value") for field in _FIELDS),
        State(Finds.CHANGED, "data"),
        prevent_initial_call=True,
    )
    async def save(clicks: int | None, *told: Any) -> Any:
        *form, changed = told
        if not clicks:
            return no_update, no_update
        spec = _spec(*form)
        count = await asyncio.to_thread(services.gates.words.classify, spec, current_actor())
        told = typed(form[1], PATTERN_LENGTH), spec["category"], number(count)
        return said(current_viewer(services.settings), Words.SAVED, *told), counted(changed)


def _board(viewer: Viewer, services: PageServices, days: int, word: Word | None, actor: Actor) -> Any:
    board = services.gates.words.board(days, actor)
    return word_board(viewer, board, word, category_choices(services, actor))


def _word(source: Any, label: Any, zone: Any, category: Any) -> Word | None:
    """The word that the address asks for."""
    if not (isinstance(source, str) and isinstance(label, str) and source and label):
        return None
    return Word(source, label, typed(zone) or None, typed(category, _CODE_LENGTH) or None)


def _spec(source: Any, label: Any, zone: Any, camera: Any, stood: Any, category: Any) -> dict[str, Any]:
    """The entry of mappings.yaml that the form says."""
    code = typed(category, _CODE_LENGTH)
    if not code:
        raise BadInput(Words.PICK_CATEGORY)
    match: dict[str, Any] = {"camera_source": typed(source, _CODE_LENGTH), "label": typed(label, PATTERN_LENGTH)}
    for key, told in (("zone", zone), ("camera", camera)):
        if typed(told):
            match[key] = typed(told, PATTERN_LENGTH)
    seconds = typed(stood, 8)
    if seconds:
        if not (seconds.isascii() and seconds.isdecimal()):
            raise BadInput(Words.SECONDS)
        match["min_dwell_s"] = int(seconds)
    return {"match": match, "category": code}
