"""Shifts, who has which on what day, and who is away; as they are kept. Days are those of the city."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.text import Text

DAY_MIN: Final = 24 * 60
LONGEST_MIN: Final = 16 * 60
"""No shift is longer."""


class ShiftKind(StrEnum):
    """What sort of shift it is. The values are stored: they never change."""

    DAY = "day"
    STAGGERED = "staggered"
    NIGHT = "night"
    SMALL_HOURS = "small_hours"
    WEEKEND = "weekend"


SHIFT_KIND_LABELS: Final[Mapping[ShiftKind, Text]] = {
    ShiftKind.DAY: Text("日间", "Day"),
    ShiftKind.STAGGERED: Text("错时", "Staggered"),
    ShiftKind.NIGHT: Text("夜间", "Night"),
    ShiftKind.SMALL_HOURS: Text("零时", "Small hours"),
    ShiftKind.WEEKEND: Text("周末", "Weekend"),
}


class AbsenceKind(StrEnum):
    """Why somebody is away. The values are stored: they never change."""

    LEAVE = "leave"
    ILL = "ill"
    TRAINING = "training"


ABSENCE_LABELS: Final[Mapping[AbsenceKind, Text]] = {
    AbsenceKind.LEAVE: Text("休假", "Leave"),
    AbsenceKind.ILL: Text("病假", "Ill"),
    AbsenceKind.TRAINING: Text("培训", "Training"),
}


class Shift(NamedTuple):
    """A shift: it begins and ends so many minutes after the midnight of its day, beyond 1440 on the day after."""

    code: str
    name: str
    kind: ShiftKind
    starts_min: int
    ends_min: int

    @property
    def length_min(self) -> int:
        """Its length on a day without a change of the clock."""
        return self.ends_min - self.starts_min


class Entry(NamedTuple):
    """Who (number of the person) has which shift (code) on what day, and in which area (code; None: the squad's)."""

    person: str
    day: date
    shift: str
    area: str | None = None


class RosterArea(NamedTuple):
    """An area that somebody may be put in; `squad` (code) is its own, or that of the nearest area above with one."""

    code: str
    name: str
    level: str
    squad: str | None


class Absence(NamedTuple):
    """Who is away from one day to another, both included."""

    person: str
    from_day: date
    until_day: date
    kind: AbsenceKind


class Need(NamedTuple):
    """How many people of a squad (code) a shift (code) needs on these weekdays, Monday 1 to Sunday 7."""

    squad: str
    shift: str
    weekdays: frozenset[int]
    people: int


class SignInMeans(StrEnum):
    """How somebody signed in. The values are stored: they never change."""

    PAGE = "page"
    POSITION = "position"


class Attendance(NamedTuple):
    """When somebody signed in and out (µs since the epoch), for the shift of a day; `shift` None: without a roster.

    `signed_out_us` None: not yet.
    """

    person: str
    day: date
    shift: str | None
    signed_in_us: int
    signed_out_us: int | None
    means: SignInMeans
