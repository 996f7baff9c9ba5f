"""Figures and cases of a squad as its page asks for them, on fixed records."""

from __future__ import annotations

from dashboard.domain.cases.sheets import CaseNames
from dashboard.domain.rights import Actor
from dashboard.domain.squads.hours import Heat, HourCount, heat_of
from dashboard.domain.squads.periods import SquadPeriod
from dashboard.domain.squads.places import RecurrentPlace
from dashboard.domain.squads.readouts import LampTally, SquadApprovals, SquadHead, SquadLamps, SquadTasks
from dashboard.domain.squads.speeds import InTime, Pace, Speed, SpeedBoard, Speeds
from dashboard.services.squads.figures import HotSpots
from tests.web.fake_duty import TODAY

NAMES = CaseNames({"S1": "一中队"})
HEAT = heat_of([HourCount("店外经营", 19, 9), HourCount("流动摊贩", 8, 3)], 8, is_worked=False)
PLACE = RecurrentPlace("0504", "店外经营", "县前街 128 号", "L01", 121.4, 29.65, 5, 19 * 60 + 30)
BOARD = SpeedBoard(
    Speeds({Speed.FIND: Pace(360.0, 9), Speed.HANDLE: Pace(2_280.0, 4)}, InTime(90, 93)),
    Speeds({Speed.FIND: Pace(540.0, 80), Speed.HANDLE: Pace(9_000.0, 70)}, InTime(774, 793)),
    Speeds({Speed.FIND: Pace(540.0, 11), Speed.HANDLE: Pace(1_800.0, 6)}, InTime()),
)


class FakeSquads:
    """All services in one; `asked` are the squads and periods that were asked for."""

    def __init__(self, now_us: int) -> None:
        self.now_us = now_us
        self.asked: list[tuple[str | None, SquadPeriod]] = []
        self.head_told = SquadHead("一中队", ("一格",), "日间班", now_us - 1, now_us + 1, True, 3)
        self.heat: Heat = HEAT
        self.places: list[RecurrentPlace] = [PLACE]
        self.lamplight = self.approving = self.figures = self

    def head(self, _actor: Actor, _squad: str | None) -> SquadHead:
        return self.head_told

    def lamps(self, _actor: Actor, _squad: str | None) -> SquadLamps:
        return SquadLamps([], LampTally(), [], NAMES, self.now_us)

    def tasks(self, _actor: Actor, _squad: str | None) -> SquadTasks:
        return SquadTasks([], NAMES, self.now_us, {})

    def waiting(self, _actor: Actor, _squad: str | None) -> SquadApprovals:
        return SquadApprovals([], 0, NAMES, self.now_us)

    def speeds(self, _actor: Actor, squad: str | None, period: SquadPeriod) -> SpeedBoard:
        self.asked.append((squad, period))
        return BOARD

    def hot_spots(self, _actor: Actor, _squad: str | None) -> HotSpots:
        return HotSpots(self.heat, self.places, {"L01": "县前街"}, TODAY)
