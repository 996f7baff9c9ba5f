"""The traps that were found in real payloads (devices.md 1.3), each a test."""

from __future__ import annotations

import json
from typing import Any

import pytest

UP = "application/app/device/70b3d57ed0000031/event/up"


def chirpstack(read: Any, own: Any, decoded: object, fields: list[dict[str, Any]]) -> Any:
    message = json.loads(own("chirpstack_up")) | {"object": decoded, "rxInfo": []}
    return read("chirpstack", UP, message, [{"match": {"uplink": "chirpstack"}, "fields": fields}])


@pytest.mark.parametrize(
    ("written", "metric", "unit", "expected"),
    [
        ("13.25", "temperature_c", None, 13.25),
        ("+27.90", "temperature_c", None, 27.9),
        ("060", "battery_pct", None, 60.0),
        ("1700 mm", "level_m", None, 1.7),
        ("1700 mm", "level_m", "cm", 1.7),
        ("22 ℃", "temperature_c", None, 22.0),
        ("0 °", "tilt_deg", None, 0.0),
        ("3.6V", "battery_v", None, 3.6),
        ("2800mV", "battery_v", None, 2.8),
        ("85%", "battery_pct", None, 85.0),
    ],
)
def test_numbers_written_as_texts_with_units(
    read: Any, own: Any, written: str, metric: str, unit: str | None, expected: float
) -> None:
    field = {"path": "object.x", "metric": metric} | ({"unit": unit} if unit else {})
    parsed = chirpstack(read, own, {"x": written}, [field])
    assert parsed.observations[0].values == {metric: pytest.approx(expected)}


@pytest.mark.parametrize(
    "written", ["1e3", "0x10", "1,5", "undefined", "", "--", "NaN", "inf", "1 2", "12 V", " " * 90]
)
def test_words_and_powers_of_ten_are_refused_not_stored(read: Any, own: Any, written: str) -> None:
    parsed = chirpstack(read, own, {"x": written}, [{"path": "object.x", "metric": "temperature_c"}])
    assert parsed.observations == []
    assert parsed.problems[0].code in ("not_a_number", "bad_unit")


@pytest.mark.parametrize(
    ("written", "expected"),
    [("0", 0.0), ("1", 1.0), ("ON", 1.0), ("off", 0.0), (True, 1.0), (False, 0.0), (0, 0.0), (1.0, 1.0), ("true", 1.0)],
)
def test_truth_values_in_every_spelling(read: Any, own: Any, written: object, expected: float) -> None:
    parsed = chirpstack(read, own, {"x": written}, [{"path": "object.x", "metric": "occupied"}])
    assert parsed.observations[0].values == {"occupied": expected}


@pytest.mark.parametrize("written", ["maybe", 2, -1, 0.5, [], {}])
def test_what_is_no_truth_value_is_a_problem(read: Any, own: Any, written: object) -> None:
    parsed = chirpstack(read, own, {"x": written}, [{"path": "object.x", "metric": "occupied"}])
    assert [problem.code for problem in parsed.problems] == ["unknown_value"]


def test_a_battery_flag_is_no_charge(read: Any, own: Any) -> None:
    fields = [{"path": "object.battery", "metric": "battery_pct"}]
    assert [each.code for each in chirpstack(read, own, {"battery": False}, fields).problems] == ["not_a_number"]


def test_a_charge_in_steps_is_mapped_by_values(read: Any, own: Any) -> None:
    fields = [{"path": "object.battery", "metric": "battery_pct", "values": {0: 0, 1: 25, 2: 50, 3: 75, 4: 100}}]
    assert chirpstack(read, own, {"battery": 3}, fields).observations[0].values == {"battery_pct": 75}


def test_the_position_of_a_gateway_is_never_taken_for_the_devices(read: Any, own: Any) -> None:
    for uplink, topic, name in (("chirpstack", UP, "chirpstack_up"), ("ttn", "v3/a/devices/b/up", "ttn_up")):
        for observation in read(uplink, topic, own(name)).observations:
            assert not {"latitude", "longitude", "lat", "lon"} & observation.values.keys()


@pytest.mark.parametrize("sentinel", [4294.9673, -117, 65535, 1e300])
def test_sentinels_of_broken_sensors_are_out_of_range(read: Any, own: Any, sentinel: float) -> None:
    fields = [{"path": "object.t", "metric": "temperature_c"}, {"path": "object.b", "metric": "battery_pct"}]
    parsed = chirpstack(read, own, {"t": sentinel, "b": 90}, fields)
    assert parsed.observations[0].values == {"battery_pct": 90}
    assert [problem.code for problem in parsed.problems] == ["out_of_range"]


def test_a_zero_that_is_left_out_means_zero_where_the_mapping_says_so(read: Any, own: Any) -> None:
    fields = [{"path": "object.occupied", "metric": "occupied", "missing": False}]
    assert chirpstack(read, own, {"type": "heartbeat"}, fields).observations[0].values == {"occupied": 0.0}


def test_a_distance_of_zero_is_no_full_manhole(read: Any, own: Any) -> None:
    message = json.loads(own("chirpstack_up")) | {"object": {"distance": 0, "battery": 93}, "rxInfo": []}
    message["deviceInfo"]["deviceProfileName"] = "EM500-UDL"
    parsed = read("chirpstack", UP, message)
    assert parsed.observations[0].values == {"battery_pct": 93}
    assert [problem.code for problem in parsed.problems] == ["out_of_range"]


def test_an_older_decoders_name_of_the_same_field_is_known(read: Any, own: Any) -> None:
    message = json.loads(own("chirpstack_up")) | {"object": {"water_level": 84}, "rxInfo": []}
    assert read("chirpstack", UP, message).observations[0].values == {"level_m": pytest.approx(0.84)}


@pytest.mark.parametrize("beside", ["1", "NaN"], ids=["plain JSON", "with a NaN beside it"])
def test_an_integer_of_four_hundred_digits_is_out_of_range(read: Any, own: Any, beside: str) -> None:
    huge = "9" * 400
    decoded = f'{{"depth": {huge}, "battery": 92, "other": {beside}}}'
    head = own("chirpstack_up").decode().partition('"object"')[0]
    payload = f'{head}"object": {decoded}, "rxInfo": [{{"rssi": {huge}}}]}}'.encode()
    parsed = read("chirpstack", UP, payload)
    assert parsed.observations[0].values == {"battery_pct": 92}
    assert [problem.code for problem in parsed.problems] == ["out_of_range"]
