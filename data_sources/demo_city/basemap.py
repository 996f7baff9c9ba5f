"""The built-in basemap: the agreed compact JSON with whole-number coordinates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from data_sources.demo_city.frame import TERRAIN, Point, densify, to_lonlat, unbent_to_lonlat
from data_sources.demo_city.roads import ARTERIAL, COLLECTOR, RING, Road

SCALE: Final = 65_535 * 4
BOUNDS: Final = (*unbent_to_lonlat((TERRAIN[0], TERRAIN[1])), *unbent_to_lonlat((TERRAIN[2], TERRAIN[3])))
_ROAD_LAYERS: Final = {RING: "road_ring", ARTERIAL: "road_arterial", COLLECTOR: "road_minor"}

Feature = dict[str, Any]


def polygon_feature(shape: Polygon, name: str | None = None, rank: int = 0, step_m: float = 120.0) -> Feature:
    """One polygon; its holes are further rings (even-odd fill), no ring repeats its first point."""
    rings = [shape.exterior, *shape.interiors]
    return {"name": name, "rank": rank, "rings": [_flat(densify(_coords(ring.coords), step_m)[:-1]) for ring in rings]}


def outline_feature(corners: Sequence[Point]) -> Feature:
    """A small polygon given by its corners."""
    return {"name": None, "rank": 0, "rings": [_flat(corners)]}


def line_feature(line: BaseGeometry, name: str | None, rank: int, step_m: float = 120.0) -> Feature:
    """One line."""
    return {"name": name, "rank": rank, "rings": [_flat(densify(_coords(line.coords), step_m))]}


def polygon_features(shapes: Iterable[tuple[str | None, int, BaseGeometry]]) -> list[Feature]:
    """Polygons and the parts of multi-polygons with their names and ranks."""
    found = []
    for name, rank, shape in shapes:
        parts = shape.geoms if isinstance(shape, MultiPolygon) else [shape]
        found += [
            polygon_feature(part, name, rank) for part in parts if isinstance(part, Polygon) and not part.is_empty
        ]
    return found


def road_layers(roads: Iterable[Road]) -> dict[str, list[Feature]]:
    """The roads by layer: ring, arterials, minor roads, streets."""
    layers: dict[str, list[Feature]] = {"street": [], "road_minor": [], "road_arterial": [], "road_ring": []}
    for road in roads:
        layers[_ROAD_LAYERS.get(road.rank, "street")].append(line_feature(road.line, road.name, road.rank))
    return layers


def basemap(layers: Sequence[tuple[str, str, list[Feature]]]) -> dict[str, Any]:
    """The whole basemap from (key, kind, features), in drawing order."""
    return {"bounds": list(BOUNDS), "layers": [{"key": k, "kind": kind, "features": f} for k, kind, f in layers]}


def _coords(coords: Iterable[tuple[float, ...]]) -> list[Point]:
    return [(point[0], point[1]) for point in coords]


def _flat(points: Iterable[Point]) -> list[int]:
    west, south, east, north = BOUNDS
    flat: list[int] = []
    for lon, lat in map(to_lonlat, points):
        flat += (round((lon - west) / (east - west) * SCALE), round((lat - south) / (north - south) * SCALE))
    return flat
