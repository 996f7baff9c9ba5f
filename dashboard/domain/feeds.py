"""The feeds: what changes by the whole and is asked for again, each with a revision that only rises."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Feed(StrEnum):
    """What a revision counts the changes of. The values are stored and sent: they never change.

    A transaction that changes what a feed stands for raises its revision by one, and tells it after the commit.
    """

    ALARMS = "alarms"
    CAMERA_EVENTS = "camera_events"
    CASES = "cases"
    CATALOGUE = "catalogue"
    GATES = "gates"
    MAPPINGS = "mappings"
    PEOPLE = "people"
    QUARANTINE = "quarantine"
    REGISTRY = "registry"
    ROSTER = "roster"
    RULES = "rules"
    WALLS = "walls"


FOLLOWED: Final = (
    Feed.ALARMS,
    Feed.CAMERA_EVENTS,
    Feed.CASES,
    Feed.CATALOGUE,
    Feed.GATES,
    Feed.PEOPLE,
    Feed.QUARANTINE,
    Feed.REGISTRY,
    Feed.ROSTER,
    Feed.WALLS,
)
"""The feeds that pages follow; the others are followed by processes only."""
