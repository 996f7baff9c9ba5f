"""Camera events from Frigate, the canonical topic and webhooks."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from dashboard.domain.camera_events import Box, CameraEventReport, CameraPicture, Phase
from dashboard.domain.readings import Delivery
from dashboard.errors import UnreadablePayload
from data_sources.cameras import camera_sources

RECEIVED_US = 1_795_248_903_000_000
TOPICS = {"camera": "xiuhua/v1/camera/SX-0021/event", "frigate": "frigate/events", "webhook": "camera-events"}
OWN = Path(__file__).parents[1] / "fixtures/payloads"
RECORDED = Path(__file__).parents[3] / "shared/fixtures/payloads"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(32)
EVENT = {
    "event_id": "e-1",
    "phase": "start",
    "category": "0504",
    "confidence": 0.93,
    "ts": "2026-11-21T08:15:02.331Z",
    "bbox": [0.4, 0.45, 0.11, 0.2],
    "zone": "店门口",
    "image": base64.b64encode(JPEG).decode(),
}


def read(source: str, payload: Any, topic: str | None = None) -> list[CameraEventReport]:
    content = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    said = camera_sources()[source].read(Delivery(topic or TOPICS[source], content, RECEIVED_US))
    return [report for report in said if isinstance(report, CameraEventReport)]


def recorded(name: str) -> bytes:
    path = RECORDED / name
    if not path.exists():
        pytest.skip(f"the recorded payload {name} is not here")
    return path.read_bytes()


def test_the_event_of_the_contract_is_read() -> None:
    [report] = read("camera", EVENT)
    assert report == CameraEventReport(
        event_ref="e-1",
        camera_ref="canonical:SX-0021",
        phase=Phase.START,
        category="0504",
        label="0504",
        confidence=0.93,
        at_us=1_795_248_902_331_000,
        bbox=Box(0.4, 0.45, 0.11, 0.2),
        zone="店门口",
        image=JPEG,
        media_type="image/jpeg",
        source="canonical",
    )


@pytest.mark.parametrize(
    ("word", "code"),
    [("店外经营", "0504"), ("illegal_parking", "0505"), ("Street vendor", "0501"), ("1310720", "0102"), ("UFO", None)],
)
def test_labels_become_categories_and_unknown_ones_stay(word: str, code: str | None) -> None:
    [report] = read("camera", {**EVENT, "category": word})
    assert (report.category, report.label) == (code, word)


def test_without_id_the_same_message_is_the_same_event() -> None:
    event = {key: value for key, value in EVENT.items() if key != "event_id"}
    first, again, other = (read("camera", each)[0].event_ref for each in (event, event, {**event, "zone": "x"}))
    assert first == again != other


@pytest.mark.parametrize(
    ("image", "code"),
    [
        ("not base64!", "bad_image"),
        (base64.b64encode(b"GIF89a" + bytes(20)).decode(), "bad_image"),
        (base64.b64encode(b"<svg onload='x'>").decode(), "bad_image"),
        (7, "bad_image"),
        (base64.b64encode(JPEG + bytes(5 * 1024 * 1024)).decode(), "image_too_large"),
    ],
    ids=["no base64", "GIF", "SVG", "number", "above 5 MB"],
)
def test_a_bad_picture_leaves_the_event(image: object, code: str) -> None:
    [report] = read("camera", {**EVENT, "image": image})
    assert (report.image, report.media_type) == (None, None)
    assert report.image_problem is not None
    assert report.image_problem.code == code


def test_a_picture_is_what_its_bytes_say_not_its_label() -> None:
    [report] = read("camera", {**EVENT, "image": "data:image/jpeg;base64," + base64.b64encode(PNG).decode()})
    assert (report.image, report.media_type) == (PNG, "image/png")


@pytest.mark.parametrize(
    "bbox", [[432, 496, 544, 854], [0.1, 0.1, 1.2, 0.1], [0, 0, 0, 0], "all", [0.1], [None] * 4, {"x": 0.1}]
)
def test_a_box_in_pixels_or_none_at_all_is_left_out(bbox: object) -> None:
    assert read("camera", {**EVENT, "bbox": bbox})[0].bbox is None


@pytest.mark.parametrize(
    ("given", "kept"), [(0.93, 0.93), (93, 0.93), ("0.5", 0.5), (-1, None), ("high", None), (True, None)]
)
def test_confidence_is_a_part_of_one(given: object, kept: float | None) -> None:
    assert read("camera", {**EVENT, "confidence": given})[0].confidence == kept


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"category": ""}, "bad_shape"), ({"phase": "later"}, "bad_shape"), ({"ts": "1999-01-01T00:00:00Z"}, "bad_time")],
)
def test_an_event_that_does_not_say_what_or_when_is_unreadable(change: dict[str, str], reason: str) -> None:
    with pytest.raises(UnreadablePayload) as caught:
        read("camera", {**EVENT, **change})
    assert caught.value.reason == reason


def test_a_parked_car_in_a_no_parking_zone_is_illegal_parking() -> None:
    [report] = read("frigate", (OWN / "frigate_event.json").read_bytes())
    assert report.event_ref == "1795248890.47-abc123"
    assert report.camera_ref == "frigate:dongdajie_03"
    assert (report.phase, report.category, report.label, report.confidence) == (Phase.UPDATE, "0505", "car", 0.95)
    assert (report.at_us, report.zone, report.bbox) == (1_795_248_902_083_000, "no_park_east", None)


@pytest.mark.parametrize("change", [{"stationary": False}, {"current_zones": ["lane"], "entered_zones": []}])
def test_a_car_that_drives_or_stands_elsewhere_has_no_category(change: dict[str, Any]) -> None:
    message = json.loads((OWN / "frigate_event.json").read_bytes())
    message["after"] |= change
    assert read("frigate", message)[0].category is None


def test_a_label_of_a_custom_model_is_the_category() -> None:
    message = json.loads((OWN / "frigate_event.json").read_bytes())
    message["after"]["label"] = "stall"
    assert read("frigate", message)[0].category == "0501"


def test_the_documented_frigate_event_is_read() -> None:
    [report] = read("frigate", recorded("frigate_events.json"))
    assert (report.label, report.category, report.phase) == ("person", None, Phase.UPDATE)
    assert report.at_us == 1_607_123_962_082_975
    assert "Smith" not in repr(report), "recognised faces are personal"


@pytest.mark.parametrize("recognised", ["浙B12K21", "张〇一"])
def test_a_plate_or_face_that_frigate_recognised_is_left_out(recognised: str) -> None:
    message = json.loads((OWN / "frigate_event.json").read_bytes())
    message["after"] |= {"label": "car", "recognized_license_plate": recognised, "sub_label": [recognised, 0.9]}
    [report] = read("frigate", message)
    assert report.label == "car"
    assert recognised not in repr(report)


@pytest.mark.parametrize(
    ("name", "topic"),
    [
        ("frigate_triggers.json", "frigate/triggers"),
        ("frigate_tracked_object_update_lpr.json", "frigate/tracked_object_update"),
        ("frigate_tracked_object_update_face.json", "frigate/tracked_object_update"),
    ],
)
def test_other_frigate_topics_are_no_events(name: str, topic: str) -> None:
    assert read("frigate", recorded(name), topic) == []


def test_false_positives_are_no_events() -> None:
    message = json.loads((OWN / "frigate_event.json").read_bytes())
    message["after"]["false_positive"] = True
    assert read("frigate", message) == []


def test_a_webhook_names_its_source_and_camera() -> None:
    [report] = read("webhook", {**EVENT, "source": "edge-box", "camera": "C7"})
    assert (report.camera_ref, report.source) == ("webhook:edge-box/C7", "webhook")


def test_a_webhook_may_use_other_common_names() -> None:
    body = {
        "stream_id": "C7",
        "message_id": "m1",
        "event_type": 1114112,
        "timestamp": 1_795_248_902_331,
        "image_base64": base64.b64encode(PNG).decode(),
    }
    [report] = read("webhook", body)
    assert (report.camera_ref, report.event_ref, report.category) == ("webhook:http/C7", "m1", "0504")
    assert report.media_type == "image/png"


def test_a_jf_alarm_is_read_with_its_surest_object() -> None:
    [report] = read("webhook", (OWN / "webhook_jf.json").read_bytes())
    assert (report.camera_ref, report.event_ref) == ("webhook:jf/SN0001/2", "a7f0")
    assert (report.category, report.confidence, report.at_us) == ("0504", 0.92, 1_795_248_902_331_000)
    assert (report.image, report.bbox) == (None, None)


def test_a_list_of_webhook_events_is_read() -> None:
    assert len(read("webhook", [{**EVENT, "camera": "C1"}, {**EVENT, "camera": "C2"}])) == 2


def test_an_event_without_camera_is_unreadable() -> None:
    with pytest.raises(UnreadablePayload, match="camera is missing"):
        read("webhook", EVENT)


def test_names_that_no_database_takes_are_made_safe() -> None:
    [report] = read(
        "camera", {**EVENT, "event_id": "a\0b\n" + "x" * 500, "category": "c\0" * 200, "zone": ["a", "b\0"]}
    )
    assert len(report.event_ref) < 160
    assert len(report.label) == 80
    assert report.zone == "a,b"
    assert "\0" not in report.event_ref + report.label


def test_a_picture_of_frigate_is_for_an_event_of_its_camera_and_label() -> None:
    delivery = Delivery("frigate/front_door/person/snapshot", JPEG, RECEIVED_US)
    assert camera_sources()["frigate"].read(delivery) == [
        CameraPicture(
            camera_ref="frigate:front_door", label="person", at_us=RECEIVED_US, image=JPEG, media_type="image/jpeg"
        )
    ]


def test_a_retained_picture_of_frigate_is_of_an_unknown_time_and_left_out() -> None:
    delivery = Delivery("frigate/front_door/person/snapshot", JPEG, RECEIVED_US, retained=True)
    assert camera_sources()["frigate"].read(delivery) == []


def test_a_picture_of_frigate_that_is_none_is_unreadable() -> None:
    with pytest.raises(UnreadablePayload) as caught:
        read("frigate", b"<html>", "frigate/front_door/person/snapshot")
    assert caught.value.reason == "bad_image"


@pytest.mark.parametrize(
    ("source", "told", "dwell_s"),
    [
        ("camera", {"dwell_s": 185.5}, 185.5),
        ("camera", {"dwell_s": "90"}, 90.0),
        ("camera", {"dwell_s": -1}, None),
        ("camera", {"dwell_s": True}, None),
        ("camera", {"dwell_s": 1e12}, None),
        ("camera", {}, None),
        ("webhook", {"camera": "c-1", "stayTime": 200}, 200.0),
        ("webhook", {"camera": "c-1", "dwell": 30, "dwell_s": 31}, 31.0),
    ],
)
def test_how_long_it_has_stood_is_told_in_seconds(source: str, told: dict[str, Any], dwell_s: float | None) -> None:
    [report] = read(source, {**EVENT, **told})
    assert report.dwell_s == dwell_s


def test_boxes_of_faces_and_plates_are_taken_and_what_is_none_is_left_out() -> None:
    [report] = read(
        "camera", {**EVENT, "personal": [[0.1, 0.1, 0.02, 0.03], [9, 9, 9, 9], {"x": 0, "y": 0, "w": 1, "h": 1}]}
    )
    assert report.personal == (Box(0.1, 0.1, 0.02, 0.03), Box(0, 0, 1, 1))
    [report] = read("camera", {**EVENT, "personal": "all"})
    assert report.personal == ()
