"""Water points, drainage stations and rain gauges by urgency."""

from __future__ import annotations

from dashboard.domain.severity import AssetState
from dashboard.domain.stations import scale_of, worst_first
from tests.readout_builders import station_of


def test_the_most_urgent_station_comes_first_and_the_silent_ones_last() -> None:
    stations = [
        station_of("silent", 0.9, AssetState.OFFLINE),
        station_of("calm", 0.3),
        station_of("full", 0.7),
        station_of("red", 0.2, AssetState.CRITICAL),
    ]
    assert [station.asset_id for station in worst_first(stations)] == ["red", "full", "calm", "silent"]


def test_a_bar_is_longer_than_the_gravest_limit_and_shows_the_first() -> None:
    full, first = scale_of("road_water")
    assert 0.0 < first < full
    assert scale_of("rain")[0] > 0.0
