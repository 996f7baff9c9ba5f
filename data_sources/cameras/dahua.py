"""Dahua: the event stream of `eventManager.cgi?action=attach`, read from the camera."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from dashboard.domain.camera_events import CameraEventReport, Phase, category_of
from dashboard.domain.camera_pictures import CameraAccess
from dashboard.domain.readings import Delivery
from dashboard.errors import UnreadablePayload
from dashboard.ports.ingest import CameraPull, CameraSource
from data_sources.cameras._fields import asked_name, box_between, live_moment, reference, word
from data_sources.payloads import decode, digest

_LINE: Final = re.compile(r"Code=([^;\r\n]{1,80});\s*action=(\w{1,20});\s*index=(\d{1,4})(?:;\s*data=(.*))?", re.DOTALL)
_PHASES: Final = {"start": Phase.START, "pulse": Phase.START, "state": Phase.UPDATE, "stop": Phase.END}
_HEARTBEAT: Final = "heartbeat"
_WHOLE: Final = 8191
"""Boxes are in parts of 8 191 of the picture, whatever its size."""
_LONGEST_BYTES: Final = 256 * 1024
PATIENCE_S: Final = 30.0
"""It is asked for a heartbeat every five seconds."""


def read(delivery: Delivery) -> list[CameraEventReport]:
    """The event of a part: `Code=…;action=Start;index=0;data={…}`. A heartbeat is none.

    The camera does not name itself: it is known by the name under which it is asked, and its channel from 1 on.
    """
    text = delivery.payload[:_LONGEST_BYTES].decode("utf-8", "replace").strip()
    if text.lower() == _HEARTBEAT:
        return []
    found = _LINE.match(text)
    if found is None:
        raise UnreadablePayload("bad_shape", f"{text!r:.60} is no Code=…;action=…;index=…")
    code, action, index, data = found.groups()
    phase = _PHASES.get(action.lower())
    if phase is None:
        raise UnreadablePayload("bad_shape", f"action {action!r:.20} is none of Start, Stop, Pulse, State")
    name = asked_name(delivery)
    if name is None:
        raise UnreadablePayload("bad_topic", "an event of Dahua says not which camera it is of; ask the camera for it")
    return [_report(code, phase, f"dahua:{name}/{int(index) + 1}", _facts(data), delivery)]


def _report(code: str, phase: Phase, camera: str, facts: dict[str, Any], delivery: Delivery) -> CameraEventReport:
    seen = facts.get("Object")
    seen = seen if isinstance(seen, dict) else {}
    label = word(f"{code}/{seen['ObjectType']}" if seen.get("ObjectType") else code)
    told = facts.get("UTC") or facts.get("LocaleTime")
    at_us, off_h = live_moment(told, delivery.received_us)
    made = "|".join((code, str(phase), str(facts.get("EventID", "")), str(told or delivery.received_us)))
    return CameraEventReport(
        event_ref=reference(digest(made)),
        camera_ref=reference(camera),
        phase=phase,
        category=category_of(label) or category_of(code),
        label=label,
        confidence=None,
        at_us=at_us,
        bbox=box_between(seen.get("BoundingBox"), _WHOLE, _WHOLE),
        zone=word(facts["Name"]) if facts.get("Name") else None,
        source="dahua",
        is_named=False,
        clock_off_h=off_h,
    )


def _facts(data: str | None) -> dict[str, Any]:
    """What `data` says; an event is taken though its data cannot be read."""
    if data is None:
        return {}
    try:
        facts = decode(data.encode())
    except UnreadablePayload:
        return {}
    return facts if isinstance(facts, dict) else {}


def ask(access: CameraAccess, _after_us: int, patience_s: float = PATIENCE_S) -> Iterator[bytes]:
    """Yield what the stream tells, part by part. Raises Unavailable at its end."""
    from data_sources.cameras._streams import stream_of

    for part in stream_of(access, patience_s):
        if not part.is_picture:
            yield part.content


CAMERA_SOURCE = CameraSource(
    key="dahua",
    topic_filters=(),
    topic_pattern="",
    read=read,
    pull=CameraPull(
        ask=ask,
        address="/cgi-bin/eventManager.cgi?action=attach&codes=[All]&heartbeat=5",
        still="/cgi-bin/snapshot.cgi?channel={channel}",
    ),
)
