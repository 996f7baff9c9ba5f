"""Cameras that are asked for their events: a real HTTP server with digest, killed and back, on both databases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from dashboard.domain.camera_events import Box
from dashboard.domain.camera_pulls import PullState
from dashboard.domain.readings import Delivery
from dashboard.services.cameras.crew import PullCrew
from data_sources.cameras import camera_pulls
from data_sources.db.engine import reading
from tests.adapters.city_of_four import asset, settle
from tests.camera_pulling import ROOT, Pulling
from tests.cameras.camera_server import Camera, playing
from tests.pictures import two_coloured, written

OWN = Path(__file__).parents[1] / "fixtures/payloads"
ALERT = (OWN / "hikvision_fielddetection.xml").read_bytes()
RECEIVED = 1_795_248_903_000_000
CAMERA_REF = "hikvision:0a1b2c3d4e5f/1"
NVR = "hikvision:0a1b2c3d4e5f"
JPEG = written(two_coloured())
HEARTBEAT = (
    b"<EventNotificationAlert><macAddress>0A:1B:2C:3D:4E:5F</macAddress><channelID>1</channelID>"
    b"<eventType>videoloss</eventType><eventState>inactive</eventState></EventNotificationAlert>"
)


def part(content: bytes, media_type: str = "application/xml") -> bytes:
    """A part as alertStream sends it."""
    head = f'--boundary\r\nContent-Type: {media_type}; charset="UTF-8"\r\nContent-Length: {len(content)}\r\n\r\n'
    return head.encode() + content + b"\r\n"


def later(seconds: int, state: str = "active") -> bytes:
    """The same alert so much later, without a picture."""
    minutes, second = divmod(16 * 3600 + 15 * 60 + 2 + seconds, 60)
    changed = ALERT.replace(b"16:15:02", b"%02d:%02d:%02d" % (*divmod(minutes, 60), second))
    changed = changed.replace(b">active<", f">{state}<".encode())
    return changed.replace(b"<detectionPicturesNumber>1<", b"<detectionPicturesNumber>0<")


@pytest.fixture
def pulling(engine: Engine) -> Iterator[Pulling]:
    settle(engine, RECEIVED, [asset("SX-0021", "camera", 120.1, 30.1, grid="G1", device_ref=CAMERA_REF)])
    rig = Pulling(engine, RECEIVED)
    yield rig
    rig.crew.dismiss_all()


@pytest.fixture
def camera() -> Camera:
    return Camera()


def test_an_alert_of_the_stream_becomes_an_event_of_its_camera_with_its_picture(
    pulling: Pulling, camera: Camera
) -> None:
    stream = camera.begin_stream()
    with playing(camera):
        pulling.follow(camera, NVR, "hikvision")
        stream.put(part(HEARTBEAT) + part(ALERT) + part(JPEG, "image/jpeg"))
        pulling.until(lambda: bool(pulling.events()))
        [event] = pulling.events()
        assert (event.asset_id, event.camera_ref, event.grid_code) == ("SX-0021", CAMERA_REF, "G1")
        assert (event.label, event.zone, event.bbox) == ("fielddetection/vehicle", "2", Box(0.4, 0.45, 0.11, 0.2))
        assert event.image_digest is not None
        pulling.until(lambda: [each[1:3] for each in pulling.standings()] == [(PullState.LIVE, "")])
    assert [each.partition(" ")[0] for each in camera.asked] == ["", "Digest"]
    assert camera.paths[-1] == "/ISAPI/Event/notification/alertStream"
    assert not any("geheim" in each for each in camera.asked)


def test_repeats_and_the_end_belong_to_the_event_and_are_not_counted(pulling: Pulling, camera: Camera) -> None:
    stream = camera.begin_stream()
    with playing(camera):
        pulling.follow(camera, NVR, "hikvision")
        repeat = later(1).replace(b"<activePostCount>1<", b"<activePostCount>2<")
        stream.put(part(later(0)) + part(repeat) + part(later(2, "inactive")))
        pulling.until(lambda: any(event.ended_us for event in pulling.events()))
    [event] = pulling.events()
    assert (event.count, event.last_us - event.first_us, event.ended_us) == (1, 2_000_000, event.last_us)


def test_a_camera_that_was_killed_is_asked_anew_when_it_is_back(pulling: Pulling, camera: Camera) -> None:
    stream = camera.begin_stream()
    with playing(camera):
        port = int(camera.url.split(":")[2].partition("/")[0])
        pulling.follow(camera, NVR, "hikvision")
        stream.put(part(later(0)))
        pulling.until(lambda: len(pulling.events()) == 1)
    pulling.until(lambda: [each.state for each in pulling.standings()] == [PullState.AWAY])
    again = camera.begin_stream()
    again.put(part(later(3600)))
    pulling.clock.now_us += 3_600_000_000
    with playing(camera, port):
        pulling.until(lambda: len(pulling.events()) == 2)
        pulling.until(lambda: [each.state for each in pulling.standings()] == [PullState.LIVE])


def test_a_wrong_password_is_told_and_not_tried_again_at_once(pulling: Pulling, camera: Camera) -> None:
    with playing(camera):
        pulling.follow(camera, NVR, "hikvision", password="wrong")
        pulling.until(lambda: [each.state for each in pulling.standings()] == [PullState.REFUSED])
        [standing] = pulling.standings()
        assert standing.detail == "the camera refuses the login"
        tries = len(camera.asked)
        pulling.until(lambda: True)
        assert (tries, len(camera.asked)) == (2, 2)
        pulling.follow(camera, NVR, "hikvision")
        camera.begin_stream().put(part(later(0)))
        pulling.until(lambda: bool(pulling.events()))


def test_who_is_asked_no_more_is_forgotten(pulling: Pulling, camera: Camera) -> None:
    camera.begin_stream()
    with playing(camera):
        pulling.follow(camera, NVR, "hikvision")
        pulling.until(lambda: bool(pulling.standings()))
        pulling.accesses.remove(NVR, ROOT)
        pulling.until(lambda: not pulling.standings())
        assert sum(pulling.crew.counts().values()) == 0


def test_what_frigate_tracked_while_it_could_not_be_reached_is_caught_up_with(pulling: Pulling) -> None:
    frigate, listed = Camera(), [tracked("first", 10)]
    frigate.user = ""
    often = {"frigate": replace(camera_pulls()["frigate"], every_s=0.05)}
    pulling.pulls, pulling.crew = often, PullCrew(pulling.store, pulling.sealing, often, pulling.lanes, pulling.clock)
    pulling.accesses = replace(pulling.accesses, usual_paths={"frigate": "/api"})
    frigate.answers = {f"/api/events/{name}/snapshot.jpg": JPEG for name in ("first", "missed")}
    frigate.answers["/api/review"] = b"[]"
    frigate.answers["/api/events"] = json.dumps(listed).encode()
    with playing(frigate):
        port = int(frigate.url.split(":")[2].partition("/")[0])
        pulling.follow(frigate, "frigate:site", "frigate")
        pulling.until(lambda: len(pulling.events()) == 1)
    pulling.until(lambda: [each.state for each in pulling.standings()] == [PullState.AWAY])
    frigate.answers["/api/events"] = json.dumps([tracked("missed", 2000), *listed]).encode()
    pulling.clock.now_us += 3_600_000_000
    with playing(frigate, port):
        pulling.until(lambda: len(pulling.events()) == 2)
    newest, first = pulling.events()
    assert [event.image_digest is not None for event in (newest, first)] == [True, True]
    assert (newest.category, newest.count, newest.camera_ref) == ("0501", 1, "frigate:gate")


def tracked(name: str, second: int) -> dict[str, object]:
    """An object that Frigate tracked for five seconds, so long after the beginning."""
    start_s = RECEIVED / 1e6 + second
    return {
        "id": name,
        "camera": "gate",
        "label": "stall",
        "start_time": start_s,
        "end_time": start_s + 5,
        "zones": [],
        "has_snapshot": True,
        "data": {"top_score": 0.9, "box": [0.1, 0.1, 0.2, 0.2]},
    }


def test_a_camera_whose_clock_is_eight_hours_ahead_is_told_at_the_camera(pulling: Pulling, camera: Camera) -> None:
    stream = camera.begin_stream()
    with playing(camera):
        pulling.follow(camera, NVR, "hikvision")
        stream.put(part(later(0).replace(b"2026-11-21T16:", b"2026-11-22T00:")))
        pulling.until(lambda: bool(pulling.events()))
    [event] = pulling.events()
    assert event.last_us == RECEIVED
    with reading(pulling.engine) as connection:
        told = connection.execute(text("SELECT field, value, code FROM refusal")).one()
    assert tuple(told) == ("time", "+8 h", "wrong_clock")


def test_an_event_that_ends_before_it_starts_ends_at_its_start(pulling: Pulling) -> None:
    for phase, second in (("start", 2), ("end", 1)):
        told = {"event_id": "e", "phase": phase, "category": "0504", "ts": f"2026-11-21T08:15:0{second}Z"}
        topic = "xiuhua/v1/camera/gate/event"
        pulling.ingest.record([Delivery(topic, json.dumps(told).encode(), pulling.clock.now_us)])
    [event] = pulling.events()
    assert event.ended_us == event.first_us == RECEIVED - 1_000_000
    backwards = {"event_id": "b", "phase": "end", "category": "0505", "ts": "2026-11-21T08:15:01Z"}
    pulling.ingest.record([Delivery("xiuhua/v1/camera/gate/event", json.dumps(backwards).encode(), RECEIVED)])
    newest = next(event for event in pulling.events() if event.category == "0505")
    assert newest.first_us == newest.ended_us == RECEIVED - 2_000_000
