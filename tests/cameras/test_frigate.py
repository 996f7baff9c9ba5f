"""What Frigate says beside its events: reviews, what is said later of an object, and what its HTTP API lists."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dashboard.domain.camera_events import Box, CameraEventReport, CameraNote, Phase
from dashboard.domain.camera_pictures import CameraAccess
from dashboard.domain.camera_pulls import PULL_TOPIC, LoginRefused
from dashboard.domain.readings import Delivery
from dashboard.errors import Unavailable, UnreadablePayload
from data_sources.cameras import camera_sources
from data_sources.cameras.frigate import ask
from tests.cameras.camera_server import Camera, playing
from tests.cameras.test_camera_sources import JPEG, OWN, RECEIVED_US, recorded

PULLED = f"{PULL_TOPIC}frigate:site"
START_S = 1_795_248_600.0
LISTED: dict[str, Any] = {
    "id": "1795248600.5-abc",
    "camera": "dongdajie_03",
    "label": "stall",
    "sub_label": None,
    "start_time": START_S,
    "end_time": START_S + 200,
    "false_positive": False,
    "zones": ["east"],
    "thumbnail": "",
    "has_clip": True,
    "has_snapshot": True,
    "data": {"box": [0.4, 0.45, 0.11, 0.2], "score": 0.8, "top_score": 0.91, "type": "object"},
}


def read(topic: str, payload: bytes) -> list[Any]:
    return list(camera_sources()["frigate"].read(Delivery(topic, payload, RECEIVED_US)))


def test_a_review_tells_how_grave_each_of_its_objects_is_taken() -> None:
    notes = read("frigate/reviews", (OWN / "frigate_review.json").read_bytes())
    assert [(note.event_ref, note.severity) for note in notes] == [
        ("1795248890.47-abc123", "alert"),
        ("1795248895.12-def456", "alert"),
    ]
    assert all(isinstance(note, CameraNote) for note in notes)


def test_the_documented_review_is_read() -> None:
    notes = read("frigate/reviews", recorded("frigate_reviews.json"))
    assert [note.severity for note in notes] == ["alert"] * 3
    assert "Bob" not in repr(notes)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("description", {"description": "The car is a red sedan moving away from the camera."}),
        ("classification_3", {"label": "delivery_person"}),
        ("classification_4", {"label": "yes"}),
    ],
)
def test_what_is_said_later_of_an_object_is_a_note(name: str, told: dict[str, str]) -> None:
    [note] = read("frigate/tracked_object_update", recorded(f"frigate_tracked_object_update_{name}.json"))
    assert note.event_ref == "1607123955.475377-mxklsc"
    assert {key: getattr(note, key) for key in told} == told


def test_a_classifier_of_the_site_gives_the_category() -> None:
    said = {"type": "classification", "id": "e", "camera": "c", "timestamp": START_S, "sub_label": "stall"}
    [note] = read("frigate/tracked_object_update", json.dumps(said).encode())
    assert (note.label, note.category) == ("stall", "0501")


@pytest.mark.parametrize("said", [{"type": "description"}, {"type": "classification", "sub_label": "x"}, []])
def test_what_names_no_object_is_unreadable(said: object) -> None:
    with pytest.raises(UnreadablePayload):
        read("frigate/tracked_object_update", json.dumps(said).encode())


def access(camera: Camera, user: str = "") -> CameraAccess:
    base = camera.url.removesuffix("/snapshot.jpg") + "/api"
    return CameraAccess(camera="frigate:site", url=base, user=user, password="geheim-7", events="frigate")


def of_the_list(camera: Camera, after_s: float) -> list[CameraEventReport]:
    told = ask(access(camera), int(after_s * 1e6))
    return [report for each in told for report in read(PULLED, each)]


@pytest.fixture
def camera() -> Camera:
    camera = Camera()
    camera.user = ""
    camera.answers = {
        "/api/events": json.dumps([LISTED]).encode(),
        "/api/review": b"[]",
        "/api/events/1795248600.5-abc/snapshot.jpg": JPEG,
    }
    return camera


def test_the_http_api_tells_what_was_missed_with_box_snapshot_and_clip(camera: Camera) -> None:
    with playing(camera):
        [report] = of_the_list(camera, START_S)
    assert (report.event_ref, report.camera_ref) == ("1795248600.5-abc", "frigate:dongdajie_03")
    assert (report.phase, report.category, report.confidence) == (Phase.END, "0501", 0.91)
    assert (report.started_us, report.at_us) == (int(START_S * 1e6), int((START_S + 200) * 1e6))
    assert (report.bbox, report.zone, report.image) == (Box(0.4, 0.45, 0.11, 0.2), "east", JPEG)
    assert report.clip == "/api/events/1795248600.5-abc/clip.mp4"


def test_faces_and_plates_that_frigate_found_are_told_as_boxes_and_nothing_more(camera: Camera) -> None:
    found = [
        {"label": "face", "score": 0.7, "box": [0.42, 0.46, 0.02, 0.03]},
        {"label": "license_plate", "score": 0.9, "box": [0.5, 0.6, 0.04, 0.01]},
        {"label": "amazon", "score": 0.9, "box": [0.1, 0.1, 0.1, 0.1]},
        {"label": "face", "box": "x"},
        7,
    ]
    listed = {**LISTED, "data": {**LISTED["data"], "attributes": found}}
    camera.answers["/api/events"] = json.dumps([listed]).encode()
    with playing(camera):
        [report] = of_the_list(camera, START_S)
    assert report.personal == (Box(0.42, 0.46, 0.02, 0.03), Box(0.5, 0.6, 0.04, 0.01))


def test_what_ended_before_is_not_told_again_and_what_goes_on_is_told_without_its_picture(camera: Camera) -> None:
    running = {**LISTED, "id": "on", "end_time": None}
    camera.answers["/api/events"] = json.dumps([running, LISTED, {**LISTED, "false_positive": True}]).encode()
    with playing(camera):
        [report] = of_the_list(camera, START_S + 3600)
    assert (report.event_ref, report.phase, report.image) == ("on", Phase.UPDATE, None)


def test_reviews_that_were_missed_tell_how_grave_their_objects_are(camera: Camera) -> None:
    review = {"severity": "alert", "start_time": START_S, "end_time": None, "data": {"detections": [LISTED["id"]]}}
    camera.answers["/api/review"] = json.dumps([review, {**review, "start_time": START_S - 3600}]).encode()
    with playing(camera):
        said = [said for each in ask(access(camera), int(START_S * 1e6)) for said in read(PULLED, each)]
    [note] = [each for each in said if isinstance(each, CameraNote)]
    assert (note.event_ref, note.severity) == (LISTED["id"], "alert")
    assert said[-1] is note, "it comes after the object of which it tells"


def test_a_frigate_without_reviews_is_asked_for_its_objects_all_the_same(camera: Camera) -> None:
    camera.missing.add("/api/review")
    with playing(camera):
        assert len(of_the_list(camera, START_S)) == 1


def test_a_snapshot_that_is_gone_leaves_the_event(camera: Camera) -> None:
    camera.answers["/api/events/1795248600.5-abc/snapshot.jpg"] = b"<html>"
    with playing(camera):
        [report] = of_the_list(camera, START_S)
    assert report.image is None
    assert report.image_problem is not None


def test_what_is_no_frigate_is_told(camera: Camera) -> None:
    camera.answers["/api/events"] = b"<html>"
    with playing(camera), pytest.raises(Unavailable, match="is not the API of Frigate"):
        of_the_list(camera, START_S)
    with pytest.raises(Unavailable, match="does not answer"):
        of_the_list(camera, START_S)


def test_it_logs_in_where_there_is_a_user_and_a_refusal_is_told(camera: Camera) -> None:
    with playing(camera):
        assert len(list(ask(access(camera, "operator"), int(START_S * 1e6)))) == 1
        assert camera.posted == [b'{"user":"operator","password":"geheim-7"}']
        camera.post_status = 401
        with pytest.raises(LoginRefused):
            list(ask(access(camera, "operator"), int(START_S * 1e6)))
