"""ONVIF notifications in XML: of a metadata stream, of a PullPoint, or pushed (WS-BaseNotification)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from dashboard.domain.camera_events import CameraEventReport, Phase, category_of
from dashboard.domain.camera_pictures import CameraAccess
from dashboard.domain.readings import Delivery
from dashboard.errors import UnreadablePayload
from dashboard.ports.ingest import CameraPull, CameraSource
from data_sources.cameras._fields import asked_name, live_moment, reference, word
from data_sources.payloads import digest
from data_sources.xml_payloads import parse_xml, without_namespaces, word_of

PATIENCE_S: Final = 40.0
"""A PullPoint answers every twenty seconds, though nothing has happened."""
_STATES: Final = ("State", "IsInside", "IsMotion", "active", "IsSoundDetected", "Value")
_TRUE: Final = ("1", "true")
_RULES: Final = ("RuleName", "Rule")
_SOURCES: Final = ("VideoSource", "VideoSourceConfigurationToken", "Source", "VideoSourceToken")


def read(delivery: Delivery) -> list[CameraEventReport]:
    """The events of all notifications in the document.

    `PropertyOperation="Initialized"` tells how things are when somebody begins to listen: it is no event. The label
    is the end of the topic, such as `FieldDetector/ObjectsInside`; the rule is the zone.
    """
    root = without_namespaces(parse_xml(delivery.payload))
    notifications = list(root.iter("NotificationMessage"))
    if not notifications and root.tag not in ("Envelope", "MetadataStream"):
        raise UnreadablePayload("bad_shape", f"<{root.tag:.40}> has no <NotificationMessage>")
    found = (_report(each, delivery) for each in notifications)
    return [report for report in found if report is not None]


def _report(notification: Element, delivery: Delivery) -> CameraEventReport | None:
    message = notification.find("Message/Message")
    topic = word_of(notification, "Topic")
    if message is None or topic is None:
        raise UnreadablePayload("bad_shape", "a notification without topic or message")
    if message.get("PropertyOperation") == "Initialized":
        return None
    source, data = _items(message, "Source"), _items(message, "Data")
    label = word("/".join(part.rpartition(":")[2] for part in topic.split("/"))[-80:].split("/", 1)[-1])
    kind = data.get("classTypes") or data.get("ClassTypes") or ""
    label = word(f"{label}/{kind}" if kind else label)
    at_us, off_h = live_moment(message.get("UtcTime"), delivery.received_us)
    seen = data.get("ObjectId") or data.get("objectId")
    rule = next((source[name] for name in _RULES if source.get(name)), "")
    made = digest("|".join((label, rule, str(seen), str(message.get("UtcTime")))))
    return CameraEventReport(
        event_ref=reference(made),
        camera_ref=reference(f"onvif:{asked_name(delivery) or 'push'}{_channel(source)}"),
        phase=_phase(data),
        category=category_of(label) or category_of(kind),
        label=label,
        confidence=None,
        at_us=at_us,
        zone=word(rule) or None,
        source="onvif",
        is_named=False,
        clock_off_h=off_h,
    )


def _phase(data: dict[str, str]) -> Phase:
    """The end of what is no more; what has no state, such as a line that was crossed, only begins."""
    state = next((data[name] for name in _STATES if name in data), "1")
    return Phase.START if state.lower() in _TRUE else Phase.END


def _channel(source: dict[str, str]) -> str:
    token = next((source[name] for name in _SOURCES if source.get(name)), "")
    return f"/{token}" if token else ""


def _items(message: Element, part: str) -> dict[str, str]:
    return {item.get("Name", ""): item.get("Value", "") for item in message.findall(f"{part}/SimpleItem")}


def ask(access: CameraAccess, _after_us: int, patience_s: float = PATIENCE_S) -> Iterator[bytes]:
    """Yield the answers of a PullPoint, with events or without. Raises Unavailable at its end, LoginRefused."""
    from data_sources.cameras._pullpoint import answers_of

    yield from answers_of(access, patience_s)


CAMERA_SOURCE = CameraSource(
    key="onvif",
    topic_filters=(),
    topic_pattern="",
    read=read,
    pull=CameraPull(ask=ask, address="/onvif/device_service"),
)
