"""Rounds as the pages' services tell them: one under way, one missed, one that is due."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.domain.camera_rounds.figures import RoundFigures, SeatFigures
from dashboard.domain.camera_rounds.records import CameraRound, LookResult, Occasion, RoundLook, RoundPlan, Walk
from dashboard.domain.durations import HOUR_US, MINUTE_US
from dashboard.domain.rights import Actor
from dashboard.domain.text import Text
from dashboard.errors import Conflict
from dashboard.services.camera_rounds.counting import RoundReport
from dashboard.services.camera_rounds.walking import Seen
from tests.web.fake_cameras import CAMERAS

PLAN = RoundPlan(("CAM-1", "CAM-2", "CAM-9"), frozenset({1, 2, 3, 4, 5}), (510, 840), 60)


class FakeRounds:
    """`asked` is what was done."""

    def __init__(self, now_us: int) -> None:
        self.now_us = now_us
        self.asked: list[Any] = []
        self.planning = self.walking = self.capturing = self.counting = self
        self.walk = Walk(
            5, 1, now_us - MINUTE_US, PLAN.cameras, now_us, "duty-1", "duty-1", now_us + MINUTE_US, None, 1
        )

    def rounds(self, _actor: Actor) -> Sequence[CameraRound]:
        return [CameraRound(round_key=1, name="<早>高峰", plan=PLAN, revision=3)]

    def add(self, name: str, plan: RoundPlan, _actor: Actor) -> int:
        self.asked.append(("add", name, plan))
        return 2

    def change(self, round_key: int, revision: int, name: str, plan: RoundPlan, _actor: Actor) -> None:
        self.asked.append(("change", round_key, revision, name, plan))

    def end(self, round_key: int, revision: int, _actor: Actor) -> None:
        self.asked.append(("end", round_key, revision))

    def today(self, _actor: Actor) -> Sequence[Occasion]:
        return [
            Occasion(1, "<早>高峰", self.now_us - 5 * HOUR_US, PLAN),
            Occasion(1, "<早>高峰", self.walk.planned_us, PLAN, self.walk),
            Occasion(2, "夜市", self.now_us - MINUTE_US, PLAN),
        ]

    def take(self, round_key: int, planned_us: int, _actor: Actor) -> int:
        self.asked.append(("take", round_key, planned_us))
        return 5

    def mine(self, walk_key: int, _actor: Actor) -> Seen | None:
        if walk_key != self.walk.walk_key:
            return None
        look = RoundLook(5, 0, "CAM-1", "duty-1", self.now_us, LookResult.NOTHING)
        return Seen(self.walk, "<早>高峰", [*CAMERAS, None], [look])

    def look(self, walk_key: int, position: int, result: LookResult, _actor: Actor) -> bool:
        self.asked.append(("look", walk_key, position, result))
        return position == 2

    def came_of(self, _walk_key: int, _actor: Actor) -> tuple[int, int]:
        return 3, 1

    def pause(self, walk_key: int, _actor: Actor) -> None:
        self.asked.append(("pause", walk_key))

    async def capture(self, walk_key: int, position: int, _actor: Actor) -> tuple[str | None, Text | None]:
        if walk_key != self.walk.walk_key:
            raise Conflict("another seat has it")
        return ("d" * 64, None) if position == 0 else (None, Text("断流", "cut"))

    def find(
        self, walk_key: int, position: int, category: str, note: str, picture: str | None, _actor: Actor
    ) -> tuple[Any, bool]:
        self.asked.append(("find", walk_key, position, category, note, picture))
        return FakeCase(), False

    def report(self, from_us: int, until_us: int, _actor: Actor) -> RoundReport:
        self.asked.append(("report", from_us, until_us))
        figures = RoundFigures(planned=20, done=17, missed=2, unfinished=0, looked=60, finds=4015)
        return RoundReport(figures, [("<早>高峰", figures)], [SeatFigures("duty-1", 60, 2, 4015, 17)], 4016)


class FakeCase:
    """What a find became."""

    number = "20261128-0007"
