"""Frigate: tracked objects, reviews and pictures over MQTT; what was missed, with pictures, from its HTTP API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from dashboard.domain.camera_events import (
    Box,
    CameraEventReport,
    CameraNote,
    CameraPicture,
    Phase,
    category_of,
    image_media_type,
    image_problem,
)
from dashboard.domain.camera_pictures import CameraAccess
from dashboard.domain.camera_pulls import PULL_TOPIC
from dashboard.domain.readings import Delivery
from dashboard.errors import UnreadablePayload
from dashboard.ports.ingest import CameraPull, CameraSource
from data_sources.cameras._fields import box, boxes, confidence, moment, picture, picture_of, reference, sentence, word
from data_sources.cameras._parts import Part, joined, parts_of
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
_MOST_DETECTIONS: Final = 200
_PERSONAL: Final = ("face", "license_plate")
_NO_PARKING: Final = ("no_park", "no-park", "禁停")


def read(delivery: Delivery) -> list[CameraEventReport] | list[CameraPicture] | list[CameraNote]:
    """The tracked object after the change, a picture, or what is said later of an object; false positives are nothing.

    Boxes in pixels of an unknown resolution are left out, as are recognised faces and plates, which are personal.
    """
    if delivery.topic.startswith(PULL_TOPIC):
        return _listed(delivery)
    if delivery.topic.endswith("/reviews"):
        message = decode_object(delivery.payload)
        return _reviewed(as_object(message.get("after"), "after"), delivery.received_us)
    if delivery.topic.endswith("/tracked_object_update"):
        return _said(decode_object(delivery.payload), delivery.received_us)
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


def _reviewed(review: dict[str, object], received_us: int) -> list[CameraNote]:
    """How grave Frigate takes each object of a review: `alert` or `detection`."""
    data, severity = as_object(review.get("data"), "data"), word(review.get("severity") or "")
    named = data.get("detections")
    at_us = moment(review.get("end_time") or review.get("start_time"), received_us)
    return [
        CameraNote(source="frigate", event_ref=reference(each), at_us=at_us, severity=severity[:20])
        for each in (named if isinstance(named, list) else [])[:_MOST_DETECTIONS]
        if severity
    ]


def _said(message: dict[str, object], received_us: int) -> list[CameraNote]:
    """A description, or what a classifier of the site sees in it; faces and plates are left out."""
    name, at_us = message.get("id"), moment(message.get("timestamp"), received_us)
    if not name:
        raise UnreadablePayload("bad_shape", "id is missing")
    note = CameraNote(source="frigate", event_ref=reference(name), at_us=at_us)
    if message.get("type") == "description" and message.get("description"):
        return [replace(note, description=sentence(message["description"]))]
    finer = word(message.get("sub_label") or message.get("attribute") or "")
    if message.get("type") == "classification" and finer:
        return [replace(note, label=finer, category=category_of(finer))]
    return []


def _listed(delivery: Delivery) -> list[CameraEventReport] | list[CameraNote]:
    """A review as the HTTP API lists it, or an object, with its box in parts of the picture, and its snapshot."""
    parts = parts_of(delivery.payload)
    seen = decode_object(parts[0].content)
    if seen.get("severity"):
        return _reviewed(seen, delivery.received_us)
    if not seen.get("id") or not seen.get("camera"):
        raise UnreadablePayload("bad_shape", "id or camera is missing")
    if seen.get("false_positive") is True:
        return []
    data = seen.get("data")
    data = data if isinstance(data, dict) else {}
    scores = {name: data.get(name, seen.get(name)) for name in ("score", "top_score")}
    seen = {**seen, **scores, "box": data.get("box"), "current_zones": seen.get("zones"), "thumbnail": None}
    report = _report(seen, Phase.UPDATE if seen.get("end_time") is None else Phase.END, delivery.received_us)
    pictures = [part for part in parts[1:] if part.is_picture]
    if not pictures:
        return [report]
    shot = picture_of(pictures[0].content, is_whole=pictures[0].is_whole)
    report = replace(report, image=shot.image, media_type=shot.media_type, image_problem=shot.problem)
    return [replace(report, personal=_personal(data))]


def _personal(data: dict[str, object]) -> tuple[Box, ...]:
    """Where the best picture shows faces and plates, as far as Frigate looks for them."""
    listed = data.get("attributes")
    attributes = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return boxes([each for each in attributes if each.get("label") in _PERSONAL])


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
        started_us=None if seen.get("start_time") is None else moment(seen["start_time"], received_us),
        dwell_s=_dwell_s(seen),
        clip=f"/api/events/{reference(seen['id'])}/clip.mp4" if seen.get("has_clip") is True else None,
    )


def _dwell_s(seen: dict[str, object]) -> float | None:
    """How long it has stood still, at most: since it was first seen, while it is stationary."""
    start, now = seen.get("start_time"), seen.get("frame_time")
    if seen.get("stationary") is not True or not isinstance(start, int | float) or not isinstance(now, int | float):
        return None
    return max(0.0, float(now) - float(start))


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


def ask(access: CameraAccess, after_us: int) -> Iterator[bytes]:
    """Yield every object since then, the oldest first, with its snapshot. Raises Unavailable, LoginRefused."""
    from data_sources.cameras._frigate_api import listed_since

    for seen, shot in listed_since(access, after_us):
        parts = [Part("application/json", seen)]
        yield joined([*parts, Part("image/jpeg", shot)] if shot else parts)


CAMERA_SOURCE = CameraSource(
    key="frigate",
    topic_filters=(
        "frigate/events",
        "frigate/reviews",
        "frigate/tracked_object_update",
        "frigate/+/+/snapshot",
    ),
    topic_pattern=r"frigate/.+",
    read=read,
    pull=CameraPull(ask=ask, address="/api", every_s=60.0),
)
