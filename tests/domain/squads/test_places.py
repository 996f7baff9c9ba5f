"""Places where the same comes again, and the patrol before it does."""

from __future__ import annotations

import pytest

from dashboard.domain.squads.places import Spot, SpotHour, merged, patrol_min, place_of

LON, LAT = 121.405, 29.655
NORTH_40_M = 40 / 111_195


def spot(cases: int, *, lat: float = LAT, category: str = "0504") -> Spot:
    return Spot(category, "店外经营", LON, lat, cases)


def test_spots_within_fifty_metres_are_one_place_with_its_middle() -> None:
    found = merged([spot(1, lat=LAT + NORTH_40_M), spot(3), spot(2, category="0505"), spot(2, lat=LAT + 0.01)])
    assert [(each.category, each.cases) for each in found] == [("0504", 4), ("0504", 2), ("0505", 2)]
    assert found[0].lat == pytest.approx(LAT + NORTH_40_M / 4)


def test_a_place_has_its_most_frequent_address_and_line_and_a_patrol_before_the_busiest_hours() -> None:
    hours = [
        SpotHour(20, "L01", "县前街 128 号", 3),
        SpotHour(21, "L01", "县前街 130 号", 1),
        SpotHour(9, "", "县前街 128 号", 1),
    ]
    place = place_of(spot(4), hours)
    assert place is not None
    assert (place.cases, place.address, place.line) == (5, "县前街 128 号", "L01")
    assert divmod(place.patrol_min, 60) == (19, 30)


def test_two_cases_are_no_recurrent_place() -> None:
    assert place_of(spot(2), [SpotHour(20, "", "", 2)]) is None


def test_a_patrol_before_what_comes_after_midnight_is_on_the_evening_before() -> None:
    assert divmod(patrol_min([5, 6, *[0] * 22]), 60) == (23, 30)
