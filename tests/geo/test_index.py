"""Where points belong."""

from __future__ import annotations

import math

import pytest

from dashboard.domain.coordinates import Position, distance_m
from dashboard.domain.grid import AreaHit
from data_sources.geo.index import AreaIndex
from tests.fakes_geo import area, box, line

AREAS = [
    area("CITY", "built_up_area", box(121.0, 28.0, 121.2, 28.2)),
    area("B1", "block", box(121.0, 28.0, 121.1, 28.1)),
    area("G1", "grid", box(121.0, 28.0, 121.05, 28.05)),
    area("G2", "grid", box(121.05, 28.0, 121.1, 28.05)),
    area("U1", "unit_grid", box(121.01, 28.01, 121.011, 28.011)),
    area("L1", "line", line((121.0, 28.02), (121.1, 28.02))),
    area("L2", "line", line((121.0, 28.0203), (121.1, 28.0203))),
]
INDEX = AreaIndex(AREAS)


@pytest.mark.parametrize(
    ("position", "grid", "unit_grid", "nearest"),
    [
        pytest.param((121.0105, 28.0105), "G1", "U1", None, id="in grid and unit grid"),
        pytest.param((121.07, 28.01), "G2", None, None, id="in a grid without unit grids"),
        pytest.param((121.05, 28.01), "G1", None, None, id="on a common border the lower code of equal areas"),
        pytest.param((121.03, 28.0201), "G1", None, "L1", id="between two lines the nearer one"),
        pytest.param((121.03, 28.08), "B1", None, None, id="in a block without grids"),
        pytest.param((121.15, 28.15), "CITY", None, None, id="in the city only"),
        pytest.param((120.0, 28.0), None, None, None, id="outside"),
    ],
)
def test_a_point_belongs_to_its_finest_areas(
    position: tuple[float, float], grid: str | None, unit_grid: str | None, nearest: str | None
) -> None:
    hit = INDEX.locate(*position)
    assert (hit.grid, hit.unit_grid, hit.line) == (grid, unit_grid, nearest)


@pytest.mark.parametrize("lat", [0.0, 28.0, 53.0], ids=["equator", "zhejiang", "mohe"])
def test_a_line_counts_within_thirty_metres_at_any_latitude(lat: float) -> None:
    index = AreaIndex([area("L", "line", line((121.0, lat), (121.0, lat + 0.01)))])
    degrees_per_metre = 1.0 / (111_194.9 * math.cos(math.radians(lat + 0.005)))
    near, far = index.locate_many(
        [Position(121.0 + metres * degrees_per_metre, lat + 0.005) for metres in (29.0, 31.0)]
    )
    assert near.line == "L"
    assert near.line_distance_m == pytest.approx(29.0, abs=0.1)
    assert (far.line, far.line_distance_m) == (None, None)


def test_points_at_different_latitudes_are_measured_each_by_its_own() -> None:
    lines = [
        area("N", "line", line((121.0, 50.0), (121.0, 50.1))),
        area("S", "line", line((121.0, 20.0), (121.0, 20.1))),
    ]
    positions = [
        Position(121.0002, 50.05),
        Position(121.0002, 20.05),
        Position(121.0004, 50.05),
        Position(121.0004, 20.05),
    ]
    hits = AreaIndex(lines).locate_many(positions)
    assert [hit.line for hit in hits] == ["N", "S", "N", None]
    for position, hit in zip(positions[:3], hits, strict=False):
        assert hit.line_distance_m == pytest.approx(distance_m(position, Position(121.0, position.lat)), abs=0.1)


def test_at_a_junction_the_lower_code_wins_every_time() -> None:
    streets = [
        area(code, "line", line((121.0, 28.0), end)) for code, end in (("Z", (121.0, 28.1)), ("A", (121.1, 28.0)))
    ]
    assert AreaIndex(streets).locate(120.9999, 27.9999).line == "A"
    assert AreaIndex(streets[::-1]).locate(120.9999, 27.9999).line == "A"


def test_an_overlap_belongs_to_the_smaller_grid_and_a_grid_wins_over_any_other_level() -> None:
    index = AreaIndex(
        [
            area("BIG", "grid", box(121.0, 28.0, 121.1, 28.1)),
            area("SMALL", "grid", box(121.0, 28.0, 121.05, 28.05)),
            area("SCHOOL", "school_zone", box(121.0, 28.0, 121.01, 28.01)),
        ]
    )
    assert index.locate(121.005, 28.005).grid == "SMALL"


def test_in_a_tree_of_other_levels_the_smallest_area_is_the_grid() -> None:
    levels = [area("D", "district", box(121, 28, 121.2, 28.2)), area("S", "street", box(121, 28, 121.1, 28.1))]
    assert AreaIndex(levels).locate(121.05, 28.05).grid == "S"


def test_islands_belong_to_their_area_and_holes_do_not() -> None:
    ring, hole = box(121.0, 28.0, 121.1, 28.1)["coordinates"][0], box(121.04, 28.04, 121.06, 28.06)["coordinates"][0]
    island = box(121.2, 28.0, 121.21, 28.01)["coordinates"]
    index = AreaIndex([area("M", "grid", {"type": "MultiPolygon", "coordinates": [[ring, hole], island]})])
    assert [index.locate(*at).grid for at in ((121.02, 28.02), (121.05, 28.05), (121.205, 28.005))] == ["M", None, "M"]


def test_without_areas_points_belong_nowhere() -> None:
    assert AreaIndex([]).locate(121.0, 28.0) == AreaHit()
    assert AreaIndex([]).locate_many([]) == []


@pytest.mark.parametrize("broken", [(math.nan, 28.0), (121.0, math.inf), (500.0, 28.0), (121.0, 95.0)])
def test_a_position_that_is_none_belongs_nowhere_and_harms_no_neighbour(broken: tuple[float, float]) -> None:
    hits = INDEX.locate_many([Position(*broken), Position(121.0105, 28.0105)])
    assert hits == [AreaHit(), AreaHit(grid="G1", unit_grid="U1")]


def test_many_points_at_once_and_one_by_one_agree() -> None:
    positions = [Position(121.0 + 0.0037 * step, 28.0 + 0.0029 * (step % 11)) for step in range(40)]
    assert INDEX.locate_many(positions) == [INDEX.locate(*position) for position in positions]
