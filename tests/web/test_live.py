"""The live channel as a websocket: numbers, resuming by number and by time, many clients."""

from __future__ import annotations

import json
from contextlib import ExitStack

import pytest
from starlette.websockets import WebSocketDisconnect

from api.live import TRY_AGAIN_LATER
from dashboard.domain.feeds import Feed
from dashboard.errors import Unavailable
from tests.web.conftest import Site

BODY = {"assets": [{"id": "JG-1", "state": "major", "at": 1_763_700_000_000, "values": {"tilt_deg": 22.4}}]}


def tell(site: Site, **feeds: int) -> None:
    """A frame as an ingest process sends it."""
    site.services.live.on_frame(json.dumps({**BODY, "feeds": feeds}).encode())


def test_a_change_reaches_every_page_under_the_same_number(site: Site) -> None:
    with ExitStack() as stack:
        pages = [stack.enter_context(site.client.websocket_connect("/api/v1/live")) for _ in range(8)]
        for number in range(3):
            tell(site, alarms=number)
        received = [[page.receive_json() for _ in range(3)] for page in pages]
    assert all(frames == received[0] for frames in received)
    assert [frame["n"] for frame in received[0]] == [1, 2, 3]
    assert received[0][0]["assets"] == BODY["assets"]
    assert received[0][2]["feeds"] == {"alarms": 2}


def test_a_page_that_comes_back_gets_what_it_missed(site: Site) -> None:
    with site.client.websocket_connect("/api/v1/live") as page:
        tell(site, alarms=1)
        seen = page.receive_json()
    for revision in (2, 3):
        tell(site, alarms=revision)
    address = f"/api/v1/live?since={seen['n']}&epoch={seen['epoch']}&t={seen['t']}"
    with site.client.websocket_connect(address) as page:
        assert [page.receive_json()["feeds"]["alarms"] for _ in range(2)] == [2, 3]


def test_after_a_restart_a_page_resumes_by_time(site: Site) -> None:
    tell(site, alarms=1)
    moment = "2020-01-01T00:00:00Z"
    with site.client.websocket_connect(f"/api/v1/live?since=99&epoch=before&t={moment}") as page:
        missed = page.receive_json()
    assert [each["id"] for each in missed["assets"]] == ["JG-1"]
    assert missed["n"] == 1


def test_a_page_that_cannot_resume_starts_anew(site: Site) -> None:
    with site.client.websocket_connect("/api/v1/live?since=99&epoch=before&t=nonsense") as page:
        assert page.receive_json()["reset"] is True


def test_a_page_that_left_is_forgotten(site: Site) -> None:
    with site.client.websocket_connect("/api/v1/live") as page:
        tell(site)
        page.receive_json()
        assert site.services.live.hub.clients == 1
    with site.client.websocket_connect("/api/v1/live") as page:
        tell(site)
        page.receive_json()
        assert site.services.live.hub.clients == 1


def test_what_a_page_sends_is_let_pass(site: Site) -> None:
    with site.client.websocket_connect("/api/v1/live") as page:
        page.send_text("x" * 10_000)
        tell(site)
        assert page.receive_json()["n"] == 1


class Database:
    """The revisions in a database that can be out of reach."""

    def __init__(self) -> None:
        self.is_down = True

    def revisions(self) -> dict[Feed, int]:
        if self.is_down:
            raise Unavailable("the database cannot be used now")
        return {Feed.ALARMS: 17, Feed.RULES: 2}


def test_a_page_that_comes_back_while_the_database_is_away_is_told_to_try_again(site: Site) -> None:
    site.services.live.feeds = Database()
    with (
        site.client.websocket_connect("/api/v1/live?since=9&epoch=before&t=2020-01-01T00:00:00Z") as page,
        pytest.raises(WebSocketDisconnect) as closed,
    ):
        page.receive_json()
    assert closed.value.code == TRY_AGAIN_LATER


def test_what_could_not_be_caught_up_while_the_database_was_away_is_caught_up_later(site: Site) -> None:
    database = Database()
    site.services.live.feeds = database
    with site.client.websocket_connect("/api/v1/live") as page:
        site.services.returned.set()
        site.services.follow()
        database.is_down = False
        site.services.follow()
        assert page.receive_json()["feeds"] == {"alarms": 17}
