"""The order in which positions are told to maps."""

from __future__ import annotations

import itertools

import pytest

from dashboard.domain.map_order import z_order


def test_quarters_of_the_world_come_north_west_first() -> None:
    corners = [(-90.0, 45.0), (90.0, 45.0), (-90.0, -45.0), (90.0, -45.0)]
    assert sorted(corners, key=lambda corner: z_order(*corner)) == corners


def test_the_middle_of_the_world_is_where_three_quarters_of_the_codes_begin() -> None:
    assert z_order(0.0, 0.0) == 3 << 50


@pytest.mark.parametrize("lat", [90.0, -90.0, 1e9])
def test_poles_and_nonsense_lie_at_the_edge(lat: float) -> None:
    assert z_order(0.0, lat) == z_order(0.0, 85.0 if lat > 0 else -85.0)


def test_places_of_one_quarter_are_not_parted_by_another() -> None:
    east = [(120.0 + step / 100, 30.0) for step in range(8)]
    west = [(-120.0 + step / 100, 30.0) for step in range(8)]
    ordered = sorted(east + west, key=lambda place: z_order(*place))
    assert len([1 for before, after in itertools.pairwise(ordered) if (before in east) != (after in east)]) == 1
