"""How quick a squad is: 发现快, 处置快, 整改快 as medians, each beside the whole district's and those of before."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.text import Text


class Speed(StrEnum):
    """Three stretches of a case's way; the medians are over the cases whose stretch ended in the time asked for.

    Time in which a case was suspended counts in none of them.
    """

    FIND = "find"
    HANDLE = "handle"
    PUT_RIGHT = "put_right"


SPEED_LABELS: Final[Mapping[Speed, Text]] = {
    Speed.FIND: Text("发现快", "Found in"),
    Speed.HANDLE: Text("处置快", "Handled in"),
    Speed.PUT_RIGHT: Text("整改快", "Put right in"),
}
SPEED_HINTS: Final[Mapping[Speed, Text]] = {
    Speed.FIND: Text(
        "从最早的迹象（告警、AI 事件，没有则为上报）到立案的中位时间",
        "median from the first sign (alarm or camera event, else the report) to the filing",
    ),
    Speed.HANDLE: Text(
        "从首次派遣到最后一次反馈结果的中位时间，挂账不计", "median from the first dispatch to the last result"
    ),
    Speed.PUT_RIGHT: Text(
        "从立案到结案的中位时间，返工和核查都算，挂账不计", "median from the filing to the closing, rework included"
    ),
}


class Pace(NamedTuple):
    """The median of a stretch in seconds, and of how many cases; None without one."""

    median_s: float | None = None
    cases: int = 0


class InTime(NamedTuple):
    """按期处置率: of what was handled, or is overdue and was due in that time, how many were handled by the deadline.

    Lateness that was excused counts as in time (domain: 应处置数 = 处置数 + 超期未处置数).
    """

    in_time: int = 0
    due: int = 0

    @property
    def share(self) -> float | None:
        """In time ÷ due; None when nothing was due."""
        return self.in_time / self.due if self.due else None


class Speeds(NamedTuple):
    """All of a squad, or of everybody, in one time."""

    paces: Mapping[Speed, Pace]
    in_time: InTime = InTime()

    def pace(self, speed: Speed) -> Pace:
        """Return one of them."""
        return self.paces.get(speed, _NOTHING)


_NOTHING: Final = Pace()


class SpeedBoard(NamedTuple):
    """A squad's figures, those of the whole district in the same time, and the squad's of the time before."""

    squad: Speeds
    district: Speeds
    before: Speeds


def change(now: float, before: float, digits: int) -> float:
    """Return how much it rose (negative: fell), of the figures as they are shown with so many decimals."""
    return round(round(now, digits) - round(before, digits), digits)
