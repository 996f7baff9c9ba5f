"""A squad at work, as the pages' services tell it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from dashboard.domain.durations import HOUR_US, MINUTE_US
from dashboard.domain.inspections.records import Inspection, Mark, Point
from dashboard.domain.people.posts import Post
from dashboard.domain.people.records import Person
from dashboard.domain.personal import PersonName
from dashboard.domain.positions.areas import PatrolArea, Shape
from dashboard.domain.positions.coverage import LineCoverage
from dashboard.domain.positions.known import KnownPosition
from dashboard.domain.positions.patrol import DutyNow, Mine, OnDuty, PatrolLine
from dashboard.domain.positions.reports import Position
from dashboard.domain.positions.standing import DutyFigures, Standing
from dashboard.domain.positions.stillness import Still
from dashboard.domain.rights import Actor
from dashboard.domain.roster.duty import Duty, DutySpan
from dashboard.domain.roster.figures import AttendanceLine, AttendanceReport, Period, sums
from dashboard.domain.roster.records import Attendance, Shift, ShiftKind, SignInMeans

TODAY = date(2026, 11, 22)
DAY = Shift("D", "日间班", ShiftKind.DAY, 480, 1020)


def on_duty(number: str, standing: Standing, now_us: int, *, outside_m: float = 0.0, still_min: int = 0) -> OnDuty:
    """Somebody on duty for an hour, who signed in."""
    at = Position(now_us - MINUTE_US, 121.4, 29.65, 8.0)
    known = KnownPosition(at, now_us, Still(121.4, 29.65, at.at_us - still_min * MINUTE_US), outside_m)
    span = DutySpan(number, now_us - HOUR_US, now_us + HOUR_US, "D", TODAY)
    signed_in = Attendance(number, TODAY, "D", now_us - HOUR_US, None, SignInMeans.PAGE)
    person = Person(number=number, name=PersonName("张小明"), post=Post.OFFICER, squad="S1", skills=("市容",))
    return OnDuty(person, Duty(span, signed_in), None if standing is Standing.NO_SIGNAL else known, standing)


class FakeDesk:
    """Three people; `asked` are the squads that were asked for."""

    def __init__(self, now_us: int) -> None:
        self.now_us = now_us
        self.asked: list[str | None] = []
        self.people = [
            on_duty("001", Standing.MOVING, now_us),
            on_duty("002", Standing.STILL, now_us, still_min=34),
            on_duty("003", Standing.OUTSIDE, now_us, outside_m=180.0),
            on_duty("004", Standing.NO_SIGNAL, now_us),
        ]

    def today(self) -> date:
        return TODAY

    def now(self, _actor: Actor, squad: str | None = None) -> DutyNow:
        self.asked.append(squad)
        return DutyNow(self.now_us, self.people, [])

    def figures(self, _actor: Actor, squad: str | None = None) -> DutyFigures:
        self.asked.append(squad)
        return DutyFigures(3, 4, {Standing.MOVING: 1, Standing.OUTSIDE: 1}, 12_100.0, 9_400.0, 31)

    def grids(self, _actor: Actor, squad: str | None) -> frozenset[str] | None:
        self.asked.append(squad)
        return None if squad is None else frozenset({"G1"} if squad == "S1" else ())

    def attendance(
        self, _actor: Actor, first: date, last: date, squad: str | None = None, period: Period = Period.DAY
    ) -> AttendanceReport:
        self.asked.append(squad)
        lines = [
            AttendanceLine(first, "S1", 10, 9, 0, 0),
            AttendanceLine(last, "S1", 10, 8, 1, 2),
            AttendanceLine(last, "S2", 10, 10, 0, 0),
        ]
        return AttendanceReport(sums(lines if self.people else [], period), {"S1": "一中队", "S2": "二中队"})


class FakeSignIn:
    """One's own day; `done` is what was done."""

    def __init__(self, now_us: int) -> None:
        self.now_us = now_us
        self.done: list[str] = []
        self.is_in = False

    def sign_in(self, _actor: Actor) -> None:
        self.done.append("in")
        self.is_in = True

    def sign_out(self, _actor: Actor) -> None:
        self.done.append("out")
        self.is_in = False

    def mine(self, _actor: Actor) -> Mine:
        here = on_duty("001", Standing.MOVING, self.now_us)
        area = PatrolArea("L1", "县前街", "line", "G1", "S1", Shape())
        lines = [PatrolLine(area, LineCoverage(400.0, 300.0, 0.75, self.now_us - MINUTE_US))]
        shifts = [(here.duty.span, DAY)] if here.duty.span else []
        duty = here.duty if self.is_in else None
        return Mine(self.now_us, here.person, shifts, duty, here.known, 42, lines)


class FakeInspections:
    """One that was filled in and, once drawn, one that is open."""

    def __init__(self, now_us: int) -> None:
        marks = {point: Mark.BAD if point is Point.UNIFORM else Mark.GOOD for point in Point}
        self.kept = [Inspection(1, "chief", "002", "S1", now_us - HOUR_US, 40, 0, 0.5, marks, "帽子", now_us)]
        self.filled: list[tuple[int, Mapping[str, str], str]] = []
        self.asked: list[str | None] = []

    def listed(self, _actor: Actor, squad: str | None = None) -> Sequence[Inspection]:
        self.asked.append(squad)
        return self.kept

    def pick(self, actor: Actor, squad: str | None = None) -> Inspection:
        self.asked.append(squad)
        self.kept.insert(0, Inspection(2, actor.name, "001", "S1", self.kept[-1].picked_us + HOUR_US, 42, 1, 0.25))
        return self.kept[0]

    def fill_in(self, key: int, marks: Mapping[str, str], note: str, _actor: Actor) -> None:
        self.filled.append((key, marks, note))


class FakeInspectionPictures:
    """Body cams that can be asked when `offered`."""

    offered = False

    def offers(self, _inspection: Inspection, _actor: Actor) -> bool:
        return self.offered


class FakeDuty(NamedTuple):
    """The services of duty."""

    desk: FakeDesk
    sign_in: FakeSignIn
    inspections: FakeInspections
    inspection_pictures: FakeInspectionPictures
