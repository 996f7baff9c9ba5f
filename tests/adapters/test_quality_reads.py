"""What could not be read, in groups, and which devices' values were not taken, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from dashboard.domain.data_quality import RefusalLine
from dashboard.domain.readings import Delivery, Device
from dashboard.ports.ingest import QuarantineRow, RefusalRow
from data_sources.db.device_read_models import DeviceReader
from data_sources.db.history_store import SqlHistoryStore
from data_sources.db.ingest.store import SqlIngestStore
from data_sources.db.read_models import DeskReader
from tests.adapters.city_of_four import HOUR, NOW, SECOND, settle

DAY = 24 * HOUR


@pytest.fixture
def devices(engine: Engine) -> dict[str, Device]:
    """The four assets."""
    return settle(engine)


def keep(engine: Engine, *rows: QuarantineRow) -> None:
    """Puts them into quarantine."""
    with SqlIngestStore(engine, lambda: NOW).begin() as work:
        work.add_to_quarantine(rows)


def waiting(topic: str, payload: bytes, received_us: int, reason: str, source: str, profile: str = "") -> QuarantineRow:
    """A message that could not be read."""
    return QuarantineRow(Delivery(topic, payload, received_us), "mqtt", reason, f"about {topic}", source, profile)


def refuse(engine: Engine, *rows: RefusalRow) -> None:
    """Counts them."""
    with SqlIngestStore(engine, lambda: NOW).begin() as work:
        work.count_refusals(rows)


def test_the_quarantine_is_grouped_by_source_profile_and_reason_newest_first(engine: Engine) -> None:
    first = waiting("a/1", b"one", NOW, "unknown_device", "chirpstack", "EM500")
    keep(engine, first, first)
    keep(engine, waiting("a/2", b"\xff\x00", NOW + 9 * SECOND, "unknown_device", "chirpstack", "EM500"))
    keep(engine, waiting("a/3", b"three", NOW + SECOND, "unknown_device", "chirpstack", "EM300"))
    keep(engine, waiting("b/4", b"four", NOW + 2 * SECOND, "bad_json", "b/+"))
    groups, total = DeviceReader(engine).quarantine_groups(10)
    assert total == 4
    assert [(group.source, group.profile, group.reason, group.messages, group.times) for group in groups] == [
        ("chirpstack", "EM500", "unknown_device", 2, 3),
        ("b/+", "", "bad_json", 1, 1),
        ("chirpstack", "EM300", "unknown_device", 1, 1),
    ]
    assert (groups[0].first_us, groups[0].last_us) == (NOW, NOW + 9 * SECOND)
    assert (groups[0].topic, groups[0].detail, groups[0].preview) == ("a/2", "about a/2", "ff 00")
    assert (groups[0].channel, groups[0].payload_bytes) == ("mqtt", 2)


def test_only_so_many_groups_are_told_and_all_messages_counted(engine: Engine) -> None:
    keep(engine, *(waiting(f"t/{n}", b"x", NOW + n, "bad_json", f"s{n}") for n in range(5)))
    groups, total = DeviceReader(engine).quarantine_groups(2)
    assert ([group.source for group in groups], total) == (["s4", "s3"], 5)


def test_a_large_payload_is_told_by_its_beginning(engine: Engine) -> None:
    keep(engine, waiting("t", b"x" * 5000, NOW, "too_large", "t"))
    ((group,), _) = DeviceReader(engine).quarantine_groups(1)
    assert (group.preview, group.payload_bytes) == ("x" * 320 + " …", 5000)


def test_an_empty_quarantine_has_no_groups(engine: Engine) -> None:
    assert DeviceReader(engine).quarantine_groups(10) == ([], 0)


def test_refused_values_of_a_device_are_told_the_most_frequent_first(
    engine: Engine, devices: dict[str, Device]
) -> None:
    key = devices["JG-1"].asset_key
    refuse(
        engine,
        RefusalRow(key, "tilt_deg", "out_of_range", "999", NOW, 2),
        RefusalRow(key, "time", "wrong_clock", "+8 h", NOW, 5),
        RefusalRow(key, "battery_pct", "not_a_number", "?", NOW - 8 * DAY, 9),
        RefusalRow(devices["JG-2"].asset_key, "tilt_deg", "out_of_range", "1", NOW, 1),
    )
    assert DeskReader(engine).refusals("JG-1", NOW - 7 * DAY) == [
        RefusalLine("time", "wrong_clock", "+8 h", 5, NOW, NOW),
        RefusalLine("tilt_deg", "out_of_range", "999", 2, NOW, NOW),
    ]
    assert DeskReader(engine).refusals("nobody", 0) == []


def test_devices_with_refused_values_come_with_the_most_first(engine: Engine, devices: dict[str, Device]) -> None:
    refuse(
        engine,
        RefusalRow(devices["JG-1"].asset_key, "tilt_deg", "out_of_range", "999", NOW, 2),
        RefusalRow(devices["JG-2"].asset_key, "tilt_deg", "out_of_range", "1", NOW, 2),
        RefusalRow(devices["JG-2"].asset_key, "time", "wrong_clock", "-8 h", NOW, 1),
        RefusalRow(devices["PB-1"].asset_key, "occupied", "unknown_value", "?", NOW - 8 * DAY, 70),
    )
    found, total = DeviceReader(engine).refusing_devices(NOW - 7 * DAY, 10)
    assert total == 2
    assert [(device.asset_id, device.kind, len(device.refusals)) for device in found] == [
        ("JG-2", "manhole", 2),
        ("JG-1", "manhole", 1),
    ]
    first, total = DeviceReader(engine).refusing_devices(NOW - 7 * DAY, 1)
    assert ([device.asset_id for device in first], total) == (["JG-2"], 2)


def test_old_refusals_are_forgotten(engine: Engine, devices: dict[str, Device]) -> None:
    key = devices["JG-1"].asset_key
    refuse(
        engine, RefusalRow(key, "a", "out_of_range", "1", NOW, 1), RefusalRow(key, "b", "bad_unit", "1", NOW - DAY, 1)
    )
    assert SqlHistoryStore(engine).forget_others(pictures_us=0, quarantine_us=0, parking_us=0, refusals_us=NOW) == 1
    assert [line.field for line in DeskReader(engine).refusals("JG-1", 0)] == ["a"]
