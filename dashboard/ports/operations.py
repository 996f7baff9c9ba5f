"""What keeps the processes going: the clock, the live channel, leases, upkeep, health."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from dashboard.domain.feeds import Feed
from dashboard.domain.severity import AssetState
from dashboard.domain.webhooks.records import WebhookLine


class Clock(Protocol):
    """Now, in µs since the epoch."""

    def __call__(self) -> int: ...


class AssetChange(NamedTuple):
    """An asset whose display changed, as the live channel tells it; `values` are presented values."""

    asset_id: str
    state: AssetState
    last_seen_us: int
    values: dict[str, float | str | bool]


class LiveNotifier(Protocol):
    """Tells every web process what changed, after the commit."""

    def publish(self, changes: Sequence[AssetChange], feeds: Mapping[Feed, int]) -> None: ...


class Leases(Protocol):
    """Who may do what until when. Every method raises Unavailable when the database is out of reach."""

    def take(self, name: str, holder: str, now_us: int, until_us: int) -> bool:
        """Take or prolong the lease; False when another holds it still."""


class Lease(NamedTuple):
    """Who holds a lease, and until when."""

    holder: str
    until_us: int


class NameLeases(Leases, Protocol):
    """Leases that can be looked at and given up."""

    def lease(self, name: str) -> Lease | None:
        """Return the lease as it stands, though it may have run out; None when nobody ever held it or it was freed."""

    def release(self, name: str, holder: str) -> None:
        """Free the lease if this holder has it."""


class HistoryStore(Protocol):
    """Old readings. Every method raises Unavailable when the database is out of reach."""

    def pending_hours(self, before_hour: int, limit: int) -> list[int]:
        """Hours with new readings since their last roll-up, the oldest first."""

    def roll_up(self, hour: int) -> int:
        """Make the hour's roll-up anew; return its rows."""

    def forget_readings(self, before_hour: int) -> int: ...

    def forget_hourly(self, before_hour: int) -> int: ...

    def forget_others(self, *, pictures_us: int, quarantine_us: int, parking_us: int, refusals_us: int) -> int:
        """Remove pictures, quarantined deliveries, parking changes and refused values older than these moments."""

    def prepare(self, now_us: int) -> None:
        """Make room for the readings to come."""


class HealthReads(Protocol):
    """The database as the health sees it."""

    def open_alarms(self) -> Mapping[str, int]:
        """How many alarms have not cleared, by severity. Raises Unavailable."""

    def webhooks(self) -> Sequence[WebhookLine]:
        """The subscriptions of other systems with what waits of them. Raises Unavailable."""

    def endless_suspensions(self, now_us: int) -> int:
        """How many suspended cases do not end by themselves. Raises Unavailable."""


class BrokerLink(Protocol):
    """The connection to the broker."""

    @property
    def connected(self) -> bool: ...
