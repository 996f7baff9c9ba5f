"""Huawei IoTDA: service properties by MQTT, by its HTTP twin and by the northbound push."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dashboard.domain.mappings import MappingRules
from dashboard.domain.readings import Delivery, Parsed, TimeSource
from dashboard.domain.timestamps import BadTime, ImplausibleTime, parse_time
from dashboard.errors import UnreadablePayload
from dashboard.ports.ingest import Registry, Uplink
from data_sources.payloads import as_object, decode_object, digest, key_part
from data_sources.uplinks._reports import Report, understand

_TOPIC: Final = re.compile(r"(?:\$oc|/v5)/devices/([^/]+)/sys/.+")


def read(delivery: Delivery, rules: MappingRules, registry: Registry) -> Parsed:
    """The properties of a report, grouped by event time.

    Paths of mappings name the service instead of its place in the list: `services.Temperature.value`. The
    platform's rule holds that an event time which is missing or not well formed means the arrival.
    """
    message = decode_object(delivery.payload)
    reports = (
        report
        for device_id, services in _devices(message, delivery.topic)
        for report in _reports(message, device_id, services, delivery.received_us)
    )
    return understand("iotda", reports, delivery, rules, registry)


def _devices(message: dict[str, object], topic: str) -> Iterator[tuple[str, object]]:
    """The devices in a message with their services: one, or the sub-devices of a gateway."""
    if isinstance(message.get("devices"), list):
        for each in _objects(message["devices"]):
            yield str(each.get("device_id", "")), each.get("services")
        return
    if isinstance(message.get("notify_data"), dict):
        notice = as_object(message["notify_data"], "notify_data")
        header = as_object(notice.get("header"), "notify_data.header")
        yield str(header.get("device_id", "")), as_object(notice.get("body"), "notify_data.body").get("services")
        return
    found = _TOPIC.fullmatch(topic)
    device_id = message.get("deviceId", message.get("device_id")) if found is None else found[1]
    if not isinstance(device_id, str):
        raise UnreadablePayload("bad_shape", "neither the topic nor the message names the device")
    yield device_id, message.get("services")


def _reports(message: dict[str, object], device_id: str, services: object, received_us: int) -> Iterator[Report]:
    groups: dict[str, tuple[object, dict[str, object]]] = {}
    for service in _objects(services):
        time = service.get("event_time", service.get("eventTime"))
        properties = service.get("properties", service.get("data"))
        name = str(service.get("service_id", service.get("serviceId", "")))
        by_name = groups.setdefault(repr(time), (time, {}))[1]
        again = by_name.get(name)
        if isinstance(again, dict) and isinstance(properties, dict):
            # A null says that it was not measured this time, not that what stands beside it was not.
            properties = {**again, **{key: value for key, value in properties.items() if value is not None}}
        by_name[name] = again if properties is None else properties
    for time, by_name in groups.values() or [(None, {})]:
        yield Report(
            device_ref=f"iotda:{device_id}",
            profile=str(message.get("productId", "")),
            body={"services": by_name},
            measured=("services",),
            times=_times(time, received_us),
            dedupe=f"{key_part(time)}:{digest(repr(by_name))}",
            source=TimeSource.DEVICE,
            partial=True,
        )


def _times(value: object, received_us: int) -> tuple[object, ...]:
    """The event time when it is well formed; one that is, but cannot be true, stays to become a problem."""
    try:
        parse_time(value, received_us)
    except ImplausibleTime:
        return (value,)
    except BadTime:
        return ()
    return (value,)


def _objects(value: object) -> list[dict[str, object]]:
    if not isinstance(value, list):
        raise UnreadablePayload("bad_shape", "services must be a list of objects")
    return [as_object(each, "a service") for each in value]


UPLINK = Uplink(
    key="iotda",
    topic_filters=("$oc/devices/+/sys/properties/report", "$oc/devices/+/sys/gateway/sub_devices/properties/report"),
    topic_pattern=r"(?:\$oc|/v5)/devices/[^/]+/sys/(?:gateway/sub_devices/)?properties/report",
    read=read,
)
