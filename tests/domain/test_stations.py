"""Water points, drainage stations and rain gauges by urgency."""

from __future__ import annotations

import pytest

from dashboard.domain.severity import AssetState
from dashboard.domain.stations import highest_first, scale_of, state_reached, steps_of, worst_first
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


@pytest.mark.parametrize(
    ("fill", "state"),
    [
        (0.0, AssetState.NORMAL),
        (0.79, AssetState.NORMAL),
        (0.8, AssetState.MINOR),
        (0.99, AssetState.MINOR),
        (1.0, AssetState.MAJOR),
        (2.0, AssetState.MAJOR),
    ],
)
def test_a_figure_has_reached_the_state_of_its_own_limits(fill: float, state: AssetState) -> None:
    assert state_reached("drainage", fill) is state


def test_the_scale_of_every_kind_with_rows_is_that_of_its_rule() -> None:
    assert steps_of("drainage") == ((0.8, AssetState.MINOR), (1.0, AssetState.MAJOR))
    assert [state for _, state in steps_of("road_water")][-1] is AssetState.CRITICAL


def test_the_highest_figure_comes_first_whatever_else_is_wrong_and_old_figures_last() -> None:
    stations = [
        station_of("acid", 0.2, AssetState.CRITICAL),
        station_of("silent", 1.5, AssetState.OFFLINE),
        station_of("unheard", None),
        station_of("full", 1.01, AssetState.MAJOR),
        station_of("fuller", 1.02, AssetState.MAJOR),
        station_of("calm", 0.7),
    ]
    assert [s.asset_id for s in highest_first(stations)] == ["fuller", "full", "calm", "acid", "silent", "unheard"]
