"""Devices that nobody registered: what is guessed of them, and what the form makes of it."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.domain.ghost_guesses import DISTANCE, MOST_FIELDS, TIME, guess_fields, guess_kind
from dashboard.domain.ghosts import (
    FIELDS,
    Choice,
    Entrance,
    Ghost,
    WaitingMessage,
    choices_of,
    read_choices,
    row_of,
    spec_of,
    standing_reading,
)
from dashboard.domain.mappings import MappingEntry, mapping_from_dict

NOW = 1_763_700_000_000_000
WELL = {
    "ts": NOW // 1000,
    "data": {"water_level_mm": 840, "batteryLevel": 87, "tiltAngle": 2.5, "temp": "21.5 ℃", "CSQ": 23},
    "fw": "1.2.0",
}


def guessed(body: object, measured: tuple[str, ...] = ()) -> dict[str, tuple[str, str]]:
    return {guess.path: (guess.meaning, guess.unit) for guess in guess_fields(body, measured)}


def ghost_of(
    body: object = WELL,
    *,
    topic: str = "city/7/well/A-113",
    uplink: str = "generic",
    device_ref: str = "generic:city/7/well/A-113",
    profile: str = "",
    entry: MappingEntry | None = None,
    is_mapped: bool = False,
) -> Ghost:
    message = WaitingMessage(device_ref, "mqtt", topic, b"{}", 2, 1, 1, NOW, NOW)
    return Ghost(message, uplink, profile, body, "manhole", guess_fields(body, ()), is_mapped, entry)


def entrance(**changed: Any) -> Entrance:
    form: dict[str, Any] = {"asset_id": "A-113", "name": "一号井", "kind": "manhole", "lon": "121.42", "lat": "29.66"}
    return Entrance(**{"device_ref": "generic:city/7/well/A-113", **form, **changed})


def test_names_and_units_tell_what_nested_fields_mean() -> None:
    assert guessed(WELL) == {
        "ts": (TIME, ""),
        "data.water_level_mm": ("level_m", "mm"),
        "data.batteryLevel": ("battery_pct", ""),
        "data.tiltAngle": ("tilt_deg", ""),
        "data.temp": ("temperature_c", ""),
        "data.CSQ": ("rssi_dbm", "csq"),
        "fw": ("", ""),
    }


@pytest.mark.parametrize(
    ("name", "value", "meaning", "unit"),
    [
        ("水位", 1.2, "level_m", ""),
        ("yw", 84, "level_m", "cm"),
        ("level", 1840, "level_m", "mm"),
        ("电量", 80, "battery_pct", ""),
        ("battery", 3.6, "battery_v", ""),
        ("battery", 3600, "battery_v", "mv"),
        ("battery_pct", 3.6, "battery_pct", ""),
        ("倾角", -3.5, "tilt_deg", ""),
        ("充满度", 73, "fill_ratio", "%"),
        ("rssi", -97, "rssi_dbm", ""),
        ("distance", 1730, DISTANCE, "mm"),
        ("空高", 1.73, DISTANCE, ""),
        ("occupied", True, "occupied", ""),
        ("level", "high", "", ""),
        ("level", True, "", ""),
        ("firmware", 3, "", ""),
    ],
)
def test_a_field_is_guessed_by_its_name_and_the_size_of_its_value(
    name: str, value: object, meaning: str, unit: str
) -> None:
    assert guessed({name: value}) == {name: (meaning, unit)}


def test_only_what_lies_below_the_measured_part_is_told() -> None:
    assert guessed({"object": {"level": 1.5}, "fCnt": 3}, ("object",)) == {"object.level": ("level_m", "")}
    assert guessed({"fCnt": 3}, ("object",)) == {}


def test_the_first_field_of_a_meaning_has_it() -> None:
    assert guessed({"a": [{"temp": 1}, {"temp": 2}]}) == {"a[0].temp": ("temperature_c", ""), "a[1].temp": ("", "")}


def test_names_that_no_path_can_say_and_endless_messages_are_cut() -> None:
    assert guessed({'a["b': 1, "": 2, "n": None, "x.y": 3}) == {'["x.y"]': ("", "")}
    assert len(guessed({f"f{n}": n for n in range(900)})) == MOST_FIELDS
    nested: Any = 1
    for _ in range(200):
        nested = {"a": nested}
    assert guessed(nested) == {}


@pytest.mark.parametrize(
    ("meanings", "words", "kind"),
    [
        (["tilt_deg", "level_m", "battery_pct"], ["city/7/x"], "manhole"),
        (["tilt_deg", "battery_pct"], ["古树/17"], "tree"),
        (["depth_m"], [], "road_water"),
        (["rain_mm", "battery_v"], [], "rain"),
        (["occupied"], [], "parking_bay"),
        (["level_m", "flow_lps"], ["管网/1"], "drainage"),
        (["battery_pct", "rssi_dbm"], ["something"], ""),
        ([], [], ""),
    ],
)
def test_the_kind_is_the_one_whose_metrics_fit(meanings: list[str], words: list[str], kind: str) -> None:
    assert guess_kind(meanings, words) == kind


def test_the_guesses_read_the_message_as_a_mapping_would() -> None:
    ghost = ghost_of()
    readings = read_choices(ghost, choices_of(ghost), "manhole")
    assert readings["data.water_level_mm"].value == 0.84
    assert readings["data.CSQ"].value == -67.0
    assert readings["ts"].moment_us == NOW
    assert "fw" not in readings


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        (Choice("fw", "ph"), "not_a_number"),
        (Choice("data.tiltAngle", "tilt_deg", scale="100"), "out_of_range"),
        (Choice("data.water_level_mm", DISTANCE, "mm"), "missing_datum"),
        (Choice("data.nowhere", "ph"), "bad_choice"),
        (Choice("data.tiltAngle", "tilt_deg", "mm"), "bad_choice"),
        (Choice("data.tiltAngle", "tilt_deg", scale="x"), "bad_choice"),
        (Choice("data.tiltAngle", "no_metric"), "bad_choice"),
        (Choice("fw", TIME), "bad_choice"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_reason(choice: Choice, code: str) -> None:
    problem = read_choices(ghost_of(), [choice], "manhole")[choice.path].problem
    assert problem is not None
    assert problem.code == code


def test_a_distance_needs_the_datum() -> None:
    choice = Choice("data.water_level_mm", DISTANCE, "mm")
    assert read_choices(ghost_of(), [choice], "manhole", 5.0)[choice.path].value == pytest.approx(4.16)


def test_the_choices_become_a_mapping_of_this_topic_alone() -> None:
    ghost = ghost_of()
    spec, faults = spec_of(ghost, choices_of(ghost), alike=False)
    assert faults == {}
    assert spec is not None
    entry = mapping_from_dict(spec)
    subject = {"uplink": "generic", "device_ref": ghost.device_ref, "profile": "", "topic": ghost.message.topic}
    assert entry.matches(subject)
    assert not entry.matches({**subject, "topic": "city/7/well/A-114"})
    assert entry.time == ("ts",)
    assert entry.read(WELL, None, "manhole").values["level_m"] == 0.84


def test_a_mapping_may_hold_for_all_that_are_alike() -> None:
    topics, _ = spec_of(ghost_of(), [Choice("data.tiltAngle", "tilt_deg")], alike=True)
    assert topics is not None
    assert topics["match"] == {"uplink": "generic", "topic": "city/[^/]+/well/[^/]+"}
    radar = ghost_of(uplink="chirpstack", device_ref="deveui:1", profile="ACME (Radar)", topic="application/1/x")
    models, _ = spec_of(radar, [Choice("data.tiltAngle", "tilt_deg")], alike=True)
    assert models is not None
    assert models["match"] == {"uplink": "chirpstack", "profile": r"ACME\ \(Radar\)"}
    alone, _ = spec_of(radar, [Choice("data.tiltAngle", "tilt_deg")], alike=False)
    assert alone is not None
    assert alone["match"] == {"uplink": "chirpstack", "device_ref": "deveui:1"}


@pytest.mark.parametrize("topic", ["7/well", "plain/topic"])
def test_a_topic_without_a_pattern_is_like_no_other(topic: str) -> None:
    ghost = ghost_of(topic=topic)
    assert ghost.like == ""
    spec, _ = spec_of(ghost, [Choice("data.tiltAngle", "tilt_deg")], alike=True)
    assert spec is not None
    assert spec["match"]["topic"] == topic


def test_what_is_wrong_with_the_fields_is_told_by_field() -> None:
    ghost = ghost_of()
    assert set(spec_of(ghost, [Choice("fw", "")], alike=False)[1]) == {FIELDS}
    twice = [Choice("data.tiltAngle", "tilt_deg"), Choice("data.CSQ", "tilt_deg"), Choice("fw", "ph", scale="x")]
    assert set(spec_of(ghost, twice, alike=False)[1]) == {"data.CSQ", "fw"}
    assert set(spec_of(ghost, [Choice("data.tiltAngle", "ph", "mm")], alike=False)[1]) == {"data.tiltAngle"}
    level_twice = [Choice("data.tiltAngle", DISTANCE), Choice("data.CSQ", "level_m")]
    assert set(spec_of(ghost, level_twice, alike=False)[1]) == {"data.CSQ"}


def test_a_ghost_that_is_mapped_needs_no_mapping() -> None:
    entry = mapping_from_dict({"match": {"uplink": "x"}, "fields": [{"path": "data.tiltAngle", "metric": "tilt_deg"}]})
    ghost = ghost_of(entry=entry, is_mapped=True)
    assert spec_of(ghost, [], alike=False) == (None, {})
    assert standing_reading(ghost, "manhole") == {"tilt_deg": 2.5}
    canonical = ghost_of({"values": {"tilt_deg": 1.5}}, uplink="canonical", device_ref="canonical:T", is_mapped=True)
    assert standing_reading(canonical, "tree") == {"tilt_deg": 1.5}


def test_the_form_becomes_a_row_of_an_import() -> None:
    row, faults = row_of(entrance(datum_m="5.2", asset_id=" A-113 "))
    assert faults == {}
    assert row is not None
    assert (row.asset_id, row.name, row.kind, row.position) == ("A-113", "一号井", "manhole", (121.42, 29.66))
    assert (row.device_ref, row.datum_m, row.source_crs) == ("generic:city/7/well/A-113", 5.2, "wgs84")


@pytest.mark.parametrize(
    ("changed", "names"),
    [
        ({"asset_id": " ", "kind": "", "lon": "", "lat": ""}, {"asset_id", "kind", "lon", "lat"}),
        ({"asset_id": "x" * 81, "name": "y" * 161}, {"asset_id", "name"}),
        ({"lon": "12a", "lat": "nan"}, {"lon", "lat"}),
        ({"lon": "29.66", "lat": "121.42"}, {"lon"}),
        ({"lon": "0", "lat": "0"}, {"lon"}),
        ({"datum_m": "9999999"}, {"datum_m"}),
        ({"datum_m": "deep"}, {"datum_m"}),
        ({"choices": (Choice("d", DISTANCE),)}, {"datum_m"}),
    ],
)
def test_each_input_of_the_form_is_refused_by_itself(changed: dict[str, Any], names: set[str]) -> None:
    row, faults = row_of(entrance(**changed))
    assert row is None
    assert set(faults) == names
    assert all(fault.zh and fault.en for fault in faults.values())


@pytest.mark.parametrize(
    ("device_ref", "proposal"),
    [
        ("generic:city/7/well/A-113", "A-113"),
        ("generic:city/pump/A-113/up", "A-113"),
        ("canonical:JG-9", "JG-9"),
        ("generic:pump/up", "up"),
    ],
)
def test_a_device_is_proposed_the_number_that_its_reference_names(device_ref: str, proposal: str) -> None:
    assert ghost_of(device_ref=device_ref).name_there == proposal
