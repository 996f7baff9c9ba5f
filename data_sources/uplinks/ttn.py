"""The Things Stack v3: `v3/{application}@{tenant}/devices/{device}/up`."""

from __future__ import annotations

from dashboard.domain.mappings import MappingRules
from dashboard.domain.readings import Delivery, Parsed, Problem, TimeSource
from dashboard.errors import UnreadablePayload
from dashboard.ports.ingest import Registry, Uplink
from data_sources.payloads import as_object, decode_object, unknown_device
from data_sources.uplinks._lorawan import counted, frame_key, said, signal, trusted_times, with_history
from data_sources.uplinks._reports import Report, understand


def read(delivery: Delivery, rules: MappingRules, registry: Registry) -> Parsed:
    """The decoded payload of an uplink; joins, downlinks and service messages measure nothing.

    The stack leaves out zeros: a missing frame counter is 0. A frame without any payload only tells that the device
    is alive. Paths of mappings start at `uplink_message`
    (`decoded_payload.level`); the profile is the model of the device repository.
    """
    message = decode_object(delivery.payload)
    if "uplink_message" not in message:
        if delivery.topic.endswith("/up"):
            raise UnreadablePayload("bad_shape", "uplink_message is missing")
        return Parsed([], [], no_report=True)
    uplink = as_object(message["uplink_message"], "uplink_message")
    ids = as_object(message.get("end_device_ids"), "end_device_ids")
    if not isinstance(ids.get("dev_eui"), str):
        raise UnreadablePayload("bad_shape", "end_device_ids.dev_eui is missing: only devices with a DevEUI are read")
    device_ref = f"deveui:{str(ids['dev_eui']).lower()}"
    spoke = (device_ref,) if device_ref in registry else ()
    if uplink.get("decoded_payload") is None and uplink.get("frm_payload"):
        problem = _not_decoded() if spoke else unknown_device(device_ref)
        return Parsed([], [problem], heard=spoke, profile=_model(uplink.get("version_ids")))
    if uplink.get("decoded_payload") is None and (uplink.get("session_key_id") or uplink.get("rx_metadata")):
        return Parsed([], [], heard=spoke, no_report=True)
    report = _report(message, uplink, ids, device_ref, delivery.received_us)
    return understand("ttn", with_history(report), delivery, rules, registry)


def _report(
    message: dict[str, object], uplink: dict[str, object], ids: dict[str, object], device_ref: str, received_us: int
) -> Report:
    heard = uplink.get("rx_metadata")
    servers = (uplink.get("received_at"), message.get("received_at"))
    counter = uplink.get("f_cnt", 0)
    session = uplink.get("session_key_id") or ids.get("dev_addr") or ""
    return Report(
        device_ref=device_ref,
        profile=_model(uplink.get("version_ids")),
        body=uplink,
        measured=("decoded_payload",),
        times=trusted_times(said(heard, "time"), servers, received_us),
        dedupe=frame_key(session, counter, uplink.get("frm_payload") or uplink.get("decoded_payload")),
        source=TimeSource.GATEWAY,
        extra=signal(heard),
        frame=counted(counter),
    )


def _not_decoded() -> Problem:
    fault = "raw bytes without decoded_payload: give the device a payload formatter in The Things Stack"
    return Problem("not_decoded", fault)


def _model(version: object) -> str:
    return str(version.get("model_id", "")) if isinstance(version, dict) else ""


UPLINK = Uplink(
    key="ttn",
    topic_filters=("v3/+/devices/+/up",),
    topic_pattern=r"v3/[^/]+/devices/[^/]+/.+",
    read=read,
)
