"""The pages of patrol rounds: what is due, one that is walked, a find, plans, figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from dashboard.domain.camera_rounds.records import LookResult
from tests.web.fake_rounds import PLAN, FakeRounds
from tests.web.page_client import PageClient


@pytest.fixture
def client() -> Iterator[PageClient]:
    pages = PageClient()
    with pages.http:
        yield pages


@pytest.fixture
def rounds(client: PageClient) -> FakeRounds:
    found: FakeRounds = client.services.rounds
    return found


def step(client: PageClient, **told: Any) -> dict[str, Any]:
    return client.call("rounds-walk.data", {"rounds-command.data": told}, "rounds-command.data")


def test_the_list_says_what_is_missed_under_way_and_due(client: PageClient) -> None:
    shown = client.call("rounds-list.data-html", {})["rounds-list"]["data-html"]
    assert "&lt;早&gt;高峰" in shown
    assert [word for word in ("漏巡", "巡查中", "待巡") if word not in shown] == []
    assert "1 / 3 路" in shown
    assert shown.count("data-take-round") == 1
    assert 'data-take-round="2"' in shown


def test_a_round_is_taken_and_shows_the_first_camera_that_nobody_looked_at(
    client: PageClient, rounds: FakeRounds
) -> None:
    answer = step(client, action="take", round=2, planned=77)
    assert rounds.asked[0] == ("take", 2, 77)
    assert answer["rounds-walk"]["data"] == {"walk": 5, "at": None}
    stage = client.call("rounds-stage.data-html", {"rounds-walk.data": {"walk": 5, "at": None}})
    shown = stage["rounds-stage"]["data-html"]
    assert 'data-position="1"' in shown
    assert 'data-camera="CAM-2"' in shown
    assert 'data-result="nothing"' in shown
    again = client.call("rounds-stage.data-html", {"rounds-walk.data": {"walk": 5, "at": 2}})["rounds-stage"]
    assert "这一路已不在台账中" in again["data-html"]
    lost = client.call("rounds-stage.data-html", {"rounds-walk.data": {"walk": 6, "at": 0}})["rounds-stage"]
    assert "从左侧开始一轮巡查" in lost["data-html"]


def test_looks_and_pauses_are_sent_and_the_end_is_said(client: PageClient, rounds: FakeRounds) -> None:
    assert step(client, action="nothing", walk=5, position=1)["rounds-walk"]["data"] == {"walk": 5, "at": None}
    assert step(client, action="unseen", walk=5, position=2)["rounds-walk"]["data"] is None
    assert "发现 1" in str(step(client, action="unseen", walk=5, position=2)["rounds-said"])
    step(client, action="pause", walk=5, position=1)
    assert rounds.asked[0] == ("look", 5, 1, LookResult.NOTHING)
    assert rounds.asked[1] == ("look", 5, 2, LookResult.UNSEEN)
    assert rounds.asked[-1] == ("pause", 5)


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"action": "take"},
        {"action": "take", "round": 1, "planned": "x"},
        {"action": "dance", "walk": 5, "position": 0},
        {"action": "nothing", "walk": 5},
        {"action": "nothing", "walk": True, "position": 1},
    ],
)
def test_odd_steps_are_refused(client: PageClient, rounds: FakeRounds, told: dict[str, Any]) -> None:
    assert "toast is-bad" in str(step(client, **told))
    assert rounds.asked == []


def test_a_find_keeps_its_picture_and_becomes_a_case(client: PageClient, rounds: FakeRounds) -> None:
    told = {"rounds-planned.data": {"walk": 5, "position": 0}}
    opened = client.call("rounds-seen.data-html", told, "rounds-planned.data")
    assert opened["rounds-find"]["hidden"] is False
    assert "d" * 64 in opened["rounds-seen"]["data-html"]
    picture = opened["rounds-picture"]["data"]
    values = {
        "rounds-report.n_clicks": 1,
        "rounds-picture.data": picture,
        "rounds-category.value": "0504",
        "rounds-note.value": " 门口堆货 ",
    }
    answer = client.call("rounds-note.value", values, "rounds-report.n_clicks")
    assert rounds.asked[0] == ("find", 5, 0, "0504", "门口堆货", "d" * 64)
    assert "20261128-0007" in str(answer["rounds-said"])
    refused = client.call("rounds-note.value", {**values, "rounds-category.value": None}, "rounds-report.n_clicks")
    assert "请选择案件小类" in str(refused)


def test_a_camera_without_a_picture_says_why_and_cancelling_closes_the_form(client: PageClient) -> None:
    told = {"rounds-planned.data": {"walk": 5, "position": 1}}
    opened = client.call("rounds-seen.data-html", told, "rounds-planned.data")
    assert "断流" in opened["rounds-seen"]["data-html"]
    closed = client.call("rounds-seen.data-html", {"rounds-planned.data": None}, "rounds-planned.data")
    assert closed["rounds-find"]["hidden"] is True


def test_a_plan_is_put_into_the_form_changed_and_ended(client: PageClient, rounds: FakeRounds) -> None:
    listed = client.call("rounds-plans.data-html", {"rounds-plan.data": {"round": 1}})["rounds-plans"]["data-html"]
    assert "3 路 · 周一 周二 周三 周四 周五 · 08:30 14:00" in listed
    filled = client.call("rounds-name.value", {"rounds-plan.data": {"round": 1}}, "rounds-plan.data")
    known = filled["rounds-revision"]["data"]
    assert (known, filled["rounds-name"]["value"]) == ({"round": 1, "revision": 3}, "<早>高峰")
    values = {
        "rounds-save.n_clicks": 1,
        "rounds-revision.data": known,
        "rounds-name.value": "早",
        "rounds-cameras.value": "CAM-1 CAM-2\nCAM-9",
        "rounds-weekdays.value": [1, 2, 3, 4, 5, 9, "x"],
        "rounds-times.value": "8:30 14：00",
        "rounds-window.value": "60",
    }
    client.call("rounds-plan.data", values, "rounds-save.n_clicks")
    assert rounds.asked[0] == ("change", 1, 3, "早", PLAN)
    client.call("rounds-plan.data", {**values, "rounds-revision.data": {}}, "rounds-save.n_clicks")
    assert rounds.asked[-1] == ("add", "早", PLAN)
    for field, told in (("rounds-times.value", "25:00"), ("rounds-window.value", "x")):
        assert "toast is-bad" in str(client.call("rounds-plan.data", {**values, field: told}, "rounds-save.n_clicks"))
    client.call("rounds-plan.data", {"rounds-end.n_clicks": 1, "rounds-revision.data": known}, "rounds-end.n_clicks")
    assert rounds.asked[-1] == ("end", 1, 3)


def test_figures_tell_done_of_planned_finds_and_the_cases_of_seats(client: PageClient, rounds: FakeRounds) -> None:
    values = {"rounds-from.value": "2025-12-01", "rounds-until.value": "2026-11-30"}
    shown = client.call("rounds-figures.data-html", values)["rounds-figures"]["data-html"]
    assert [part for part in ("17 / 19", "4,015", "4,016", "89.5%", "漏巡") if part not in shown] == []
    _, from_us, until_us = rounds.asked[0]
    assert until_us - from_us == 365 * 86_400_000_000
    for first, last in (("2026-12-01", "2026-11-01"), ("2020-01-01", "2026-11-01"), ("1 May", "")):
        told = {"rounds-from.value": first, "rounds-until.value": last}
        assert "toast is-bad" in str(client.call("rounds-figures.data-html", told))
