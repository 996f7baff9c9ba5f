"""Where the city's profile is kept."""

from __future__ import annotations

from typing import Protocol

from dashboard.domain.city import CityProfile


class CityProfileReads(Protocol):
    """What tells the city's name; raises Unavailable when it is out of reach."""

    def profile(self) -> CityProfile: ...


class CityProfileStore(CityProfileReads, Protocol):
    """The same, to be changed."""

    def save_profile(self, profile: CityProfile) -> None:
        """Store the profile in place of the one before; maps and walls follow. Raises Unavailable."""
