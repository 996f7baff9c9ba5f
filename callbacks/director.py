"""The director: lists the screens while it is open, and passes on what the operator tells them."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from dash import Input, Output, State, no_update

from callbacks._ports import CallbackRegistry, PageServices
from callbacks._problems import refusal
from dashboard.domain import walls as rules
from dashboard.domain.walls import EVERY_SCREEN, Change, Level, Refusal, WallRefused
from dashboard.errors import NotFound, XiuhuaError
from dashboard.services.walls.screens import Director as Board
from layouts.components.blanks import said
from layouts.components.walls.director import Target, controls, done, foot, not_done, refused, showing
from layouts.components.walls.screen_cards import scene_name, screen_cards
from layouts.ids import Director, Shell
from layouts.requests import current_viewer
from layouts.scenes import scenes
from layouts.texts.director import REFUSED, SAID
from layouts.texts.director import Director as Says
from layouts.viewer import Viewer

ACTOR: Final = "operator"


def register(app: CallbackRegistry, services: PageServices) -> None:
    """The browser opens the panel and writes commands into a store."""
    _register_look(app, services)
    _register_commands(app, services)


def _register_look(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Director.COUNT, "children"),
        Output(Director.SCREENS, "children"),
        Output(Director.CONTROLS, "children"),
        Output(Director.SHOWING, "children"),
        Output(Director.FOOT, "children"),
        Input(Director.OPENED, "data"),
        Input(Director.TARGET, "data"),
        Input(Director.SAID, "children"),
        Input(Director.CLOCK, "n_intervals"),
        Input(Shell.FEED_WALLS, "data"),
        State(Shell.SELECTED_ASSET, "data"),
        prevent_initial_call=True,
    )
    async def look(
        opened: bool | None, target: int, _said: Any, _clock: int | None, _feed: int | None, asset: Any
    ) -> tuple[Any, ...]:
        if not opened:
            return (no_update,) * 5
        viewer = current_viewer(services.settings)
        board = await asyncio.to_thread(services.walls.board)
        flight = await asyncio.to_thread(_flight, services, asset)
        return _shown(viewer, board, _target(viewer, board, target, flight))


def _flight(services: PageServices, asset: dict[str, Any] | None) -> tuple[str, str] | None:
    """Number and name of the selected asset, if one is selected and still there."""
    if not asset or not asset.get("id"):
        return None
    try:
        sheet = services.views.asset(str(asset["id"]))
    except NotFound:
        return None
    return sheet.asset_id, sheet.name


def _target(viewer: Viewer, board: Board, target: int, flight: tuple[str, str] | None) -> Target:
    """The chosen screen; all of them when it is gone."""
    for screen, direction in board.lines:
        if screen.screen_key == target:
            where = screen.place or viewer.say(Says.ONE)
            return Target(screen.screen_key, screen.name, where, direction, flight)
    many = viewer.say(Says.ALL_HINT).format(len(board.lines)) if board.lines else ""
    return Target(EVERY_SCREEN, viewer.say(Says.ALL), many, board.for_all, flight)


def _shown(viewer: Viewer, board: Board, target: Target) -> tuple[Any, ...]:
    alive = sum(not screen.is_silent(board.now_us) for screen, _ in board.lines)
    return (
        viewer.say(Says.COUNT).format(len(board.lines), alive) if board.lines else "",
        screen_cards(viewer, board.lines, target.screen_key, board.now_us),
        controls(viewer, target),
        showing(viewer, target.direction),
        foot(viewer, target),
    )


def _register_commands(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Director.SAID, "children"),
        Output(Director.PAIRING_SAID, "children"),
        Input(Director.COMMAND, "data"),
        prevent_initial_call=True,
    )
    async def obey(command: dict[str, Any]) -> tuple[Any, Any]:
        viewer = current_viewer(services.settings)
        pairs = command.get("action") == "pair"
        try:
            answer = await asyncio.to_thread(_obey, viewer, services, command)
        except WallRefused as error:
            why = viewer.say(REFUSED[error.reason])
            return (no_update, refused(why)) if pairs else (not_done(why), no_update)
        except XiuhuaError as error:
            return refusal(viewer, error), no_update
        return done(answer, str(command["action"]), str(command.get("at"))), []


def _obey(viewer: Viewer, services: PageServices, command: dict[str, Any]) -> Any:
    action = str(command.get("action"))
    if action == "pair":
        code, name, place = (str(command.get(key) or "") for key in ("code", "name", "place"))
        return said(viewer, SAID[action], services.walls.confirm_pairing(code, name, place, ACTOR).name)
    target = _number(command.get("target"), Refusal.SCREEN_UNKNOWN)
    if action == "revoke":
        return said(viewer, SAID[action], services.walls.revoke(target, ACTOR).name)
    change, detail = _change(viewer, action, command, services.views.now_us())
    services.walls.direct(target, change, ACTOR)
    whom = str(command.get("name") or "") or viewer.say(Says.ALL)
    return said(viewer, SAID[action], whom, detail)


def _change(viewer: Viewer, action: str, command: dict[str, Any], now_us: int) -> tuple[Change, str]:
    """The order that a command stands for, and what its confirmation names."""
    match action:
        case "pin":
            scene = str(command.get("scene"))
            return rules.pinned(scene, scenes()), scene_name(viewer, scene)
        case "unpin":
            return rules.unpinned(), ""
        case "rotate" | "stop":
            dwell_s = _number(command.get("dwell"), Refusal.DWELL_OUT_OF_RANGE)
            return rules.rotation(action == "rotate", dwell_s), str(dwell_s)
        case "fly":
            return rules.flight(str(command.get("to")), now_us), str(command.get("to"))
        case "say":
            lasts_s = _number(command.get("lasts"), Refusal.MESSAGE_TIME)
            level = Level.URGENT if command.get("level") == Level.URGENT else Level.INFO
            return rules.message(str(command.get("text") or ""), lasts_s, level, now_us), ""
        case "hush":
            return rules.silence(), ""
        case "reload":
            return rules.reload(now_us), ""
    raise WallRefused(Refusal.COMMAND_UNKNOWN, f"there is no command {action!r:.40}; reload the page")


def _number(value: Any, otherwise: Refusal) -> int:
    """A whole number as the browser sends it. Raises WallRefused."""
    try:
        return int(value)
    except (TypeError, ValueError) as error:
        raise WallRefused(otherwise, f"{value!r:.40} is no whole number; reload the page") from error
