"""Where the city's profile is kept."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, Protocol

from dashboard.domain.city import CityProfile
from dashboard.ports.parts import AuditLog, FeedRevisions


class CityProfileReads(Protocol):
    """What tells the city's name; raises Unavailable when it is out of reach."""

    def profile(self) -> CityProfile: ...


class CityRows(Protocol):
    """The profile inside a transaction."""

    def city_profile(self) -> CityProfile: ...

    def save_city_profile(self, profile: CityProfile) -> None:
        """Store the profile in place of the one before."""

    def document(self, key: str) -> Any:
        """What is kept of the city under a key, as JSON; None when there is nothing."""

    def save_document(self, key: str, value: Any) -> None:
        """Keep it in place of what was there."""


class CityWork(CityRows, AuditLog, FeedRevisions, Protocol):
    """One transaction."""


class CityProfileStore(Protocol):
    """The database as whoever names the city sees it. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[CityWork]:
        """A transaction that ends with its block: kept when the block ends well, undone when it raises."""

    def look(self) -> AbstractContextManager[CityWork]:
        """The same for reading only."""
