"""Camera events pushed to us as JSON over HTTP: canonical fields, common other names, and the JF (雄迈) cloud."""

from __future__ import annotations

from typing import Final

from dashboard.domain.camera_events import CameraEventReport
from dashboard.domain.readings import Delivery
from dashboard.errors import UnreadablePayload
from dashboard.ports.ingest import CameraSource
from data_sources.cameras.canonical import report
from data_sources.payloads import as_object, decode

_OTHER_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "event_id": ("eventId", "message_id", "id"),
    "category": ("label", "event_type", "eventType", "eventName"),
    "ts": ("time", "timestamp", "eventTime"),
    "confidence": ("score",),
    "bbox": ("bounding_box",),
    "zone": ("polygon_name",),
    "dwell_s": ("dwell", "duration_s", "stay_s", "stayTime"),
    "image": ("image_base64", "imageBase64"),
    "camera": ("camera_id", "cameraId", "stream_id", "device_id", "deviceId"),
    "source": ("vendor", "platform"),
}


def read(delivery: Delivery) -> list[CameraEventReport]:
    """The events of a message or of a list of messages; `camera` (and `source`) name the camera."""
    body = decode(delivery.payload)
    if body == []:
        raise UnreadablePayload("bad_shape", "the list of events is empty")
    return [_report(as_object(each, "an event"), delivery) for each in (body if isinstance(body, list) else [body])]


def _report(message: dict[str, object], delivery: Delivery) -> CameraEventReport:
    if isinstance(message.get("bizData"), dict):
        message = _jf(as_object(message["bizData"], "bizData"))
    fields = {**message, **_renamed(message)}
    camera = fields.get("camera")
    if not isinstance(camera, str | int) or isinstance(camera, bool) or camera == "":
        raise UnreadablePayload("bad_shape", "camera is missing: name the camera that saw the event")
    return report(fields, f"webhook:{fields.get('source') or 'http'}/{camera}", delivery, source="webhook")


def _renamed(message: dict[str, object]) -> dict[str, object]:
    """The canonical fields that a message has under another name only; null is not there."""
    renamed: dict[str, object] = {}
    for name, others in _OTHER_NAMES.items():
        found = [message[other] for other in others if message.get(other) is not None]
        if found and message.get(name) is None:
            renamed[name] = found[0]
    return renamed


def _jf(event: dict[str, object]) -> dict[str, object]:
    """A JF cloud alarm in canonical fields, with the surest of its objects.

    Its pictures are addresses that expire and its boxes pixels of them: neither can be kept from the message alone.
    """
    surest = max(_objects(event.get("detailData")), key=_certainty, default={})
    return {
        "source": "jf",
        "camera": f"{event.get('deviceSn', '')}/{event.get('channelNumber', 0)}",
        "event_id": event.get("eventId"),
        "category": surest.get("label") or event.get("eventName"),
        "confidence": surest.get("confidence"),
        "ts": event.get("eventTime"),
    }


def _objects(details: object) -> list[dict[str, object]]:
    objects: list[dict[str, object]] = []
    for detail in details if isinstance(details, list) else []:
        found = detail.get("objects") if isinstance(detail, dict) else None
        objects += [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    return objects


def _certainty(seen: dict[str, object]) -> float:
    try:
        return float(str(seen.get("confidence", 0)))
    except ValueError:
        return 0.0


CAMERA_SOURCE = CameraSource(key="webhook", topic_filters=(), topic_pattern=r"camera-events", read=read)
