"""The chosen cameras: a player for each, and what the map needs to show them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.domain.camera_register import CameraLine, ViewFan
from layouts.attributes import attributes
from layouts.components.blanks import empty
from layouts.components.marks import live_mark
from layouts.components.player import player
from layouts.formatting import number
from layouts.texts.cameras import Watching
from layouts.viewer import Viewer

SIZES: Final = (1, 4, 9)
"""How many pictures at once."""


def view_fan(lon: float, lat: float, view: ViewFan | None) -> dict[str, str]:
    """Return the attributes by which the map draws what a camera overlooks; none where that is not known."""
    if view is None:
        return {}
    parts = (lon, lat, view.bearing_deg, view.angle_deg, view.range_m)
    return {"data-view-fan": " ".join(f"{part:g}" if part > 200 else f"{part:.6g}" for part in parts)}


def view_text(viewer: Viewer, view: ViewFan) -> str:
    """Return a view in words."""
    return viewer.say(Watching.VIEW).format(number(view.bearing_deg), number(view.angle_deg), number(view.range_m))


def chosen_cameras(viewer: Viewer, cameras: Sequence[CameraLine]) -> list[Component]:
    """Return a player for each; without any, how to choose."""
    if not cameras:
        return [empty(viewer, Watching.CHOOSE, Watching.CHOOSE_HINT)]
    return [_cell(viewer, each) for each in cameras]


def _cell(viewer: Viewer, camera: CameraLine) -> Component:
    place = {"data-lon": f"{camera.lon:.6f}", "data-lat": f"{camera.lat:.6f}", "data-cell": camera.asset_id}
    return html.Article(
        [html.Div(player(viewer, camera.asset_id, camera.name, is_small=True)), _foot(viewer, camera)],
        className="camera-cell",
        **attributes({**place, **view_fan(camera.lon, camera.lat, camera.view)}),
    )


def _foot(viewer: Viewer, camera: CameraLine) -> Component:
    return html.Footer(
        [
            live_mark(camera.asset_id, camera.state),
            html.B(camera.name, className="clip"),
            html.Small(camera.asset_id, className="fig quiet"),
            _button(viewer.say(Watching.SHOW_ON_MAP), "map", {"data-camera-place": camera.asset_id}),
            _button(viewer.say(Watching.REMOVE).format(camera.name), "close", {"data-camera-out": camera.asset_id}),
        ]
    )


def _button(label: str, icon: str, told: dict[str, str]) -> Component:
    return html.Button(
        html.Span(className=f"icon icon-{icon}"),
        type="button",
        title=label,
        **attributes({**told, "aria-label": label}),
    )


def size_switch(viewer: Viewer, size: int) -> Component:
    """Return the switch between one, four and nine pictures."""
    buttons = [
        html.Button(
            str(each),
            type="button",
            className="fig",
            **attributes({"data-camera-size": str(each), "aria-pressed": "true" if each == size else "false"}),
        )
        for each in SIZES
    ]
    return html.Div(buttons, className="seg", role="group", **attributes({"aria-label": viewer.say(Watching.PER_PAGE)}))
