"""A station is held against what the other stations of the district say."""

from __future__ import annotations

import pytest

from dashboard.domain.durations import HOUR_US, MINUTE_US
from dashboard.domain.readings import Observation
from dashboard.domain.regions import Region, beyond_region
from dashboard.domain.sensors import regional_kinds

NOW = 1_763_700_000_000_000
DUST = regional_kinds()["site_air"]


def beyond(value: float, others: dict[int, float], minutes_ago: int = 0, metric: str = "pm10_ugm3") -> dict[str, float]:
    """What follows for station 1."""
    at = NOW - minutes_ago * MINUTE_US
    observation = Observation("canonical:YC-1", at, {metric: value}, "1")
    return dict(beyond_region(observation, 1, DUST, Region(values=others, as_of_us=NOW)))


@pytest.mark.parametrize(
    ("value", "others", "region", "over"),
    [
        (150.0, {2: 60.0, 3: 70.0, 4: 300.0}, 70.0, 80.0),
        (150.0, {2: 60.0, 3: 70.0, 4: 80.0, 5: 300.0}, 75.0, 75.0),
        (40.0, {2: 60.0, 3: 70.0, 4: 80.0}, 70.0, -30.0),
        (150.0, {1: 9_999.0, 2: 60.0, 3: 70.0, 4: 80.0}, 70.0, 80.0),
    ],
    ids=["median", "even number", "cleaner", "own value aside"],
)
def test_the_region_is_the_median_of_the_others(
    value: float, others: dict[int, float], region: float, over: float
) -> None:
    assert beyond(value, others) == {"pm10_region_ugm3": region, "pm10_over_ugm3": over}


def test_in_bad_air_a_site_is_held_against_150_at_most() -> None:
    assert beyond(260.0, {2: 240.0, 3: 250.0, 4: 260.0}) == {"pm10_region_ugm3": 250.0, "pm10_over_ugm3": 110.0}


def test_two_others_are_no_region() -> None:
    assert beyond(300.0, {1: 300.0, 2: 60.0, 3: 70.0}) == {}


def test_what_was_measured_long_ago_is_held_against_nothing() -> None:
    others = {2: 60.0, 3: 70.0, 4: 80.0}
    assert beyond(300.0, others, minutes_ago=60) != {}
    assert beyond(300.0, others, minutes_ago=HOUR_US // MINUTE_US + 1) == {}


def test_other_metrics_have_no_region() -> None:
    assert beyond(300.0, {2: 60.0, 3: 70.0, 4: 80.0}, metric="noise_db") == {}
