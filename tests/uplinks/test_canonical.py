"""The canonical uplink."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dashboard.domain.readings import Device, Parsed, TimeSource
from dashboard.errors import UnreadablePayload

TOPIC = "xiuhua/v1/manhole/JG-0413/observation"
TS = "2026-11-21T08:15:02.331Z"
TS_US = 1_795_248_902_331_000
RECEIVED_US = 1_795_248_903_000_000


def codes(parsed: Parsed) -> list[str]:
    return [problem.code for problem in parsed.problems]


def test_reads_the_message_of_the_contract(read: Any) -> None:
    parsed = read("canonical", TOPIC, {"ts": TS, "seq": 1547, "values": {"level_m": 0.84}, "battery_pct": 92})
    [observation] = parsed.observations
    assert observation.device_ref == "canonical:JG-0413"
    assert observation.measured_us == TS_US
    assert observation.values == {"level_m": 0.84, "battery_pct": 92}
    assert observation.dedupe == f"{TS_US}:1547"
    assert observation.time_source is TimeSource.DEVICE
    assert parsed.problems == []


@pytest.mark.parametrize("ts", [TS, 1_795_248_902_331, 1_795_248_902.331, "2026-11-21T16:15:02.331+0800"])
def test_reads_the_same_moment_in_every_notation(read: Any, ts: object) -> None:
    [observation] = read("canonical", TOPIC, {"ts": ts, "values": {"level_m": 1}}).observations
    assert observation.measured_us == TS_US


def test_takes_and_marks_the_arrival_when_there_is_no_time(read: Any) -> None:
    [observation] = read("canonical", TOPIC, {"values": {"level_m": 1}}).observations
    assert observation.measured_us == RECEIVED_US
    assert observation.time_source is TimeSource.SERVER


def test_a_message_without_time_and_number_is_known_by_its_content(read: Any) -> None:
    messages = [{"values": {"level_m": 1}}, {"values": {"level_m": 1}}, {"values": {"level_m": 2}}]
    keys = [read("canonical", TOPIC, message).observations[0].dedupe for message in messages]
    assert keys[0] == keys[1]
    assert keys[0] != keys[2]


def test_two_messages_of_one_moment_without_number_are_two(read: Any) -> None:
    first = read("canonical", TOPIC, {"ts": TS, "values": {"level_m": 1}}).observations[0]
    second = read("canonical", TOPIC, {"ts": TS, "values": {"tilt_deg": 1}}).observations[0]
    assert first.dedupe != second.dedupe


def test_a_list_with_bad_elements_keeps_the_good_ones(read: Any) -> None:
    good = {"ts": TS, "seq": 1, "values": {"level_m": 1}}
    parsed = read(
        "canonical", TOPIC, [good, 7, {"ts": "1999-01-01T00:00:00Z", "values": {"level_m": 1}}, {**good, "seq": 2}]
    )
    assert [observation.dedupe[-2:] for observation in parsed.observations] == [":1", ":2"]
    assert codes(parsed) == ["bad_shape", "bad_time"]
    assert [problem.detail[:3] for problem in parsed.problems] == ["[1]", "[2]"]


def test_states_and_truth_values_become_numbers(read: Any) -> None:
    values = {"cover": "tilted", "occupied": True, "running": "OFF"}
    [observation] = read("canonical", TOPIC, {"values": values}).observations
    assert observation.values == {"cover": 1.0, "occupied": 1.0, "running": 0.0}


def test_unknown_metrics_are_counted_and_the_rest_is_stored(read: Any) -> None:
    parsed = read("canonical", TOPIC, {"values": {"level_m": 1, "humidity": 40}})
    assert parsed.observations[0].values == {"level_m": 1}
    assert parsed.unmapped_fields == 1
    assert parsed.problems == []


def test_only_unknown_metrics_are_a_problem(read: Any) -> None:
    assert codes(read("canonical", TOPIC, {"values": {"humidity": 40}})) == ["no_values"]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("NaN", "not_a_number"),
        ("Infinity", "not_a_number"),
        ("-Infinity", "not_a_number"),
        ("1e999", "out_of_range"),
        ('"1e3"', "not_a_number"),
        ('"0.84"', "not_a_number"),
        ('"undefined"', "not_a_number"),
        ("true", "not_a_number"),
        ("[1]", "not_a_number"),
        ("4294.9673", "out_of_range"),
    ],
)
def test_a_value_that_is_no_plausible_number_is_refused_alone(read: Any, written: str, code: str) -> None:
    payload = f'{{"ts": "{TS}", "values": {{"level_m": {written}, "tilt_deg": 2}}}}'.encode()
    parsed = read("canonical", TOPIC, payload)
    assert parsed.observations[0].values == {"tilt_deg": 2}
    assert codes(parsed) == [code]


def test_null_means_not_measured(read: Any) -> None:
    parsed = read("canonical", TOPIC, {"values": {"level_m": None, "tilt_deg": 2}})
    assert parsed.observations[0].values == {"tilt_deg": 2}
    assert parsed.problems == []


@pytest.mark.parametrize(
    "ts", ["2014-12-31T23:59:59Z", "2026-11-22T08:25:04Z", "1970-01-01T00:00:01Z", "yesterday", "", [], True]
)
def test_an_absurd_time_is_a_problem(read: Any, ts: object) -> None:
    parsed = read("canonical", TOPIC, {"ts": ts, "values": {"level_m": 1}})
    assert parsed.observations == []
    assert codes(parsed) == ["bad_time"]


def test_a_clock_ten_minutes_ahead_is_still_believed(read: Any) -> None:
    assert read("canonical", TOPIC, {"ts": "2026-11-21T08:25:03Z", "values": {"level_m": 1}}).problems == []


def test_an_unknown_device_is_named(read: Any) -> None:
    parsed = read("canonical", TOPIC, {"values": {"level_m": 1}}, known={})
    assert codes(parsed) == ["unknown_device"]
    assert "canonical:JG-0413" in parsed.problems[0].detail


def test_by_http_each_element_names_its_device(read: Any) -> None:
    known = {"canonical:A": Device(1, "A", "manhole", None, None), "deveui:01": Device(2, "B", "manhole", None, None)}
    body = [
        {"device_id": "A", "values": {"level_m": 1}},
        {"device_ref": "deveui:01", "values": {"level_m": 1}},
        {"device_id": "C", "values": {"level_m": 1}},
        {"values": {"level_m": 1}},
    ]
    parsed = read("canonical", "api/v1/observations", body, known=known)
    assert [observation.device_ref for observation in parsed.observations] == ["canonical:A", "deveui:01"]
    assert codes(parsed) == ["unknown_device", "unknown_device"]


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", "bad_json"),
        (b"{", "bad_json"),
        (b"\xff\xfe{}", "bad_json"),
        (b'{"values": {"level_m": NaN}', "bad_json"),
        (b"[" * 100_000, "bad_json"),
        (b"[" * 100_000 + b"NaN" + b"]" * 100_000, "bad_json"),
        (b" " * (8 * 1024 * 1024 + 1), "too_large"),
        (b"[" + b"1," * 600_000 + b"1]", "too_large"),
    ],
    ids=["empty", "cut off", "not UTF-8", "cut off with NaN", "deep", "deep with NaN", "9 MB", "600 000 members"],
)
def test_what_is_no_json_is_unreadable(read: Any, payload: bytes, reason: str) -> None:
    with pytest.raises(UnreadablePayload) as caught:
        read("canonical", TOPIC, payload)
    assert caught.value.reason == reason


def test_of_a_doubled_key_the_last_stands(read: Any) -> None:
    parsed = read("canonical", TOPIC, b'{"values": {"level_m": 1, "level_m": 2}}')
    assert parsed.observations[0].values == {"level_m": 2}


def test_a_long_list_of_faults_is_told_in_part(read: Any) -> None:
    parsed = read("canonical", TOPIC, json.dumps([1] * 5000).encode())
    assert len(parsed.problems) == 100
