"""The demo's patrol rounds by camera: of cameras that there are, the same for the same seed, most of them done."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from dashboard.domain.camera_rounds.planning import plan_problem, planned_times
from dashboard.domain.camera_rounds.records import LookResult
from dashboard.domain.durations import DAY_US
from data_sources.demo_city.camera_rounds import demo_rounds, past_walks
from data_sources.demo_city.records import DemoCity
from tests.servers import NOW

ZONE = ZoneInfo("Asia/Shanghai")


def test_rounds_name_cameras_of_the_city_and_can_be_planned(city: DemoCity) -> None:
    cameras = {asset.asset_id for asset in city.assets if asset.kind == "camera"}
    rounds = demo_rounds(city)
    assert len(rounds) == 5
    assert [plan_problem(name, plan) for name, plan in rounds] == [None] * 5
    assert {each for _, plan in rounds for each in plan.cameras} <= cameras


def test_past_walks_are_the_same_for_the_same_seed_and_some_are_missed(city: DemoCity) -> None:
    name, plan = demo_rounds(city)[2]
    asked = (name, plan, NOW - 28 * DAY_US, NOW, ZONE)
    walks = list(past_walks(*asked, 7))
    assert walks == list(past_walks(*asked, 7))
    assert walks != list(past_walks(*asked, 8))
    planned = list(planned_times(plan, NOW - 28 * DAY_US, NOW, ZONE))
    assert 0.85 * len(planned) < len(walks) < len(planned)
    results = {look.result for walk in walks for look in walk.looks}
    assert {LookResult.NOTHING, LookResult.FIND} <= results
    assert all(look.at_us >= walk.planned_us for walk in walks for look in walk.looks)
