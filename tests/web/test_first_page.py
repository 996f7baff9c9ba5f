"""The page that a browser opens first comes with the frame, and with what its lists say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from dashboard.errors import Unavailable
from tests.web.page_client import PageClient

LISTS = ("desk-alarms", "desk-events", "desk-layers", "desk-overview", "cases-rows", "cases-filters")


@pytest.fixture
def client() -> PageClient:
    return PageClient()


def parts(layout: str) -> dict[str, dict[str, Any]]:
    """The properties of the components of a layout, by id."""
    return {props["id"]: props for props in _each(json.loads(layout)) if "id" in props}


def _each(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, list):
        for each in part:
            yield from _each(each)
    elif isinstance(part, dict) and "props" in part:
        yield part["props"]
        yield from _each(part["props"].get("children"))


@pytest.mark.parametrize("place", LISTS)
def test_lists_say_from_the_start_what_their_callbacks_will(client: PageClient, place: str) -> None:
    told = parts(client.layout("/"))[place]["data-html"]
    assert told == client.call(f"{place}.data-html", {"cases-view.data": {}})[place]["data-html"]
    assert "skeleton" not in told


def test_the_router_is_told_of_the_page_so_that_it_does_not_mount_it_again(client: PageClient) -> None:
    told = parts(client.layout("/cases?state=closed&q=%E4%BA%95"))
    assert (told["_pages_location"]["pathname"], told["_pages_location"]["search"]) == (
        "/cases",
        "?state=closed&q=%E4%BA%95",
    )
    assert told["_pages_store"]["data"]["title"] == "案件"
    assert told["cases-view"]["data"]["state"] == "closed"


@pytest.mark.parametrize("address", ["", "/nowhere", "/cases/7"])
def test_an_address_of_no_page_is_left_to_the_router(client: PageClient, address: str) -> None:
    told = parts(client.layout(address))
    assert "pathname" not in told["_pages_location"]
    assert "desk-alarms" not in told


def test_what_cannot_be_told_yet_is_asked_for_by_the_page(client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Any:
        raise Unavailable("the database is away")

    monkeypatch.setattr(client.services.triage.reading, "queue", fail)
    told = parts(client.layout("/"))
    assert "skeleton" in told["desk-events"]["data-html"]
    assert "skeleton" not in told["desk-alarms"]["data-html"]
