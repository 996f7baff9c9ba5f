"""Whether a story of the queue still gets worse, has come back, or stands."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Final, Protocol

from dashboard.domain.alarms import Move
from dashboard.domain.durations import MINUTE_US
from dashboard.domain.severity import Severity

LATELY_US: Final = 10 * MINUTE_US
"""For so long a step for the worse is told; so long the statement also holds still."""

MANY: Final = 4
"""One in so many is enough to make a story worse."""


class Trend(Enum):
    """Where a story goes."""

    WORSE = "worse"
    SPREADING = "spreading"
    STEADY = "steady"
    EASED = "eased"


class MovingAlarm(Protocol):
    """What telling a trend needs to know of an alarm."""

    @property
    def severity(self) -> Severity: ...
    @property
    def worsened_us(self) -> int: ...
    @property
    def move(self) -> Move | None: ...


def trend_of(alarms: Sequence[MovingAlarm], now_us: int) -> Trend:
    """Return the trend of a story's alarms, of which there is at least one.

    The figure of an alarm rises when its last move (`dashboard.domain.alarms.last_move`) was for the worse and not
    ten minutes ago. A story gets worse when those of its red ones rise, or of a quarter of all; it spreads when that
    many of several rise or were raised, or made more severe, within ten minutes and have not moved back since. It has
    eased when neither any rises nor is new, and at least half of those that moved did so back. None of these flickers:
    a figure has to move by a whole step, or an alarm has to be new, for it to be told otherwise.
    """
    rising = [alarm for alarm in alarms if _rises(alarm, now_us)]
    if _weighs(rising, alarms):
        return Trend.WORSE
    new = [alarm for alarm in alarms if _is_new(alarm, now_us)]
    if len(alarms) > 1 and _weighs([*rising, *new], alarms):
        return Trend.SPREADING
    moves = [alarm.move for alarm in alarms if alarm.move is not None]
    back = sum(not move.worse for move in moves)
    return Trend.EASED if moves and not rising and not new and back * 2 >= len(moves) else Trend.STEADY


def _rises(alarm: MovingAlarm, now_us: int) -> bool:
    return alarm.move is not None and alarm.move.worse and now_us - alarm.move.at_us < LATELY_US


def _is_new(alarm: MovingAlarm, now_us: int) -> bool:
    is_back = alarm.move is not None and not alarm.move.worse
    return now_us - alarm.worsened_us < LATELY_US and not is_back


def _weighs(some: Sequence[MovingAlarm], of_all: Sequence[MovingAlarm]) -> bool:
    return len(some) * MANY >= len(of_all) or any(alarm.severity is Severity.CRITICAL for alarm in some)
