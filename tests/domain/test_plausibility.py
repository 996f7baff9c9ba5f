"""What a sensor of the city can truly measure."""

from __future__ import annotations

import pytest

from dashboard.domain.metrics import METRICS
from dashboard.domain.plausibility import distance_is_measured, plausible_ranges
from dashboard.domain.sensors import sensor_types


def measures(kind: str, metric: str, value: float) -> bool:
    low, high, sentinels = plausible_ranges(kind)[metric]
    return low <= value <= high and value not in sentinels


@pytest.mark.parametrize(
    ("kind", "metric", "value"),
    [
        ("drainage", "cod_mgl", 65535),
        ("drainage", "ss_mgl", 6553.5),
        ("drainage", "nh3n_mgl", 6553.5),
        ("drainage", "ph", 14),
        ("drainage", "flow_lps", -9999),
        ("drainage", "level_m", 32.767),
        ("drainage", "level_m", -4.8),
        ("drainage", "temperature_c", 85),
        ("road_water", "depth_m", 9.999),
        ("bin", "fill_ratio", 2.55),
        ("bin", "temperature_c", 85),
        ("rain", "rain_mm", 409.5),
        ("parking_bay", "rssi_dbm", 15),
        ("parking_bay", "temperature_c", -127),
        ("noise of a kind to come", "temperature_c", 85),
    ],
)
def test_what_a_sensor_says_without_measuring_is_no_measurement(kind: str, metric: str, value: float) -> None:
    assert not measures(kind, metric, value)


@pytest.mark.parametrize(
    ("kind", "metric", "value"),
    [
        ("road_water", "depth_m", 2.4),
        ("road_water", "depth_m", -0.02),
        ("rain", "rain_mm", 201.9),
        ("drainage", "ph", 2.1),
        ("drainage", "cod_mgl", 12_000),
        ("drainage", "fill_ratio", 1.8),
        ("bin", "temperature_c", 110),
        ("camera", "temperature_c", 85),
        ("manhole", "temperature_c", 71.5),
        ("manhole", "level_m", 14.2),
    ],
)
def test_what_a_city_has_seen_is_a_measurement(kind: str, metric: str, value: float) -> None:
    assert measures(kind, metric, value)


@pytest.mark.parametrize("distance_m", [9.999, 32.767, 65.535])
def test_a_sensor_without_an_echo_has_words_for_it(distance_m: float) -> None:
    assert not distance_is_measured(distance_m)
    assert distance_is_measured(distance_m - 0.001)


def test_every_range_lies_within_that_of_its_metric() -> None:
    for kind in sensor_types():
        for key, (low, high, _) in plausible_ranges(kind).items():
            assert METRICS[key].minimum <= low <= high <= METRICS[key].maximum


def test_every_threshold_can_be_measured() -> None:
    for kind, sensor in sensor_types().items():
        ranges = plausible_ranges(kind)
        for rule in sensor.rules:
            for level in rule.levels:
                if rule.metric in ranges and rule.window_s == 0:
                    assert measures(kind, rule.metric, level.threshold), rule.key
