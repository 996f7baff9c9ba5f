"""The page of pictures of chat groups, and what the report from the street searches in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from layouts.components.snapshot import exact
from tests.readout_builders import CHINESE
from tests.web.page_client import PageClient


@pytest.fixture(scope="module")
def client() -> Iterator[PageClient]:
    client = PageClient()
    with client.http:
        yield client


def shown(client: PageClient, part: str, **cookies: str) -> str:
    return json.dumps(client.call(f"snapshot-{part}.children", {}, **cookies), ensure_ascii=False)


def test_the_figure_is_a_median_with_its_denominator_and_says_who_waits(client: PageClient) -> None:
    told = shown(client, "figures")
    assert "6\u2009分 12\u2009秒" in told
    assert "近 30 天接单 1 / 3 件" in told
    assert "最久 20\u2009分" in told
    english = shown(client, "figures", language="en")
    assert "1 of 3 taken on in 30 days" in english


def test_each_picture_tells_its_unit_and_its_receipt(client: PageClient) -> None:
    told = shown(client, "recent")
    assert "6\u2009分 12\u2009秒 接单" in told
    assert "一中队" in told
    assert "已等 20\u2009分" in told
    assert "待派遣" in told
    assert "/cases?case=8" in told


def test_without_pictures_the_page_says_what_would_be_here(client: PageClient) -> None:
    group = client.services.cases.photo_group
    group.recent_ones, before = [], group.recent_ones
    try:
        assert "还没有随手拍案件" in shown(client, "recent")
        assert "近 30 天还没有接单的照片" in shown(client, "figures")
    finally:
        group.recent_ones = before


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0.4, "0\u2009秒"), (59.6, "1\u2009分 0\u2009秒"), (372, "6\u2009分 12\u2009秒"), (7330, "2\u2009小时 2\u2009分")],
)
def test_a_receipt_is_told_to_the_second_below_an_hour(seconds: float, told: str) -> None:
    assert exact(CHINESE, seconds) == told


def test_the_search_of_the_quick_report_has_the_sub_categories_with_their_initials(client: PageClient) -> None:
    answer: Any = client.call("quick-catalogue.data-quick-rows", {})
    rows = json.loads(answer["quick-catalogue"]["data-quick-rows"])
    assert all(len(row) == 4 for row in rows)
    assert rows
