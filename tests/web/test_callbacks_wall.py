"""The wall's callbacks as the browser runs them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from callbacks.wall_picture import case_points, chosen, pipe_states, red_alarms
from dashboard.domain.cases.board import CaseBoard, CasePoint
from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.grouping import worst_by_area
from dashboard.domain.severity import Severity
from dashboard.services.walls.pictures import Wall
from tests.readout_builders import NOW_US, alarm_line, drainage_of, station_of
from tests.services.walls.test_pictures import SHANGHAI, FakeCaseBoards, FakeWallReads
from tests.web.page_client import PageClient

VIEW = {"scene": "flood", "per_side": 1, "column_rem": 57.8, "rem_px": 16}


@pytest.fixture
def client() -> Iterator[PageClient]:
    site = PageClient()
    services: Any = site.services
    reads = services.reads
    services.wall = Wall(
        FakeWallReads(),
        reads,
        services.views,
        services.sensors_overview,
        clock=lambda: NOW_US,
        zone=SHANGHAI,
        cases=FakeCaseBoards(),
    )
    with site.http:
        yield site


def picture(client: PageClient, **view: Any) -> dict[str, Any]:
    answer: dict[str, Any] = client.call("wall-picture.data", {"wall-view.data": {**VIEW, **view}})
    found: dict[str, Any] = answer["wall-picture"]["data"]
    return found


def test_one_question_answers_the_whole_screen(client: PageClient) -> None:
    shown = picture(client)
    assert set(shown["slots"]) == {"left", "right", "kpis", "weather", "centre", "ticker"}
    assert shown["scene"] == "flood"
    assert "PS-1" in shown["slots"]["left"]
    assert shown["slots"]["centre"] == "绣城区城市管理运行指挥中心"


def test_a_wider_wall_is_given_more_columns(client: PageClient) -> None:
    narrow, wide = picture(client, per_side=1), picture(client, per_side=3)
    assert narrow["slots"]["left"].count("wall-column") == 1
    assert wide["slots"]["left"].count("wall-column") > 1


def test_nonsense_from_the_browser_falls_back_to_the_first_scene(client: PageClient) -> None:
    assert picture(client, scene="no such", per_side=999, column_rem=None)["scene"] == "overview"


def test_pipes_come_with_the_scene_that_draws_them(client: PageClient) -> None:
    assert picture(client)["pipes"] is not None
    assert picture(client, scene="parking")["pipes"] is None


def test_english_walls_speak_english(client: PageClient) -> None:
    answer = client.call("wall-picture.data", {"wall-view.data": VIEW}, language="en")
    assert answer["wall-picture"]["data"]["slots"]["centre"] == "Xiucheng City Operations Centre"


def test_a_red_alarm_comes_with_its_card(client: PageClient) -> None:
    client.services.reads.alarms[:] = [alarm_line(5, severity=Severity.CRITICAL)]
    card = client.call("wall-focus-card.data", {"wall-focus.data": {"alarm": 5}})["wall-focus-card"]["data"]
    assert 'data-alarm="5"' in card["html"]
    assert "红色告警" in card["html"]


def test_an_alarm_that_is_over_has_no_card(client: PageClient) -> None:
    card = client.call("wall-focus-card.data", {"wall-focus.data": {"alarm": 99}})["wall-focus-card"]["data"]
    assert card == {"alarm": 99, "html": ""}


def test_the_page_has_no_chrome_and_no_place_in_the_navigation(client: PageClient) -> None:
    assert '"href": "/wall", "className": "nav-link"' not in client.layout()
    assert '"data-pinned": "flood"' in client.page("/wall", "?scene=flood&dwell=45")


def test_only_red_alarms_that_nobody_has_seen_come_forward() -> None:
    alarms = [
        alarm_line(1),
        alarm_line(2, severity=Severity.CRITICAL),
        alarm_line(3, severity=Severity.CRITICAL, worsened_us=NOW_US + 1000),
        alarm_line(4, severity=Severity.CRITICAL, acknowledged_us=NOW_US),
    ]
    assert [red["alarm"] for red in red_alarms(alarms)] == [3, 2]


def test_a_grid_is_tinted_by_its_worst_alarm() -> None:
    alarms = [alarm_line(1, severity=Severity.CRITICAL), alarm_line(2), alarm_line(3, grid_code=None)]
    assert worst_by_area(alarms) == {"G1": "critical"}


def test_a_pipe_bears_what_the_station_upstream_has_reached() -> None:
    pipes = pipe_states(drainage_of(station_of("PS-1", 0.9), station_of("PS-2", 0.2)))
    assert pipes["states"] == ["minor"]
    assert pipes["lines"] == [[121.4, 29.65, 121.41, 29.66]]


def test_the_scenes_that_follow_come_in_the_order_of_the_rotation() -> None:
    scene, others = chosen("parking")
    assert scene.key == "parking"
    assert [other.key for other in others] == ["devices", "duty", "cases", "overview", "cameras", "flood"]


def test_the_scene_of_cases_has_where_they_lie_and_the_others_have_not(client: PageClient) -> None:
    assert picture(client, scene="cases")["cases"] == []
    assert picture(client, scene="flood")["cases"] is None


def test_points_of_cases_are_painted_the_worst_last() -> None:
    board = CaseBoard(points=[CasePoint(121.4, 29.65, lamp) for lamp in (Lamp.RED, Lamp.GREY, Lamp.YELLOW)])
    assert [state for _, _, state in case_points(board)] == ["offline", "minor", "critical"]
