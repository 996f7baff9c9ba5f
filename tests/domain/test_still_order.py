"""Lists that are sorted anew only when something happens."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from dashboard.domain.readouts import CarPark
from dashboard.domain.severity import AssetState
from dashboard.domain.stations import fullest_first, station_standing, worst_first
from dashboard.domain.still_order import Standing, StillOrder
from tests.readout_builders import station_of


class Thing(NamedTuple):
    """Something that is sorted by how full it is."""

    key: str
    share: float
    state: str = "normal"


def order() -> StillOrder[Thing]:
    return StillOrder(
        lambda things: sorted(things, key=lambda thing: -thing.share),
        lambda thing: Standing(thing.key, thing.state, thing.share),
    )


def keys(things: list[Thing]) -> str:
    return "".join(thing.key for thing in things)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ([Thing("a", 0.50), Thing("b", 0.54)], "ab"),
        ([Thing("a", 0.50), Thing("b", 0.56)], "ba"),
        ([Thing("a", 0.50), Thing("b", 0.51, "minor")], "ba"),
        ([Thing("c", 0.9), Thing("a", 0.50), Thing("b", 0.51)], "cba"),
        ([Thing("b", 0.51)], "b"),
    ],
    ids=["a flicker", "five per cent", "another state", "one more", "one less"],
)
def test_places_change_only_when_something_happens(after: list[Thing], expected: str) -> None:
    still = order()
    assert keys(still.sort([Thing("b", 0.505 - 0.01), Thing("a", 0.50)])) == "ab"
    assert keys(still.sort(after)) == expected


def test_many_small_steps_are_seen_as_the_large_one_that_they_are() -> None:
    still = order()
    seen = [keys(still.sort([Thing("a", 0.5), Thing("b", 0.49 + step * 0.02)])) for step in range(4)]
    assert seen == ["ab", "ab", "ab", "ba"]


def test_what_is_shown_is_the_newest_also_where_the_order_is_not() -> None:
    still = order()
    still.sort([Thing("a", 0.5), Thing("b", 0.49)])
    assert [thing.share for thing in still.sort([Thing("b", 0.52), Thing("a", 0.5)])] == [0.5, 0.52]


def test_stations_move_by_the_share_of_their_limit() -> None:
    still = StillOrder(worst_first, station_standing)
    assert [s.asset_id for s in still.sort([station_of("a", 0.30), station_of("b", 0.31)])] == ["b", "a"]
    assert [s.asset_id for s in still.sort([station_of("a", 0.32), station_of("b", 0.31)])] == ["b", "a"]
    assert [s.asset_id for s in still.sort([station_of("a", 0.60), station_of("b", 0.31)])] == ["a", "b"]


def test_car_parks_that_have_not_reported_come_last() -> None:
    parks = [CarPark(f"P{number}", "", 100, taken, AssetState.NORMAL) for number, taken in enumerate((None, 5, 90, 0))]
    assert [park.asset_id for park in fullest_first(parks)] == ["P2", "P1", "P3", "P0"]
