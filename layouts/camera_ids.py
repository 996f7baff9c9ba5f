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


class Rounds(StrEnum):
    """Rounds that are due, the one that is walked, its find, plans, figures."""

    LIST = "rounds-list"
    COMMAND = "rounds-command"
    WALK = "rounds-walk"
    DONE = "rounds-done"
    SAID = "rounds-said"
    STAGE = "rounds-stage"
    FIND = "rounds-find"
    PICTURE = "rounds-picture"
    SEEN = "rounds-seen"
    CATEGORY = "rounds-category"
    NOTE = "rounds-note"
    REPORT = "rounds-report"
    PLANS = "rounds-plans"
    PLAN = "rounds-plan"
    REVISION = "rounds-revision"
    NAME = "rounds-name"
    CAMERAS = "rounds-cameras"
    WEEKDAYS = "rounds-weekdays"
    TIMES = "rounds-times"
    WINDOW = "rounds-window"
    SAVE = "rounds-save"
    END = "rounds-end"
    PLANNED = "rounds-planned"
    FROM = "rounds-from"
    UNTIL = "rounds-until"
    FIGURES = "rounds-figures"
