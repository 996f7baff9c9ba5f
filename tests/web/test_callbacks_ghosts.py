"""The tab of new devices: its list, the form, the previews, and what is said of a form that is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from dashboard.domain.text import Text
from tests.readout_builders import ghost_of
from tests.web.page_client import PageClient

REF = "generic:city/7/A-1"
DRAFT: dict[str, Any] = {"device_ref": REF, "kind": "manhole", "at": 4}


@pytest.fixture
def client() -> Iterator[PageClient]:
    pages = PageClient()
    with pages.http:
        yield pages


def listed(client: PageClient, **cookies: str) -> str:
    answer = client.call("sensors-ghosts.data-html", {"feed-quarantine.data": 1}, **cookies)
    return str(answer["sensors-ghosts"]["data-html"])


def form(client: PageClient, device_ref: str = REF) -> str:
    answer = client.call(
        "sensors-ghost-form.children", {"sensors-ghost-ref.data": device_ref}, "sensors-ghost-ref.data"
    )
    return str(answer)


def test_ghosts_are_listed_with_what_they_seem_to_be_and_counted(client: PageClient) -> None:
    html = listed(client)
    assert "/sensors?tab=ghosts&amp;ref=generic%3Acity%2F7%2FA-1" in html
    assert "智能井盖" in html
    assert "0.84" in html
    assert "最近 1 台，共 70 台" in html
    assert "Manhole cover" in listed(client, language="en")
    count = client.call("sensors-ghosts-count.children", {"feed-quarantine.data": 1})
    assert count["sensors-ghosts-count"]["children"] == "70"


def test_without_ghosts_the_list_says_how_one_would_come(client: PageClient) -> None:
    client.services.ghosts.ghosts = []
    assert "没有未登记的设备" in listed(client)


def test_fields_that_nobody_understands_are_shown_as_they_came_and_escaped(client: PageClient) -> None:
    client.services.ghosts.ghosts = [ghost_of({"x": "<b>1</b>"}, kind=""), ghost_of(None, fields=(), is_mapped=True)]
    html = listed(client)
    assert "&lt;b&gt;1&lt;/b&gt;" in html
    assert "类型待定" in html
    assert "报文无法解读" in html


def test_the_form_begins_with_the_guesses(client: PageClient) -> None:
    drawn = form(client)
    for expected in ("'value': 'A-1'", "data.level_mm", "水位", "0.84", "仅这台设备", "city/+/+"):
        assert expected in drawn


def test_a_ghost_that_is_mapped_has_no_table_of_fields(client: PageClient) -> None:
    canonical = ghost_of({"values": {"tilt_deg": 1.5}}, uplink="canonical", is_mapped=True)
    client.services.ghosts.ghosts = [canonical]
    drawn = form(client)
    assert "无需映射" in drawn
    assert "1.5°" in drawn
    assert "data-ghost-field" not in drawn


def test_the_form_of_a_ghost_that_was_taken_in_meanwhile_says_so(client: PageClient) -> None:
    assert "这台设备已没有待读的报文" in form(client, "generic:gone")
    assert form(client, "") == "{'sensors-ghost-form': {'children': None}}"


def test_previews_follow_what_is_chosen(client: PageClient) -> None:
    fields = [
        {"path": "data.level_mm", "meaning": "level_m", "unit": "cm"},
        {"path": "data.tilt", "meaning": "tilt_deg", "scale": "2"},
        {"path": "fw", "meaning": "ph"},
        {"path": "fw2"},
    ]
    command = {"action": "try", **DRAFT, "fields": fields}
    answer = client.call("sensors-ghost-previews.data-html", {"ghost-draft.data": command})
    html = answer["sensors-ghost-previews"]["data-html"]
    assert [part in html for part in ("8.40", "3.0°", "不是数字", "忽略")] == [True] * 4
    assert html.count("data-for") == 4


def test_a_distance_is_previewed_with_the_datum_that_is_typed(client: PageClient) -> None:
    fields = [{"path": "data.level_mm", "meaning": "distance", "unit": "mm"}]
    for datum, shown in (("", "缺少安装基准"), ("5", "4.16"), ("x", "缺少安装基准")):
        command = {"action": "try", **DRAFT, "datum_m": datum, "fields": fields}
        answer = client.call("sensors-ghost-previews.data-html", {"ghost-draft.data": command})
        assert shown in answer["sensors-ghost-previews"]["data-html"]


def taken(client: PageClient) -> dict[str, Any]:
    command = {"action": "take_in", **DRAFT, "asset_id": "GS-1", "lon": "121.4", "lat": "29.6", "alike": True}
    return client.call("sensors-ghost-form.children", {"ghost-command.data": command}, "ghost-command.data")


def test_who_is_taken_in_is_said_to_be_on_the_map(client: PageClient) -> None:
    answer = taken(client)
    (entrance,) = client.services.ghosts.taken
    assert (entrance.asset_id, entrance.lon, entrance.alike) == ("GS-1", "121.4", True)
    assert "已接入：古槐" in str(answer["notice"])
    assert "/?asset=GS-1" in str(answer["sensors-ghost-form"])


def test_each_fault_goes_to_its_input_and_the_form_stays(client: PageClient) -> None:
    client.services.ghosts.faults = {"lon": Text("请填写", "fill in"), "fw": Text("已用", "taken")}
    answer = taken(client)
    html = answer["sensors-ghost-faults"]["data-html"]
    assert '<div data-for="lon">请填写</div>' in html
    assert '<div data-for="fw">已用</div>' in html
    assert "sensors-ghost-form" not in answer
