"""The city's profile: a document beside the basemap."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine

from dashboard.domain.city import CityProfile
from dashboard.domain.feeds import Feed
from dashboard.ports.city import CityProfileStore
from dashboard.ports.operations import Clock
from data_sources.db.city import PROFILE, CityReader, save_document


class SqlCityProfile(CityProfileStore):
    """Reads and stores the profile. Raises Unavailable."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def profile(self) -> CityProfile:
        """What the city calls itself."""
        return CityReader(self._engine).profile()

    def save_profile(self, profile: CityProfile) -> None:
        """Store the profile in place of the one before; maps and walls follow."""
        save_document(self._engine, PROFILE, _document(profile), self._clock(), [Feed.REGISTRY])


def _document(profile: CityProfile) -> dict[str, list[Any] | None]:
    told = {"name": profile.name, "title": profile.title, "centre": profile.centre}
    return {key: None if value is None else list(value) for key, value in told.items()}
