"""Where data come from: one line for each kind of data and the system that brings it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from dashboard.domain.data_kinds import DATA_KINDS, DataKind, Provider
from dashboard.domain.durations import DAY_US
from dashboard.domain.text import Text

SYSTEMS: Final = {
    "canonical": "MQTT · Xiuhua",
    "deveui": "LoRaWAN",
    "alink": "Alink / OneJSON",
    "iotda": "IoTDA",
    "ctwing": "CTWing",
    "generic": "MQTT · JSON",
    "frigate": "Frigate",
    "hikvision": "Hikvision",
    "axis": "Axis",
    "webhook": "HTTP",
    "http": "HTTP",
    "positions": "MQTT · HTTP · GB/T 28181 · JT/T 808",
}
"""What the systems are called, by the beginning of a device's reference or the source of a camera event."""


class SourceLine(NamedTuple):
    """A kind of data from one system.

    `kind` is a sensor type's key, the name of a register, or `cases.` with how cases were discovered; `system` a key of
    SYSTEMS, empty for what Xiuhua keeps itself and None for devices without a reference. `last_us` is when the newest
    record came, None where records bear no time or none came yet; `is_live` where records are expected to come.
    """

    kind: str
    system: str | None
    records: int
    last_us: int | None
    is_live: bool


class SourceTally(NamedTuple):
    """How many kinds of data there are, from how many something came, how many were heard since midnight, and how many
    that were heard before are silent for a day."""

    kinds: int
    connected: int
    heard_today: int
    silent: int


class KindLines(NamedTuple):
    """A kind of data with its lines: none while it is not connected."""

    kind: DataKind
    lines: Sequence[SourceLine]


class SourceBoard(NamedTuple):
    """The kinds of data with their lines, what Xiuhua keeps beside them, the counts, and when they were read."""

    kinds: Sequence[KindLines]
    others: Sequence[SourceLine]
    tally: SourceTally
    now_us: int


def board(lines: Sequence[SourceLine], midnight_us: int, now_us: int) -> SourceBoard:
    """Return every kind of data with its lines; one that comes from several systems counts once, by its newest line.

    A kind of sensor that is none of the known kinds counts as one more.
    """
    known = {name for kind in DATA_KINDS for name in kind.lines}
    more = dict.fromkeys(line.kind for line in lines if line.is_live and line.kind not in known)
    every = [*DATA_KINDS, *(DataKind(name, Provider.BUREAU, Text(name, name), (name,)) for name in more)]
    kinds = [KindLines(kind, [line for line in lines if line.kind in kind.lines]) for kind in every]
    newest = [max((line.last_us or 0 for line in each.lines if line.is_live), default=0) for each in kinds]
    return SourceBoard(
        kinds=kinds,
        others=[line for line in lines if not line.is_live and line.kind not in known],
        tally=SourceTally(
            kinds=len(kinds),
            connected=sum(any(is_connected(line) for line in each.lines) for each in kinds),
            heard_today=sum(last_us >= midnight_us for last_us in newest),
            silent=sum(0 < last_us < now_us - DAY_US for last_us in newest),
        ),
        now_us=now_us,
    )


def is_connected(line: SourceLine) -> bool:
    """Return whether a line comes from somewhere: a device without a reference that was never heard does not."""
    return line.records > 0 and not (line.system is None and line.last_us is None)
