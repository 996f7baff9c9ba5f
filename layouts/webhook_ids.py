"""Ids of the administrator's tab of other systems."""

from __future__ import annotations

from enum import StrEnum


class Exchange(StrEnum):
    """The tab: the list, the one that is chosen, and the form of either."""

    CHANGED = "exchange-changed"
    SAID = "exchange-said"
    LIST = "exchange-list"
    ONE = "exchange-one"
    NAME = "exchange-name"
    URL = "exchange-url"
    KINDS = "exchange-kinds"
    DEPARTMENT = "exchange-department"
    AREA = "exchange-area"
    CATEGORY = "exchange-category"
    WORDS = "exchange-words"
    ADD = "exchange-add"
    SAVE = "exchange-save"
    TEST = "exchange-test"
    SWITCH = "exchange-switch"
    ROTATE = "exchange-rotate"
    REMOVE = "exchange-remove"
    FROM = "exchange-from"
    UNTIL = "exchange-until"
    REPLAY = "exchange-replay"
    REFRESH = "exchange-refresh"
