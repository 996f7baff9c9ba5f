"""Component ids of the page of cameras: the tree, the chosen ones, patrol rounds."""

from __future__ import annotations

from enum import StrEnum


class Cameras(StrEnum):
    """The tree and what was chosen in it."""

    TEXT = "cameras-text"
    KIND = "cameras-kind"
    OPEN = "cameras-open"
    TREE = "cameras-tree"
    KINDS = "cameras-kinds"
    CHOSEN = "cameras-chosen"
    SIZE = "cameras-size"
    GRID = "cameras-grid"
    MAP = "cameras-map"
