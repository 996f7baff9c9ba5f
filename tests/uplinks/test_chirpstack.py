"""The ChirpStack uplink."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard.domain.mappings import MappingRules
from dashboard.domain.readings import Delivery, Device, TimeSource
from dashboard.errors import UnreadablePayload
from data_sources.uplinks.chirpstack import UPLINK

UP = "application/app/device/70b3d57ed0000031/event/up"
RECORDING = Path(__file__).parents[3] / "shared/fixtures/data/sensors_chirpstack_lorawan"


def test_reads_a_decoded_uplink_through_the_usual_mapping(read: Any, own: Any) -> None:
    parsed = read("chirpstack", UP, own("chirpstack_up"))
    [observation] = parsed.observations
    assert observation.device_ref == "deveui:70b3d57ed0000031"
    assert observation.measured_us == 1_795_248_902_331_456
    assert observation.values == {"level_m": pytest.approx(0.84), "battery_pct": 92, "rssi_dbm": -97}
    assert observation.time_source is TimeSource.GATEWAY
    assert parsed.unmapped_fields == 1


def test_a_retransmission_with_another_deduplication_id_is_the_same_message(read: Any, own: Any) -> None:
    first = json.loads(own("chirpstack_up"))
    again = {**first, "deduplicationId": "another", "time": "2026-11-21T08:15:09Z"}
    keys = {read("chirpstack", UP, message).observations[0].dedupe for message in (first, again)}
    assert len(keys) == 1


def test_the_counter_begins_anew_with_each_join(read: Any, own: Any) -> None:
    first = json.loads(own("chirpstack_up"))
    rejoined = {**first, "devAddr": "01ffffff"}
    keys = {read("chirpstack", UP, message).observations[0].dedupe for message in (first, rejoined)}
    assert len(keys) == 2


def test_a_counter_that_is_left_out_is_zero(read: Any, own: Any) -> None:
    message = json.loads(own("chirpstack_up"))
    del message["fCnt"]
    [observation] = read("chirpstack", UP, message).observations
    assert observation.dedupe.startswith("01ab23cd:0:")
    assert observation.frame == 0


def test_history_frames_are_kept_at_their_own_time(read: Any, own: Any) -> None:
    parsed = read("chirpstack", UP, own("chirpstack_history"))
    assert [(each.measured_us, each.values, each.history) for each in parsed.observations] == [
        (1_795_240_800_000_000, {"level_m": pytest.approx(0.80)}, True),
        (1_795_244_400_000_000, {"level_m": pytest.approx(0.82)}, True),
    ]
    assert len({each.dedupe for each in parsed.observations}) == 2


def test_the_status_event_gives_the_battery(read: Any, own: Any) -> None:
    [observation] = read("chirpstack", UP.replace("/up", "/status"), own("chirpstack_status")).observations
    assert observation.values["battery_pct"] == 88.5


@pytest.mark.parametrize("flag", ["batteryLevelUnavailable", "externalPowerSource"])
def test_a_battery_level_that_is_not_known_is_not_an_empty_battery(read: Any, own: Any, flag: str) -> None:
    message = {**json.loads(own("chirpstack_status")), "batteryLevel": 0, flag: True}
    parsed = read("chirpstack", UP.replace("/up", "/status"), message)
    assert (parsed.observations, parsed.problems) == ([], [])


@pytest.mark.parametrize("event", ["join", "ack", "txack", "log", "location", "integration"])
def test_other_events_measure_nothing(read: Any, own: Any, event: str) -> None:
    parsed = read("chirpstack", UP.replace("/up", f"/{event}"), own("chirpstack_join"))
    assert (parsed.observations, parsed.problems) == ([], [])


def test_an_event_that_does_not_exist_is_unreadable(read: Any, own: Any) -> None:
    with pytest.raises(UnreadablePayload) as caught:
        read("chirpstack", UP.replace("/up", "/dance"), own("chirpstack_up"))
    assert caught.value.reason == "unknown_event"


def test_raw_bytes_ask_for_a_codec(read: Any, own: Any) -> None:
    message = json.loads(own("chirpstack_up"))
    del message["object"]
    assert [problem.code for problem in read("chirpstack", UP, message).problems] == ["not_decoded"]


def test_a_profile_without_mapping_asks_for_one(read: Any, own: Any) -> None:
    message = json.loads(own("chirpstack_up"))
    message["deviceInfo"]["deviceProfileName"] = "Home-made"
    [problem] = read("chirpstack", UP, message).problems
    assert problem.code == "no_mapping"
    assert "Home-made" in problem.detail


def test_a_codec_that_speaks_canonical_names_needs_no_mapping(read: Any, own: Any) -> None:
    message = json.loads(own("chirpstack_up"))
    message["deviceInfo"]["deviceProfileName"] = "Home-made"
    message["object"] = {"tilt_deg": 22.4, "cover": "tilted"}
    [observation] = read("chirpstack", UP, message).observations
    assert observation.values == {"tilt_deg": 22.4, "cover": 1.0, "rssi_dbm": -97}


def test_an_unknown_device_is_named_whatever_its_message(read: Any, own: Any) -> None:
    for change in ({}, {"object": None}):
        message = {**json.loads(own("chirpstack_up")), **change}
        [problem] = read("chirpstack", UP, message, known={}).problems
        assert problem.code == "unknown_device"


@pytest.mark.parametrize("event", ["up", "status", "join", "ack", "txack", "log", "location", "integration"])
def test_the_documented_events_are_read(read: Any, third_party: Any, event: str) -> None:
    topic = f"application/app/device/0101010101010101/event/{event}"
    parsed = read("chirpstack", topic, third_party(f"chirpstack_v4_event_{event}.json"))
    expected = {"up": (0, ["not_decoded"]), "status": (1, [])}.get(event, (0, []))
    assert (len(parsed.observations), [problem.code for problem in parsed.problems]) == expected


def recorded() -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    """Every event of the recording with its kind."""
    if not RECORDING.exists():
        pytest.skip("the recorded two weeks of ChirpStack are not here")
    [path] = RECORDING.glob("*.ndjson.gz")
    with gzip.open(path) as lines:
        for line in lines:
            message = json.loads(line)
            signs = {"rxInfo": "up", "level": "log", "margin": "status"}
            yield next((kind for sign, kind in signs.items() if sign in message), "join"), line, message


def test_two_recorded_weeks_play_through(read: Any) -> None:
    seen: Counter[tuple[str, str]] = Counter()
    for kind, line, message in recorded():
        topic = f"application/app/device/{message['deviceInfo']['devEui']}/event/{kind}"
        parsed = read("chirpstack", topic, line)
        seen[kind, "events"] += 1
        seen[kind, "read"] += len(parsed.observations)
        for observation in parsed.observations:
            assert "latitude" not in observation.values
            assert observation.values.get("level_m") != 3.0, "distance 0 is no full manhole"
        for problem in parsed.problems:
            seen[kind, problem.code] += 1
    assert {kind: seen[kind, "events"] for kind in ("up", "status", "join", "log")} == {
        "up": 4693,
        "status": 45,
        "join": 13,
        "log": 9,
    }
    assert seen["status", "read"] == 13, "32 of the 45 say that they do not know their battery"
    assert seen["up", "not_decoded"] == 1
    assert seen["up", "bad_time"] == 0


def test_recorded_counters_repeat_only_after_a_new_join(registry: dict[str, Device]) -> None:
    """Of the recording's (device, counter) repeats each has another address and content: none may be dropped."""
    everything = MappingRules.from_dicts(
        [{"match": {"uplink": "chirpstack"}, "fields": [{"path": "fCnt", "metric": "conductivity_uscm"}]}]
    )
    keys: Counter[tuple[str, str]] = Counter()
    counters: Counter[tuple[str, int]] = Counter()
    for kind, line, message in recorded():
        if kind == "up" and message.get("object"):
            delivery = Delivery(UP, line, 1_795_248_903_000_000)
            [observation, *_] = UPLINK.read(delivery, everything, registry).observations
            keys[observation.device_ref, observation.dedupe] += 1
            counters[message["deviceInfo"]["devEui"], message["fCnt"]] += 1
    assert counters.total() - len(counters) == 12
    assert max(keys.values()) == 1


def test_devices_are_found_in_the_registry_by_lower_case(read: Any, own: Any) -> None:
    known = {"deveui:70b3d57ed0000031": Device(1, "YS-0031", "drainage", None, None)}
    assert read("chirpstack", UP, own("chirpstack_up"), known=known).problems == []
