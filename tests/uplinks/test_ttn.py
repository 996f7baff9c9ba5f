"""The Things Stack uplink."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dashboard.domain.readings import Device
from dashboard.errors import UnreadablePayload

UP = "v3/covers@tenant/devices/jg-0413/up"


def test_reads_an_uplink_that_leaves_out_its_zeros(read: Any, own: Any) -> None:
    [observation] = read("ttn", UP, own("ttn_up")).observations
    assert observation.device_ref == "deveui:70b3d57ed0000413"
    assert observation.dedupe.startswith("AZq1kXk0c2Vzc2lvbg==:0:")
    assert observation.measured_us == 1_795_248_902_787_000
    assert observation.values == {
        "level_m": pytest.approx(3.0 - 2.116),
        "cover": 1.0,
        "temperature_c": 12.5,
        "battery_pct": 92,
        "rssi_dbm": -88,
    }


def test_a_gateway_with_a_wrong_clock_is_not_believed(read: Any, own: Any) -> None:
    message = json.loads(own("ttn_up"))
    message["uplink_message"]["rx_metadata"][0]["time"] = "1980-01-06T00:00:00Z"
    [observation] = read("ttn", UP, message).observations
    assert observation.measured_us == 1_795_248_902_789_585


def test_texts_with_units_are_read_where_a_mapping_names_the_field(read: Any, own: Any) -> None:
    parsed = read("ttn", UP, own("ttn_strings_with_units"))
    assert parsed.observations[0].values == {"level_m": pytest.approx(1.3), "tilt_deg": 3.0, "temperature_c": 22.0}
    assert "battery_pct" not in parsed.observations[0].values
    assert parsed.problems == []


def test_a_distance_needs_the_installation_datum(read: Any, own: Any) -> None:
    known = {"deveui:70b3d57ed0000413": Device(1, "JG-0413", "manhole", None, None)}
    parsed = read("ttn", UP, own("ttn_up"), known=known)
    assert [problem.code for problem in parsed.problems] == ["missing_datum"]
    assert "level_m" not in parsed.observations[0].values
    assert parsed.observations[0].values["cover"] == 1.0


def test_a_missing_comma_is_quarantined_and_nothing_worse(read: Any) -> None:
    with pytest.raises(UnreadablePayload) as caught:
        read("ttn", UP, b'{"end_device_ids": {"device_id": "a"} "received_at": "x"}')
    assert caught.value.reason == "bad_json"


def test_the_documented_uplink_asks_for_a_mapping(read: Any, third_party: Any) -> None:
    [problem] = read("ttn", UP, third_party("tts_v3_uplink_message_example.json")).problems
    assert problem.code == "no_mapping"


def test_the_documented_uplink_is_read_with_a_mapping(read: Any, third_party: Any) -> None:
    field = {"path": "decoded_payload.temperature", "metric": "temperature_c"}
    mapping = [{"match": {"uplink": "ttn", "profile": "the-things-uno"}, "fields": [field]}]
    [observation] = read("ttn", UP, third_party("tts_v3_uplink_message_example.json"), mapping).observations
    assert observation.values == {"temperature_c": 1.0, "rssi_dbm": -35}
    assert observation.dedupe.startswith("AXA50tHUGUucuzS/bCGMNw==:1:")


@pytest.mark.parametrize(
    "name",
    [
        "tts_v3_join_message_example.json",
        "tts_v3_downlink_message_example.json",
        "tts_v3_downlink_event_message_example.json",
        "tts_v3_downlink_failed_event_message_example.json",
    ],
)
def test_joins_and_downlinks_measure_nothing(read: Any, third_party: Any, name: str) -> None:
    parsed = read("ttn", "v3/app1/devices/dev1/join", third_party(name))
    assert (parsed.observations, parsed.problems) == ([], [])


def test_the_recorded_parking_frames_are_read(read: Any, own: Any, third_party: Any) -> None:
    frames = third_party("ttn_codec_bosch_tps110_parking.json")
    values = []
    for frame in frames:
        message = json.loads(own("ttn_up"))
        message["uplink_message"] |= {
            "decoded_payload": frame["decoded_payload"],
            "version_ids": {"model_id": "tps110-0292"},
        }
        values.append(read("ttn", UP, message).observations[0].values)
    assert [each["occupied"] for each in values] == [1.0, 1.0, 1.0]
    assert values[1]["temperature_c"] == -1


@pytest.mark.parametrize(
    ("name", "profile", "expected"),
    [
        ("milesight_em310-tilt.json", "EM310-TILT", [{"tilt_deg": 0}]),
        (
            "milesight_em400-mud.json",
            "Milesight EM400-MUD (868M)",
            [
                {"level_m": pytest.approx(0.884), "cover": 1.0, "temperature_c": 25.7, "battery_pct": 92},
                {"level_m": pytest.approx(1.399), "temperature_c": 23.2},
            ],
        ),
        ("milesight_em500-pp.json", "EM500-PP", [{"battery_pct": 100}]),
        ("milesight_em300-sld.json", "EM300-SLD", [{"temperature_c": 27.2}]),
    ],
)
def test_the_recorded_milesight_frames_are_mapped_out_of_the_box(
    read: Any, own: Any, third_party: Any, name: str, profile: str, expected: list[dict[str, float]]
) -> None:
    read_values = []
    for frame in third_party(name):
        message = json.loads(own("chirpstack_up")) | {"object": frame["decoded"], "rxInfo": []}
        message["deviceInfo"]["deviceProfileName"] = profile
        topic = "application/a/device/70b3d57ed0000031/event/up"
        read_values += [each.values for each in read("chirpstack", topic, message).observations]
    assert read_values == expected


def test_the_recorded_dingtek_frame_is_mapped_out_of_the_box(read: Any, own: Any, third_party: Any) -> None:
    message = json.loads(own("ttn_strings_with_units"))
    message["uplink_message"]["decoded_payload"] = third_party("ttn_codec_dingtek_dc410_level.json")["decoded_payload"]
    [observation] = read("ttn", UP, message).observations
    assert observation.values == {"level_m": pytest.approx(1.3), "tilt_deg": 0.0, "temperature_c": 22.0}
