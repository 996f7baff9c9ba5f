"""What devices really send, recorded by the real ingest alike on SQLite and PostgreSQL, and never an internal error."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
from sqlalchemy import Engine, text

from dashboard.domain.readings import Delivery
from dashboard.services.alarms.rule_book import RuleBook
from dashboard.services.ingest.intake import Intake
from dashboard.services.ingest.recording import Ingest
from data_sources.cameras import camera_sources
from data_sources.db.alarms.rule_source import SqlRuleSource
from data_sources.db.engine import reading
from data_sources.db.ingest.store import SqlIngestStore
from data_sources.uplinks import uplinks, usual_mappings
from data_sources.uplinks.canonical import SHARED_TOPIC
from tests.adapters.city_of_four import NOW, settle
from tests.fakes_alarms import FakeNotifier

OWN_TOPIC: Final = "xiuhua/v1/manhole/JG-1/observation"
CAMERA_TOPIC: Final = "xiuhua/v1/camera/CAM-1/event"
README_READING: Final = {"ts": NOW // 1000, "values": {"level_m": 0.84}, "battery_pct": 92}


def ingest_on(engine: Engine) -> Ingest:
    """The ingest with the four assets."""
    settle(engine)
    intake = Intake(uplinks(), camera_sources(), usual_mappings())
    ingest = Ingest(
        SqlIngestStore(engine, lambda: NOW), intake, RuleBook(SqlRuleSource(engine)), FakeNotifier(), lambda: NOW
    )
    ingest.refresh()
    return ingest


def delivery(topic: str, body: object) -> Delivery:
    """A message as it comes, bytes as they are."""
    payload = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Delivery(topic, payload, NOW)


def asked(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    """What the database answers."""
    with reading(engine) as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_the_reading_of_the_readme_is_stored(engine: Engine) -> None:
    recorded = ingest_on(engine).record([delivery(OWN_TOPIC, README_READING)])
    assert (recorded.accepted, recorded.quarantined) == (1, 0)
    assert sorted(asked(engine, "SELECT value FROM observation")) == [(0.84,), (92.0,)]


def test_whole_numbers_fractions_switches_and_states_share_a_batch(engine: Engine) -> None:
    values: list[tuple[str, dict[str, object]]] = [
        (OWN_TOPIC, {"tilt_deg": 3, "cover": "closed", "temperature_c": 21.5, "battery_pct": 100}),
        (OWN_TOPIC, {"tilt_deg": 3.5, "rssi_dbm": -87}),
        ("xiuhua/v1/parking_bay/PB-1/observation", {"occupied": True}),
        ("xiuhua/v1/parking_bay/PB-1/observation", {"occupied": False, "battery_v": 3}),
    ]
    batch = [
        delivery(topic, {"ts": NOW // 1000 - 10 + number, "values": each})
        for number, (topic, each) in enumerate(values)
    ]
    recorded = ingest_on(engine).record(batch)
    assert (recorded.accepted, recorded.repeated, recorded.quarantined) == (4, 0, 0)
    assert [occupied for (occupied,) in asked(engine, "SELECT occupied FROM parking_change ORDER BY at_us")] == [1, 0]
    assert len(asked(engine, "SELECT value FROM observation")) == 9


ODD: Final[dict[str, tuple[str, object, str]]] = {
    "NUL in the device's id": (SHARED_TOPIC, {**README_READING, "device_id": "JG\0-1"}, "unknown_device"),
    "NUL in the device_ref": (SHARED_TOPIC, {**README_READING, "device_ref": "canonical:\0"}, "unknown_device"),
    "device_ref of 100 000 characters": (
        SHARED_TOPIC,
        {**README_READING, "device_ref": "井" * 100_000},
        "unknown_device",
    ),
    "half a surrogate pair": (SHARED_TOPIC, rb'{"device_id": "\ud83d", "values": {"level_m": 1}}', "bad_json"),
    "nothing but NULs": (OWN_TOPIC, bytes(64), "bad_json"),
    "NUL instead of a state": (OWN_TOPIC, {"values": {"cover": "\0" * 300}}, "unknown_value"),
    "NUL instead of a number": (OWN_TOPIC, {"values": {"level_m": "\0"}}, "not_a_number"),
    "NUL instead of a time": (OWN_TOPIC, {**README_READING, "ts": "\0"}, "bad_time"),
    "a number that no integer holds": (OWN_TOPIC, {"values": {"level_m": 10**30}}, "out_of_range"),
    "NaN": (OWN_TOPIC, b'{"values": {"level_m": NaN}}', "not_a_number"),
    "a topic of nobody": ("city/井盖/" + "x" * 3_000, README_READING, "no_mapping"),
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_an_odd_message_waits_in_quarantine_and_costs_no_other(engine: Engine, odd: tuple[str, object, str]) -> None:
    topic, body, reason = odd
    strange = delivery(topic, body)
    recorded = ingest_on(engine).record([delivery(OWN_TOPIC, README_READING), strange])
    assert (recorded.accepted, recorded.quarantined) == (1, 1)
    assert asked(engine, "SELECT reason, topic FROM quarantine") == [(reason, topic)]
    (kept,) = SqlIngestStore(engine, lambda: NOW).quarantined(0, 10)
    assert kept.delivery == strange


def test_a_camera_that_says_too_much_is_cut_and_recorded(engine: Engine) -> None:
    event = {
        "event_id": "e\0" * 500,
        "camera_id": "CAM-1",
        "category": "\0摊贩" * 200,
        "zone": "口\0" * 300,
        "confidence": 1,
        "ts": NOW // 1000,
    }
    recorded = ingest_on(engine).record([delivery(CAMERA_TOPIC, event), delivery(OWN_TOPIC, README_READING)])
    assert (recorded.accepted, recorded.camera_events, recorded.quarantined) == (1, 1, 0)
    assert asked(engine, "SELECT length(label), length(zone), confidence FROM camera_event") == [(80, 80, 1.0)]


def test_the_same_odd_message_again_is_counted(engine: Engine) -> None:
    ingest = ingest_on(engine)
    for _ in range(3):
        ingest.record([delivery(SHARED_TOPIC, {**README_READING, "device_id": "JG\0-1"})])
    assert asked(engine, "SELECT count FROM quarantine") == [(3,)]


def test_what_no_store_can_take_is_kept_with_its_error(engine: Engine) -> None:
    ingest = ingest_on(engine)
    recorded = ingest.record_poison(delivery("a/\ud83d\0", b"\0"), ValueError("odd \0 \udfff"))
    assert recorded.quarantined == 1
    ((topic, detail),) = asked(engine, "SELECT topic, detail FROM quarantine")
    assert topic == "a/\ufffd\ufffd"
    assert "odd \ufffd \ufffd" in detail
