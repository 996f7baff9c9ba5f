"""The lanes of cameras: one that is loud waits, and nobody else does."""

from __future__ import annotations

import json

import pytest

from dashboard.domain.readings import Delivery
from dashboard.errors import TooManyTries, Unavailable
from dashboard.services.ingest.camera_pushes import IN_FLIGHT, CameraPushes
from dashboard.services.ingest.lanes import SHARE, Lanes
from tests.fakes_ingest import NOW
from tests.services.ingest.test_recording import Rig


def seen(number: int, camera: str = "c") -> Delivery:
    body = {"camera": camera, "event_id": f"e{number}", "category": "0504"}
    return Delivery("camera-events", json.dumps(body).encode(), NOW)


@pytest.fixture
def rig() -> Rig:
    return Rig()


def test_of_each_lane_a_share_is_recorded_and_those_that_were_not_reached_come_next(rig: Rig) -> None:
    lanes = Lanes(rig.ingest)
    for number in range(3 * SHARE):
        lanes.offer("loud", "webhook", seen(number, "loud"))
    quiet = lanes.offer("quiet", "webhook", seen(0, "quiet"))
    assert quiet is not None
    assert lanes.turn(0) == SHARE + 1
    assert quiet.done()
    assert [lanes.turn(0), lanes.turn(0), lanes.turn(0)] == [SHARE, SHARE, 0]
    assert len(rig.store.tables.camera_reports) == 3 * SHARE + 1


def test_a_full_lane_takes_nothing_more_and_another_one_does(rig: Rig) -> None:
    lanes = Lanes(rig.ingest, most_waiting=2)
    assert [lanes.offer("a", "webhook", seen(number)) is None for number in range(3)] == [False, False, True]
    assert lanes.offer("b", "webhook", seen(9)) is not None
    lanes.turn(0)
    assert lanes.offer("a", "webhook", seen(3)) is not None


def test_a_lane_is_full_by_its_bytes_too(rig: Rig) -> None:
    lanes = Lanes(rig.ingest, most_bytes=100)
    large = seen(1)._replace(payload=b" " * 200)
    assert lanes.offer("a", "webhook", large) is not None
    assert lanes.offer("a", "webhook", seen(2)) is None


def test_while_the_database_is_away_everything_keeps_its_place(rig: Rig) -> None:
    lanes = Lanes(rig.ingest)
    waiting = [lanes.offer("a", "webhook", seen(number)) for number in range(3)]
    rig.store.is_down = True
    with pytest.raises(Unavailable):
        lanes.turn(0)
    rig.store.is_down = False
    assert lanes.turn(0) == 3
    assert all(each is not None and each.done() for each in waiting)
    assert [report.event_ref for report in rig.store.tables.camera_reports] == ["e0", "e1", "e2"]


def test_what_cannot_be_read_goes_to_quarantine_and_spoils_nothing_else(rig: Rig) -> None:
    lanes = Lanes(rig.ingest)
    lanes.offer("a", "webhook", seen(1))
    bad = lanes.offer("a", "webhook", seen(2)._replace(payload=b"no json"))
    assert lanes.turn(0) == 2
    assert bad is not None
    assert [row.reason for row in bad.result().quarantined] == ["bad_json"]
    assert (len(rig.store.tables.camera_reports), len(rig.store.tables.quarantine)) == (1, 1)


def test_a_heartbeat_costs_no_transaction(rig: Rig) -> None:
    lanes = Lanes(rig.ingest)
    lanes.offer("a", "dahua", Delivery("camera-stream/dahua:x", b"Heartbeat", NOW))
    rig.store.is_down = True
    assert lanes.turn(0) == 1


def test_a_sender_that_pushes_too_fast_is_told_to_come_again_and_another_is_served(rig: Rig) -> None:
    pushes = CameraPushes(rig.ingest, rig.clock)
    alert = b"<EventNotificationAlert><eventType>heartBeat</eventType></EventNotificationAlert>"
    rig.store.is_down = True
    bad = [pushes.push("hikvision", b"<a/>", "10.0.0.1") for _ in range(IN_FLIGHT)]
    for each in bad:
        with pytest.raises(Unavailable):
            each.result()
    with pytest.raises(TooManyTries):
        pushes.push("hikvision", alert, "10.0.0.1")
    rig.store.is_down = False
    pushed = pushes.push("hikvision", alert, "10.0.0.2").result()
    assert (pushed.camera_events, pushed.quarantined) == (0, 0)
    assert pushes.push("hikvision", alert, "10.0.0.1").result().quarantined == 0
    pushes.close()
