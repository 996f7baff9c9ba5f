"""What the API reads from both databases: assets, histories, quarantine, counts, and the past as a replay."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import Engine

from dashboard.domain.alarms import AlarmTransition, Change
from dashboard.domain.camera_events import CameraEventReport, Phase
from dashboard.domain.machine_reads import AssetQuery, Bounds, Reading, ReadingPosition, ReadingQuery
from dashboard.domain.metrics import METRICS
from dashboard.domain.readings import Delivery
from dashboard.domain.readouts import AlarmStanding
from dashboard.domain.severity import AssetState, Severity
from dashboard.ports.ingest import ObservationRow, QuarantineRow
from data_sources.db.alarms.store import SqlAlarmStore
from data_sources.db.asset_reader import AssetReader
from data_sources.db.cameras.pictures import CameraPictureReader
from data_sources.db.health_reader import HealthReader
from data_sources.db.history_store import SqlHistoryStore
from data_sources.db.ingest.quarantine_reader import QuarantineReader
from data_sources.db.ingest.replay_reader import ReplayReader
from data_sources.db.ingest.store import SqlIngestStore
from data_sources.db.leases import SqlLeases
from data_sources.db.read_models import DeskReader
from tests.adapters.city_of_four import HOUR, NOW, SECOND, settle

LEVEL = METRICS["level_m"].number
TILT = METRICS["tilt_deg"].number


def ids(engine: Engine, **query: object) -> list[str]:
    """The assets that a query finds."""
    return [entry.asset_id for entry in AssetReader(engine).assets(AssetQuery(**query))]  # type: ignore[arg-type]


def test_assets_are_found_by_kind_bounds_area_and_position(engine: Engine) -> None:
    settle(engine)
    assert ids(engine) == ["CAM-1", "JG-1", "JG-2", "PB-1"]
    assert ids(engine, kinds=("manhole", "camera")) == ["CAM-1", "JG-1", "JG-2"]
    assert ids(engine, bounds=Bounds(120, 30, 121, 31)) == ["JG-1", "PB-1"]
    assert ids(engine, area="B1") == ["JG-1", "JG-2", "PB-1"]
    assert ids(engine, area="G2") == ["JG-2"]
    assert ids(engine, area="L1") == ["JG-1"]
    assert ids(engine, after="JG-1", limit=1) == ["JG-2"]


def test_one_asset_with_its_values(engine: Engine) -> None:
    device = settle(engine)["JG-1"]
    with SqlIngestStore(engine, lambda: NOW).begin() as work:
        latest = work.latest([device.asset_key])[device.asset_key]
        latest.state, latest.last_seen_us, latest.values["cover"] = AssetState.CRITICAL, NOW, [2.0, NOW]
        work.save_latest([latest])
    entry = AssetReader(engine).asset("JG-1")
    assert entry is not None
    assert (entry.state, entry.area_code, entry.last_seen_us) == (AssetState.CRITICAL, "G1", NOW)
    assert [(value.metric, value.value) for value in entry.values] == [("cover", 2.0)]
    assert AssetReader(engine).asset("nobody") is None
    assert AssetReader(engine).area_exists("L1")
    assert not AssetReader(engine).area_exists("L2")


def store_readings(engine: Engine, key: int) -> list[int]:
    """Readings of two metrics over twenty days, some rolled up; gives their times, newest first."""
    times = [NOW - day * 24 * HOUR - minute * 60 * SECOND for day in range(20) for minute in (0, 1, 61)]
    rows = [
        ObservationRow(at_us // HOUR, key, metric, at_us, 7, float(metric), at_us + SECOND, 0)
        for at_us in times
        for metric in (LEVEL, TILT)
    ]
    with SqlIngestStore(engine, lambda: NOW).begin() as work:
        work.add_observations(rows)
    history = SqlHistoryStore(engine)
    for hour in history.pending_hours(NOW // HOUR - 5 * 24, 1_000):
        history.roll_up(hour)
    return times


def readings(engine: Engine, **query: object) -> list[Reading]:
    """The readings that a query finds."""
    defaults = {"asset_id": "JG-1", "metric": None, "from_us": None, "until_us": None, "after": None, "limit": 1_000}
    return list(AssetReader(engine).readings(ReadingQuery(**{**defaults, **query})))  # type: ignore[arg-type]


def test_the_history_is_newest_first_and_complete(engine: Engine) -> None:
    devices = settle(engine)
    times = store_readings(engine, devices["JG-1"].asset_key)
    store_readings(engine, devices["JG-2"].asset_key)
    assert [each.measured_us for each in readings(engine, metric="tilt_deg")] == times
    assert [each.metric for each in readings(engine)][:4] == ["tilt_deg", "level_m", "tilt_deg", "level_m"]
    assert len(readings(engine)) == 2 * len(times)


def test_the_history_can_be_read_page_by_page(engine: Engine) -> None:
    times = store_readings(engine, settle(engine)["JG-1"].asset_key)
    seen: list[tuple[int, str]] = []
    after = None
    while page := readings(engine, after=after, limit=7):
        seen += [(each.measured_us, each.metric) for each in page]
        after = ReadingPosition(page[-1].measured_us, METRICS[page[-1].metric].number, page[-1].discriminator)
    assert seen == [(at_us, metric) for at_us in times for metric in ("tilt_deg", "level_m")]


def test_a_range_includes_its_beginning_and_not_its_end(engine: Engine) -> None:
    times = store_readings(engine, settle(engine)["JG-1"].asset_key)
    found = readings(engine, metric="level_m", from_us=times[10], until_us=times[4])
    assert [each.measured_us for each in found] == times[5:11]


def test_no_history_is_an_empty_page(engine: Engine) -> None:
    assert readings(engine) == []
    settle(engine)
    assert readings(engine) == []


def test_flags_tell_late_and_replayed_readings(engine: Engine) -> None:
    key = settle(engine)["JG-1"].asset_key
    with SqlIngestStore(engine, lambda: NOW).begin() as work:
        for flags in (0, 1, 8, 15):
            work.add_observations([ObservationRow(NOW // HOUR, key, TILT, NOW + flags, 1, 1.0, NOW, flags)])
    found = [(each.late, each.replayed) for each in reversed(readings(engine))]
    assert found == [(False, False), (True, False), (False, True), (True, True)]


def test_the_quarantine_is_read_by_reason_and_page(engine: Engine) -> None:
    with SqlIngestStore(engine, lambda: NOW).begin() as work:
        for number in range(5):
            delivery = Delivery(f"t/{number}", b"\x00" * number, NOW + number)
            work.add_to_quarantine([QuarantineRow(delivery, "mqtt", "even" if number % 2 == 0 else "odd", "why")])
    reader = QuarantineReader(engine)
    items, more = reader.messages(None, 3, None)
    assert ([item.topic for item in items], more) == (["t/4", "t/3", "t/2"], True)
    items, more = reader.messages(None, 3, (items[-1].received_us, items[-1].quarantine_key))
    assert ([item.payload for item in items], more) == ([b"\x00", b""], False)
    assert [item.topic for item in reader.messages("odd", 10, None)[0]] == ["t/3", "t/1"]
    assert list(reader.reasons()) == ["even", "odd"]


def test_a_page_of_large_messages_is_short(engine: Engine) -> None:
    with SqlIngestStore(engine, lambda: NOW).begin() as work:
        for number in range(3):
            delivery = Delivery(f"t/{number}", bytes([number]) * 6_000_000, NOW + number)
            work.add_to_quarantine([QuarantineRow(delivery, "mqtt", "too_large", "why")])
    items, more = QuarantineReader(engine).messages(None, 10, None)
    assert ([item.topic for item in items], more) == (["t/2"], True)


def test_pictures_and_camera_events_are_found(engine: Engine) -> None:
    picture = b"\x89PNG\r\n\x1a\n..."
    for number in range(3):
        report = CameraEventReport(
            event_ref=f"e{number}",
            camera_ref=f"canonical:c{number}",
            phase=Phase.START,
            category="0504",
            label="0504",
            confidence=None,
            at_us=NOW,
            image=picture,
            media_type="image/png",
            source="canonical",
        )
        with SqlIngestStore(engine, lambda: NOW).begin() as work:
            work.save_camera_event(report, None, NOW)
    first = DeskReader(engine).camera_events(2)
    rest = DeskReader(engine).camera_events(2, (first[-1].last_us, first[-1].event_key))
    assert [event.camera_ref for event in [*first, *rest]] == ["canonical:c2", "canonical:c1", "canonical:c0"]
    kept = CameraPictureReader(engine).camera_picture(first[0].image_digest or "")
    assert kept is not None
    assert kept.content == picture
    assert CameraPictureReader(engine).camera_picture("0" * 64) is None


def test_open_alarms_are_counted_by_severity_and_listed_by_standing(engine: Engine) -> None:
    devices = settle(engine)
    assert HealthReader(engine).open_alarms() == {"minor": 0, "major": 0, "critical": 0}
    with SqlIngestStore(engine, lambda: NOW).begin() as work:
        for asset_id, severity in (("JG-1", Severity.MAJOR), ("JG-2", Severity.CRITICAL)):
            change = AlarmTransition(
                rule_key="r", change=Change.RAISED, severity=severity, value=1.0, threshold=1.0, at_us=NOW
            )
            work.apply_transitions(devices[asset_id], [change], suppressed=False)
    assert HealthReader(engine).open_alarms() == {"minor": 0, "major": 1, "critical": 1}
    store = SqlAlarmStore(engine, lambda: NOW)
    newest = store.list_alarms(AlarmStanding.OPEN, None, 10, None)
    assert [alarm.device.asset_id for alarm in newest] == ["JG-2", "JG-1"]
    assert [alarm.grid_code for alarm in store.list_alarms(None, "G1", 10, None)] == ["G1"]
    assert [alarm.grid_code for alarm in store.list_alarms(None, "B1", 10, (NOW, newest[0].alarm_key))] == ["G1"]
    assert store.list_alarms(AlarmStanding.CLEARED, None, 10, None) == []


def test_a_lease_belongs_to_one_holder_until_it_runs_out(engine: Engine) -> None:
    leases = SqlLeases(engine)
    assert leases.take("work", "one", NOW, NOW + 10)
    assert not leases.take("work", "two", NOW + 5, NOW + 15)
    assert leases.take("work", "one", NOW + 5, NOW + 20)
    assert leases.take("work", "two", NOW + 21, NOW + 30)


def test_the_past_comes_back_as_canonical_observations(engine: Engine) -> None:
    key = settle(engine)["JG-1"].asset_key
    cover = METRICS["cover"].number
    with SqlIngestStore(engine, lambda: NOW).begin() as work:
        for at_us, metric, value, flags in (
            (NOW, TILT, 2.5, 0),
            (NOW, cover, 2.0, 0),
            (NOW + HOUR, TILT, 3.5, 1),
            (NOW + HOUR + 1, TILT, 9.9, 8),
            (NOW + 2 * HOUR, TILT, 4.5, 0),
        ):
            work.add_observations([ObservationRow(at_us // HOUR, key, metric, at_us, 1, value, at_us, flags)])
    messages = list(ReplayReader(engine).messages(NOW, NOW + 2 * HOUR))
    assert [message.received_us for message in messages] == [NOW, NOW + HOUR]
    first = json.loads(messages[0].payload)
    assert first == {"device_ref": "canonical:JG-1", "ts": NOW, "values": {"tilt_deg": 2.5, "cover": "open"}}


@pytest.mark.parametrize("limit", [1, 5])
def test_an_empty_range_has_no_past(engine: Engine, limit: int) -> None:
    assert list(ReplayReader(engine).messages(NOW - limit * HOUR, NOW)) == []
