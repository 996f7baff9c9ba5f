"""The page of cameras: the tree as it is opened and searched, and the chosen ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.page_client import PageClient


@pytest.fixture(scope="module")
def client() -> Iterator[PageClient]:
    pages = PageClient()
    with pages.http:
        yield pages


def tree(client: PageClient, opened: Any = None, text: Any = "", kind: Any = None) -> tuple[str, str]:
    """The rows and the switches of the kinds."""
    told = {"cameras-text.data": text, "cameras-kind.data": kind, "cameras-open.data": opened}
    answer = client.call("cameras-tree.data-html", told)
    return answer["cameras-tree"]["data-html"], answer["cameras-kinds"]["data-html"]


def test_a_tree_with_one_root_begins_open_and_counts_what_is_heard(client: PageClient) -> None:
    rows, chips = tree(client)
    assert 'data-branch="D"' in rows
    assert 'data-branch="T1"' in rows
    assert "<b>990</b>/1,002" in rows
    assert "data-pick-camera=" not in rows
    assert "高点" in chips
    assert "1,002" in chips


def test_opened_leaves_show_their_cameras_and_how_many_more_there_are(client: PageClient) -> None:
    rows, _ = tree(client, {"D": 1, "T1": 1, "T1/street": 1})
    assert 'data-pick-camera="CAM-1"' in rows
    assert 'data-more="T1/street"' in rows
    assert "再显示 1,000 路" in rows
    assert 'aria-level="4"' in rows
    closed, _ = tree(client, {"T1/street": 1})
    assert "data-pick-camera=" not in closed


def test_a_search_shows_what_it_found_and_names_are_escaped(client: PageClient) -> None:
    rows, _ = tree(client, text="大厦")
    assert "&lt;大厦&gt;高点" in rows
    assert "找到 1 路" in rows
    nothing, _ = tree(client, text="大厦", kind="street")
    assert "没有“大厦”" in nothing


@pytest.mark.parametrize("opened", [[], "x", {"T1": "two"}, {"T1/street": -1}, {"T1/street": 1e9}, {"": None}])
def test_odd_stores_are_taken_for_the_first_page_or_nothing(client: PageClient, opened: Any) -> None:
    assert 'data-branch="D"' in tree(client, opened)[0]


def test_chosen_cameras_have_a_player_and_show_their_place_and_view(client: PageClient) -> None:
    told = {"cameras-chosen.data": ["CAM-2", "gone", "CAM-1"]}
    cells = client.call("cameras-grid.data-html", told)["cameras-grid"]["data-html"]
    assert cells.index("CAM-2") < cells.index("CAM-1")
    assert 'data-camera="CAM-1"' in cells
    assert 'data-view-fan="121.41 29.61 270 90 900"' in cells
    empty = client.call("cameras-grid.data-html", {"cameras-chosen.data": "x"})["cameras-grid"]["data-html"]
    assert "从左侧选择视频" in empty
