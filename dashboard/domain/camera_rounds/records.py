"""Patrol rounds as they are kept: plans, walks, and what was seen of each camera."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.durations import HOUR_US, MINUTE_US
from dashboard.domain.text import Text

NAME_LENGTH: Final = 40
NOTE_LENGTH: Final = 400
CAMERAS_AT_MOST: Final = 200
TIMES_AT_MOST: Final = 24
WINDOW_MIN: Final = (10, 12 * 60)
"""How long after its time a round may be begun, at the least and at the most."""
EARLY_US: Final = 15 * MINUTE_US
"""So long before its time a round may be begun."""
HELD_US: Final = 10 * MINUTE_US
"""So long a seat keeps a round without looking at a camera; then another one may go on with it."""
FINISHED_WITHIN_US: Final = 24 * HOUR_US
"""So long after its time a round that was begun may be gone on with."""


class LookResult(StrEnum):
    """What came of looking at a camera. The values are stored: they never change."""

    NOTHING = "nothing"
    FIND = "find"
    UNSEEN = "unseen"


class RoundPlan(NamedTuple):
    """Which cameras are looked at, one after the other, and when: weekdays (1 Monday – 7 Sunday) and minutes of the day
    in the city. `window_min` is for how long after its time it may be begun."""

    cameras: tuple[str, ...]
    weekdays: frozenset[int]
    minutes: tuple[int, ...]
    window_min: int


class PlanVersion(NamedTuple):
    """A plan as long as it held: times planned from `from_us` to before `until_us` (None: until now and on)."""

    round_key: int
    plan: RoundPlan
    from_us: int
    until_us: int | None


@dataclass(frozen=True, kw_only=True)
class CameraRound:
    """A round with its newest plan. `revision` counts its changes; one that has ended is planned no more."""

    round_key: int
    name: str
    plan: RoundPlan
    revision: int
    ended_us: int | None = None


class Walk(NamedTuple):
    """A round that was begun: its planned time, its cameras as they were planned, who has it and until when."""

    walk_key: int
    round_key: int
    planned_us: int
    cameras: tuple[str, ...]
    begun_us: int
    begun_by: str
    holder: str | None
    held_until_us: int
    ended_us: int | None
    looked: int = 0
    finds: int = 0


class RoundLook(NamedTuple):
    """A camera that was looked at. `picture` is the digest of the evidence, `case_key` what the find became."""

    walk_key: int
    position: int
    asset_id: str
    looked_by: str
    at_us: int
    result: LookResult
    picture: str | None = None
    case_key: int | None = None
    note: str = ""


class Standing(StrEnum):
    """How a planned time of a round stands."""

    COMING = "coming"
    DUE = "due"
    WALKED = "walked"
    INTERRUPTED = "interrupted"
    DONE = "done"
    MISSED = "missed"
    UNFINISHED = "unfinished"


STANDING_LABELS: Final = {
    Standing.COMING: Text("未到时间", "coming"),
    Standing.DUE: Text("待巡", "due"),
    Standing.WALKED: Text("巡查中", "under way"),
    Standing.INTERRUPTED: Text("中断", "interrupted"),
    Standing.DONE: Text("已巡", "done"),
    Standing.MISSED: Text("漏巡", "missed"),
    Standing.UNFINISHED: Text("未巡完", "not finished"),
}


class Occasion(NamedTuple):
    """A planned time of a round with the plan that held then, and the walk that was begun, if any."""

    round_key: int
    name: str
    planned_us: int
    plan: RoundPlan
    walk: Walk | None = None


def standing_of(occasion: Occasion, now_us: int) -> Standing:
    """Return how it stands: what was begun in time counts once it is finished, also later."""
    walk, planned_us = occasion.walk, occasion.planned_us
    if walk is not None and walk.ended_us is not None:
        return Standing.DONE
    if walk is not None:
        if walk.holder is not None and walk.held_until_us > now_us:
            return Standing.WALKED
        return Standing.INTERRUPTED if now_us < planned_us + FINISHED_WITHIN_US else Standing.UNFINISHED
    if now_us < planned_us - EARLY_US:
        return Standing.COMING
    return Standing.DUE if now_us < planned_us + occasion.plan.window_min * MINUTE_US else Standing.MISSED
