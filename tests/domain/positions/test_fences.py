"""How far outside: against shapely in a metric projection of the ellipsoid."""

from __future__ import annotations

import math
import random

import pytest
from pyproj import Transformer
from shapely import Point
from shapely import Polygon as Shape

from dashboard.domain.coordinates import Position
from dashboard.domain.positions.fences import Polygon, outside_m

LON, LAT = 121.2623, 28.6497
METRIC = Transformer.from_crs("EPSG:4326", f"+proj=aeqd +lat_0={LAT} +lon_0={LON} +ellps=WGS84", always_xy=True)

YARD: Polygon = [
    [(LON, LAT), (LON + 0.01, LAT + 0.001), (LON + 0.012, LAT + 0.009), (LON + 0.004, LAT + 0.005), (LON, LAT + 0.011)],
    [(LON + 0.008, LAT + 0.004), (LON + 0.010, LAT + 0.004), (LON + 0.009, LAT + 0.006)],
]
FAR: Polygon = [[(LON + 0.03, LAT), (LON + 0.04, LAT), (LON + 0.04, LAT + 0.01), (LON + 0.03, LAT), (LON + 0.03, LAT)]]


def expected_m(lon: float, lat: float, polygons: list[Polygon]) -> float:
    point = Point(METRIC.transform(lon, lat))
    rings = [[[METRIC.transform(*place) for place in ring] for ring in polygon] for polygon in polygons]
    shapes = [Shape(outer, holes) for outer, *holes in rings]
    return min(shape.distance(point) for shape in shapes)


def test_it_agrees_with_shapely_within_a_thousandth_and_a_decimetre() -> None:
    chance = random.Random(8)
    places = [(LON + chance.uniform(-0.01, 0.05), LAT + chance.uniform(-0.01, 0.02)) for _ in range(400)]
    found = [outside_m(Position(lon, lat), [YARD, FAR]) for lon, lat in places]
    assert found == pytest.approx([expected_m(lon, lat, [YARD, FAR]) for lon, lat in places], rel=1e-3, abs=0.1)
    assert 20 < sum(each == 0.0 for each in found) < 200


def test_inside_is_zero_and_a_hole_is_outside() -> None:
    assert outside_m(Position(LON + 0.002, LAT + 0.003), [YARD]) == 0.0
    hole = Position(LON + 0.009, LAT + 0.0047)
    assert outside_m(hole, [YARD]) == pytest.approx(expected_m(*hole, [YARD]), abs=0.1)
    assert 20.0 < outside_m(hole, [YARD]) < 100.0
    assert outside_m(hole, [YARD, [YARD[1]]]) == 0.0


def test_a_ring_need_not_be_closed_and_without_a_polygon_everything_is_outside() -> None:
    closed = [[*ring, ring[0]] for ring in YARD]
    place = Position(LON - 0.01, LAT)
    assert outside_m(place, [closed]) == outside_m(place, [YARD])
    assert outside_m(place, []) == math.inf
    assert outside_m(place, [[]]) == math.inf
    assert outside_m(place, [[[]]]) == math.inf
