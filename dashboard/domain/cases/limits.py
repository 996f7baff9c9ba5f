"""Limits of time: how long a step or a case may take, counted by one of four clocks.

Source: domain.md 1.5 names the clocks as GB/T 30428.8 systems have them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from dashboard.domain.cases.calendar import WorkCalendar
from dashboard.domain.durations import DAY_US, HOUR_US
from dashboard.domain.text import Text
from dashboard.errors import BadInput

LONGEST: Final = 1_000_000.0
"""The largest amount, in any unit of hours or days; it is far beyond what any list of limits says."""


class LimitType(StrEnum):
    """Which clock counts. The values are stored and never change."""

    URGENT_HOUR = "urgent_hour"
    WORK_HOUR = "work_hour"
    WORK_DAY = "work_day"
    NATURAL_DAY = "natural_day"

    @property
    def is_continuous(self) -> bool:
        """Whether nights, weekends and holidays count."""
        return self in (LimitType.URGENT_HOUR, LimitType.NATURAL_DAY)


LIMIT_LABELS: Final[Mapping[LimitType, Text]] = {
    LimitType.URGENT_HOUR: Text("紧急工作时", "urgent hour"),
    LimitType.WORK_HOUR: Text("工作时", "working hour"),
    LimitType.WORK_DAY: Text("工作日", "working day"),
    LimitType.NATURAL_DAY: Text("自然日", "calendar day"),
}
"""Urgent hours and calendar days (紧急工作日 too) run on; working hours and days only while work is done."""


class Limit(NamedTuple):
    """So many hours or days of a clock."""

    amount: float
    type: LimitType

    @property
    def label(self) -> Text:
        """As people read it: 4 工作时."""
        unit = LIMIT_LABELS[self.type]
        return Text(f"{self.amount:g} {unit.zh}", f"{self.amount:g} {unit.en}{'' if self.amount == 1 else 's'}")

    def as_json(self) -> dict[str, Any]:
        """For storing."""
        return {"amount": self.amount, "type": self.type.value}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Limit:
        """Return the limit that `as_json` told. Raises BadInput."""
        try:
            return limit_of(float(told["amount"]), LimitType(told["type"]))
        except (KeyError, TypeError, ValueError) as error:
            raise BadInput(Text("时限格式不正确", "this is no limit of time")) from error


class Due(NamedTuple):
    """When a limit is used up; provisional while no list of holidays reaches that far."""

    at_us: int
    is_provisional: bool


def limit_of(amount: float, type_: LimitType) -> Limit:
    """Return the limit. Raises BadInput unless the amount is a number from 0 to LONGEST."""
    if not (math.isfinite(amount) and 0 <= amount <= LONGEST):
        raise BadInput(Text(f"时限须为 0 到 {LONGEST:.0f}", f"a limit is a number from 0 to {LONGEST:.0f}"))
    return Limit(amount, type_)


def limit_us(calendar: WorkCalendar, limit: Limit) -> int:
    """Return how much time of its clock a limit is. A working day is as long as the calendar's segments: 8 h."""
    units = {
        LimitType.URGENT_HOUR: HOUR_US,
        LimitType.WORK_HOUR: HOUR_US,
        LimitType.WORK_DAY: calendar.day_us,
        LimitType.NATURAL_DAY: DAY_US,
    }
    return round(limit.amount * units[limit.type])


def counted_us(calendar: WorkCalendar, type_: LimitType, from_us: int, until_us: int) -> int:
    """Return how much of the time between two moments counts; negative when the second comes first."""
    return until_us - from_us if type_.is_continuous else calendar.work_us(from_us, until_us)


def passed_us(calendar: WorkCalendar, type_: LimitType, from_us: int, amount_us: int) -> int:
    """Return the first moment by which so much time has counted since `from_us`; that itself for nothing or less."""
    return from_us + max(0, amount_us) if type_.is_continuous else calendar.worked_off_us(from_us, amount_us)


def due(calendar: WorkCalendar, limit: Limit, start_us: int, spent_us: int = 0) -> Due:
    """Return when a limit is used up that runs from `start_us`, of which so much was spent before."""
    at_us = passed_us(calendar, limit.type, start_us, limit_us(calendar, limit) - spent_us)
    return Due(at_us, is_provisional(calendar, limit.type, at_us))


def is_provisional(calendar: WorkCalendar, type_: LimitType, at_us: int) -> bool:
    """Whether a moment that was counted may still move: it lies where no list of holidays reaches yet."""
    return not type_.is_continuous and calendar.is_provisional(calendar.day_of(at_us))
