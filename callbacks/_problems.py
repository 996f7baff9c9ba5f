"""What people see when a callback fails: the page keeps what it shows, and a notice says so."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from dash import no_update, set_props
from dash.development.base_component import Component

from dashboard.errors import XiuhuaError
from layouts.components.blanks import failed
from layouts.ids import Shell
from layouts.requests import CitySettings, current_viewer
from layouts.texts.shell import Said
from layouts.viewer import Viewer

log = logging.getLogger(__name__)


def refusal(viewer: Viewer, error: XiuhuaError) -> Component:
    """A notice of what the error says; in English where it is known in no other language."""
    return failed(viewer, viewer.say(error.told) if error.told else str(error))


def explain(settings: CitySettings) -> Callable[[Exception], Any]:
    """The handler for `Dash(on_error=…)`: own errors are told as they are, others are logged whole."""

    def handler(error: Exception) -> Any:
        viewer = current_viewer(settings)
        if isinstance(error, XiuhuaError):
            log.warning("a page could not be answered: %s", error)
            notice = refusal(viewer, error)
        else:
            log.error("a callback failed", exc_info=error)
            notice = failed(viewer, viewer.say(Said.INTERNAL))
        set_props(Shell.NOTICE, {"children": notice})
        return no_update

    return handler
