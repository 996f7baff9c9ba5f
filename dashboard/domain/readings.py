"""What devices say, between the wire and the database.

The records of the hot path are named tuples with times in whole microseconds since the epoch (UTC), because
thousands of them pass each second (ADR 0002); everywhere else times are aware datetimes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from enum import IntFlag, StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dashboard.domain.field_rules import Path

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def to_us(moment: datetime) -> int:
    """An aware datetime as whole microseconds since the epoch."""
    return (moment - EPOCH) // MICROSECOND


def from_us(moment_us: int) -> datetime:
    """Whole microseconds since the epoch as an aware UTC datetime."""
    return EPOCH + timedelta(microseconds=moment_us)


def midnight_before(moment_us: int, zone: tzinfo) -> datetime:
    """The beginning of the day in `zone` that the moment lies in."""
    local = from_us(moment_us).astimezone(zone)
    return datetime(local.year, local.month, local.day, tzinfo=zone)


class TimeSource(StrEnum):
    """Whose clock gave the measuring time.

    UNKNOWN is nobody's: a retained message without a time of its own may be of any age. Its `measured_us` only says
    when it reached us, so its values are never the latest and never raise an alarm.
    """

    DEVICE = "device"
    GATEWAY = "gateway"
    SERVER = "server"
    UNKNOWN = "unknown"


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
    that the device itself sent as buffered history. `counters` are the metrics whose
    values count up for ever: their increase is the measurement (dashboard/domain/counters.py). `frame` is the frame
    counter of a LoRaWAN session; a step back of it is a restart of the device. `seq` is the sequence number that the
    device gave: of two readings of one moment the higher one is the newer.
    """

    device_ref: str
    measured_us: int
    values: dict[str, float]
    dedupe: str
    time_source: TimeSource = TimeSource.DEVICE
    history: bool = False
    counters: frozenset[str] = frozenset()
    frame: int | None = None
    seq: int | None = None

    @property
    def undated(self) -> bool:
        """Whether nobody knows when it was measured: it is no news, whatever it says."""
        return self.time_source is TimeSource.UNKNOWN


class Problem(NamedTuple):
    """Why a message, or a part of it, could not be read: a stable code and a sentence with what to do.

    `device_ref` names the device when the message waits for somebody to take that one in.
    """

    code: str
    detail: str
    device_ref: str = ""


class Stranger(NamedTuple):
    """What a device said that nobody registered: the body that paths of mappings start from, as its uplink reads it.

    Below `measured` are the fields that ought to be mapped; `profile` is the device's model as its network names it.
    """

    device_ref: str
    profile: str
    body: object
    measured: Path = ()


class Refused(NamedTuple):
    """A value that was not taken: it never becomes a measurement and never raises an alarm, and it is counted.

    `field` is the metric's key, or `time` for a measuring time that is refused or doubtful. `value` is what stood
    there, shortened. `code` is a key of `dashboard.domain.refusals.REFUSALS`, where people find the reason in words.
    """

    device_ref: str
    field: str
    value: str
    code: str


class Parsed(NamedTuple):
    """What one delivery came to: its observations, and what in it could not be read.

    Any problem sends the verbatim delivery to quarantine; the observations beside it are stored all the same.
    `refused` are the values that were not taken; what may become readable by a better mapping is a problem as well.
    `heard` are the known devices that spoke now without an observation to show for it: they are not offline.
    `no_report` tells a message that measures nothing by its nature (a join, an acknowledgement, a last will); one
    that is a report has at least one observation, problem or refused value. `profile` is the
    model of the (first) device as its network names it, for people who look at what could not be read. `strangers`
    is what unknown devices said in it.
    """

    observations: list[Observation]
    problems: list[Problem]
    unmapped_fields: int = 0
    refused: Sequence[Refused] = ()
    heard: Collection[str] = ()
    no_report: bool = False
    profile: str = ""
    strangers: Sequence[Stranger] = ()


class Device(NamedTuple):
    """What the registry knows of a device that the ingest needs, by `device_ref`."""

    asset_key: int
    asset_id: str
    kind: str
    datum_m: float | None
    area_key: int | None
