"""Lengths of time in whole microseconds, as the hot path and the database count them (ADR 0002)."""

from __future__ import annotations

from typing import Final

SECOND_US: Final = 1_000_000
MINUTE_US: Final = 60 * SECOND_US
HOUR_US: Final = 60 * MINUTE_US
DAY_US: Final = 24 * HOUR_US


def hours_between(from_us: int, until_us: int) -> range:
    """Return the hours since the epoch that the time from `from_us` to `until_us` touches, both ends included."""
    return range(from_us // HOUR_US, until_us // HOUR_US + 1)
