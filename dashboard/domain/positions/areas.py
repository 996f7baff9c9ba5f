"""The areas that people patrol: grids as polygons, street lines as lines, in WGS-84 degrees."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from dashboard.domain.positions.plane import LonLat

Ring = tuple[LonLat, ...]


class Shape(NamedTuple):
    """A geometry: polygons with their outer ring first, or lines."""

    polygons: tuple[tuple[Ring, ...], ...] = ()
    lines: tuple[Ring, ...] = ()


class PatrolArea(NamedTuple):
    """A grid or a street line; `parent` is the area above, `squad` whose it is, both by code."""

    code: str
    name: str
    level: str
    parent: str | None
    squad: str | None
    shape: Shape


def shape_of(geometry: str) -> Shape:
    """Return a GeoJSON geometry (RFC 7946) as a shape; what is neither polygon nor line is empty."""
    read: dict[str, Any] = json.loads(geometry)
    coordinates = read.get("coordinates", [])
    match read.get("type"):
        case "Polygon":
            return Shape(polygons=(_rings(coordinates),))
        case "MultiPolygon":
            return Shape(polygons=tuple(_rings(each) for each in coordinates))
        case "LineString":
            return Shape(lines=(_ring(coordinates),))
        case "MultiLineString":
            return Shape(lines=_rings(coordinates))
        case _:
            return Shape()


def _rings(coordinates: Any) -> tuple[Ring, ...]:
    return tuple(_ring(each) for each in coordinates)


def _ring(coordinates: Any) -> Ring:
    return tuple((float(each[0]), float(each[1])) for each in coordinates)
