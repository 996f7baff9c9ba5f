"""The order in which positions are told to maps."""

from __future__ import annotations

import math
from typing import Final

_WORLD_PX: Final = 256
_CELLS_PER_PX: Final = 2**20 / 6  # of 0.9 m at the equator, the order in which assets/js/30-asset-store.js keeps them
_STEEPEST_DEG: Final = 85.0


def z_order(lon: float, lat: float) -> int:
    """The Z-order code (Morton 1966) of a position in degrees on the square Web Mercator world, north first.

    Neighbours on the map are near each other in this order, which packs well, and browsers need not sort them anew.
    """
    sine = math.sin(math.radians(max(-_STEEPEST_DEG, min(_STEEPEST_DEG, lat))))
    x_px = (lon / 360.0 + 0.5) * _WORLD_PX
    y_px = (0.5 - math.log((1.0 + sine) / (1.0 - sine)) / (4.0 * math.pi)) * _WORLD_PX
    return _spread(int(x_px * _CELLS_PER_PX)) | _spread(int(y_px * _CELLS_PER_PX)) << 1


def _spread(value: int) -> int:
    """A zero between any two binary digits: they are read as digits of base 4."""
    return int(f"{value:b}", 4)
