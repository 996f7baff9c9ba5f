"""From the drawing board (metres, origin in the centre, slightly bent) to WGS-84."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

Point = tuple[float, float]

CENTRE: Final = (121.405, 29.655)
METRES_PER_DEGREE_LAT: Final = 110_860.0
METRES_PER_DEGREE_LON: Final = 96_850.0
TERRAIN: Final = (-12_000.0, -8_000.0, 12_000.0, 8_000.0)
"""What the basemap covers: more than the district, so that no edge shows on a wide wall."""

_BENDS: Final = (
    (62.0, 2 * math.pi / 3400, 0.7, 2 * math.pi / 5200, 1.9),
    (26.0, 2 * math.pi / 1500, 2.1, 2 * math.pi / 1900, 0.4),
)


def bend(point: Point) -> Point:
    """The gentle distortion (≤ 90 m, smooth) that keeps the city from looking ruled."""
    x, y = point
    dx = dy = 0.0
    for amplitude, across, phase, along, shift in _BENDS:
        dx += amplitude * math.sin(y * across + x * along * 0.5 + phase)
        dy += amplitude * math.sin(x * across - y * along * 0.5 + shift)
    return x + dx, y + dy


def to_lonlat(point: Point) -> Point:
    """A point of the drawing board as lon/lat with 7 digits (1 cm)."""
    x, y = bend(point)
    return unbent_to_lonlat((x, y))


def unbent_to_lonlat(point: Point) -> Point:
    """A point in true metres from the centre as lon/lat."""
    return (
        round(CENTRE[0] + point[0] / METRES_PER_DEGREE_LON, 7),
        round(CENTRE[1] + point[1] / METRES_PER_DEGREE_LAT, 7),
    )


def to_metres(lonlat: Point) -> Point:
    """A lon/lat as true metres from the centre."""
    return (lonlat[0] - CENTRE[0]) * METRES_PER_DEGREE_LON, (lonlat[1] - CENTRE[1]) * METRES_PER_DEGREE_LAT


def _steps(a: Point, b: Point, step_m: float) -> list[Point]:
    count = max(1, math.ceil(math.dist(a, b) / step_m))
    low, high = (a, b) if a <= b else (b, a)
    points = [(low[0] + (high[0] - low[0]) * k / count, low[1] + (high[1] - low[1]) * k / count) for k in range(count)]
    points.append(high)
    return points if a <= b else points[::-1]


def densify(points: Sequence[Point], step_m: float = 80.0) -> list[Point]:
    """The same path with a vertex at least each `step_m`, so that it bends; equal for both directions of travel."""
    path = [points[0]]
    for a, b in zip(points, points[1:], strict=False):
        path.extend(_steps(a, b, step_m)[1:])
    return path


def true_ring(coords: Iterable[tuple[float, ...]]) -> list[Point]:
    """A closed ring of the drawing board in true metres."""
    return [bend(point) for point in densify([(coord[0], coord[1]) for coord in coords])]


def path_to_lonlat(points: Sequence[Point], step_m: float = 80.0) -> list[list[float]]:
    """A path of the drawing board as GeoJSON coordinates."""
    return [list(to_lonlat(point)) for point in densify(points, step_m)]
