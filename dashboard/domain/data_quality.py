"""What people see of messages that could not be read and of values that were not taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class QuarantineGroup(NamedTuple):
    """Messages that could not be read, of one source, profile and reason.

    There are `messages` different ones, which came `times` times in all. Topic, detail and payload are of the newest;
    `preview` is the beginning of its payload, made printable.
    """

    source: str
    profile: str
    reason: str
    messages: int
    times: int
    first_us: int
    last_us: int
    channel: str
    topic: str
    detail: str
    preview: str
    payload_bytes: int


class RefusalLine(NamedTuple):
    """A field of a device whose values were not taken, for the reason `code`: the newest of them, and how often."""

    field: str
    code: str
    value: str
    times: int
    first_us: int
    last_us: int


class RefusingDevice(NamedTuple):
    """A device with values that were not taken, the most frequent first."""

    asset_id: str
    name: str
    kind: str
    refusals: tuple[RefusalLine, ...]


class IngestCounts(NamedTuple):
    """Messages and readings since the ingest started."""

    received: int
    committed: int
    repeated: int
    quarantined: int
    unmapped: int
    refused: int


@dataclass(frozen=True, kw_only=True, slots=True)
class DataQuality:
    """What could not be read, newest first, and how much could; then the devices whose values were not taken."""

    groups: tuple[QuarantineGroup, ...]
    total: int
    counts: IngestCounts | None
    devices: tuple[RefusingDevice, ...] = ()
    devices_total: int = 0
