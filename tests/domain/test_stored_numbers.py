"""What is stored as a number keeps that number for ever, wherever a new member is put."""

from __future__ import annotations

from dashboard.domain.metrics import METRICS, METRICS_BY_NUMBER
from dashboard.domain.readings import ReadingFlag
from dashboard.domain.severity import STATES_BY_NUMBER, AssetState

STATES = {"normal": 0, "minor": 1, "major": 2, "critical": 3, "offline": 4}
FLAGS = {"LATE": 1, "GATEWAY_CLOCK": 2, "SERVER_CLOCK": 4, "REPLAYED": 8}
METRIC_NUMBERS = {
    "level_m": 1,
    "depth_m": 2,
    "fill_ratio": 3,
    "flow_lps": 4,
    "rain_mm": 5,
    "ph": 6,
    "cod_mgl": 7,
    "nh3n_mgl": 8,
    "ss_mgl": 9,
    "conductivity_uscm": 10,
    "tilt_deg": 11,
    "cover": 12,
    "occupied": 13,
    "battery_pct": 14,
    "battery_v": 15,
    "rssi_dbm": 16,
    "temperature_c": 17,
    "occupied_bays": 18,
    "running": 19,
    "velocity_mps": 20,
    "still_min": 21,
    "outside_m": 22,
    "unheard_min": 23,
}
METRIC_STATES = {
    "cover": ("closed", "tilted", "open"),
    "exhaust": ("off", "purified", "direct"),
    "fan": ("false", "true"),
    "occupied": ("false", "true"),
    "purifier": ("false", "true"),
    "running": ("false", "true"),
}


def test_the_states_of_assets_keep_their_numbers() -> None:
    assert {state: AssetState(state).number for state in STATES} == STATES


def test_every_state_has_a_number_of_its_own() -> None:
    assert {number: STATES_BY_NUMBER[number] for number in (state.number for state in AssetState)} == STATES_BY_NUMBER
    assert len(STATES_BY_NUMBER) == len(AssetState)


def test_the_flags_of_readings_keep_their_numbers_and_share_no_bit() -> None:
    assert {name: int(ReadingFlag[name]) for name in FLAGS} == FLAGS
    assert sum(ReadingFlag) == (1 << len(ReadingFlag)) - 1


def test_metrics_keep_their_numbers_and_none_is_given_twice() -> None:
    assert {key: METRICS[key].number for key in METRIC_NUMBERS} == METRIC_NUMBERS
    assert len(METRICS_BY_NUMBER) == len(METRICS)


def test_the_states_of_a_metric_keep_their_places_and_new_ones_come_last() -> None:
    """Readings are stored as the place of the state."""
    assert {key: METRICS[key].states[: len(states)] for key, states in METRIC_STATES.items()} == METRIC_STATES
    assert set(METRIC_STATES) == {key for key, metric in METRICS.items() if metric.states}
