"""Units in which devices report, and how they become the unit of the metric."""

from __future__ import annotations

import math
import re
from types import MappingProxyType
from typing import Final, NamedTuple


class Conversion(NamedTuple):
    """`stored = value * factor + offset`."""

    factor: float
    offset: float = 0.0


_LENGTH_M: Final = {"m": 1.0, "米": 1.0, "dm": 0.1, "cm": 0.01, "厘米": 0.01, "mm": 0.001, "毫米": 0.001, "ft": 0.3048}
_FACTORS: Final[dict[str, dict[str, float]]] = {
    "m": {**_LENGTH_M, "in": 0.0254},
    "mm": {"mm": 1.0, "毫米": 1.0, "cm": 10.0, "m": 1000.0, "in": 25.4},
    "": {"": 1.0, "0-1": 1.0, "ratio": 1.0, "%": 0.01, "pct": 0.01, "ph": 1.0},
    "%": {"%": 1.0, "pct": 1.0, "0-1": 100.0, "ratio": 100.0},
    "L/s": {
        "l/s": 1.0,
        "l/min": 1 / 60,
        "l/h": 1 / 3600,
        "m3/s": 1000.0,
        "m3/min": 1000 / 60,
        "m3/h": 1 / 3.6,
        "m3/d": 1 / 86.4,
    },
    "mg/L": {"mg/l": 1.0, "ppm": 1.0, "ug/l": 0.001, "g/l": 1000.0, "g/m3": 1.0},
    "mg/m³": {"mg/m3": 1.0, "ug/m3": 0.001},
    "µg/m³": {"ug/m3": 1.0, "mg/m3": 1000.0},
    "dB": {"db": 1.0, "dba": 1.0, "db(a)": 1.0},
    "d": {"d": 1.0, "天": 1.0, "日": 1.0, "h": 1 / 24},
    "µS/cm": {"us/cm": 1.0, "ms/cm": 1000.0, "ms/m": 10.0, "s/m": 10_000.0},
    "°": {"°": 1.0, "deg": 1.0, "度": 1.0, "rad": math.degrees(1.0)},
    "V": {"v": 1.0, "mv": 0.001},
    "dBm": {"dbm": 1.0, "db": 1.0, "csq": 2.0},
    "°C": {"°c": 1.0, "c": 1.0, "k": 1.0, "°f": 5 / 9, "f": 5 / 9},
    "m/s": {"m/s": 1.0, "cm/s": 0.01, "mm/s": 0.001, "km/h": 1 / 3.6},
}
# A CSQ of 0 … 31 is −113 … −51 dBm in steps of 2, and 99 is unknown (3GPP TS 27.007, 8.5).
_OFFSETS: Final = MappingProxyType({"k": -273.15, "°f": -160 / 9, "f": -160 / 9, "csq": -113.0})
_SPELLINGS: Final = str.maketrans({"³": "3", "µ": "u", "μ": "u", "℃": "°c", "º": "°", "％": "%", "–": "-", "·": ""})
_QUANTITY: Final = re.compile(r"\s*([+-]?[0-9]{1,18}(?:\.[0-9]{1,18})?)\s*([^0-9\s.,+-].{0,15})?\s*", re.ASCII)

_LONGEST: Final = 64


def conversion(unit: str, metric_unit: str) -> Conversion | None:
    """How a value in `unit` becomes one in `metric_unit` (spellings such as m³/h and m3/h are the same), or None."""
    spelt = unit.strip().translate(_SPELLINGS).lower()
    if spelt == metric_unit.translate(_SPELLINGS).lower():
        return Conversion(1.0)
    factor = _FACTORS.get(metric_unit, {}).get(spelt)
    if factor is None:
        return None
    return Conversion(factor, _OFFSETS.get(spelt, 0.0) if metric_unit in ("°C", "dBm") else 0.0)


def known_units(metric_unit: str) -> list[str]:
    """The units that can become `metric_unit`, for messages."""
    return sorted(unit for unit in _FACTORS.get(metric_unit, {}) if unit)


def quantity(text: str) -> tuple[float, str] | None:
    """The number and the unit of a text such as `1700 mm`, `+27.90` or `060`; None when it is neither.

    Powers of ten (`1e3`), hexadecimal numbers and words are refused.
    """
    found = _QUANTITY.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        return None
    return float(found[1]), (found[2] or "").strip()
