"""What walls ask: one shared picture, yesterday at the same time, and the red alarm that comes forward."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import pytest

from dashboard.domain.cases.board import CaseBoard
from dashboard.domain.cases.states import CaseState
from dashboard.domain.city import CityProfile
from dashboard.domain.event_lines import EventLine
from dashboard.domain.readouts import AlarmLine, HistoryPoint
from dashboard.domain.severity import Severity
from dashboard.domain.text import Text
from dashboard.domain.wall_facts import (
    BatteryHealth,
    BusyCamera,
    CategoryCount,
    GridCount,
    News,
    NewsKind,
    RainSlice,
    SilentAsset,
    Then,
)
from dashboard.ports.walls import CaseBoards
from dashboard.services.sensors_overview import SensorsOverview
from dashboard.services.views import Views
from dashboard.services.walls.pictures import Wall
from tests.readout_builders import HOUR_US, NOW_US, alarm_line, asset_sheet_of, event_line
from tests.web.fake_page_services import FakeReads

SHANGHAI = ZoneInfo("Asia/Shanghai")
MIDNIGHT_US = NOW_US - (21 * 3600 + 7 * 60 + 42) * 1_000_000


@dataclass
class FakeWallReads:
    """Ten events each hour since 30 hours before midnight; a picture close by; everything else is empty."""

    asked: list[str] = field(default_factory=list)
    began_us: int = MIDNIGHT_US - 30 * HOUR_US
    near: tuple[float, float, float] | None = None

    def profile(self) -> CityProfile:
        self.asked.append("city")
        return CityProfile(name=Text("绣城区", "Xiucheng"))

    def temperature_c(self, since_us: int) -> float | None:
        return 14.0

    def alarms_raised(self, from_us: int, until_us: int) -> int:
        return 0

    def events_seen(self, from_us: int, until_us: int) -> int:
        return max(0, until_us - max(from_us, self.began_us)) * 10 // HOUR_US

    def events_by_hour(self, midnight_us: int) -> tuple[int, ...]:
        assert midnight_us == MIDNIGHT_US
        return (10,) * 24

    def events_by_category(self, since_us: int) -> Sequence[CategoryCount]:
        return [CategoryCount("0504", 3)]

    def busiest_cameras(self, since_us: int, limit: int) -> Sequence[BusyCamera]:
        return []

    def hot_grids(self, since_us: int, limit: int) -> Sequence[GridCount]:
        self.asked.append("grids")
        return []

    def rain_curve(self, from_us: int, until_us: int) -> Sequence[RainSlice]:
        return []

    def arrivals_by_hour(self, from_us: int) -> tuple[int, ...] | None:
        assert from_us == MIDNIGHT_US - 24 * HOUR_US
        return None

    def silent_longest(self, limit: int) -> Sequence[SilentAsset]:
        return []

    def batteries(self, limit: int) -> BatteryHealth:
        return BatteryHealth((0,) * 6, ())

    def news(self, limit: int) -> Sequence[News]:
        return []

    def event_near(self, lon: float, lat: float, radius_m: float, since_us: int) -> EventLine | None:
        self.near = (lon, lat, radius_m)
        return event_line()


class Rising(FakeReads):
    """A cover that tilts from 2.4° to 22.4° within ten minutes."""

    def observations(self, asset_id: str, metric: str, from_us: int, until_us: int) -> Sequence[HistoryPoint]:
        steps = ((-15, 1.0), (-11, 2.4), (-5, 9.0), (0, 22.4))
        return [HistoryPoint(until_us + minutes * 60_000_000, value, value, value) for minutes, value in steps]


class FakeCaseBoards(CaseBoards):
    """A bureau where one case was filed a minute ago."""

    def board(self, now_us: int, midnight_us: int, yesterday_us: int) -> CaseBoard:
        return CaseBoard(by_state={CaseState.TO_DISPATCH: 3}, filed=Then(1, None))

    def news(self, limit: int) -> list[News]:
        filed = News("c1", NOW_US - 60, NewsKind.FILED, None, "店外经营", "", "20261121-0001", "县前街")
        return [filed][:limit]


@dataclass
class Clock:
    """A clock that is set by hand."""

    now_us: int = NOW_US

    def __call__(self) -> int:
        return self.now_us


def wall_on(reads: FakeReads, source: FakeWallReads, clock: Clock | None = None) -> Wall:
    clock = clock or Clock()
    views = Views(reads, clock=clock, zone=SHANGHAI)
    overview = SensorsOverview(reads, clock=clock, zone=SHANGHAI, ingest_counts=lambda: None)
    return Wall(source, reads, views, overview, clock=clock, zone=SHANGHAI, cases=FakeCaseBoards())


def red(**changes: object) -> AlarmLine:
    return alarm_line(5, severity=Severity.CRITICAL, **changes)


def test_today_is_held_against_yesterday_until_the_same_time_of_day() -> None:
    picture = wall_on(FakeReads(), FakeWallReads()).picture()
    assert picture.classified.total.today == picture.classified.total.yesterday == 211


@pytest.mark.parametrize("hours_before_midnight", [0, 3, 24])
def test_a_city_that_began_today_or_in_the_middle_of_yesterday_has_no_yesterday(hours_before_midnight: int) -> None:
    began_us = MIDNIGHT_US - hours_before_midnight * HOUR_US
    picture = wall_on(FakeReads(), FakeWallReads(began_us=began_us)).picture()
    assert picture.classified.total.yesterday is None


def test_all_walls_share_one_answer() -> None:
    source, clock = FakeWallReads(), Clock()
    wall = wall_on(FakeReads(), source, clock)
    for _ in range(5):
        wall.picture()
    clock.now_us += 10_000_000
    wall.picture()
    assert source.asked.count("grids") == 2
    assert source.asked.count("city") == 2


def test_the_picture_tells_what_the_city_calls_itself() -> None:
    assert wall_on(FakeReads(), FakeWallReads()).picture().city.name == Text("绣城区", "Xiucheng")


def test_shelved_alarms_are_not_on_the_wall() -> None:
    reads = FakeReads(alarms=[alarm_line(1), alarm_line(2, shelved_until_us=NOW_US + HOUR_US)])
    assert [alarm.alarm_key for alarm in wall_on(reads, FakeWallReads()).picture().alarms] == [1]


def test_a_red_alarm_tells_value_rise_squad_and_a_picture_from_nearby() -> None:
    source = FakeWallReads()
    focus = wall_on(Rising(alarms=[red()]), source).focus(5)
    assert focus is not None
    sheet = asset_sheet_of()
    assert focus.value == 22.4
    assert focus.rise == pytest.approx(20.0)
    assert focus.squad == sheet.squad
    assert focus.event is not None
    assert source.near == (sheet.lon, sheet.lat, 150.0)


def test_an_enumerated_metric_has_no_rise() -> None:
    focus = wall_on(Rising(alarms=[red(rule_key="manhole.cover", value=2.0)]), FakeWallReads()).focus(5)
    assert focus is not None
    assert (focus.value, focus.rise) == (2.0, None)


def test_an_alarm_that_is_over_comes_forward_no_more() -> None:
    assert wall_on(FakeReads(), FakeWallReads()).focus(9) is None


def test_cases_join_the_news_and_have_their_board() -> None:
    picture = wall_on(FakeReads(), FakeWallReads()).picture()
    assert [line.about for line in picture.news if line.kind is NewsKind.FILED] == ["店外经营"]
    assert picture.cases.open == 3
    assert [line.at_us for line in picture.news] == sorted((line.at_us for line in picture.news), reverse=True)
