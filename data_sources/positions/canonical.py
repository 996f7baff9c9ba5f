"""Xiuhua's own envelope: `xiuhua/v1/person/{number}/position`, one position or a list of them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import tzinfo
from typing import Final

from dashboard.domain.coordinates import Datum, to_wgs84
from dashboard.domain.positions.reports import PositionReport
from dashboard.domain.readings import Delivery
from dashboard.errors import UnreadablePayload
from dashboard.ports.positions import PositionSource
from data_sources.payloads import decode
from data_sources.positions._moments import dated, moment

MAX_POSITIONS: Final = 20_000
"""More than a day of them, one each five seconds; older ones would be refused anyway."""

_TOPIC: Final = re.compile(r"xiuhua/v1/person/([^/\s]{1,40})/position")
_DATUMS: Final = ", ".join(Datum)


def read(delivery: Delivery, zone: tzinfo) -> Sequence[PositionReport]:
    """Return the positions of a message, in WGS-84 degrees and in the order in which they were sent.

    `lon` and `lat` that are null are a phone without a fix. `crs` says what they are in where that is not WGS-84. `ts`
    is RFC 3339 (in `zone` where it names none) or the epoch in s or ms; without it the arrival is taken, except for a
    retained message, which may be of any age. Optional values that are no numbers are left out.

    Raises UnreadablePayload (`bad_json`, `bad_topic`, `bad_shape`, `bad_time`, `no_values`, `too_large`) for the whole
    message when one position of it cannot be read. What is wrong is told without quoting where somebody is.
    """
    named = _TOPIC.fullmatch(delivery.topic)
    if named is None:
        raise UnreadablePayload("bad_topic", f"{delivery.topic!r:.80} is not xiuhua/v1/person/{{number}}/position")
    body = decode(delivery.payload)
    items = body if isinstance(body, list) else [body]
    if not items:
        raise UnreadablePayload("no_values", "the list of positions is empty")
    if len(items) > MAX_POSITIONS:
        raise UnreadablePayload("too_large", f"more than {MAX_POSITIONS} positions; send them in parts")
    return dated([_report(item, f"person:{named[1]}", zone) for item in items], delivery)


def _report(message: object, source: str, zone: tzinfo) -> PositionReport:
    if not isinstance(message, dict):
        raise UnreadablePayload("bad_shape", f"a position must be a JSON object, not {type(message).__name__}")
    lon, lat = _degrees(message, "lon"), _degrees(message, "lat")
    datum = _datum(message.get("crs"))
    if lon is not None and lat is not None:
        lon, lat = to_wgs84(lon, lat, datum)
    return PositionReport(
        source,
        moment(message.get("ts"), zone),
        lon,
        lat,
        _number(message.get("accuracy_m")),
        _number(message.get("speed_mps")),
        _number(message.get("heading_deg")),
        _number(message.get("battery_pct")),
    )


def _degrees(message: dict[str, object], key: str) -> float | None:
    """A longitude or latitude; NaN stays what it is. Raises UnreadablePayload when it is anything but a number."""
    value = message.get(key)
    number = math.nan if value == "NaN" else _number(value)
    if number is None and value is not None:
        raise UnreadablePayload("bad_shape", f"{key} must be a number in degrees or null, not {type(value).__name__}")
    if key not in message:
        raise UnreadablePayload("bad_shape", f"{key} is missing; without a fix write null")
    return number


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _datum(name: object) -> Datum:
    if name is None:
        return Datum.WGS84
    try:
        return Datum(str(name).strip().lower())
    except ValueError as error:
        raise UnreadablePayload("bad_shape", f"crs {name!r:.40} is none of {_DATUMS}") from error


POSITION_SOURCE = PositionSource(
    key="person_position",
    topic_filters=("xiuhua/v1/person/+/position",),
    # Wider than what is read: of a message that leads here no byte is kept when it cannot be read.
    topic_pattern=r"xiuhua/v1/person/[^/]*/position",
    read=read,
)
