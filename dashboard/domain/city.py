"""What a city calls itself, and where its middle is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from dashboard.domain.coordinates import Position
from dashboard.domain.text import Text


@dataclass(frozen=True, kw_only=True)
class CityProfile:
    """The city's name, the title of its walls, and the middle of its maps in WGS-84; None is not told.

    Without a title walls are headed by the name; without a centre maps open at the middle of the areas and assets.
    """

    name: Text | None = None
    title: Text | None = None
    centre: Position | None = None

    def changed(self, told: CityProfile) -> CityProfile:
        """Return this profile with what `told` tells."""
        return replace(
            self, name=told.name or self.name, title=told.title or self.title, centre=told.centre or self.centre
        )


NAMELESS: Final = CityProfile()
