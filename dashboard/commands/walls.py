"""What the director tells the walls: pair, remove, pin, rotate, fly, say, reload."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from dashboard.commands.fields import LARGEST_KEY, Code, Whole, Written
from dashboard.commands.reading import Clicked
from dashboard.domain import walls
from dashboard.domain.walls import Change, Level


class DirectorCommand(Clicked):
    """For one screen or for all (0); `name` is what the page calls it."""

    target: Annotated[Whole, Field(ge=0, le=LARGEST_KEY)] = 0
    name: Written = ""


class PairScreen(DirectorCommand):
    """Pairs the wall that shows `code` under a name."""

    action: Literal["pair"]
    code: Written
    place: Written = ""


class RevokeScreen(DirectorCommand):
    """Takes a screen's pairing back."""

    action: Literal["revoke"]


class PinScene(DirectorCommand):
    """Holds a scene."""

    action: Literal["pin"]
    scene: Code


class UnpinScene(DirectorCommand):
    """Lets the scenes go on."""

    action: Literal["unpin"]


class RotateScenes(DirectorCommand):
    """Goes round the scenes, each for `dwell` seconds, or stops doing so."""

    action: Literal["rotate", "stop"]
    dwell: Whole


class FlyToAsset(DirectorCommand):
    """Flies the map to an asset."""

    action: Literal["fly"]
    to: Code


class ShowMessage(DirectorCommand):
    """Shows a sentence for so many seconds."""

    action: Literal["say"]
    text: Written
    lasts: Whole
    level: Level = Level.INFO


class HideMessage(DirectorCommand):
    """Takes the sentence down."""

    action: Literal["hush"]


class ReloadPage(DirectorCommand):
    """Loads the wall's page anew."""

    action: Literal["reload"]


ScreenOrder = PinScene | UnpinScene | RotateScenes | FlyToAsset | ShowMessage | HideMessage | ReloadPage
WallCommand = PairScreen | RevokeScreen | ScreenOrder
WALL_COMMANDS: Final[TypeAdapter[WallCommand]] = TypeAdapter(Annotated[WallCommand, Field(discriminator="action")])


def change_of(order: ScreenOrder, scenes: Collection[str], now_us: int) -> Change:
    """What shall hold by an order given at `now_us`. Raises BadInput."""
    match order:
        case PinScene():
            return walls.pinned(order.scene, scenes)
        case UnpinScene():
            return walls.unpinned()
        case RotateScenes():
            return walls.rotation(order.action == "rotate", order.dwell)
        case FlyToAsset():
            return walls.flight(order.to, now_us)
        case ShowMessage():
            return walls.message(order.text, order.lasts, order.level, now_us)
        case HideMessage():
            return walls.silence()
        case ReloadPage():
            return walls.reload(now_us)
