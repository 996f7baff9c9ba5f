"""The wall: everything that it shows, asked for by the browser as often as it is worth it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from dash import Input, Output, no_update

from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import figure, key_from, stored
from dashboard.domain.cases.board import CaseBoard
from dashboard.domain.grouping import worst_by_area
from dashboard.domain.readouts import AlarmLine, DrainageOverview
from dashboard.domain.severity import Severity
from dashboard.domain.wall_people import is_about_somebody
from layouts.components.cases.lamps import LAMP_STATES
from layouts.components.walls.columns import column, columns_of
from layouts.components.walls.focus import focus_card
from layouts.components.walls.frame import centre_name, key_figures, ticker, weather
from layouts.figures.pipe_network import pipe_state
from layouts.ids import Wall
from layouts.markup import markup
from layouts.requests import current_viewer
from layouts.scene import Scene, Sight
from layouts.scenes import scenes
from layouts.scenes.cases import LAYER as CASES

MOST_COLUMNS: Final = 4
MOST_PIXELS: Final = 1_000
MOST_REM: Final = 1_000


def register(app: CallbackRegistry, services: PageServices) -> None:
    """One question answers the whole screen; a second one tells about a red alarm. The browser puts both in place."""
    _register_picture(app, services)
    _register_focus(app, services)

    app.clientside_callback(
        "function (picture) { window.xiuhua.wall.arrive(picture); return picture.at; }",
        Output(Wall.STAGE, "data-picture"),
        Input(Wall.PICTURE, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        "function (card) { window.xiuhua.wall.arriveFocus(card); return card.alarm; }",
        Output(Wall.STAGE, "data-focus"),
        Input(Wall.FOCUS_CARD, "data"),
        prevent_initial_call=True,
    )


def _register_picture(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(Output(Wall.PICTURE, "data"), Input(Wall.VIEW, "data"), prevent_initial_call=True)
    async def show(told: Any) -> dict[str, Any]:
        viewer, view = current_viewer(services.settings), stored(told)
        picture = await asyncio.to_thread(services.wall.picture)
        scene, others = chosen(str(view.get("scene") or ""))
        sight = Sight(viewer, picture, figure(view.get("rem_px"), 16.0, MOST_PIXELS))
        left, right = _columns(view, scene, others, sight)
        return {
            "scene": scene.key,
            "at": picture.at_us // 1000,
            "slots": {
                "left": markup(left),
                "right": markup(right),
                "kpis": markup(key_figures(viewer, picture)),
                "weather": markup(weather(viewer, picture)),
                "centre": markup(centre_name(viewer, picture.city)),
                "ticker": markup(ticker(viewer, picture.news)),
            },
            "areas": worst_by_area(picture.alarms),
            "cases": case_points(picture.cases) if CASES in scene.layers else None,
            "pipes": pipe_states(picture.drainage) if scene.pipes else None,
            "dots": picture.dots if scene.people else [],
            "reds": red_alarms(picture.alarms),
        }


def _register_focus(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(Output(Wall.FOCUS_CARD, "data"), Input(Wall.FOCUS, "data"), prevent_initial_call=True)
    async def show_focus(told: Any) -> Any:
        viewer, alarm_key = current_viewer(services.settings), key_from(stored(told).get("alarm"))
        if alarm_key is None:
            return no_update
        found = await asyncio.to_thread(services.wall.focus, alarm_key)
        return {"alarm": alarm_key, "html": markup(focus_card(viewer, found)) if found else ""}


def chosen(key: str) -> tuple[Scene, list[Scene]]:
    """The scene of that key (the first when there is none), and the others as they follow it."""
    every = list(scenes().values())
    place = next((at for at, scene in enumerate(every) if scene.key == key), 0)
    return every[place], [*every[place + 1 :], *every[:place]]


def _columns(view: dict[str, Any], scene: Scene, others: Sequence[Scene], sight: Sight) -> tuple[list[Any], list[Any]]:
    per_side = max(int(figure(view.get("per_side"), 1, MOST_COLUMNS)), 1)
    column_rem = figure(view.get("column_rem"), 57.0, MOST_REM)
    left, right = columns_of(scene, others, per_side, sight.picture)
    return (
        [column(panels, sight, column_rem) for panels in left],
        [column(panels, sight, column_rem) for panels in right],
    )


def red_alarms(alarms: Sequence[AlarmLine]) -> list[dict[str, Any]]:
    """The red alarms of devices that nobody has acknowledged, the newest first."""
    unseen = [alarm for alarm in alarms if alarm.acknowledged_us is None and not is_about_somebody(alarm)]
    red = [alarm for alarm in unseen if alarm.severity is Severity.CRITICAL]
    red.sort(key=lambda alarm: -alarm.worsened_us)
    return [{"alarm": alarm.alarm_key, "asset": alarm.asset_id, "at": alarm.worsened_us // 1000} for alarm in red]


def pipe_states(drainage: DrainageOverview) -> dict[str, Any]:
    """The pipes as lines of lon, lat, and what the station upstream of each has reached."""
    fills = {station.asset_id: station.values.get("fill_ratio") for station in drainage.stations}
    return {
        "lines": [[part for point in pipe.line for part in point] for pipe in drainage.pipes],
        "states": [pipe_state(fills.get(pipe.upstream)).value for pipe in drainage.pipes],
    }


def case_points(board: CaseBoard) -> list[tuple[float, float, str]]:
    """Where the open cases lie: lon, lat, and the state whose mark their lamp has; the worst are painted last."""
    order = [*LAMP_STATES][::-1]
    points = sorted(board.points, key=lambda point: order.index(point.lamp))
    return [(round(lon, 6), round(lat, 6), LAMP_STATES[lamp].value) for lon, lat, lamp in points]
