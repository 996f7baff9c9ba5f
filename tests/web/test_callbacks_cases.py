"""The list and the drawer of cases, run by POST as the browser runs them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qs

import pytest

from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.cases.desk import Present
from dashboard.domain.cases.queries import CaseSort
from dashboard.domain.cases.states import CaseState
from dashboard.domain.rights import Means, Permission, Reach, Role
from layouts.markup import NOTHING
from tests.actors import acting
from tests.readout_builders import HOUR_US, NOW_US
from tests.web.fake_cases import case_of
from tests.web.page_client import PageClient

LEADER = acting("leader", Role.SQUAD_LEADER)._replace(squad="S1", person="1", means=Means.COMMAND_LINE)
MANAGER = acting("manager", Role.MANAGER)._replace(means=Means.COMMAND_LINE)


@pytest.fixture
def client() -> Iterator[PageClient]:
    pages = PageClient()
    with pages.http:
        yield pages


def rows(client: PageClient, **view: Any) -> Any:
    return client.call("cases-rows.data-html", {"cases-view.data": view}, "cases-view.data")


def drawer(client: PageClient, key: Any = "7", **cookies: str) -> Any:
    return client.call("drawer-body.children", {"selected-case.data": {"key": key}}, "selected-case.data", **cookies)


def test_a_row_tells_what_and_where_it_is_whose_and_how_long_it_has(client: PageClient) -> None:
    table = rows(client)["cases-rows"]["data-html"]
    for word in ("#1127-0798", "店外经营", "县前街 128 号", "一中队", "处置中", "AI 视频", "1:00:00", 'data-case="7"'):
        assert word in table
    assert 'aria-label="绿灯"' in table


def test_the_list_asks_as_the_address_says(client: PageClient) -> None:
    rows(client, lamp="red", squad="S1", grid="G01", category="05", source="ai", q="县前", sort="reported", desc="1")
    query, category, sorting, limit, cursor = client.services.cases.sheets.asked[-1]
    assert (query.lamp, query.squad, query.area, query.text, query.open_only) == (Lamp.RED, "S1", "G01", "县前", True)
    assert (category, sorting.by, sorting.descending, limit, cursor) == ("05", CaseSort.REPORTED, True, 50, None)


def test_what_is_shown_is_what_is_taken_out(client: PageClient) -> None:
    head = rows(client, lamp="red", grid="G01", q="县前", sort="reported", desc="1", columns="unit")["cases-head"]
    (address,) = re.findall(r'data-case-export="/api/v1/cases.csv\?([^"]+)"', unescape(head["data-html"]))
    assert 'data-case-words="县前"' in head["data-html"]
    assert parse_qs(address) == {
        "open": ["true"],
        "lamp": ["red"],
        "area": ["G01"],
        "sort": ["-reported_at"],
        "columns": ["number.unit"],
        "language": ["zh-CN"],
    }


@pytest.mark.parametrize(
    "view",
    [
        {"state": "x", "lamp": "blue", "source": "moon", "sort": "colour", "desc": "2"},
        {"limit": 10**9, "after": "é", "q": 7, "squad": ["S1"]},
        {"limit": True, "after": None, "columns": "nothing"},
    ],
)
def test_an_odd_part_of_a_view_is_passed_over(client: PageClient, view: dict[str, Any]) -> None:
    rows(client, **view)
    query, _, sorting, limit, cursor = client.services.cases.sheets.asked[-1]
    assert (query.open_only, query.lamp, query.source, query.squad, query.text) == (True, None, None, None, "")
    assert (sorting.by, limit, cursor) == (CaseSort.STEP_DUE, 50, None)


def test_a_list_without_rows_says_what_would_be_there(client: PageClient) -> None:
    client.services.cases.sheets.listed = []
    assert "没有在办案件" in rows(client)["cases-rows"]["data-html"]
    assert "没有符合条件的案件" in rows(client, lamp="red")["cases-rows"]["data-html"]


def test_a_case_opens_the_drawer_with_head_timeline_and_what_one_may_do(client: PageClient) -> None:
    client.door.actor = LEADER
    opened = drawer(client)
    text = str(opened["drawer-body"]["children"])
    assert opened["drawer"]["className"] == "drawer is-open is-case"
    for word in ("#20261127-0798", "县前-02", "上报 · AI 视频", "派遣 → 一中队", "经办 李** 2", "照片未到", "全程"):
        assert word in text
    assert 'data-case-action="feedback"' in text


def test_who_may_only_look_is_offered_nothing_that_moves_the_case(client: PageClient) -> None:
    client.door.actor = MANAGER
    text = str(drawer(client)["drawer-body"]["children"])
    assert 'data-case-action="comment"' in text
    assert 'data-case-action="feedback"' not in text
    assert 'data-case-action="close"' not in text


def test_a_program_without_the_right_is_refused(client: PageClient) -> None:
    client.door.actor = acting("wall", Role.WALL)._replace(means=Means.COMMAND_LINE)
    assert "drawer-body" not in drawer(client)
    assert "cases-rows" not in rows(client)


@pytest.mark.parametrize("key", [None, "", "0", "-1", "7.5", "²", "9" * 30, True, ["7"], {"a": 1}])
def test_what_names_no_case_closes_the_drawer(client: PageClient, key: Any) -> None:
    assert drawer(client, key)["drawer"]["className"] == "drawer"


def test_a_case_that_is_not_there_is_said(client: PageClient) -> None:
    assert "there is no case 8" in str(drawer(client, "8")["notice"])


def test_the_open_drawer_follows_the_case(client: PageClient) -> None:
    values = {"feed-cases.data": 9, "case-shown.data": {"key": 7}}
    drawn = client.call("case-head.data-html", values, "feed-cases.data")
    assert "处置中" in drawn["case-now"]["data-html"]
    assert client.call("case-head.data-html", {"feed-cases.data": 9}, "feed-cases.data") == {}


def test_a_case_that_is_late_says_so_by_figure_shape_and_word(client: PageClient) -> None:
    late = case_of()
    client.services.cases.sheets.listed = [
        case_of(clocks=late.clocks._replace(due_us=NOW_US - HOUR_US, yellow_us=NOW_US - 2 * HOUR_US))
    ]
    table = rows(client)["cases-rows"]["data-html"]
    assert "−1:00:00" in table
    assert 'aria-label="红灯"' in table


def test_the_drawer_speaks_english(client: PageClient) -> None:
    text = str(drawer(client, language="en")["drawer-body"]["children"])
    assert "Reported · AI camera" in text
    assert "Dispatched → 一中队" in text


def test_a_view_is_saved_under_a_name_marked_while_it_is_shown_and_removed(client: PageClient) -> None:
    shown = {"cases-view.data": {"lamp": "red", "limit": 100}, "cases-view-name.value": " 红灯 "}
    saved = client.call("cases-views.data-html", {**shown, "cases-view-save.n_clicks": 1}, "cases-view-save.n_clicks")
    assert client.services.cases.desk.saved == {"红灯": {"lamp": "red"}}
    assert 'aria-pressed="true"' in saved["cases-views"]["data-html"].split("红灯")[0].rpartition("<button")[2]
    assert saved["cases-view-name"]["value"] == ""
    forget = {**shown, "cases-view-forget.data": {"name": "红灯"}}
    assert (
        "红灯" not in client.call("cases-views.data-html", forget, "cases-view-forget.data")["cases-views"]["data-html"]
    )


def test_my_turn_asks_for_the_states_of_my_rights(client: PageClient) -> None:
    client.door.actor = MANAGER
    rows(client, mine="1")
    query = client.services.cases.sheets.asked[-1][0]
    assert CaseState.DELAY_REQ in query.states
    assert CaseState.TO_CLOSE not in query.states


def test_columns_are_those_of_the_view_in_their_order(client: PageClient) -> None:
    table = rows(client, columns="flags.grid.nonsense")["cases-rows"]["data-html"]
    heads = re.findall(r"<th\b[^>]*>(?:<button[^>]*>)?([^<]*)", table)
    assert heads == ["", "案号", "网格", "标记"]


def test_filters_have_the_squads_the_grids_and_the_tree_of_categories(client: PageClient) -> None:
    drawn = client.call("cases-filters.data-html", {"cases-view.data": {"squad": "S1", "q": "县前"}})
    row = drawn["cases-filters"]["data-html"]
    assert '<option selected value="S1">一中队</option>' in row
    assert "\u30000504 店外经营" in row
    assert 'data-case-text="县前"' in row


def test_who_else_has_the_case_open_is_shown_and_leaving_is_noted(client: PageClient) -> None:
    told = client.call("case-present.data-html", {"case-sign.n_intervals": 1, "case-shown.data": {"key": 7}})
    assert "seat-05" in told["case-present"]["data-html"], "an account of nobody is told by its name"
    client.call("drawer-body.children", {"selected-case.data": {"key": None, "left": "7"}}, "selected-case.data")
    assert client.services.cases.desk.left == [7]


def test_a_person_who_has_the_case_open_is_named_and_not_the_account(client: PageClient) -> None:
    client.services.cases.desk.here = [Present("zhang", NOW_US)]
    told = client.call("case-present.data-html", {"case-sign.n_intervals": 1, "case-shown.data": {"key": 7}})
    assert "张**" in told["case-present"]["data-html"]
    assert "zhang" not in told["case-present"]["data-html"]


def test_reports_that_wait_are_in_the_queue_with_their_next_step(client: PageClient) -> None:
    client.services.cases.sheets.reports = [
        case_of(state=CaseState.REPORTED),
        case_of(case_key=8, state=CaseState.TO_REGISTER),
    ]
    told = client.call("desk-reports.data-html", {"feed-cases.data": 3})
    rows_ = told["desk-reports"]["data-html"]
    assert told["desk-reports-count"]["children"] == "2"
    for word in ('data-select-case="7"', "受理 →", "立案 →", "待立案 · AI 视频"):
        assert word in rows_


def test_a_queue_without_reports_says_so_and_is_empty_for_who_sees_no_cases(client: PageClient) -> None:
    assert (
        "没有待受理的上报" in client.call("desk-reports.data-html", {"feed-cases.data": 3})["desk-reports"]["data-html"]
    )
    actor = client.door.actor
    rights: dict[Permission, Reach] = dict(actor.rights)
    del rights[Permission.VIEW_CASES]
    client.door.actor = actor._replace(rights=rights)
    told = client.call("desk-reports.data-html", {"feed-cases.data": 3})
    assert (told["desk-reports"]["data-html"], told["desk-reports-count"]["children"]) == (NOTHING, "")
    assert "cases-rows" not in client.page("/")
    found = client.call("search-results.data-html", {"search-text.data": "县前"})
    assert "#1127-0798" not in found["search-results"]["data-html"]


@pytest.mark.parametrize("text", ["20261127-0798", "#20261127", "县前街", "店外"])
def test_the_search_finds_cases_by_number_place_and_category(client: PageClient, text: str) -> None:
    found = client.call("search-results.data-html", {"search-text.data": text})["search-results"]["data-html"]
    assert 'data-select-case="7"' in found
    assert "店外经营 · 县前街 128 号" in found


def test_the_page_of_cases_is_for_who_may_see_some(client: PageClient) -> None:
    assert "cases-rows" in client.page("/cases", "?lamp=red&columns=grid")
    client.door.actor = acting("wall", Role.WALL)._replace(means=Means.COMMAND_LINE)
    assert "cases-rows" not in client.page("/cases")
