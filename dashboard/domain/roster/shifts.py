"""The usual shifts of a bureau, and what a shift and a need may be."""

from __future__ import annotations

import re
from typing import Final

from dashboard.domain.people.records import LONGEST
from dashboard.domain.roster.records import DAY_MIN, LONGEST_MIN, Need, Shift, ShiftKind
from dashboard.domain.text import Text
from dashboard.errors import BadInput

USUAL_SHIFTS: Final = (
    Shift("D", "日间", ShiftKind.DAY, 8 * 60, 17 * 60),
    Shift("E", "错时", ShiftKind.STAGGERED, 14 * 60, 21 * 60),
    Shift("N", "夜间", ShiftKind.NIGHT, 20 * 60, 26 * 60),
    Shift("S", "零时", ShiftKind.SMALL_HOURS, 2 * 60, 6 * 60),
    Shift("W", "周末", ShiftKind.WEEKEND, 9 * 60, 18 * 60),
)
"""日间, 错时, 夜间 until two at night, 零时 from two to six, 周末: what most bureaus have; all are data."""
MOST_NEEDED: Final = 500
_CLOCK: Final = re.compile(r"([01]?[0-9]|2[0-3])[:：]([0-5][0-9])")


def clock_minutes(starts: str, ends: str) -> tuple[int, int]:
    """Return beginning and end, both as 08:00, in minutes after midnight; an end no later than the beginning is on the
    day after. Raises BadInput for what is no time of the clock.
    """
    begun, ended = (_clock_minute(text) for text in (starts, ends))
    return begun, ended if ended > begun else ended + DAY_MIN


def _clock_minute(text: str) -> int:
    minute = minute_at(text)
    if minute is None:
        raise BadInput(Text("时间须写作 08:00，从 00:00 到 23:59", "a time is written 08:00, from 00:00 to 23:59"))
    return minute


def minute_at(text: str) -> int | None:
    """Return a time of the clock as minutes after midnight; None for what is none."""
    found = _CLOCK.fullmatch(text)
    return None if found is None else int(found[1]) * 60 + int(found[2])


def check_shift(shift: Shift) -> None:
    """Raise BadInput unless it begins on its day, ends after that, and is no longer than LONGEST_MIN."""
    if not shift.code or len(shift.code) > LONGEST["code"] or not shift.name or len(shift.name) > LONGEST["name"]:
        raise BadInput(Text("班次须有编码和名称", "a shift needs a code and a name"))
    if not 0 <= shift.starts_min < DAY_MIN or not 0 < shift.length_min <= LONGEST_MIN:
        raise BadInput(
            Text(
                f"班次 {shift.code} 的时间不可用：最长 {LONGEST_MIN // 60} 小时，结束须晚于开始",
                f"shift {shift.code}: it ends after it begins, {LONGEST_MIN // 60} h at most",
            )
        )


def check_need(need: Need) -> None:
    """Raise BadInput unless the weekdays are Monday 1 to Sunday 7 and the people 0 to MOST_NEEDED."""
    if not need.weekdays <= set(range(1, 8)) or not 0 <= need.people <= MOST_NEEDED:
        raise BadInput(
            Text(
                f"需要人数为 0 到 {MOST_NEEDED}，星期为 1 到 7",
                f"a need is 0 to {MOST_NEEDED} people on weekdays 1 to 7",
            )
        )
