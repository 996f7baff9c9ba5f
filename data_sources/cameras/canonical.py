"""Xiuhua's own camera events: `xiuhua/v1/camera/{camera_id}/event`."""

from __future__ import annotations

from typing import Final

from dashboard.domain.camera_events import CameraEventReport, Phase, category_of
from dashboard.domain.readings import Delivery
from dashboard.errors import UnreadablePayload
from dashboard.ports.ingest import CameraSource
from data_sources.cameras._fields import box, boxes, confidence, moment, picture, reference, seconds, word
from data_sources.payloads import decode_object, digest

_PHASES: Final = {phase.value: phase for phase in Phase}


def read(delivery: Delivery) -> list[CameraEventReport]:
    """The event of a message. `category` is a code or a word; without `event_id` each message is its own event."""
    message = decode_object(delivery.payload)
    parts = delivery.topic.split("/")
    if len(parts) != 5:
        raise UnreadablePayload("bad_topic", f"{delivery.topic!r:.80} is not xiuhua/v1/camera/{{camera_id}}/event")
    return [report(message, f"canonical:{parts[3]}", delivery, source="canonical")]


def report(message: dict[str, object], camera_ref: str, delivery: Delivery, source: str) -> CameraEventReport:
    """A report from canonical fields. Raises UnreadablePayload when they do not say what was seen, or when."""
    label = word(message.get("category") or message.get("label") or "")
    if not label:
        raise UnreadablePayload("bad_shape", "category is missing: write a code such as 0504, or a label")
    phase = _PHASES.get(str(message.get("phase", "start")))
    if phase is None:
        raise UnreadablePayload("bad_shape", f"phase {message.get('phase')!r:.40} is none of start, update, end")
    shot = picture(message.get("image"))
    return CameraEventReport(
        event_ref=reference(message.get("event_id") or digest(delivery.payload)),
        camera_ref=reference(camera_ref),
        phase=phase,
        category=category_of(label),
        label=label,
        confidence=confidence(message.get("confidence")),
        at_us=moment(message.get("ts"), delivery.received_us),
        bbox=box(message.get("bbox")),
        zone=word(message["zone"]) if message.get("zone") else None,
        image=shot.image,
        media_type=shot.media_type,
        image_problem=shot.problem,
        source=source,
        dwell_s=seconds(message.get("dwell_s")),
        personal=boxes(message.get("personal")),
    )


CAMERA_SOURCE = CameraSource(
    key="camera",
    topic_filters=("xiuhua/v1/camera/+/event",),
    topic_pattern=r"xiuhua/v1/camera/[^/]+/event",
    read=read,
)
