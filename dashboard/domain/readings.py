"""What devices say, between the wire and the database.

The records of the hot path are named tuples with times in whole microseconds since the epoch (UTC), because
thousands of them pass each second (ADR 0002); everywhere else times are aware datetimes.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import IntFlag, StrEnum
from typing import NamedTuple

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def to_us(moment: datetime) -> int:
    """An aware datetime as whole microseconds since the epoch."""
    return (moment - EPOCH) // MICROSECOND


def from_us(moment_us: int) -> datetime:
    """Whole microseconds since the epoch as an aware UTC datetime."""
    return EPOCH + timedelta(microseconds=moment_us)


class TimeSource(StrEnum):
    """Whose clock gave the measuring time."""

    DEVICE = "device"
    GATEWAY = "gateway"
    SERVER = "server"


class ReadingFlag(IntFlag):
    """What is told of a stored reading beside its value. The numbers are storage and never change."""

    LATE = 1
    GATEWAY_CLOCK = 2
    SERVER_CLOCK = 4
    REPLAYED = 8


class Delivery(NamedTuple):
    """One message as it came: verbatim, before anything was understood."""

    topic: str
    payload: bytes
    received_us: int
    retained: bool = False
    redelivered: bool = False


class Observation(NamedTuple):
    """One device's readings at one moment, in canonical metrics and units.

    `values` maps metric keys to numbers that the metric accepts (enumerations by index). `dedupe` is the same for
    every delivery of the same message and different for every other message of the device. `history` marks frames
    that the device itself sent as buffered history: they never raise live alarms.
    """

    device_ref: str
    measured_us: int
    values: dict[str, float]
    dedupe: str
    time_source: TimeSource = TimeSource.DEVICE
    history: bool = False


class Problem(NamedTuple):
    """Why a message, or a part of it, could not be read: a stable code and a sentence with what to do."""

    code: str
    detail: str


class Parsed(NamedTuple):
    """What one delivery came to: its observations, and what in it could not be read.

    Both empty means "understood, nothing measured" (a join, an acknowledgement). Any problem sends the verbatim
    delivery to quarantine; the observations beside it are stored all the same.
    """

    observations: list[Observation]
    problems: list[Problem]
    unmapped_fields: int = 0


class Device(NamedTuple):
    """What the registry knows of a device that the ingest needs, by `device_ref`."""

    asset_key: int
    asset_id: str
    kind: str
    datum_m: float | None
    area_key: int | None
