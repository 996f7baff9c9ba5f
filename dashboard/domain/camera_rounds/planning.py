"""When rounds are planned, in the city's time, and what a plan may be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta, tzinfo
from typing import Final

from dashboard.domain.camera_rounds.records import (
    CAMERAS_AT_MOST,
    NAME_LENGTH,
    TIMES_AT_MOST,
    WINDOW_MIN,
    PlanVersion,
    RoundPlan,
)
from dashboard.domain.roster.duty import day_of, moment_us
from dashboard.domain.roster.shifts import minute_at
from dashboard.domain.text import Text

_SEPARATORS: Final = re.compile(r"[\s,，、;；]+")


def planned_times(plan: RoundPlan, from_us: int, until_us: int, zone: tzinfo) -> Iterator[int]:
    """Return the planned times from `from_us` to before `until_us`, in their order.

    An hour that the clock skips is read as the one after it; of one that comes twice the first is taken.
    """
    if until_us <= from_us:
        return
    day, last = day_of(from_us, zone), day_of(until_us, zone)
    while day <= last:
        moments = (moment_us(day, minute, zone) for minute in sorted(plan.minutes))
        if day.isoweekday() in plan.weekdays:
            yield from (at_us for at_us in moments if from_us <= at_us < until_us)
        day += timedelta(days=1)


def planned_of(
    versions: Iterable[PlanVersion], from_us: int, until_us: int, zone: tzinfo
) -> Iterator[tuple[PlanVersion, int]]:
    """Return the times that each version of a plan planned while it held."""
    for version in versions:
        end_us = until_us if version.until_us is None else min(until_us, version.until_us)
        for planned_us in planned_times(version.plan, max(from_us, version.from_us), end_us, zone):
            yield version, planned_us


def read_minutes(text: str) -> tuple[int, ...] | None:
    """Return the times of day that were typed (`8:30 14:00，20:00`) as minutes; None when one of them is none."""
    words = [word for word in _SEPARATORS.split(text.strip()) if word]
    found = {minute_at(word) for word in words}
    minutes = sorted(minute for minute in found if minute is not None)
    return tuple(minutes) if len(minutes) == len(found) else None


def read_cameras(text: str) -> tuple[str, ...]:
    """Return the numbers that were typed, in their order, each once."""
    return tuple(dict.fromkeys(word for word in _SEPARATORS.split(text.strip()) if word))


def clock_of(minute: int) -> str:
    """Return a minute of the day as 08:30."""
    return f"{minute // 60:02}:{minute % 60:02}"


def plan_problem(name: str, plan: RoundPlan) -> Text | None:
    """Return what is wrong with a plan, and what to do; None when it can be kept."""
    low, high = WINDOW_MIN
    checks: Sequence[tuple[bool, Text]] = (
        (
            0 < len(name) <= NAME_LENGTH,
            Text(f"名称须有 1 至 {NAME_LENGTH} 个字", f"the name has 1 to {NAME_LENGTH} characters"),
        ),
        (bool(plan.cameras), Text("请至少填一路视频", "name one camera at least")),
        (
            len(plan.cameras) <= CAMERAS_AT_MOST,
            Text(
                f"一轮最多 {CAMERAS_AT_MOST} 路，请分成几轮",
                f"a round has {CAMERAS_AT_MOST} cameras at most; make several rounds",
            ),
        ),
        (
            bool(plan.weekdays) and plan.weekdays <= frozenset(range(1, 8)),
            Text("请选择星期", "choose the weekdays"),
        ),
        (
            0 < len(plan.minutes) <= TIMES_AT_MOST,
            Text(
                f"请填 1 至 {TIMES_AT_MOST} 个时刻，写作 8:30 14:00",
                f"give 1 to {TIMES_AT_MOST} times of day, written 8:30 14:00",
            ),
        ),
        (
            low <= plan.window_min <= high,
            Text(f"可开始时长为 {low} 至 {high} 分", f"it may be begun for {low} to {high} minutes after its time"),
        ),
    )
    return next((problem for is_right, problem in checks if not is_right), None)
