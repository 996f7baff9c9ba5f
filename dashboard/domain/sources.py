"""Where data come from: one line for each kind of data and the system that brings it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from dashboard.domain.durations import DAY_US

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
}
"""What the systems are called, by the beginning of a device's reference or the source of a camera event."""


class SourceLine(NamedTuple):
    """A kind of data from one system.

    `kind` is a sensor type's key, or the name of a register; `system` a key of SYSTEMS, empty for what Xiuhua keeps
    itself and None for devices without a reference. `last_us` is when the newest record came, None where records bear
    no time or none came yet; `is_live` where records are expected to come.
    """

    kind: str
    system: str | None
    records: int
    last_us: int | None
    is_live: bool


class SourceTally(NamedTuple):
    """How many kinds of data there are, how many were heard since midnight, and how many are silent for a day."""

    kinds: int
    heard_today: int
    silent: int


class SourceBoard(NamedTuple):
    """The lines, their counts, and when they were read."""

    lines: Sequence[SourceLine]
    tally: SourceTally
    now_us: int


def tally(lines: Sequence[SourceLine], midnight_us: int, now_us: int) -> SourceTally:
    """Return the counts of kinds; one that comes from several systems counts once, by the newest of them."""
    newest: dict[str, int] = {}
    for line in lines:
        if line.is_live:
            newest[line.kind] = max(newest.get(line.kind, 0), line.last_us or 0)
    heard = sum(last_us >= midnight_us for last_us in newest.values())
    silent = sum(last_us < now_us - DAY_US for last_us in newest.values())
    return SourceTally(len({line.kind for line in lines}), heard, silent)
