"""CTWing / AEP (China Telecom NB-IoT): its HTTP push to us; there is no MQTT."""

from __future__ import annotations

import base64
import binascii
from typing import Final

from dashboard.domain.field_rules import Path
from dashboard.domain.mappings import MappingRules
from dashboard.domain.readings import Delivery, Parsed, Problem, TimeSource
from dashboard.errors import UnreadablePayload
from dashboard.ports.ingest import Registry, Uplink
from data_sources.payloads import as_object, decode, decode_exactly, digest, key_part, unknown_device
from data_sources.uplinks._reports import Report, understand

_MEASURING: Final = ("dataReport", "dataReportTupBatch", "eventReport")


def read(delivery: Delivery, rules: MappingRules, registry: Registry) -> Parsed:
    """The service data of a report; online, offline and command messages measure nothing.

    Paths of mappings begin where the message has the values: `payload.serviceData.X`, `payload.X`,
    `eventContent.X`, or `payload.APPdata.X` when the device's own frame (base64) is JSON. The profile is the
    product id. A frame that is not JSON is a problem: let the platform's codec translate it.
    """
    message = as_object(decode_exactly(delivery.payload), "the payload")
    if message.get("messageType", "dataReport") not in _MEASURING:
        return Parsed([], [], no_report=True)
    device_id = message.get("deviceId")
    if not isinstance(device_id, str | int) or isinstance(device_id, bool):
        raise UnreadablePayload("bad_shape", "deviceId is missing")
    device_ref = f"ctwing:{device_id}"
    body, measured = _measured(message)
    if body is None:
        if device_ref not in registry:
            return Parsed([], [unknown_device(device_ref)], profile=str(message.get("productId", "")))
        fault = "a raw device frame in payload.APPdata: give the product a codec in CTWing"
        profile = str(message.get("productId", ""))
        return Parsed([], [Problem("not_decoded", fault)], heard=(device_ref,), profile=profile)
    time = message.get("timestamp")
    report = Report(
        device_ref=device_ref,
        profile=str(message.get("productId", "")),
        body=body,
        measured=measured,
        times=(time,),
        dedupe=f"{key_part(time)}:{digest(repr((message.get('payload'), message.get('eventContent'))))}",
        source=TimeSource.GATEWAY,
    )
    return understand("ctwing", [report], delivery, rules, registry)


def _measured(message: dict[str, object]) -> tuple[dict[str, object] | None, Path]:
    """The message with its values readable, and where they are; None when only the device could read them."""
    payload = message.get("payload")
    if not isinstance(payload, dict):
        if isinstance(message.get("eventContent"), dict):
            return message, ("eventContent",)
        raise UnreadablePayload("bad_shape", "neither payload nor eventContent is a JSON object")
    if isinstance(payload.get("serviceData"), dict):
        return message, ("payload", "serviceData")
    if "APPdata" not in payload:
        return message, ("payload",)
    frame = _frame(payload["APPdata"])
    if frame is None:
        return None, ()
    return {**message, "payload": {**payload, "APPdata": frame}}, ("payload", "APPdata")


def _frame(encoded: object) -> object:
    """The device's own frame when it is JSON, else None."""
    if not isinstance(encoded, str):
        return None
    try:
        frame = decode(base64.b64decode(encoded, validate=True))
    except (binascii.Error, ValueError, UnreadablePayload):
        return None
    return frame if isinstance(frame, dict) else None


UPLINK = Uplink(key="ctwing", topic_filters=(), topic_pattern=r"uplinks/ctwing", read=read)
