"""ChirpStack v4: `application/{id}/device/{devEui}/event/{event}`."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from dashboard.domain.mappings import MappingRules
from dashboard.domain.readings import Delivery, Parsed, Problem, TimeSource
from dashboard.errors import UnreadablePayload
from dashboard.ports.ingest import Registry, Uplink
from data_sources.payloads import as_object, decode_object, key_part, unknown_device
from data_sources.uplinks._lorawan import counted, frame_key, said, signal, trusted_times, with_history
from data_sources.uplinks._reports import Report, understand

_NOTHING_MEASURED: Final = frozenset({"join", "ack", "txack", "log", "location", "integration"})
_FROM_THE_DEVICE: Final = frozenset({"join", "ack"})
_VERSION_3: Final = frozenset({"devEUI", "objectJSON", "applicationID"})


def read(delivery: Delivery, rules: MappingRules, registry: Registry) -> Parsed:
    """The decoded object of an `up` event, the battery of a `status` event; the other events measure nothing.

    The decoding belongs to the network server's codec: raw bytes without an object are a problem. A frame without
    any payload measures nothing, but its device is alive.
    """
    message = decode_object(delivery.payload)
    event = delivery.topic.rsplit("/", 1)[-1]
    info = as_object(message.get("deviceInfo") or {}, "deviceInfo")
    device_ref = f"deveui:{str(info.get('devEui') or _topic_device(delivery.topic)).lower()}"
    spoke = (device_ref,) if device_ref in registry else ()
    if event in _NOTHING_MEASURED:
        return Parsed([], [], heard=spoke if event in _FROM_THE_DEVICE else (), no_report=True)
    if event == "status":
        return _status(message, info, device_ref, delivery, registry)
    if event != "up":
        raise UnreadablePayload("unknown_event", f"ChirpStack has no event {event!r:.40}")
    if not info and not _VERSION_3.isdisjoint(message):
        return Parsed([], [_version_3()], heard=spoke)
    if message.get("object") is None and message.get("data"):
        problem = _not_decoded() if spoke else unknown_device(device_ref)
        return Parsed([], [problem], heard=spoke, profile=_profile(info))
    if message.get("object") is None and message.get("devAddr") and "fCnt" in message:
        return Parsed([], [], heard=spoke, no_report=True)
    report = _report(message, info, device_ref, delivery.received_us)
    return understand("chirpstack", with_history(report), delivery, rules, registry)


def _report(message: dict[str, object], info: dict[str, object], device_ref: str, received_us: int) -> Report:
    receptions = message.get("rxInfo")
    counter = message.get("fCnt", 0)
    return Report(
        device_ref=device_ref,
        profile=_profile(info),
        body=message,
        measured=("object",),
        times=trusted_times((message.get("time"),), said(receptions, "nsTime"), received_us),
        dedupe=frame_key(_address(message), counter, message.get("data") or message.get("object")),
        source=TimeSource.GATEWAY,
        extra=signal(receptions),
        frame=counted(counter),
    )


def _profile(info: dict[str, object]) -> str:
    return str(info.get("deviceProfileName", ""))


def _status(
    message: dict[str, object], info: dict[str, object], device_ref: str, delivery: Delivery, registry: Registry
) -> Parsed:
    """The battery, unless the device cannot tell it or hangs on the mains (both are sent as 0)."""
    if message.get("batteryLevelUnavailable") or message.get("externalPowerSource"):
        return Parsed([], [], heard=(device_ref,) if device_ref in registry else (), no_report=True)
    dedupe = f"status:{key_part(message.get('deduplicationId') or message.get('time'))}"
    status = {**message, "object": {"battery_pct": message.get("batteryLevel")}}
    report = replace(_report(status, info, device_ref, delivery.received_us), dedupe=dedupe, frame=None)
    # The field already bears its canonical name; the device's mapping is about its own frames.
    return understand("chirpstack", [report], delivery, MappingRules.empty(), registry)


def _not_decoded() -> Problem:
    return Problem("not_decoded", "raw bytes without an object: give the device profile a codec in ChirpStack")


def _version_3() -> Problem:
    return Problem(
        "chirpstack_v3",
        "a frame of ChirpStack v3 (devEUI, objectJSON): only v4 is read; upgrade the network server to ChirpStack v4",
    )


def _address(message: dict[str, object]) -> object:
    """What makes a frame counter unique: the session's address, since each join begins to count anew.

    A retransmission has the same counter and content under another deduplicationId and is the same message.
    """
    return message.get("devAddr") or message.get("deduplicationId")


def _topic_device(topic: str) -> str:
    parts = topic.split("/")
    return parts[3] if len(parts) > 3 else ""


UPLINK = Uplink(
    key="chirpstack",
    topic_filters=("application/+/device/+/event/+",),
    topic_pattern=r"application/[^/]+/device/[^/]+/event/[^/]+",
    read=read,
)
