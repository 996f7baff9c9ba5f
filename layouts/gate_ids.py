"""Ids of the administrator's tabs of what cameras find."""

from __future__ import annotations

from enum import StrEnum


class Finds(StrEnum):
    """The tab of the words by which cameras call what they see."""

    SAID = "finds-said"
    CHANGED = "finds-changed"
    BOARD = "finds-board"
    FORM = "finds-form"
    SOURCE = "finds-source"
    LABEL = "finds-label"
    ZONE = "finds-zone"
    CAMERA = "finds-camera"
    STOOD = "finds-stood"
    CATEGORY = "finds-category"
    EFFECT = "finds-effect"
    SAVE = "finds-save"


class Gates(StrEnum):
    """The tab of the gates before the queue."""

    SAID = "gates-said"
    CHANGED = "gates-changed"
    BOARD = "gates-board"
    FORM = "gates-form"
    VERSION = "gates-version"
    CATEGORY = "gates-category"
    CAMERA = "gates-camera"
    SCORE = "gates-score"
    DWELL = "gates-dwell"
    WEEKDAYS = "gates-weekdays"
    FROM = "gates-from"
    UNTIL = "gates-until"
    GAP = "gates-gap"
    OPTIONS = "gates-options"
    EFFECT = "gates-effect"
    SAVE = "gates-save"
    REMOVE = "gates-remove"


class Filings(StrEnum):
    """The tab of categories that file by themselves."""

    SAID = "filings-said"
    CHANGED = "filings-changed"
    BOARD = "filings-board"
    FORM = "filings-form"
    VERSION = "filings-version"
    PRECISION = "filings-precision"
    CONDITION = "filings-condition"
    MOST = "filings-most"
    OPTIONS = "filings-options"
    SAVE = "filings-save"
