"""The order in which positions are told to maps."""

from __future__ import annotations

import itertools

import pytest

from dashboard.domain.map_order import z_order


def test_north_west_comes_first() -> None:
    north_west, south_east = (120.0, 31.0), (121.0, 30.0)
    assert z_order(*north_west) < z_order(*south_east)
    assert z_order(120.0, 31.0) < z_order(121.0, 31.0)
    assert z_order(120.0, 31.0) < z_order(120.0, 30.0)


def test_a_code_takes_its_digits_in_turn_from_east_and_south() -> None:
    cell_deg = 360 * 6 / 2**28
    assert [z_order(-180 + (column + 0.5) * cell_deg, 85.0) & 0b010101 for column in range(4)] == [0, 1, 4, 5]


@pytest.mark.parametrize("lat", [90.0, -90.0, 1e9])
def test_poles_and_nonsense_lie_at_the_edge(lat: float) -> None:
    assert z_order(0.0, lat) == z_order(0.0, 85.0 if lat > 0 else -85.0)


def test_places_of_one_quarter_are_not_parted_by_another() -> None:
    east = [(120.0 + step / 100, 30.0) for step in range(8)]
    west = [(-120.0 + step / 100, 30.0) for step in range(8)]
    ordered = sorted(east + west, key=lambda place: z_order(*place))
    assert len([1 for before, after in itertools.pairwise(ordered) if (before in east) != (after in east)]) == 1
