"""The walkers of the demo city as the bureau's people out on the streets."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.domain.coordinates import Position
from data_sources.demo_city.errands import speed_mps
from data_sources.demo_city.walkers import Walkers

_ASSUMED_M = 10.0


@dataclass(frozen=True, kw_only=True)
class WalkedStreets:
    """Sends who is on duty out there; `speed` is that of the city."""

    walkers: Walkers
    speed: float

    def send(self, case: int, person: str, place: Position, from_us: int) -> int | None:
        """Let somebody go there; return when they are there (None: they are not out). Asked again, the same."""
        walk = self.walkers.walk_of(person, from_us)
        if walk is None:
            return None
        errand = self.walkers.send(walk, case, place, from_us, speed_mps(self.speed))
        return None if errand is None else errand.there_us

    def where(self, person: str, at_us: int) -> tuple[Position, float] | None:
        """Return where the satellites see somebody, and how exactly; None: they are not out."""
        walk = self.walkers.walk_of(person, at_us)
        if walk is None:
            return None
        seen = self.walkers.position(walk, at_us)
        return Position(seen.lon, seen.lat), _ASSUMED_M if seen.accuracy_m is None else seen.accuracy_m
