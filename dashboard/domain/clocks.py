"""Clocks of devices that go wrong by whole hours: local time sent as UTC, or UTC as local time."""

from __future__ import annotations

from typing import Any, Final

from dashboard.domain.readings import Refused
from dashboard.domain.refusals import TIME_FIELD, WRONG_CLOCK

CLOCK: Final = "clock"
"""The key of `memory` under which the offset is kept: [hours, how many messages in a row, when the last came]."""

ALIKE_US: Final = 5 * 60 * 1_000_000
"""How far from a whole hour an offset may lie: transport and the device's own drift."""

SURE_AFTER: Final = 3
APART_US: Final = 30 * 1_000_000
"""Messages that come together, as after a tunnel, are one witness."""

_HOUR_US: Final = 3_600_000_000
_FARTHEST_H: Final = 14


def note_offset(memory: dict[str, Any], measured_us: int, received_us: int) -> int:
    """Return by how many hours the device's clock is behind (negative: ahead), 0 unless three messages in a row say so.

    A message that is neither on time nor off by whole hours, such as one that waited in a tunnel, says nothing.
    """
    if -ALIKE_US <= received_us - measured_us <= ALIKE_US:
        memory.pop(CLOCK, None)
        return 0
    hours = -hours_off(measured_us, received_us)
    if hours == 0:
        return 0
    before, count, counted_us = memory.get(CLOCK, (hours, 0, 0))
    if before != hours:
        count = 0
    elif count and received_us - counted_us < APART_US:
        return 0
    memory[CLOCK] = [hours, min(count + 1, SURE_AFTER), received_us]
    return hours if count + 1 >= SURE_AFTER else 0


def hours_off(measured_us: int, received_us: int) -> int:
    """Return by how many whole hours a clock is ahead (negative: behind) that told `measured_us` at `received_us`.

    0 when it is on time, or off by what no wrong zone explains.
    """
    off_us = measured_us - received_us
    hours = round(off_us / _HOUR_US)
    is_whole = abs(off_us - hours * _HOUR_US) <= ALIKE_US and abs(hours) <= _FARTHEST_H
    return hours if is_whole else 0


def wrong_clock(device_ref: str, behind_h: int) -> Refused:
    """Return what is noted at a device whose clock is behind by `behind_h` hours: the offset as it would be mended."""
    return Refused(device_ref, TIME_FIELD, f"{-behind_h:+d} h", WRONG_CLOCK)
