"""Keeps history quick and bounded: hourly roll-ups, retention, partitions ahead of time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from dashboard.domain.durations import HOUR_US
from dashboard.ports.operations import HistoryStore

HOURS_AT_ONCE: Final = 24


@dataclass(frozen=True, kw_only=True)
class Retention:
    """How long what is kept: raw readings, their hourly roll-ups, camera pictures, quarantine and parking changes.

    What is counted of refused values goes when the last one is older than `refusals`.
    """

    readings: timedelta = timedelta(days=90)
    hourly: timedelta = timedelta(days=5 * 366)
    pictures: timedelta = timedelta(days=180)
    quarantine: timedelta = timedelta(days=180)
    parking: timedelta = timedelta(days=400)
    refusals: timedelta = timedelta(days=90)


@dataclass(frozen=True)
class Upkeep:
    """The worker's history tasks; each gives how much it did."""

    store: HistoryStore
    retention: Retention = Retention()

    def roll_up(self, now_us: int) -> int:
        """Rolls up finished hours that have new readings, late ones included."""
        hours = self.store.pending_hours(now_us // HOUR_US, HOURS_AT_ONCE)
        return sum(self.store.roll_up(hour) for hour in hours)

    def forget(self, now_us: int) -> int:
        """Remove what is older than the retention."""
        before = _before(now_us)
        kept = self.retention
        return (
            self.store.forget_readings(before(kept.readings) // HOUR_US)
            + self.store.forget_hourly(before(kept.hourly) // HOUR_US)
            + self.store.forget_others(
                pictures_us=before(kept.pictures),
                quarantine_us=before(kept.quarantine),
                parking_us=before(kept.parking),
                refusals_us=before(kept.refusals),
            )
        )

    def prepare(self, now_us: int) -> int:
        """Make room for the readings to come."""
        self.store.prepare(now_us)
        return 0


def _before(now_us: int) -> Callable[[timedelta], int]:
    return lambda kept: now_us - kept // timedelta(microseconds=1)
