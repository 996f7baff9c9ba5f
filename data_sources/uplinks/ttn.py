"""The Things Stack v3: `v3/{application}@{tenant}/devices/{device}/up`."""

from __future__ import annotations

from dashboard.domain.mappings import MappingRules
from dashboard.domain.readings import Delivery, Parsed, Problem, TimeSource
from dashboard.errors import UnreadablePayload
from dashboard.ports.ingest import Registry, Uplink
from data_sources.payloads import as_object, decode_object, key_part, unknown_device
from data_sources.uplinks._lorawan import signal, with_history
from data_sources.uplinks._reports import Report, understand


def read(delivery: Delivery, rules: MappingRules, registry: Registry) -> Parsed:
    """The decoded payload of an uplink; joins, downlinks and service messages measure nothing.

    The stack leaves out zeros: a missing frame counter is 0. Paths of mappings start at `uplink_message`
    (`decoded_payload.level`); the profile is the model of the device repository.
    """
    message = decode_object(delivery.payload)
    if "uplink_message" not in message:
        return Parsed([], [])
    uplink = as_object(message["uplink_message"], "uplink_message")
    ids = as_object(message.get("end_device_ids"), "end_device_ids")
    if not isinstance(ids.get("dev_eui"), str):
        raise UnreadablePayload("bad_shape", "end_device_ids.dev_eui is missing: only devices with a DevEUI are read")
    device_ref = f"deveui:{str(ids['dev_eui']).lower()}"
    if uplink.get("decoded_payload") is None and uplink.get("frm_payload"):
        if device_ref not in registry:
            return Parsed([], [unknown_device(device_ref)])
        fault = "raw bytes without decoded_payload: give the device a payload formatter in The Things Stack"
        return Parsed([], [Problem("not_decoded", fault)])
    session = uplink.get("session_key_id") or ids.get("dev_addr") or ""
    report = Report(
        device_ref=device_ref,
        profile=_model(uplink.get("version_ids")),
        body=uplink,
        measured=("decoded_payload",),
        times=(*_gateway_times(uplink), uplink.get("received_at"), message.get("received_at")),
        dedupe=f"{key_part(session)}:{key_part(uplink.get('f_cnt', 0))}",
        source=TimeSource.GATEWAY,
        extra=signal(uplink.get("rx_metadata")),
    )
    return understand("ttn", with_history(report), delivery, rules, registry)


def _gateway_times(uplink: dict[str, object]) -> list[object]:
    """When the gateways heard it. A gateway without a clock says nothing or nonsense, so these are candidates."""
    heard = uplink.get("rx_metadata")
    return [each.get("time") for each in heard if isinstance(each, dict)] if isinstance(heard, list) else []


def _model(version: object) -> str:
    return str(version.get("model_id", "")) if isinstance(version, dict) else ""


UPLINK = Uplink(
    key="ttn",
    topic_filters=("v3/+/devices/+/up",),
    topic_pattern=r"v3/[^/]+/devices/[^/]+/.+",
    read=read,
)
