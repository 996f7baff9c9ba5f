"""Hikvision ISAPI: EventNotificationAlert in XML or JSON with its pictures, pushed to us or read from alertStream."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple
from xml.etree.ElementTree import Element

from dashboard.domain.camera_events import Box, CameraEventReport, Phase, category_of
from dashboard.domain.camera_pictures import CameraAccess
from dashboard.domain.readings import Delivery
from dashboard.errors import Unavailable, UnreadablePayload
from dashboard.ports.ingest import CameraPull, CameraSource
from data_sources.cameras._fields import Picture, asked_name, box, live_moment, picture_of, reference, word
from data_sources.cameras._parts import Part, joined, parts_of
from data_sources.payloads import as_object, decode, digest
from data_sources.xml_payloads import bare, parse_xml, without_namespaces, word_of

_NO_EVENTS: Final = frozenset({"heartbeat"})
_SIGN_OF_LIFE: Final = ("videoloss", "inactive")
"""What older firmware sends instead of a heartbeat."""
_HARDWARE_ADDRESS: Final = re.compile(r"[0-9a-f]{12}")
_TRUE: Final = "true"
_PICTURES: Final = re.compile(rb"<detectionPicturesNumber>\s{0,9}([0-9]{1,2})\s{0,9}</")
_MOST_PICTURES: Final = 8
PATIENCE_S: Final = 40.0
"""Cameras say that they are there every 5 to 30 s: one that says nothing for longer has stalled."""


class Alert(NamedTuple):
    """What an alert says, whatever it was written in; `fields` are its plain ones by local name."""

    fields: Mapping[str, str]
    target: str = ""
    region: str = ""
    rectangle: Box | None = None


def read(delivery: Delivery) -> list[CameraEventReport]:
    """The event of an alert with the largest of its pictures; a heartbeat is none.

    Cameras are known by their hardware address: the network address in alerts is often wrong. Channels of recorders
    stand as they are told, those of network cameras from 33 on. Alerts have no name of their event, except in JSON;
    repeats (`activePostCount`) and the end (`inactive`) find it by camera and category.
    """
    parts = parts_of(delivery.payload)
    told = next((part for part in parts if not part.is_picture), None)
    if told is None:
        raise UnreadablePayload("bad_shape", "a picture without an alert")
    alert = _alert(told.content)
    kind, state = alert.fields.get("eventType", ""), alert.fields.get("eventState", "active").lower()
    if not kind:
        raise UnreadablePayload("bad_shape", "eventType is missing")
    if kind.lower() in _NO_EVENTS or (kind.lower(), state) == _SIGN_OF_LIFE:
        return []
    return [_report(alert, kind, state, _largest(parts), delivery)]


def _report(alert: Alert, kind: str, state: str, shot: Picture, delivery: Delivery) -> CameraEventReport:
    fields = alert.fields
    label = word(f"{kind}/{alert.target}" if alert.target else kind)
    is_late = fields.get("isDataRetransmission", "").lower() == _TRUE
    at_us, off_h = live_moment(fields.get("dateTime"), delivery.received_us, is_late=is_late)
    name = fields.get("uuid") or fields.get("UUID")
    made = digest("|".join((label, alert.region, state, fields.get("dateTime") or str(delivery.received_us))))
    return CameraEventReport(
        event_ref=reference(name or made),
        camera_ref=reference(f"hikvision:{_camera(fields, delivery)}"),
        phase=_phase(state, fields.get("activePostCount", "")),
        category=category_of(label) or category_of(kind),
        label=label,
        confidence=None,
        at_us=at_us,
        bbox=alert.rectangle,
        zone=word(alert.region) or None,
        image=shot.image,
        media_type=shot.media_type,
        image_problem=shot.problem,
        source="hikvision",
        is_named=name is not None,
        clock_off_h=off_h,
    )


def _phase(state: str, posted: str) -> Phase:
    if state == "inactive":
        return Phase.END
    return Phase.UPDATE if posted.isdecimal() and int(posted) > 1 else Phase.START


def _camera(fields: Mapping[str, str], delivery: Delivery) -> str:
    """The hardware address and the channel; without one the name under which the camera is asked."""
    address = re.sub(r"[^0-9a-f]", "", fields.get("macAddress", "").lower())
    channel = fields.get("channelID") or fields.get("dynChannelID") or "1"
    if _HARDWARE_ADDRESS.fullmatch(address):
        return f"{address}/{channel}"
    asked = asked_name(delivery)
    if asked is None:
        raise UnreadablePayload("bad_shape", "macAddress is missing: the alert does not say which camera it is of")
    return f"{asked}/{channel}"


def _largest(parts: list[Part]) -> Picture:
    """The largest picture is the scene; the others are cut out of it."""
    pictures = [part for part in parts if part.is_picture]
    if not pictures:
        return Picture()
    largest = max(pictures, key=lambda part: (part.is_whole, len(part.content)))
    return picture_of(largest.content, is_whole=largest.is_whole)


def _alert(content: bytes) -> Alert:
    if content.lstrip()[:1] == b"{":
        return _of_json(as_object(decode(content), "the alert"))
    root = without_namespaces(parse_xml(bare(content)))
    if root.tag != "EventNotificationAlert":
        raise UnreadablePayload("bad_shape", f"<{root.tag:.40}> is no <EventNotificationAlert>")
    return _of_xml(root)


def _of_xml(root: Element) -> Alert:
    fields = {child.tag: text for child in root if (text := (child.text or "").strip())}
    if fields.get("eventType") == "duration":
        fields["eventType"] = word_of(root, "DurationList/Duration/relationEvent") or "duration"
    entry = root.find("DetectionRegionList/DetectionRegionEntry")
    if entry is None:
        return Alert(fields)
    corners = [word_of(entry, f"TargetRect/{name}") for name in ("X", "Y", "width", "height")]
    target, region = word_of(entry, "detectionTarget") or "", word_of(entry, "regionID") or ""
    return Alert(fields, target, region, box(corners))


def _of_json(body: dict[str, Any]) -> Alert:
    """An alert in JSON; of the AI open platform the rule tells what was found."""
    inner = body.get("EventNotificationAlert")
    message = inner if isinstance(inner, dict) else body
    fields = {name: str(value) for name, value in message.items() if isinstance(value, str | int | float)}
    return Alert(fields, target=_rule(message.get("AIOPData")))


def _rule(data: object) -> str:
    """`AIOPData.events.alertInfo[].ruleInfo.ruleID` of the first alert that has one."""
    events = data.get("events") if isinstance(data, dict) else None
    alerts = events.get("alertInfo") if isinstance(events, dict) else None
    for alert in alerts if isinstance(alerts, list) else []:
        rule = alert.get("ruleInfo") if isinstance(alert, dict) else None
        if isinstance(rule, dict) and rule.get("ruleID") is not None:
            return f"rule {rule['ruleID']}"
    return ""


def ask(access: CameraAccess, _after_us: int, patience_s: float = PATIENCE_S) -> Iterator[bytes]:
    """Yield what alertStream tells: each alert with the pictures that it announces. Raises Unavailable at its end."""
    from data_sources.cameras._streams import stream_of

    held: list[Part] = []
    try:
        for part in stream_of(access, patience_s):
            if not part.is_picture:
                yield from _whole(held)
                held = [part]
            elif held:
                held.append(part)
            if held and len(held) > _announced(held[0].content):
                yield from _whole(held)
                held = []
    except Unavailable:
        yield from _whole(held)
        raise


def _whole(held: list[Part]) -> Iterator[bytes]:
    if held:
        yield joined(held)


def _announced(alert: bytes) -> int:
    """How many pictures follow an alert; what a camera announces and does not send is waited for no longer."""
    found = _PICTURES.search(alert)
    return min(int(found[1]), _MOST_PICTURES) if found else 0


CAMERA_SOURCE = CameraSource(
    key="hikvision",
    topic_filters=(),
    topic_pattern="",
    read=read,
    pull=CameraPull(
        ask=ask,
        address="/ISAPI/Event/notification/alertStream",
        still="/ISAPI/Streaming/channels/{channel}01/picture",
    ),
)
