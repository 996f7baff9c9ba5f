"""How far outside the areas that somebody ought to be in."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from dashboard.domain.positions.plane import LonLat, Plane, Point, from_segment_m

Ring = Sequence[LonLat]
"""A closed line of WGS-84 degrees; whether the last position repeats the first does not matter."""
Polygon = Sequence[Ring]
"""The outer ring, then those of its holes, as GeoJSON has them (RFC 7946 section 3.1.6)."""


class Placed(Protocol):
    """Whatever has a longitude and a latitude in WGS-84 degrees."""

    @property
    def lon(self) -> float:
        """East positive."""

    @property
    def lat(self) -> float:
        """North positive."""


def outside_m(position: Placed, polygons: Iterable[Polygon]) -> float:
    """Return how many metres the position is outside of the nearest polygon: 0 inside of any, infinite without any.

    Who stands in a hole is outside, as far as its edge. The accuracy of the position is not counted: the caller
    compares it with the result. Within 0.1 % up to 5 km from the polygons.
    """
    plane = Plane.around(position.lon, position.lat)
    nearest_m = math.inf
    for polygon in polygons:
        edges = [edge for ring in polygon for edge in _edges([plane.point(lon, lat) for lon, lat in ring])]
        if _holds_origin(edges):
            return 0.0
        nearest_m = min([nearest_m, *(from_segment_m((0.0, 0.0), *edge) for edge in edges)])
    return nearest_m


def _edges(ring: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    """The edges of a ring, the one that closes it included."""
    return zip(ring, [*ring[1:], *ring[:1]], strict=True)


def _holds_origin(edges: Iterable[tuple[Point, Point]]) -> bool:
    """Whether a ray from the origin to the east crosses the rings an odd number of times; holes take themselves out."""
    inside = False
    for (x, y), (next_x, next_y) in edges:
        if (y > 0.0) != (next_y > 0.0) and x - y * (next_x - x) / (next_y - y) > 0.0:
            inside = not inside
    return inside
