"""Where a city lies: the box that maps open at, undisturbed by strays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from dashboard.domain.coordinates import Position
from dashboard.domain.grid import AreaLevel

TRIMMED: Final = 0.05
"""The share on each side that does not tell how wide the city is; at least one, where there are four or more."""
FAR_OUT: Final = 2.0
"""A device is a stray when it lies outside the others by more than twice their own width."""
AREAS_FAR_OUT: Final = 10.0
"""Areas are drawn on purpose, so an island or an exclave counts much longer than a device."""
NARROWEST_DEG: Final = 0.02
"""About 2 km: devices of one street, or of a single yard, do not make their neighbours strays."""
MARGIN_DEG: Final = 0.002
"""About 200 m around everything, so that a single device has a box too."""


class Extent(NamedTuple):
    """A box in degrees of WGS-84, in the order of a GeoJSON `bbox` (RFC 7946, section 5)."""

    west: float
    south: float
    east: float
    north: float

    def around(self, centre: Position) -> Extent:
        """Return the smallest box with its middle at `centre` that holds this one."""
        lon_deg = max(centre.lon - self.west, self.east - centre.lon)
        lat_deg = max(centre.lat - self.south, self.north - centre.lat)
        return Extent(centre.lon - lon_deg, centre.lat - lat_deg, centre.lon + lon_deg, centre.lat + lat_deg)


def city_extent(features: Iterable[Mapping[str, Any]], places: Sequence[tuple[float, float]]) -> Extent | None:
    """Return the box around the areas, where there are none around the `places`; None where there is nothing.

    `features` are GeoJSON features with the `level` of each area, `places` are (lon, lat) of assets, in degrees of
    WGS-84. Water is no area: a sea may reach beyond the city. What lies far out is left out: a stray changes nothing.
    """
    boxes = [box for feature in features if (box := _box_of(feature)) is not None]
    if boxes:
        return _around(boxes, AREAS_FAR_OUT, 0.0)
    return _around([Extent(lon, lat, lon, lat) for lon, lat in places], FAR_OUT, MARGIN_DEG)


def _box_of(feature: Mapping[str, Any]) -> Extent | None:
    geometry = feature.get("geometry")
    if not geometry or feature.get("properties", {}).get("level") == AreaLevel.WATER:
        return None
    corners = list(_corners(geometry["coordinates"]))
    if not corners:
        return None
    lons, lats = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return Extent(min(lons), min(lats), max(lons), max(lats))


def _corners(coordinates: Sequence[Any]) -> Iterator[Sequence[float]]:
    if coordinates and isinstance(coordinates[0], (int, float)):
        yield coordinates
        return
    for inner in coordinates:
        yield from _corners(inner)


def _around(boxes: Sequence[Extent], reach: float, margin_deg: float) -> Extent | None:
    if not boxes:
        return None
    west, east = _fences([(box.west + box.east) / 2 for box in boxes], reach)
    south, north = _fences([(box.south + box.north) / 2 for box in boxes], reach)
    kept = [
        box
        for box in boxes
        if west <= (box.west + box.east) / 2 <= east and south <= (box.south + box.north) / 2 <= north
    ] or boxes
    return Extent(
        min(box.west for box in kept) - margin_deg,
        min(box.south for box in kept) - margin_deg,
        max(box.east for box in kept) + margin_deg,
        max(box.north for box in kept) + margin_deg,
    )


def _fences(values: Sequence[float], reach: float) -> tuple[float, float]:
    """Where far out begins on both sides of `values`."""
    ordered = sorted(values)
    last = len(ordered) - 1
    trimmed = max(1, int(last * TRIMMED)) if last >= 3 else 0
    low, high = ordered[trimmed], ordered[last - trimmed]
    beyond = reach * max(high - low, NARROWEST_DEG)
    return low - beyond, high + beyond
