"""The mapped generic JSON uplink: data instead of code."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.domain.readings import Stranger
from dashboard.errors import UnreadablePayload

CITY = {
    "match": {"uplink": "generic", "topic": "/city/.+/well/.+"},
    "device_id": "device_id",
    "time": "ts",
    "fields": [
        {"path": "tilt", "metric": "tilt_deg", "range": [-180, 180]},
        {"path": "battery", "metric": "battery_pct"},
        {"path": "status", "metric": "cover", "values": {"normal": "closed", "abnormal": "open"}},
    ],
}
CELLULAR = {
    "match": {"uplink": "generic", "topic": "milesight/[^/]+"},
    "device_id": "sn",
    "each": "data",
    "fields": [
        {"path": "distance", "metric": "level_m", "unit": "mm", "from_datum": True},
        {"path": "battery", "metric": "battery_pct"},
        {"path": "position", "metric": "cover", "values": {"normal": "closed", "tilt": "tilted"}},
    ],
}
ZIGBEE = {
    "match": {"uplink": "generic", "topic": "zigbee2mqtt/[^/]+"},
    "fields": [
        {"path": "liquid_depth", "metric": "level_m", "unit": "m"},
        {"path": "liquid_level_percent", "metric": "fill_ratio", "unit": "%"},
        {"path": "battery", "metric": "battery_pct"},
    ],
}
TASMOTA = {
    "match": {"uplink": "generic", "topic": "tele/[^/]+/SENSOR"},
    "time": "Time",
    "fields": [{"path": "DS18B20.Temperature", "metric": "temperature_c"}, {"path": "Switch1", "metric": "running"}],
}


def test_a_home_made_message_needs_only_data(read: Any, own: Any) -> None:
    parsed = read("generic", "/city/taizhou/well/status/1", own("generic_manhole"), [CITY])
    [observation] = parsed.observations
    assert observation.device_ref == "generic:well_0x7a3b"
    assert observation.measured_us == 1_795_248_902_000_000
    assert observation.values == {"tilt_deg": 22.4, "battery_pct": 89, "cover": 2.0}
    assert parsed.unmapped_fields == 0


def test_an_array_of_a_cellular_device_is_one_observation_each(read: Any, own: Any) -> None:
    [observation] = read("generic", "milesight/up", own("generic_milesight_cellular"), [CELLULAR]).observations
    assert observation.device_ref == "generic:6749D10000000031"
    assert observation.values == {"level_m": pytest.approx(2.685), "battery_pct": 100, "cover": 1.0}


def test_equal_elements_of_an_array_are_different_messages(read: Any) -> None:
    body = {"sn": "1", "data": [{"battery": 90}, {"battery": 90}]}
    keys = {each.dedupe for each in read("generic", "milesight/up", body, [CELLULAR]).observations}
    assert len(keys) == 2


def test_without_an_id_the_topic_is_the_device(read: Any, own: Any) -> None:
    [observation] = read("generic", "zigbee2mqtt/河桥_液位", own("generic_zigbee2mqtt"), [ZIGBEE]).observations
    assert observation.device_ref == "generic:zigbee2mqtt/河桥_液位"
    assert observation.values == {"level_m": 1.24, "fill_ratio": pytest.approx(0.62), "battery_pct": 97}


def test_tasmota_writes_local_times_and_on_and_off(read: Any) -> None:
    body = {"Time": "2026-11-21T16:15:02", "DS18B20": {"Temperature": 12.5}, "Switch1": "ON"}
    [observation] = read("generic", "tele/pump/SENSOR", body, [TASMOTA]).observations
    assert observation.measured_us == 1_795_248_902_000_000
    assert observation.values == {"temperature_c": 12.5, "running": 1.0}


def test_a_bare_value_is_the_field_value(read: Any) -> None:
    mapping = {"match": {"uplink": "generic", "topic": "rain/.+"}, "fields": [{"path": "value", "metric": "rain_mm"}]}
    assert read("generic", "rain/roof", b"2.4", [mapping]).observations[0].values == {"rain_mm": 2.4}


def test_axis_parking_is_mapped_out_of_the_box(read: Any, own: Any, third_party: Any) -> None:
    topic = "axis/event/tns:axis/CameraApplicationPlatform/parking/Space7/$source/spaceID/Space7"
    [observation] = read("generic", topic, own("axis_parking")).observations
    assert (observation.device_ref, observation.values) == ("generic:Space7", {"occupied": 1.0})
    document = third_party("axis_acap_parking_mqtt.json")
    assert read("generic", document["topic"], document["payload"]).observations[0].values == {"occupied": 0.0}


def test_the_recorded_plain_messages_are_read(read: Any, third_party: Any) -> None:
    document = third_party("plain_json_manhole_cn.json")
    [manhole] = read("generic", "/city/shanghai/well/status/1", document["payload"], [CITY]).observations
    assert (manhole.measured_us, manhole.values["cover"]) == (1_736_889_600_000_000, 2.0)
    [bin_] = read(
        "generic", "milesight/up", third_party("plain_json_bin_or_manhole_mqtt.json"), [CELLULAR]
    ).observations
    assert bin_.values == {"level_m": pytest.approx(2.685), "battery_pct": 100, "cover": 1.0}


def test_the_recorded_cellular_frame_is_read(read: Any, third_party: Any) -> None:
    frame = third_party("milesight_em400-tld.json")[2]["decoded"]
    [observation] = read("generic", "milesight/up", frame, [CELLULAR]).observations
    assert observation.values == {"level_m": pytest.approx(2.685), "battery_pct": 100, "cover": 1.0}


def test_a_topic_that_no_mapping_names_is_a_stranger_until_one_does(read: Any) -> None:
    parsed = read("generic", "somewhere/else", [{"a": 1}, {"a": 2}])
    assert [(problem.code, problem.device_ref) for problem in parsed.problems] == [
        ("no_mapping", "generic:somewhere/else")
    ]
    assert parsed.strangers == [Stranger("generic:somewhere/else", "", {"a": 1})]


def test_a_message_without_its_id_is_of_an_unknown_device(read: Any) -> None:
    [problem] = read("generic", "/city/x/well/1", {"tilt": 1}, [CITY], known={}).problems
    assert problem.code == "unknown_device"


def test_a_message_that_would_hold_up_the_others_is_refused(read: Any) -> None:
    with pytest.raises(UnreadablePayload) as caught:
        read("generic", "milesight/up", {"sn": "1", "data": [{}] * 20_001}, [CELLULAR])
    assert caught.value.reason == "too_large"


def test_a_message_without_any_mapped_field_waits_for_a_better_mapping(read: Any) -> None:
    [problem] = read("generic", "milesight/up", {"sn": "1", "data": [{"dist": 5}]}, [CELLULAR]).problems
    assert problem.code == "no_values"
    assert "distance, battery, position" in problem.detail
