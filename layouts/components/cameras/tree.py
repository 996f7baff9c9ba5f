"""The tree of cameras: areas, kinds below them, cameras below these; each row is a button of one flat list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dash import html
from dash.development.base_component import Component

from dashboard.domain.camera_register import KIND_LABELS, Branch, CameraKind, CameraLine, Tally
from layouts.attributes import attributes
from layouts.components.blanks import empty
from layouts.components.marks import live_mark
from layouts.formatting import number
from layouts.texts.cameras import Watching
from layouts.viewer import Viewer


class Leaf(NamedTuple):
    """The kind of cameras of one area, as the page names it."""

    area: str
    kind: CameraKind

    @property
    def key(self) -> str:
        """The name of its row."""
        return f"{self.area}/{self.kind}"


class OpenLeaf(NamedTuple):
    """The cameras of a leaf that is open, and how many pages of them there are."""

    cameras: Sequence[CameraLine]
    pages: int


def leaves_of(branches: Sequence[Branch], opened: Mapping[str, int]) -> Iterator[tuple[Leaf, int]]:
    """Return the leaves that are open, with their pages: those whose branches are open too."""
    for branch in branches:
        if branch.code in opened or not branch.code:
            yield from leaves_of(branch.branches, opened)
            for kind, _ in branch.kinds:
                leaf = Leaf(branch.code, kind)
                if leaf.key in opened:
                    yield leaf, opened[leaf.key]


def camera_tree(
    viewer: Viewer, branches: Sequence[Branch], opened: Mapping[str, int], leaves: Mapping[Leaf, OpenLeaf]
) -> list[Component]:
    """Return a row for each branch, leaf and camera that is in sight."""
    if not branches:
        return [empty(viewer, Watching.NONE, Watching.NONE_HINT)]
    return [row for branch in branches for row in _branch(viewer, branch, 1, opened, leaves)]


def _branch(
    viewer: Viewer, branch: Branch, level: int, opened: Mapping[str, int], leaves: Mapping[Leaf, OpenLeaf]
) -> Iterator[Component]:
    is_open = branch.code in opened or not branch.code
    name = branch.name or viewer.say(Watching.NO_AREA)
    yield _row(viewer, name, branch.tally, level, branch.code, is_open=is_open)
    if not is_open:
        return
    for each in branch.branches:
        yield from _branch(viewer, each, level + 1, opened, leaves)
    for kind, tally in branch.kinds:
        leaf = Leaf(branch.code, kind)
        found = leaves.get(leaf)
        name = viewer.say(KIND_LABELS[kind])
        yield _row(
            viewer, name, tally, level + 1, leaf.key, is_open=found is not None, pages=found.pages if found else 1
        )
        if found is not None:
            yield from (camera_row(viewer, each, level + 2) for each in found.cameras)
            yield from _more(viewer, leaf, tally.total - len(found.cameras), level + 2)


def _row(viewer: Viewer, name: str, tally: Tally, level: int, key: str, *, is_open: bool, pages: int = 1) -> Component:
    told = viewer.say(Watching.LIVE_OF).format(number(tally.live), number(tally.total))
    return html.Button(
        [
            html.I(className="tree-fold"),
            html.Span(name, className="clip"),
            html.Span([html.B(number(tally.live)), "/", number(tally.total)], className="fig"),
        ],
        type="button",
        className="tree-row",
        role="treeitem",
        title=told,
        **attributes(
            {
                "data-branch": key,
                "data-pages": str(pages),
                "aria-level": str(level),
                "aria-expanded": "true" if is_open else "false",
                "aria-label": f"{name} · {told}",
            }
        ),
    )


def camera_row(viewer: Viewer, camera: CameraLine, level: int) -> Component:
    """Return the row of a camera: state, name, street or area, number."""
    beside = camera.street if camera.street and camera.street not in camera.name else ""
    return html.Button(
        [
            live_mark(camera.asset_id, camera.state),
            html.Span(camera.name, className="clip"),
            html.Small(" ".join(part for part in (beside, camera.asset_id) if part), className="fig quiet clip"),
        ],
        type="button",
        className="tree-row is-camera",
        role="treeitem",
        title=f"{camera.name} · {viewer.say(KIND_LABELS[camera.kind])} · {camera.asset_id}",
        **attributes({"data-pick-camera": camera.asset_id, "aria-level": str(level), "aria-selected": "false"}),
    )


def _more(viewer: Viewer, leaf: Leaf, left: int, level: int) -> Iterator[Component]:
    if left > 0:
        yield html.Button(
            viewer.say(Watching.MORE).format(number(left)),
            type="button",
            className="tree-row is-more",
            role="treeitem",
            **attributes({"data-more": leaf.key, "aria-level": str(level)}),
        )


def found_cameras(viewer: Viewer, text: str, cameras: Sequence[CameraLine], total: int) -> list[Component]:
    """Return what a search found, the first of them."""
    if not cameras:
        return [empty(viewer, Watching.NOTHING, Watching.NOTHING_HINT, about=text)]
    count = (
        viewer.say(Watching.FOUND_ALL).format(number(total))
        if total == len(cameras)
        else viewer.say(Watching.FOUND).format(number(total), number(len(cameras)))
    )
    return [html.P(count, className="tree-note quiet"), *(camera_row(viewer, each, 1) for each in cameras)]


def kind_chips(viewer: Viewer, kinds: Mapping[CameraKind, Tally], chosen: CameraKind | None) -> list[Component]:
    """Return a switch for all and one for each kind that there is, with counts."""
    total = sum(tally.total for tally in kinds.values())
    known = [kind for kind in CameraKind if kind in kinds]
    return [
        _chip(viewer.say(Watching.ALL), "", total, is_on=chosen is None),
        *(_chip(viewer.say(KIND_LABELS[kind]), kind, kinds[kind].total, is_on=chosen is kind) for kind in known),
    ]


def _chip(label: str, kind: str, total: int, *, is_on: bool) -> Component:
    return html.Button(
        [label, " ", html.Span(number(total), className="fig")],
        type="button",
        className="chip",
        **attributes({"data-camera-kind": kind, "aria-pressed": "true" if is_on else "false"}),
    )
