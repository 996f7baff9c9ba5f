"""Every component id: callbacks and layouts share these names, and nothing else names a component."""

from __future__ import annotations

from enum import StrEnum
from typing import TypedDict


class Shell(StrEnum):
    """Always mounted: the frame around the pages."""

    ROOT = "shell"
    FEED_ALARMS = "feed-alarms"
    FEED_CAMERA_EVENTS = "feed-camera_events"
    FEED_REGISTRY = "feed-registry"
    SELECTED_ASSET = "selected-asset"
    SELECTED_EVENT = "selected-event"
    ALARM_COMMAND = "alarm-command"
    RULE_COMMAND = "rule-command"
    THEME = "theme"
    TICK = "tick"
    SEARCH_TEXT = "search-text"
    SEARCH_RESULTS = "search-results"
    NOTICE = "notice"
    SHELVE_REASON = "shelve-reason"
    DRAWER = "drawer"
    DRAWER_BODY = "drawer-body"


class Drawer(StrEnum):
    """Inside the drawer, mounted while an asset is open."""

    HEAD = "drawer-head"
    ALARMS = "drawer-alarms"
    HISTORY = "drawer-history"
    HISTORY_VIEW = "drawer-history-view"


class Desk(StrEnum):
    """The desk page."""

    MAP = "map"
    ALARMS = "desk-alarms"
    ALARMS_COUNT = "desk-alarms-count"
    EVENTS = "desk-events"
    EVENTS_COUNT = "desk-events-count"
    STANDING = "desk-standing"
    LAST_LOOK = "desk-last-look"
    OLDEST = "desk-oldest"
    LAYERS = "desk-layers"
    OVERVIEW = "desk-overview"
    AREA_STATES = "desk-area-states"


class Sensors(StrEnum):
    """The device page."""

    REGISTER_VIEW = "sensors-register-view"
    REGISTER_ONLINE = "sensors-register-online"
    REGISTER_ROWS = "sensors-register-rows"
    REGISTER_TEXT = "sensors-register-text"
    THRESHOLDS = "sensors-thresholds"
    RULES_CHANGED = "sensors-rules-changed"
    THRESHOLD_KIND = "sensors-threshold-kind"
    DRAINAGE = "sensors-drainage"
    NETWORK = "sensors-network"
    REGISTER_FILTERS = "sensors-register-filters"
    PARKING = "sensors-parking"
    QUALITY = "sensors-quality"


class SlotId(TypedDict):
    """The id of a repeated widget: which widget, and which of its copies."""

    widget: str
    key: str


def slot(widget: StrEnum, key: str) -> SlotId:
    """The id of the copy `key` of a widget that occurs several times."""
    return {"widget": widget.value, "key": key}
