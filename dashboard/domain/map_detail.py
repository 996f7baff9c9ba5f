"""What of a map shows from afar, and what only from close by."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Final

NEAR_LEVELS: Final = frozenset({"unit_grid"})
"""Levels of areas that maps draw at their last zooms only (assets/js/50-areas.js)."""
NEAR_LAYERS: Final = frozenset({"building"})
"""Layers of the built-in basemap of which the same holds (assets/js/41-basemap-paint.js)."""


class MapPart(StrEnum):
    """The half of a map's data that is most of it and shows from close by only, and the other."""

    FAR = "far"
    NEAR = "near"


def features_of(features: Iterable[dict[str, Any]], part: MapPart | None) -> list[dict[str, Any]]:
    """Return the areas (GeoJSON features) of this part; None: all."""
    return [feature for feature in features if _is_in(part, feature["properties"].get("level") in NEAR_LEVELS)]


def layers_of(layers: Iterable[dict[str, Any]], part: MapPart | None) -> list[dict[str, Any]]:
    """Return the layers of the built-in basemap of this part; None: all."""
    return [layer for layer in layers if _is_in(part, layer["key"] in NEAR_LAYERS)]


def _is_in(part: MapPart | None, is_near: bool) -> bool:
    return part is None or is_near == (part is MapPart.NEAR)
