"""ChirpStack v4: `application/{id}/device/{devEui}/event/{event}`."""

from __future__ import annotations

from typing import Final

from dashboard.domain.mappings import MappingRules
from dashboard.domain.readings import Delivery, Parsed, Problem, TimeSource
from dashboard.errors import UnreadablePayload
from dashboard.ports.ingest import Registry, Uplink
from data_sources.payloads import as_object, decode_object, key_part, unknown_device
from data_sources.uplinks._lorawan import signal, with_history
from data_sources.uplinks._reports import Report, understand

_NOTHING_MEASURED: Final = frozenset({"join", "ack", "txack", "log", "location", "integration"})


def read(delivery: Delivery, rules: MappingRules, registry: Registry) -> Parsed:
    """The decoded object of an `up` event, the battery of a `status` event; the other events measure nothing.

    The decoding belongs to the network server's codec: raw bytes without an object are a problem.
    """
    message = decode_object(delivery.payload)
    event = delivery.topic.rsplit("/", 1)[-1]
    if event in _NOTHING_MEASURED:
        return Parsed([], [])
    info = as_object(message.get("deviceInfo", {}), "deviceInfo")
    device_ref = f"deveui:{str(info.get('devEui') or _topic_device(delivery.topic)).lower()}"
    if event == "status":
        # The field already bears its canonical name; the device's mapping is about its own frames.
        return understand("chirpstack", _status(message, info, device_ref), delivery, MappingRules.empty(), registry)
    if event != "up":
        raise UnreadablePayload("unknown_event", f"ChirpStack has no event {event!r:.40}")
    if message.get("object") is None and message.get("data"):
        if device_ref not in registry:
            return Parsed([], [unknown_device(device_ref)])
        fault = "raw bytes without an object: give the device profile a codec in ChirpStack"
        return Parsed([], [Problem("not_decoded", fault)])
    report = _report(message, info, device_ref, f"{_address(message)}:{key_part(message.get('fCnt', 0))}")
    return understand("chirpstack", with_history(report), delivery, rules, registry)


def _report(message: dict[str, object], info: dict[str, object], device_ref: str, dedupe: str) -> Report:
    return Report(
        device_ref=device_ref,
        profile=str(info.get("deviceProfileName", "")),
        body=message,
        measured=("object",),
        times=(message.get("time"),),
        dedupe=dedupe,
        source=TimeSource.GATEWAY,
        extra=signal(message.get("rxInfo")),
    )


def _status(message: dict[str, object], info: dict[str, object], device_ref: str) -> list[Report]:
    """The battery, unless the device cannot tell it or hangs on the mains (both are sent as 0)."""
    if message.get("batteryLevelUnavailable") or message.get("externalPowerSource") or "batteryLevel" not in message:
        return []
    dedupe = f"status:{key_part(message.get('deduplicationId') or message.get('time'))}"
    status = {**message, "object": {"battery_pct": message["batteryLevel"]}}
    return [_report(status, info, device_ref, dedupe)]


def _address(message: dict[str, object]) -> str:
    """What makes a frame counter unique: the session's address, since each join begins to count anew.

    A retransmission has the same counter under another deduplicationId and is the same message.
    """
    return key_part(message.get("devAddr") or message.get("deduplicationId"))


def _topic_device(topic: str) -> str:
    parts = topic.split("/")
    return parts[3] if len(parts) > 3 else ""


UPLINK = Uplink(
    key="chirpstack",
    topic_filters=("application/+/device/+/event/+",),
    topic_pattern=r"application/[^/]+/device/[^/]+/event/[^/]+",
    read=read,
)
