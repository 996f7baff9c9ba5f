"""Inspections as they are kept: whom chance picked, what was looked at, what was found."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.text import Text

NOTE_LENGTH: Final = 400


class Point(StrEnum):
    """What is looked at. The values are stored: they never change."""

    PRESENT = "present"
    ON_LINE = "on_line"
    UNIFORM = "uniform"
    RECORDER = "recorder"
    CONDUCT = "conduct"
    FINDINGS = "findings"


POINT_LABELS: Final[Mapping[Point, Text]] = {
    Point.PRESENT: Text("在岗在位", "Is at work"),
    Point.ON_LINE: Text("按责任路段巡查", "Walks the own lines"),
    Point.UNIFORM: Text("着装规范", "Wears the uniform"),
    Point.RECORDER: Text("执法记录仪开启", "Recorder is on"),
    Point.CONDUCT: Text("用语举止规范", "Speaks and acts properly"),
    Point.FINDINGS: Text("路面问题已上报", "Reports what is wrong on the way"),
}


class Mark(StrEnum):
    """How a point was found. The values are stored: they never change."""

    GOOD = "good"
    BAD = "bad"
    UNSEEN = "unseen"


MARK_LABELS: Final[Mapping[Mark, Text]] = {
    Mark.GOOD: Text("合格", "good"),
    Mark.BAD: Text("不合格", "bad"),
    Mark.UNSEEN: Text("未见", "not seen"),
}


class Inspection(NamedTuple):
    """One inspection. Times are µs since the epoch.

    `inspector` is the account, `person` the number of whom chance picked out of `candidates`; `picked_before` is how
    often that one was picked in the time that counts, and `chance` (0–1) the number that decided. `marks` is None until
    it was filled in.
    """

    inspection_key: int
    inspector: str
    person: str
    squad: str | None
    picked_us: int
    candidates: int
    picked_before: int
    chance: float
    marks: Mapping[Point, Mark] | None = None
    note: str = ""
    ended_us: int | None = None
