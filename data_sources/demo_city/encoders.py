"""Writes readings in the formats of the field: canonical, ChirpStack v4, The Things Stack v3, Alink, IoTDA, JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple
from zlib import crc32

from dashboard.domain.metrics import METRICS
from data_sources.demo_city.profiles import WELL_TOPIC, Profile
from data_sources.demo_city.records import Asset

APPLICATION_ID: Final = "5c1f6a0e-2b6d-4a53-9e0b-7d1f2c9a4e11"
TENANT_ID: Final = "9d0b7f52-6a7e-4c1d-8f35-0e4a1b2c3d4e"
_BESIDE: Final = ("battery_pct",)
_HISTORY_DIGITS: Final = 3


class Message(NamedTuple):
    """One MQTT message to publish."""

    topic: str
    payload: bytes
    qos: int


class Report(NamedTuple):
    """What a device has to say: readings by metric, when, and the running number of its report."""

    asset: Asset
    profile: Profile
    values: Mapping[str, float]
    at: datetime
    sequence: int


def encode(report: Report) -> Message:
    """The report as its device's network would deliver it."""
    return _ENCODERS[report.profile.uplink](report)


def battery_status(report: Report) -> Message | None:
    """ChirpStack's separate status event with the battery, for devices whose frames do not carry it."""
    if report.profile.uplink != "chirpstack" or "battery_pct" not in report.values:
        return None
    eui = _dev_eui(report.asset)
    body = {
        "deduplicationId": _uuid(eui, report.sequence, 1),
        "time": _rfc3339(report.at, "+00:00"),
        "deviceInfo": _device_info(report, eui),
        "margin": 7 + report.sequence % 9,
        "externalPowerSource": False,
        "batteryLevelUnavailable": False,
        "batteryLevel": round(report.values["battery_pct"], 1),
    }
    return _message(f"application/{APPLICATION_ID}/device/{eui}/event/status", body, 1)


def _canonical(report: Report) -> Message:
    values = {key: _presented(key, value) for key, value in report.values.items() if key not in _BESIDE}
    body: dict[str, Any] = {"ts": _rfc3339(report.at, "Z"), "seq": report.sequence, "values": values}
    body |= {key: round(report.values[key]) for key in _BESIDE if key in report.values}
    device_id = report.asset.device_ref.removeprefix("canonical:")
    return _message(f"xiuhua/v1/{report.asset.kind}/{device_id}/observation", body, 1)


def _chirpstack(report: Report) -> Message:
    eui = _dev_eui(report.asset)
    body = {
        "deduplicationId": _uuid(eui, report.sequence, 0),
        "time": _rfc3339(report.at, "+00:00"),
        "deviceInfo": _device_info(report, eui),
        "devAddr": f"{crc32(eui.encode()):08x}",
        "adr": True,
        "dr": 4,
        "fCnt": report.sequence & 0xFFFFFFFF,
        "fPort": 85,
        "confirmed": False,
        "object": _fields(report),
        "rxInfo": [_gateway(eui, report.sequence)],
        "txInfo": {
            "frequency": 486_300_000 + 200_000 * (report.sequence % 8),
            "modulation": {"lora": {"bandwidth": 125_000, "spreadingFactor": 8, "codeRate": "CR_4_5"}},
        },
    }
    return _message(f"application/{APPLICATION_ID}/device/{eui}/event/up", body, 1)


def _things_stack(report: Report) -> Message:
    eui = _dev_eui(report.asset)
    device_id = report.asset.asset_id.lower()
    application = "xiucheng"
    uplink: dict[str, Any] = {
        "session_key_id": f"AY{crc32(f'{eui}:{report.sequence >> 16}'.encode()):08x}",
        "f_port": 2,
        "f_cnt": report.sequence & 0xFFFF,
        "decoded_payload": _fields(report),
        "rx_metadata": [
            {
                "gateway_ids": {"gateway_id": "xc-tower-2"},
                "time": _rfc3339(report.at, "Z"),
                "rssi": _rssi(eui, report.sequence),
                "snr": 8.2,
            }
        ],
        "settings": {"data_rate": {"lora": {"bandwidth": 125_000, "spreading_factor": 9}}, "frequency": "486500000"},
        "received_at": _rfc3339(report.at, "Z"),
        "version_ids": {"brand_id": "demo", "model_id": report.profile.key},
    }
    if not uplink["f_cnt"]:
        del uplink["f_cnt"]  # The stack leaves out zeros.
    ids = {"device_id": device_id, "application_ids": {"application_id": application}, "dev_eui": eui.upper()}
    body = {"end_device_ids": ids, "received_at": _rfc3339(report.at, "Z"), "uplink_message": uplink}
    return _message(f"v3/{application}@xiucheng/devices/{device_id}/up", body, 0)


