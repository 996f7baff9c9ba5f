"""What a scene of the wall is: one file in layouts/scenes exporting SCENE, made of panels in two columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dash.development.base_component import Component

from dashboard.domain.text import Text
from dashboard.domain.wall_facts import WallPicture
from layouts.viewer import Viewer


class Sight(NamedTuple):
    """For whom a panel is drawn, what there is to show, and how many px a rem has on this wall."""

    viewer: Viewer
    picture: WallPicture
    rem_px: float = 16.0


class Height(NamedTuple):
    """The height of a panel's body in rem: below `least` it makes no sense, at `natural` all is shown.

    What is left over goes to the panels by their `grow`.
    """

    least: float
    natural: float
    grow: float = 0.0


class Drawn(NamedTuple):
    """A panel's body, and what stands right in its head before the data's age."""

    body: Component
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One titled frame.

    Of two panels with the same `topic` only the first is shown on a wall. `height` tells how much room the body
    wants, None when there is nothing to show. `draw` fills a body of the given height in rem exactly.
    `layer` is the layer or feed whose newest data the head dates.
    """

    key: str
    topic: str
    title: Text
    height: Callable[[WallPicture], Height | None]
    draw: Callable[[Sight, float], Drawn]
    layer: str = "assets"


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One picture of the rotation. `layers` are the map layers that it shows (empty: all of them).

    `pipes` and `people` tell whether these are painted on the map beside them.
    """

    key: str
    title: Text
    order: int
    left: Sequence[Panel]
    right: Sequence[Panel]
    layers: tuple[str, ...] = ()
    pipes: bool = False
    people: bool = False
