"""What people see when a callback fails: the page keeps what it shows, and a notice says so."""

from __future__ import annotations

import logging
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final, NamedTuple

from dash import ctx, no_update, set_props
from dash.development.base_component import Component

from dashboard.errors import Unavailable, XiuhuaError
from layouts.components.alarms.rule_preview import preview_answer, preview_refused
from layouts.components.blanks import failed
from layouts.components.walls.director import not_done, refused
from layouts.ids import Director, Sensors, Shell
from layouts.markup import markup
from layouts.requests import CitySettings, current_viewer
from layouts.texts.shell import Said
from layouts.viewer import Viewer

log = logging.getLogger(__name__)


class Place(NamedTuple):
    """Where a refusal is said, and how it looks there."""

    component_id: StrEnum
    draw: Callable[[Viewer, str], Component | str]
    prop: str = "children"


_NOTICE: Final = Place(Shell.NOTICE, failed)
# The director's dialogs lie over the notice.
_DIRECTOR: Final = Place(Director.SAID, not_done)
_RULE: Final = Place(Sensors.RULE_PREVIEW, lambda _viewer, reason: _below_form(reason), "data-html")
_PAIRING: Final = Place(Director.PAIRING_SAID, refused)


def explain(settings: CitySettings) -> Callable[[Exception], Any]:
    """The handler for `Dash(on_error=…)`: own errors are told as they are, others are logged whole."""

    def handler(error: Exception) -> Any:
        viewer, place = current_viewer(settings), _place()
        set_props(place.component_id, {place.prop: place.draw(viewer, _reason(viewer, error))})
        return no_update

    return handler


def _reason(viewer: Viewer, error: Exception) -> str:
    """What the error says; in English where it is known in no other language."""
    if not isinstance(error, XiuhuaError):
        log.error("a callback failed", exc_info=error)
        return viewer.say(Said.INTERNAL)
    # What was refused is told to who asked alone: it repeats what was typed, which may be somebody's name or phone.
    why = str(error) if isinstance(error, Unavailable) else type(error).__name__
    log.warning("a page could not be answered after %s: %s", ctx.triggered_id, why)
    return viewer.say(error.told) if error.told else str(error)


def _below_form(reason: str) -> str:
    """The refusal of a change that was tried, for the form that asked."""
    given = ctx.triggered[0]["value"]
    asked = given.get("at") if isinstance(given, dict) else None
    return markup(preview_answer(asked if isinstance(asked, int) else 0, preview_refused(reason)))


def _place() -> Place:
    if ctx.triggered_id == Sensors.RULE_TRIED:
        return _RULE
    if ctx.triggered_id != Director.COMMAND:
        return _NOTICE
    command = ctx.triggered[0]["value"]
    return _PAIRING if isinstance(command, dict) and command.get("action") == "pair" else _DIRECTOR
