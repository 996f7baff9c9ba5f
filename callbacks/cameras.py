"""The tree of cameras as it is opened and searched, and the chosen ones."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from dash import Input, Output
from dash.development.base_component import Component

from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import stored, typed, word_of
from dashboard.domain.camera_register import Branch, CameraKind
from dashboard.services.cameras.register import LONGEST_TEXT
from layouts.camera_ids import Cameras
from layouts.components.cameras.chosen import SIZES, chosen_cameras
from layouts.components.cameras.tree import OpenLeaf, camera_tree, found_cameras, kind_chips, leaves_of
from layouts.ids import Shell
from layouts.markup import markup
from layouts.requests import current_viewer
from layouts.viewer import Viewer

_LONGEST_ID: Final = 80
_OPEN_AT_MOST: Final = 200
_PAGES_AT_MOST: Final = 200
_TOO_LONG: Final = 130
"""Characters of the name of a row: no code and no kind is as long."""


def register(app: CallbackRegistry, services: PageServices) -> None:
    """The tree follows the clock and the register, the chosen ones what is chosen."""

    @app.callback(
        Output(Cameras.TREE, "data-html"),
        Output(Cameras.KINDS, "data-html"),
        Input(Cameras.TEXT, "data"),
        Input(Cameras.KIND, "data"),
        Input(Cameras.OPEN, "data"),
        Input(Shell.TICK, "n_intervals"),
        Input(Shell.FEED_REGISTRY, "data"),
    )
    async def show_tree(text: Any, kind: Any, opened: Any, _ticks: Any, _revision: Any) -> Any:
        viewer = current_viewer(services.settings)
        asked = (typed(text, LONGEST_TEXT), word_of(CameraKind, kind))
        rows, chips = await asyncio.to_thread(camera_rows, viewer, services, *asked, opened)
        return markup(rows), markup(chips)

    @app.callback(Output(Cameras.GRID, "data-html"), Input(Cameras.CHOSEN, "data"))
    async def show_chosen(chosen: Any) -> Any:
        wanted = [typed(each, _LONGEST_ID) for each in chosen][: max(SIZES)] if isinstance(chosen, list) else []
        cameras = await asyncio.to_thread(services.camera_register.cameras, wanted)
        return markup(chosen_cameras(current_viewer(services.settings), cameras))


def camera_rows(
    viewer: Viewer, services: PageServices, text: str, kind: CameraKind | None, told: Any
) -> tuple[list[Component], list[Component]]:
    """Return the rows that are in sight, and the switches of the kinds."""
    branches, kinds = services.camera_register.tree(kind)
    chips = kind_chips(viewer, kinds, kind)
    if text:
        found = services.camera_register.find(text, kind)
        return found_cameras(viewer, text, found.cameras, found.total), chips
    opened = _opened(told, branches)
    leaves = {
        leaf: OpenLeaf(services.camera_register.cameras_of(leaf.area or None, leaf.kind, pages), pages)
        for leaf, pages in leaves_of(branches, opened)
    }
    return camera_tree(viewer, branches, opened, leaves), chips


def _opened(told: Any, branches: tuple[Branch, ...]) -> Mapping[str, int]:
    """What is open, with its pages; until somebody opened or closed anything the branch that stands alone."""
    if not isinstance(told, dict):
        return {branches[0].code: 1} if len(branches) == 1 else {}
    rows = [(typed(key, _TOO_LONG), pages) for key, pages in stored(told).items()][:_OPEN_AT_MOST]
    return {key: pages if isinstance(pages, int) and 0 < pages <= _PAGES_AT_MOST else 1 for key, pages in rows}
