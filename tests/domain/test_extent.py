"""Where a city lies, with and without areas, and whatever strays."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.domain.extent import MARGIN_DEG, Extent, city_extent
from tests.fakes_geo import box

STRAY = (121.0, 29.6)
"""About 110 km north of the town."""
TOWN = [(121.0 + column * 0.004, 28.6 + row * 0.004) for column in range(10) for row in range(10)]


def area(geometry: dict[str, Any] | None, level: str = "grid") -> dict[str, Any]:
    return {"type": "Feature", "properties": {"level": level}, "geometry": geometry}


def test_the_areas_tell_where_the_city_lies_and_no_asset_changes_that() -> None:
    grids = [area(box(121.0, 28.6, 121.1, 28.7)), area(box(121.1, 28.6, 121.3, 28.65))]
    assert city_extent(grids, [STRAY]) == Extent(121.0, 28.6, 121.3, 28.7)


def test_without_areas_the_assets_tell_it_and_a_stray_changes_nothing() -> None:
    alone = city_extent([], TOWN)
    assert alone == pytest.approx((121.0 - MARGIN_DEG, 28.6 - MARGIN_DEG, 121.036 + MARGIN_DEG, 28.636 + MARGIN_DEG))
    assert city_extent([], [*TOWN, STRAY]) == alone
    assert city_extent([], [*TOWN, STRAY, (0.0, 0.0)]) == alone


@pytest.mark.parametrize("count", [4, 5, 8, 11], ids=str)
def test_a_stray_changes_nothing_among_few_assets_either(count: int) -> None:
    assert city_extent([], [*TOWN[:count], STRAY]) == city_extent([], TOWN[:count])


def test_a_district_beside_the_town_is_no_stray() -> None:
    suburb = [(lon + 0.15, lat) for lon, lat in TOWN[:20]]
    found = city_extent([], [*TOWN, *suburb])
    assert found is not None
    assert found.east > 121.15


def test_a_grid_drawn_far_away_changes_nothing_but_an_island_counts() -> None:
    grids = [area(box(lon, lat, lon + 0.004, lat + 0.004)) for lon, lat in TOWN]
    alone = city_extent(grids, [])
    assert city_extent([*grids, area(box(121.0, 29.6, 121.01, 29.61))], []) == alone
    island = city_extent([*grids, area(box(121.2, 28.6, 121.21, 28.61))], [])
    assert island is not None
    assert island.east == 121.21


def test_the_sea_does_not_widen_the_city() -> None:
    grids = [area(box(121.0, 28.6, 121.1, 28.7)), area(box(120.0, 26.0, 125.0, 30.0), "water")]
    assert city_extent(grids, []) == Extent(121.0, 28.6, 121.1, 28.7)


def test_shapes_of_every_type_count_and_missing_ones_do_not() -> None:
    line = {"type": "LineString", "coordinates": [[121.0, 28.6], [121.2, 28.7]]}
    parts = {"type": "MultiPolygon", "coordinates": [box(121.1, 28.5, 121.15, 28.65)["coordinates"]]}
    assert city_extent([area(line), area(parts), area(None)], []) == Extent(121.0, 28.5, 121.2, 28.7)


def test_one_asset_has_a_box_and_nothing_has_none() -> None:
    assert city_extent([], [(121.0, 28.6)]) == pytest.approx((120.998, 28.598, 121.002, 28.602))
    assert city_extent([], []) is None
