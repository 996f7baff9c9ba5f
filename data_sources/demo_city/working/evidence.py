"""Pictures that the simulated people send: drawn, a different one for each case and moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

from dashboard.domain.cases.photo_roles import PhotoRole
from dashboard.domain.coordinates import Position
from dashboard.domain.readings import from_us
from data_sources.demo_city.chance import Dice
from data_sources.demo_city.photos import Taken, street_photo

_OFF_DEG: Final = 1.2e-4
"""So far from the place pictures are taken at most, to each side: about 13 m."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Draws pictures of cases; the same street for the same place."""

    seed: int
    zone: tzinfo

    def picture(self, category: str, place: Position, at_us: int, role: PhotoRole, *, done: bool) -> bytes:
        """Return the picture as a phone sends it; `done` shows the place when the matter is put right."""
        street = (self.seed, "street", place.lon, place.lat)
        dice = Dice.of(*street, role.value, at_us)
        stands = Position(*(round(each + dice.uniform(-_OFF_DEG, _OFF_DEG), 6) for each in place))
        taken = Taken(from_us(at_us).astimezone(self.zone).replace(microsecond=0), stands)
        return street_photo(category, street, taken, after=done)
