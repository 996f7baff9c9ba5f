"""The director: lists the screens while it is open, and passes on what the operator tells them."""

from __future__ import annotations

import asyncio
from typing import Any

from dash import Input, Output, State, no_update

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import stored, typed
from dashboard.commands.reading import read
from dashboard.commands.walls import (
    WALL_COMMANDS,
    FlyToAsset,
    PairScreen,
    PinScene,
    RevokeScreen,
    RotateScenes,
    ScreenOrder,
    WallCommand,
    change_of,
)
from dashboard.domain.rights import Actor
from dashboard.domain.walls import EVERY_SCREEN
from dashboard.services.walls.screens import ScreenList
from layouts.components.blanks import said
from layouts.components.walls.director import Target, controls, done, foot, showing
from layouts.components.walls.screen_cards import scene_name, screen_cards
from layouts.ids import Director, Shell
from layouts.requests import current_viewer
from layouts.scenes import scenes
from layouts.texts.director import SAID, DirectorText
from layouts.viewer import Viewer


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
        screens = await asyncio.to_thread(services.walls.screen_list)
        flight = await asyncio.to_thread(_flight, services, asset)
        return _shown(viewer, screens, _target(viewer, screens, target, flight))


def _flight(services: PageServices, asset: Any) -> tuple[str, str] | None:
    """Number and name of the selected asset, if one is selected and still there."""
    asset_id = typed(stored(asset).get("id"))
    sheet = services.views.asset(asset_id) if asset_id else None
    return None if sheet is None else (sheet.asset_id, sheet.name)


def _target(viewer: Viewer, screens: ScreenList, target: int, flight: tuple[str, str] | None) -> Target:
    """The chosen screen; all of them when it is gone."""
    for screen, direction in screens.lines:
        if screen.screen_key == target:
            where = screen.place or viewer.say(DirectorText.ONE)
            return Target(screen.screen_key, screen.name, where, direction, flight)
    many = viewer.say(DirectorText.ALL_HINT).format(len(screens.lines)) if screens.lines else ""
    return Target(EVERY_SCREEN, viewer.say(DirectorText.ALL), many, screens.for_all, flight)


def _shown(viewer: Viewer, screens: ScreenList, target: Target) -> tuple[Any, ...]:
    alive = sum(not screen.is_silent(screens.now_us) for screen, _ in screens.lines)
    return (
        viewer.say(DirectorText.COUNT).format(len(screens.lines), alive) if screens.lines else "",
        screen_cards(viewer, screens.lines, target.screen_key, screens.now_us),
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
    async def obey(given: Any) -> tuple[Any, Any]:
        viewer, actor = current_viewer(services.settings), current_actor()
        command = read(WALL_COMMANDS, given)
        answer = await asyncio.to_thread(_obey, viewer, services, command, actor)
        return done(answer, command.action, str(command.at)), []


def _obey(viewer: Viewer, services: PageServices, command: WallCommand, actor: Actor) -> Any:
    sentence = SAID[command.action]
    match command:
        case PairScreen():
            screen = services.walls.confirm_pairing(command.code, command.name, command.place, actor)
            return said(viewer, sentence, screen.name)
        case RevokeScreen():
            return said(viewer, sentence, services.walls.revoke(command.target, actor).name)
        case _:
            services.walls.direct(command.target, change_of(command, scenes(), services.views.now_us()), actor)
            return said(viewer, sentence, command.name or viewer.say(DirectorText.ALL), _detail(viewer, command))


def _detail(viewer: Viewer, order: ScreenOrder) -> str:
    """What the confirmation names."""
    match order:
        case PinScene():
            return scene_name(viewer, order.scene)
        case RotateScenes():
            return str(order.dwell)
        case FlyToAsset():
            return order.to
        case _:
            return ""
