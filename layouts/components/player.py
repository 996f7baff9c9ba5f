"""The player of a camera: an empty frame that assets/js/camera-player.js fills while somebody sees it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.domain.camera_pictures import CUT_AFTER_US, LATE_AFTER_US
from dashboard.domain.camera_streams import Way
from layouts.attributes import attributes
from layouts.texts.player import Live
from layouts.viewer import Viewer

_MS: Final = 1000


def player(
    viewer: Viewer,
    asset_id: str,
    name: str = "",
    *,
    ways: Sequence[Way] = (),
    every_ms: int = _MS,
    is_small: bool = False,
) -> Component:
    """Return the player of a camera of the register.

    By which of its ways the camera comes the script finds out; of `ways`, where any are named, and stills each
    `every_ms`. A small one does not tell
    the way, and has no buttons on a touch screen, where they would cover it.
    """
    told = {
        "data-camera": asset_id,
        "data-camera-name": name or asset_id,
        "data-camera-every": str(every_ms),
        "data-late-ms": str(LATE_AFTER_US // _MS),
        "data-cut-ms": str(CUT_AFTER_US // _MS),
        "role": "group",
        "aria-label": viewer.say(Live.OF).format(name or asset_id),
    }
    told |= {"data-camera-ways": " ".join(ways)} if ways else {}
    return html.Div(className="cam is-small" if is_small else "cam", **attributes(told))
