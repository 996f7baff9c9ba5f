"""Frigate: tracked objects on `frigate/events`, their pictures on `frigate/{camera}/{label}/snapshot`."""

from __future__ import annotations

import re
from typing import Final

from dashboard.domain.camera_events import (
    CameraEventReport,
    CameraPicture,
    Phase,
    category_of,
    image_media_type,
    image_problem,
)
from dashboard.domain.readings import Delivery
from dashboard.errors import UnreadablePayload
from dashboard.ports.ingest import CameraSource
from data_sources.cameras._fields import box, confidence, moment, picture, reference, word
from data_sources.payloads import as_object, decode_object

_PHASES: Final = {"new": Phase.START, "update": Phase.UPDATE, "end": Phase.END}
_TIMES: Final = {
    Phase.START: ("start_time", "frame_time"),
    Phase.UPDATE: ("frame_time", "start_time"),
    Phase.END: ("end_time", "frame_time", "start_time"),
}
_PARKED: Final = {
    "car": "0505",
    "truck": "0505",
    "bus": "0505",
    "bicycle": "0506",
    "motorcycle": "0506",
}
_PICTURE_TOPIC: Final = re.compile(r"frigate/([^/]+)/([^/]+)/snapshot")
_NO_PARKING: Final = ("no_park", "no-park", "禁停")


def read(delivery: Delivery) -> list[CameraEventReport] | list[CameraPicture]:
    """The tracked object after the change, or a picture. Reviews and other topics, and false positives, are nothing.

    Boxes in pixels of an unknown resolution are left out, as are recognised faces and plates, which are personal.
    """
    if picture_topic := _PICTURE_TOPIC.fullmatch(delivery.topic):
        return _picture(delivery, *picture_topic.groups())
    if not delivery.topic.endswith("/events"):
        return []
    message = decode_object(delivery.payload)
    phase = _PHASES.get(str(message.get("type")))
    if phase is None:
        raise UnreadablePayload("bad_shape", f"type {message.get('type')!r:.40} is none of new, update, end")
    seen = as_object(message.get("after"), "after")
    if not seen.get("id") or not seen.get("camera"):
        raise UnreadablePayload("bad_shape", "after.id or after.camera is missing")
    return [] if seen.get("false_positive") is True else [_report(seen, phase, delivery.received_us)]


def _picture(delivery: Delivery, camera: str, label: str) -> list[CameraPicture]:
    """The best picture so far of what the camera tracks; a retained one is of an unknown time."""
    if delivery.retained:
        return []
    if problem := image_problem(delivery.payload):
        raise UnreadablePayload(problem.code, problem.detail)
    media_type = str(image_media_type(delivery.payload))
    return [
        CameraPicture(
            camera_ref=reference(f"frigate:{camera}"),
            label=word(label),
            at_us=delivery.received_us,
            image=delivery.payload,
            media_type=media_type,
        )
    ]


def _report(seen: dict[str, object], phase: Phase, received_us: int) -> CameraEventReport:
    label = word(seen.get("label") or "object")
    zones = seen.get("current_zones") or seen.get("entered_zones")
    time = next((seen[key] for key in _TIMES[phase] if seen.get(key) is not None), None)
    shot = picture(seen.get("thumbnail"))
    return CameraEventReport(
        event_ref=reference(seen["id"]),
        camera_ref=reference(f"frigate:{seen['camera']}"),
        phase=phase,
        category=_category(label, zones, seen.get("stationary") is True),
        label=label,
        confidence=_confidence(seen),
        at_us=moment(time, received_us),
        bbox=box(seen.get("box")),
        zone=word(zones) if isinstance(zones, list) and zones else None,
        image=shot.image,
        media_type=shot.media_type,
        image_problem=shot.problem,
        source="frigate",
    )


def _confidence(seen: dict[str, object]) -> float | None:
    """The best score so far, or the present one: a new object has no best score yet."""
    best = confidence(seen.get("top_score"))
    return confidence(seen.get("score")) if best is None else best


def _category(label: str, zones: object, stationary: bool) -> str | None:
    """A custom model's label is the category; a stock one is when a vehicle stands in a no-parking zone."""
    if label not in _PARKED:
        return category_of(label)
    names = [str(zone).lower() for zone in zones] if isinstance(zones, list) else []
    forbidden = any(name.startswith(_NO_PARKING) for name in names)
    return _PARKED[label] if stationary and forbidden else None


CAMERA_SOURCE = CameraSource(
    key="frigate",
    topic_filters=("frigate/events", "frigate/+/+/snapshot"),
    topic_pattern=r"frigate/.+",
    read=read,
)
