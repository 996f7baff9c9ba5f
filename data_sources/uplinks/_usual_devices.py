"""Mappings of the usual devices, so that they need none of their own: the decoders of their makers, as data."""

from __future__ import annotations

from typing import Any, Final

Field = dict[str, Any]

_BATTERY: Final[Field] = {"path": "battery", "metric": "battery_pct"}
_TEMPERATURE: Final[Field] = {"path": "temperature", "metric": "temperature_c", "range": [-50, 100]}
# 0 is what an unmounted or blinded sensor reports: it must not count as a full manhole.
_DISTANCE_MM: Final[Field] = {
    "path": "distance",
    "metric": "level_m",
    "unit": "mm",
    "range": [0.001, 20],
    "from_datum": True,
}
_COVER: Final[Field] = {"path": "position", "metric": "cover", "values": {"normal": "closed", "tilt": "tilted"}}

LORAWAN_DEVICES: Final[tuple[tuple[str, tuple[Field, ...]], ...]] = (
    # Mounted upright, the z axis stands at 90°: the tilt is what is missing from it.
    ("em3[12]0[-_ ]?tilt", ({"path": "angle_z", "metric": "tilt_deg", "scale": -1, "offset": 90}, _BATTERY)),
    (
        "em500[-_ ]?swl",
        (
            {"path": "depth", "metric": "level_m", "unit": "cm"},
            {"path": "water_level", "metric": "level_m", "unit": "cm"},
            _BATTERY,
        ),
    ),
    ("(?:em400[-_ ]?(?:tld|mud|udl)|em410[-_ ]?rdl)", (_DISTANCE_MM, _COVER, _TEMPERATURE, _BATTERY)),
    ("em500[-_ ]?udl", (_DISTANCE_MM, _BATTERY)),
    ("em300[-_ ]?(?:sld|zld|th)", (_TEMPERATURE, _BATTERY)),
    # A probe's channel number says nothing about what it measures: those are mapped per site.
    ("(?:em500[-_ ]?pp|uc50[12])", (_BATTERY,)),
    ("tps110[-0-9]*", ({"path": "occupied", "metric": "occupied"}, _TEMPERATURE)),
    (
        "do201",
        ({"path": "alarmPark", "metric": "occupied"}, {"path": "volt", "metric": "battery_v"}, _TEMPERATURE),
    ),
    # `level` is the distance down to the surface and carries its unit; `battery` is an alarm flag, not a charge.
    (
        "dc410",
        (
            {"path": "level", "metric": "level_m", "unit": "mm", "range": [0.001, 20], "from_datum": True},
            {"path": "angle", "metric": "tilt_deg", "unit": "deg"},
            _TEMPERATURE,
        ),
    ),
    ("dds75[-_ ]?(?:lb|ns)?", (_DISTANCE_MM, {"path": "Bat", "metric": "battery_v", "range": [1, 5]})),
)

AXIS_PARKING: Final[dict[str, Any]] = {
    "match": {"uplink": "generic", "topic": "axis/event/tns:axis/CameraApplicationPlatform/parking/.+"},
    "device_id": "message.source.spaceID",
    "time": "timestamp",
    "fields": [{"path": "message.data.state", "metric": "occupied"}],
}

_DECODED: Final = {"chirpstack": "object", "ttn": "decoded_payload"}


def usual_devices() -> list[dict[str, Any]]:
    """The entries in the shape of mappings.yaml; they come after everything a site maps itself.

    LoRaWAN devices are known by the name of their device profile or model, wherever the model stands in it.
    """
    entries = [
        {
            "match": {"uplink": uplink, "profile": f"(?i).*\\b{model}\\b.*"},
            "fields": [{**field, "path": f"{decoded}.{field['path']}"} for field in fields],
        }
        for uplink, decoded in _DECODED.items()
        for model, fields in LORAWAN_DEVICES
    ]
    return [*entries, AXIS_PARKING]
