"""A flat piece of the WGS-84 ellipsoid around one place, in metres."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

LonLat = tuple[float, float]
"""Longitude and latitude in degrees."""
Point = tuple[float, float]
"""Metres east and north of the origin of a plane."""

_SEMI_MAJOR_M: Final = 6_378_137.0
_E2: Final = 0.00669437999014
"""First eccentricity squared of WGS-84 (NIMA TR8350.2, table 3.3)."""


class Plane(NamedTuple):
    """An equirectangular projection that is true to scale at its origin; within 0.1 % as far as 5 km from it."""

    lon: float
    lat: float
    east_m_per_deg: float
    north_m_per_deg: float

    @classmethod
    def around(cls, lon: float, lat: float) -> Plane:
        """Return the plane that touches the ellipsoid here: the radii of the parallel and of the meridian."""
        phi = math.radians(lat)
        flattening = 1.0 - _E2 * math.sin(phi) ** 2
        parallel_m = _SEMI_MAJOR_M / math.sqrt(flattening) * math.cos(phi)
        meridian_m = _SEMI_MAJOR_M * (1.0 - _E2) / flattening**1.5
        return cls(lon, lat, math.radians(parallel_m), math.radians(meridian_m))

    def point(self, lon: float, lat: float) -> Point:
        """Return a WGS-84 position as metres east and north of the origin."""
        return (lon - self.lon) * self.east_m_per_deg, (lat - self.lat) * self.north_m_per_deg


def from_segment_m(point: Point, start: Point, end: Point) -> float:
    """Return how far, in metres, a point is from a straight segment; its two ends may be one."""
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    to_x, to_y = point[0] - start[0], point[1] - start[1]
    square = along_x * along_x + along_y * along_y
    part = min(1.0, max(0.0, (to_x * along_x + to_y * along_y) / square)) if square else 0.0
    return math.hypot(to_x - part * along_x, to_y - part * along_y)
