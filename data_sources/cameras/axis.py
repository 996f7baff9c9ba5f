"""Axis by MQTT: analytics events in the JSON of ONVIF notifications, and the scene description frame by frame."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from dashboard.domain.camera_events import Box, CameraEventReport, Phase, category_of
from dashboard.domain.readings import Delivery, from_us
from dashboard.errors import UnreadablePayload
from dashboard.ports.ingest import CameraSource
from data_sources.cameras._fields import box_between, confidence, live_moment, picture, reference, word
from data_sources.payloads import as_object, decode_object, digest

_TOPIC_PARTS: Final = re.compile(r"axis/(?:([^/]+)/)?event/")
_SCENE: Final = re.compile(r"axis/([^/]+)/.*(?:scene|frame)[^/]*")
_TRUE: Final = ("1", "true")
_MOST_OBSERVATIONS: Final = 100
_SOMETHING: Final = "object"


def read(delivery: Delivery) -> list[CameraEventReport]:
    """The rule that became active or inactive, or what a frame of the scene description shows.

    A rule's label is what it saw (`classTypes`), else its own name, which is the zone as well.
    """
    message = decode_object(delivery.payload)
    if "frame" in message:
        return _of_frame(as_object(message["frame"], "frame"), delivery)
    body = as_object(message.get("message"), "message")
    data = as_object(body.get("data"), "message.data")
    state = data.get("active", data.get("state"))
    if state is None:
        raise UnreadablePayload("bad_shape", "message.data has neither active nor state")
    return [_of_rule(message, data, is_active=str(state).lower() in _TRUE, delivery=delivery)]


def _of_rule(
    message: dict[str, Any], data: dict[str, Any], *, is_active: bool, delivery: Delivery
) -> CameraEventReport:
    rule = word(str(message.get("topic") or delivery.topic).rsplit("/", 1)[-1])
    kind = word(data.get("classTypes") or "")
    seen = data.get("objectId")
    at_us, off_h = live_moment(message.get("timestamp"), delivery.received_us)
    name = f"{rule}:{seen}" if seen else digest(f"{rule}|{is_active}|{message.get('timestamp')}")
    return CameraEventReport(
        event_ref=reference(name),
        camera_ref=reference(f"axis:{_serial(message, delivery)}"),
        phase=Phase.START if is_active else Phase.END,
        category=category_of(rule) or category_of(kind),
        label=kind or rule,
        confidence=None,
        at_us=at_us,
        zone=rule,
        source="axis",
        is_named=bool(seen),
        clock_off_h=off_h,
    )


def _serial(message: dict[str, Any], delivery: Delivery) -> str:
    """The camera's serial number, as the message or its topic has it; both can be set at the camera."""
    found = _TOPIC_PARTS.match(delivery.topic)
    serial = message.get("serial") or (found[1] if found else None)
    if not serial:
        raise UnreadablePayload("bad_shape", "serial is missing: let the camera write it into message or topic")
    return str(serial)


def _of_frame(frame: dict[str, Any], delivery: Delivery) -> list[CameraEventReport]:
    """Each object that the frame shows, and the end of those that it says are gone."""
    found = _SCENE.match(delivery.topic)
    if found is None:
        raise UnreadablePayload("bad_topic", f"{delivery.topic!r:.80} is not axis/{{serial}}/…scene…")
    camera = reference(f"axis:{found[1]}")
    at_us, off_h = live_moment(frame.get("timestamp"), delivery.received_us)
    day = from_us(at_us).strftime("%Y%m%d")
    common = {"camera_ref": camera, "at_us": at_us, "source": "axis", "clock_off_h": off_h}
    shown = [each for each in _objects(frame.get("observations")) if each.get("track_id") is not None]
    gone = [each["id"] for each in _objects(frame.get("operations")) if each.get("type") == "DeleteOperation"]
    return [
        *(_of_track(seen, f"track {seen['track_id']} of {day}", common) for seen in shown),
        *(_end(f"track {track} of {day}", common) for track in gone),
    ]


def _end(name: str, common: Mapping[str, Any]) -> CameraEventReport:
    """What is gone; what it was, its own event knows."""
    return CameraEventReport(
        event_ref=reference(name), phase=Phase.END, category=None, label=_SOMETHING, confidence=None, **common
    )


def _of_track(seen: dict[str, Any], name: str, common: Mapping[str, Any]) -> CameraEventReport:
    kind = seen.get("class")
    kind = kind if isinstance(kind, dict) else {}
    label = word(kind.get("type") or _SOMETHING)
    cut = seen.get("image")
    shot = picture(cut.get("data") if isinstance(cut, dict) else None)
    return CameraEventReport(
        event_ref=reference(name),
        phase=Phase.UPDATE,
        category=category_of(label),
        label=label,
        confidence=confidence(kind.get("score")),
        bbox=_box(seen.get("bounding_box")),
        image=shot.image,
        media_type=shot.media_type,
        image_problem=shot.problem,
        **common,
    )


def _box(corners: object) -> Box | None:
    """`{left, top, right, bottom}` as parts of the picture."""
    named = corners if isinstance(corners, dict) else {}
    return box_between([named.get(side) for side in ("left", "top", "right", "bottom")])


def _objects(value: object) -> list[dict[str, Any]]:
    members = value if isinstance(value, list) else []
    return [each for each in members if isinstance(each, dict)][:_MOST_OBSERVATIONS]


CAMERA_SOURCE = CameraSource(
    key="axis",
    topic_filters=("axis/#",),
    topic_pattern=r"axis/(?:.+/)?(?:ObjectAnalytics|FenceGuard|LoiteringGuard|MotionGuard|VMD|RuleEngine)/.+"
    r"|axis/[^/]+/(?:.+/)?[^/]*scene[^/]*",
    read=read,
)
