"""Ids of the reports with a picture: the one from the street (快报), and that of a group of chats (随手拍)."""

from __future__ import annotations

from enum import StrEnum


class Quick(StrEnum):
    """The report from the street."""

    ROOT = "quick-report"
    CATALOGUE = "quick-catalogue"


class Snapshot(StrEnum):
    """The page of pictures of chat groups."""

    ROOT = "snapshot-form"
    FIGURES = "snapshot-figures"
    RECENT = "snapshot-recent"
    NOTE = "snapshot-note"