def _alink(report: Report) -> Message:
    product, device = report.asset.device_ref.removeprefix("alink:").split("/")
    time_ms = _epoch_ms(report.at)
    body = {
        "id": str(report.sequence),
        "version": "1.0",
        "sys": {"ack": 0},
        "params": {name: {"value": value, "time": time_ms} for name, value in _fields(report).items()},
        "method": "thing.event.property.post",
    }
    return _message(f"/sys/{product}/{device}/thing/event/property/post", body, 1)


def _iotda(report: Report) -> Message:
    device_id = report.asset.device_ref.removeprefix("iotda:")
    service = {"service_id": "Data", "properties": _fields(report), "event_time": f"{report.at:%Y%m%dT%H%M%SZ}"}
    return _message(f"$oc/devices/{device_id}/sys/properties/report", {"services": [service]}, 1)


def _generic(report: Report) -> Message:
    device_id = report.asset.device_ref.removeprefix("generic:")
    body = {"device_id": device_id, **_fields(report), "ts": _epoch_ms(report.at) // 1_000}
    return _message(f"{WELL_TOPIC}/{device_id}", body, 1)


_ENCODERS: Final[dict[str, Callable[[Report], Message]]] = {
    "canonical": _canonical,
    "chirpstack": _chirpstack,
    "ttn": _things_stack,
    "alink": _alink,
    "iotda": _iotda,
    "generic": _generic,
}


def _fields(report: Report) -> dict[str, Any]:
    datum_m = report.asset.datum_m
    return {
        field.name: field.encode(report.values[field.metric], datum_m)
        for field in report.profile.fields
        if field.metric in report.values
    }


def _presented(key: str, value: float) -> float | str | bool:
    metric = METRICS[key]
    return metric.present(value) if metric.states else round(value, max(metric.digits, _HISTORY_DIGITS))


def _device_info(report: Report, eui: str) -> dict[str, Any]:
    return {
        "tenantId": TENANT_ID,
        "tenantName": "xiucheng",
        "applicationId": APPLICATION_ID,
        "applicationName": "city",
        "deviceProfileId": _uuid(report.profile.key, 0, 2),
        "deviceProfileName": report.profile.key,
        "deviceName": report.asset.asset_id,
        "devEui": eui,
        "tags": {"asset": report.asset.asset_id},
    }


def _gateway(eui: str, sequence: int) -> dict[str, Any]:
    """Who heard it. The position is the tower's, never the device's."""
    location = {"latitude": 29.6731, "longitude": 121.4127, "altitude": 64.0}
    return {
        "gatewayId": "24e124fffef4a1c0",
        "uplinkId": sequence & 0xFFFFFFFF,
        "rssi": _rssi(eui, sequence),
        "snr": 9.5,
        "location": location,
    }


def _rssi(eui: str, sequence: int) -> int:
    return -62 - crc32(eui.encode()) % 44 - sequence % 4


def _dev_eui(asset: Asset) -> str:
    return asset.device_ref.removeprefix("deveui:")


def _uuid(text: str, sequence: int, salt: int) -> str:
    parts = [crc32(f"{text}:{sequence}:{salt}:{part}".encode()) for part in range(4)]
    digits = "".join(f"{part:08x}" for part in parts)
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:]}"


def _epoch_ms(at: datetime) -> int:
    return round(at.timestamp() * 1_000)


def _rfc3339(at: datetime, zone: str) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1_000:03d}{zone}"


def _message(topic: str, body: Mapping[str, Any], qos: int) -> Message:
    return Message(topic, json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(), qos)
