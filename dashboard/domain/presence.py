"""Whether anybody listened: silence is only the device's where the ingest was there to hear it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

HEARD_WITHIN_US: Final = 30 * 1_000_000
"""An ingest that did not say so for longer is away."""

GIVEN_UP_AFTER_US: Final = 3_600_000_000
"""An ingest that is away for longer is not waited for: others have its share."""


class Listener(NamedTuple):
    """An ingest process: since when it listens without a break, and when it last said so."""

    name: str
    since_us: int
    seen_us: int


def listening_since_us(listeners: Iterable[Listener], now_us: int) -> int | None:
    """Return since when all of them listen; None while any is away, or none is there: nobody may be called silent."""
    present: list[int] = []
    for listener in listeners:
        away_us = now_us - listener.seen_us
        if away_us <= HEARD_WITHIN_US:
            present.append(listener.since_us)
        elif away_us <= GIVEN_UP_AFTER_US:
            return None
    return max(present, default=None)


def attending(before: Listener | None, name: str, now_us: int) -> Listener:
    """Return what a process says of itself now; one that was away listens only since now."""
    if before is None or now_us - before.seen_us > HEARD_WITHIN_US:
        return Listener(name, now_us, now_us)
    return before._replace(seen_us=now_us)
