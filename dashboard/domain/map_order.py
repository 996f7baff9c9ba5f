"""The order in which positions are told to maps."""

from __future__ import annotations

import math
from typing import Final

_CELLS: Final = 1 << 26  # of 0.6 m at the equator, as assets/js/30-asset-store.js sorts them
_STEEPEST_DEG: Final = 85.0


def z_order(lon: float, lat: float) -> int:
    """The Z-order code (Morton 1966) of a position in degrees on the square Web Mercator world, north first.

    Neighbours on the map are near each other in this order, which packs well, and browsers need not sort them anew.
    """
    sine = math.sin(math.radians(max(-_STEEPEST_DEG, min(_STEEPEST_DEG, lat))))
    x = lon / 360.0 + 0.5
    y = 0.5 - math.log((1.0 + sine) / (1.0 - sine)) / (4.0 * math.pi)
    return _spread(int(x * _CELLS)) | _spread(int(y * _CELLS)) << 1


def _spread(value: int) -> int:
    """A zero between any two binary digits: they are read as digits of base 4."""
    return int(f"{value:b}", 4)
