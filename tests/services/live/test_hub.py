"""The live channel of one web process: numbers, gaps, slow clients, and resuming after a restart."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from dashboard.domain.feeds import Feed
from dashboard.domain.severity import AssetState
from dashboard.ports.register import BoardRow
from dashboard.services.live.board import MISSED_AT_MOST, Board
from dashboard.services.live.channel import LiveChannel
from dashboard.services.live.hub import FRAMES_KEPT, QUEUE_LENGTH, RESET, Client, ClientTooSlow, LiveHub
from tests.fakes_alarms import FakeClock
from tests.loops import complete

NOW = 1_763_700_000_000_000
BODY = '{"assets":[],"feeds":{}}'


class FakeCity:
    """Assets as the database has them."""

    def __init__(self, count: int = 2) -> None:
        self.rows = [row(number) for number in range(count)]
        self.known = {Feed.ALARMS: 17, Feed.REGISTRY: 3, Feed.RULES: 5}

    def registry_revision(self) -> int:
        return self.known[Feed.REGISTRY]

    def revisions(self) -> dict[Feed, int]:
        return dict(self.known)

    def board_rows(self) -> Iterable[BoardRow]:
        return list(self.rows)


def row(number: int, changed_ms: int = 0) -> BoardRow:
    """A manhole that never reported."""
    return BoardRow(f"JG-{number}", "manhole", "井", 120.5, 30.0, AssetState.OFFLINE, 0, changed_ms, {})


def frame(*changes: tuple[str, str, int], **feeds: int) -> bytes:
    """A live frame as the ingest sends it."""
    assets = [{"id": key, "state": state, "at": at_ms, "values": {"tilt_deg": 1}} for key, state, at_ms in changes]
    return json.dumps({"assets": assets, "feeds": feeds}).encode()


def waiting(client: Client) -> list[dict[str, Any]]:
    """What a client has not taken yet."""
    client.offer('"that is all"')
    return complete(_take(client))


async def _take(client: Client) -> list[dict[str, Any]]:
    frames: list[dict[str, Any]] = []
    while isinstance(frame := json.loads(await client.next()), dict):
        frames.append(frame)
    return frames


@pytest.fixture
def hub() -> LiveHub:
    return LiveHub("e1", FakeClock(NOW))


@pytest.fixture
def city() -> FakeCity:
    return FakeCity()


@pytest.fixture
def channel(city: FakeCity) -> LiveChannel:
    return channel_of(city)


def channel_of(city: FakeCity) -> LiveChannel:
    """The channel of a process whose board is loaded."""
    channel = LiveChannel(LiveHub("e1", FakeClock(NOW)), Board(city), FakeClock(NOW), city)
    channel.board.load()
    return channel


def published(channel: LiveChannel, act: Callable[[], None]) -> list[dict[str, Any]]:
    """What a client gets to hear while `act` runs off the event loop."""

    async def listen() -> list[dict[str, Any]]:
        channel.hub.attach(asyncio.get_running_loop())
        with channel.hub.joined(None, "", None) as client:
            await asyncio.to_thread(act)
            client.offer('"that is all"')
            return await _take(client)

    return complete(listen())


def test_frames_are_numbered_without_a_gap_and_the_same_for_all(hub: LiveHub) -> None:
    with hub.joined(None, "", None) as one, hub.joined(None, "", None) as other:
        for _ in range(3):
            hub.publish(BODY, NOW)
        frames = waiting(one)
        assert frames == waiting(other)
    assert [each["n"] for each in frames] == [1, 2, 3]
    assert frames[0] == {"n": 1, "t": "2025-11-21T04:40:00.000Z", "epoch": "e1", "assets": [], "feeds": {}}


def test_a_heartbeat_bears_the_last_number_and_no_news(hub: LiveHub) -> None:
    hub.publish(BODY, NOW)
    with hub.joined(None, "", None) as client:
        hub.beat(NOW)
        hub.beat(NOW, NOW // 1000, 120_000)
        beat = {"n": 1, "t": "2025-11-21T04:40:00.000Z", "epoch": "e1"}
        assert waiting(client) == [beat, {**beat, "newest": NOW // 1000, "quiet": 120_000}]


def test_a_client_that_comes_back_gets_just_the_gap(hub: LiveHub) -> None:
    for _ in range(5):
        hub.publish(BODY, NOW)
    with hub.joined(2, "e1", None) as client:
        hub.publish(BODY, NOW)
        assert [each["n"] for each in waiting(client)] == [3, 4, 5, 6]


def test_a_client_that_missed_nothing_gets_nothing(hub: LiveHub) -> None:
    hub.publish(BODY, NOW)
    with hub.joined(1, "e1", None) as client:
        assert waiting(client) == []


@pytest.mark.parametrize(
    ("since", "epoch"), [(2, "another"), (99, "e1"), (1, "e1")], ids=["restarted", "ahead of us", "too far behind"]
)
def test_a_client_that_cannot_resume_must_start_anew(hub: LiveHub, since: int, epoch: str) -> None:
    for _ in range(FRAMES_KEPT + 5):
        hub.publish(BODY, NOW)
    with hub.joined(since, epoch, None) as client:
        assert waiting(client) == [json.loads(RESET)]


def test_what_was_missed_comes_as_one_frame(hub: LiveHub) -> None:
    with hub.joined(7, "another", BODY) as client:
        (first,) = waiting(client)
    assert (first["n"], first["epoch"], first["assets"]) == (0, "e1", [])


def test_a_slow_client_is_let_go_and_holds_up_nobody(hub: LiveHub) -> None:
    async def listen() -> tuple[int, list[str]]:
        with hub.joined(None, "", None) as slow, hub.joined(None, "", None) as quick:
            taken = []
            for _ in range(QUEUE_LENGTH + 10):
                hub.publish(BODY, NOW)
                taken.append(await quick.next())
            with pytest.raises(ClientTooSlow):
                await slow.next()
            return hub.clients, taken

    clients, taken = complete(listen())
    assert (clients, len(taken), hub.dropped) == (1, QUEUE_LENGTH + 10, 1)
    assert hub.clients == 0


def test_frames_from_another_thread_arrive_on_the_loop(hub: LiveHub) -> None:
    async def listen() -> str:
        hub.attach(asyncio.get_running_loop())
        with hub.joined(None, "", None) as client:
            await asyncio.to_thread(hub.publish_threadsafe, BODY, NOW)
            return await client.next()

    assert json.loads(complete(listen()))["n"] == 1


def test_frames_after_the_loop_has_ended_are_let_go(hub: LiveHub) -> None:
    async def attach() -> None:
        hub.attach(asyncio.get_running_loop())

    complete(attach())
    hub.publish_threadsafe(BODY, NOW)
    assert hub.number == 0


def test_the_board_follows_the_frames(channel: LiveChannel) -> None:
    channel.on_frame(frame(("JG-1", "major", NOW // 1000)))
    columns = channel.board.columns()
    assert columns.lasting["id"] == {"words": [["JG-", "", 0]], "word": [0, 2], "number": [0, 1]}
    assert columns.moving == {"state": "42", "newest": [NOW // 1000]}
    assert channel.board.newest_ms == NOW // 1000


@pytest.mark.parametrize("payload", [b"\xff", b"{", b"[]", b'{"assets": [{}], "feeds": {}}'])
def test_a_frame_that_cannot_be_read_is_left_out(channel: LiveChannel, payload: bytes) -> None:
    channel.on_frame(payload)
    assert channel.frames == 0


def test_after_a_restart_a_client_resumes_by_the_time_it_saw_last(channel: LiveChannel) -> None:
    channel.on_frame(frame(("JG-1", "major", NOW // 1000)))
    missed = json.loads(channel.missed(40, "before the restart", NOW // 1000) or "null")
    assert [each["id"] for each in missed["assets"]] == ["JG-1"]
    assert missed["feeds"] == {"alarms": 17, "registry": 3}


def test_one_who_missed_too_much_starts_anew_and_hears_the_revisions(city: FakeCity) -> None:
    crowd = channel_of(FakeCity(MISSED_AT_MOST + 1))
    for channel, moment_ms in ((crowd, 0), (channel_of(city), None)):
        missed = json.loads(channel.missed(40, "before the restart", moment_ms) or "null")
        assert missed == {"reset": True, "feeds": {"alarms": 17, "registry": 3}}


def test_after_a_gap_in_the_process_every_page_hears_the_true_revisions(city: FakeCity, channel: LiveChannel) -> None:
    city.known[Feed.ALARMS] = 21
    (told,) = published(channel, channel.catch_up)
    assert told["feeds"] == {"alarms": 21, "registry": 3}
    city.rows = [row(number, NOW // 1000) for number in range(MISSED_AT_MOST + 1)]
    (told,) = published(channel, channel.catch_up)
    assert (told["reset"], told["feeds"]["alarms"]) == (True, 21)


def test_a_changed_register_is_told_by_its_revision(city: FakeCity, channel: LiveChannel) -> None:
    city.known[Feed.REGISTRY] = 4
    (told,) = published(channel, channel.reload)
    assert told["feeds"]["registry"] == channel.board.columns().registry == 4


def test_one_who_can_resume_by_number_or_is_new_misses_nothing(channel: LiveChannel) -> None:
    assert channel.missed(0, "e1", NOW // 1000) is None
    assert channel.missed(None, "", NOW // 1000) is None


def test_too_much_to_catch_up_means_to_start_anew() -> None:
    board = Board(FakeCity(MISSED_AT_MOST + 1))
    board.load()
    assert board.changed_since(0) is None
    assert board.changed_since(1) == []


def test_a_reload_keeps_changes_that_are_newer_than_the_rows(channel: LiveChannel) -> None:
    channel.on_frame(frame(("JG-1", "major", NOW // 1000)))
    channel.reload()
    assert channel.board.columns().moving["state"] == "42"


def test_what_processes_say_is_remembered_with_the_time(channel: LiveChannel) -> None:
    counts: dict[str, Any] = {"received": 5, "accepted": 4, "repeated": 1, "quarantined": 0, "unmapped": 2}
    counts["refused"] = {"out_of_range": 3, "not_a_number": 1}
    for name in ("ingest-a-1", "ingest-a-2"):
        channel.on_status(name, json.dumps({"state": "online", **counts}).encode())
    channel.on_status("worker-a-1", b"\xff nonsense")
    assert channel.processes["worker-a-1"] == {"heard_us": NOW}
    heard = channel.ingest_counts()
    assert heard is not None
    assert (heard.received, heard.committed, heard.unmapped, heard.refused) == (10, 8, 4, 8)


def test_nothing_is_counted_before_an_ingest_was_heard_of(channel: LiveChannel) -> None:
    assert channel.ingest_counts() is None
