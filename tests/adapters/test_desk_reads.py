"""What the desk and its search read from both databases."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import Engine

from dashboard.domain.alarm_records import AlarmEvent, Deed, acknowledged
from dashboard.domain.alarms import NOTES, AlarmTransition, Change, Move
from dashboard.domain.camera_events import CameraEventReport, Phase
from dashboard.domain.metrics import METRICS
from dashboard.domain.people.readouts import AreaHolder
from dashboard.domain.readings import Device
from dashboard.domain.readouts import AlarmStanding, AreaStep, HistoryPoint, Hit, LayerCount, LiveValue
from dashboard.domain.rule_preview import PastHour
from dashboard.domain.severity import AssetState, Severity
from dashboard.ports.ingest import ObservationRow
from data_sources.db.alarms.store import SqlAlarmStore
from data_sources.db.history_store import SqlHistoryStore
from data_sources.db.ingest.store import SqlIngestStore
from data_sources.db.read_models import DeskReader
from data_sources.db.register_store import SqlRegister
from tests.adapters.city_of_four import AREAS, HOUR, NOW, SECOND, asset, settle

TILT: Final = METRICS["tilt_deg"].number
MORE: Final = (asset("JG_3", "manhole", 120.3, 30.3, attributes={"street": "100%路"}),)


@pytest.fixture
def devices(engine: Engine) -> dict[str, Device]:
    """The city of four with another manhole, squads and two streets, by asset_id."""
    register = SqlRegister(engine, lambda: NOW)
    register.save_squads({"S1": "一中队"})
    register.replace_streets(
        [
            ("县前街", 1, {"type": "LineString", "coordinates": [[120.0, 30.0], [120.1, 30.1], [120.2, 30.2]]}),
            ("县前街", 2, {"type": "LineString", "coordinates": [[121.0, 31.0], [121.1, 31.1]]}),
            ("县后街", 3, {"type": "MultiLineString", "coordinates": [[[1.0, 1.0]], [[2.0, 2.0], [3.0, 3.0]]]}),
        ]
    )
    return settle(engine, more=MORE)


@pytest.fixture
def reader(engine: Engine, devices: dict[str, Device]) -> DeskReader:
    """Reads for that city's desk."""
    return DeskReader(engine)


def turn(engine: Engine, device: Device, change: Change, severity: Severity, at_us: int) -> None:
    """A reading raises, worsens or clears the device's tilt alarm."""
    transition = AlarmTransition(change, "manhole.tilt", severity, 22.5, 20.0, at_us)
    with SqlAlarmStore(engine, lambda: at_us).begin() as work:
        work.apply_transitions(device, [transition], suppressed=False)


def measure(engine: Engine, device: Device, *readings: tuple[int, float]) -> None:
    """Stores readings of the device's tilt."""
    rows = [ObservationRow(at // HOUR, device.asset_key, TILT, at, 1, value, at, 0) for at, value in readings]
    with SqlIngestStore(engine, lambda: NOW).begin() as work:
        work.add_observations(rows)


def see(engine: Engine, name: str, at_us: int, camera: Device | None = None, **others: Any) -> None:
    """A camera reports an event."""
    values = {"category": None, "label": "market", "confidence": 0.9, "source": "frigate", "camera_ref": "K-1"} | others
    report = CameraEventReport(event_ref=name, phase=Phase.UPDATE, at_us=at_us, **values)
    with SqlIngestStore(engine, lambda: NOW).begin() as work:
        work.save_camera_event(report, camera, NOW)


def test_open_alarms_are_those_that_have_not_cleared_the_newest_first(
    engine: Engine, devices: dict[str, Device], reader: DeskReader
) -> None:
    turn(engine, devices["JG-1"], Change.RAISED, Severity.MINOR, NOW)
    turn(engine, devices["JG-2"], Change.RAISED, Severity.MAJOR, NOW + SECOND)
    turn(engine, devices["JG_3"], Change.RAISED, Severity.MAJOR, NOW + 2 * SECOND)
    turn(engine, devices["JG_3"], Change.CLEARED, Severity.MAJOR, NOW + 3 * SECOND)
    turn(engine, devices["JG-1"], Change.WORSENED, Severity.CRITICAL, NOW + 4 * SECOND)
    found = reader.open_alarms(10)
    assert [(alarm.asset_id, alarm.severity) for alarm in found] == [
        ("JG-1", Severity.CRITICAL),
        ("JG-2", Severity.MAJOR),
    ]
    first = found[0]
    assert (first.grid_code, first.grid_name, first.street, first.kind) == ("G1", "一网格", "县前街", "manhole")
    assert (first.raised_us, first.worsened_us, first.value) == (NOW, NOW + 4 * SECOND, 22.5)
    assert first.standing is AlarmStanding.OPEN
    assert [alarm.asset_id for alarm in reader.open_alarms(1)] == ["JG-1"]


def test_an_open_alarm_has_its_district_and_what_is_now_and_was_worst(
    engine: Engine, devices: dict[str, Device], reader: DeskReader
) -> None:
    turn(engine, devices["JG-1"], Change.RAISED, Severity.MAJOR, NOW)
    assert (reader.open_alarms(1)[0].now, reader.open_alarms(1)[0].worst) == (None, None)
    assert reader.open_alarms(1)[0].move is None
    with SqlIngestStore(engine, lambda: NOW).begin() as work:
        (latest,) = work.latest([devices["JG-1"].asset_key]).values()
        latest.memory[NOTES] = {"manhole.tilt": {"seen": [16.0, 31.5], "moved": [16.0, NOW, 0]}}
        latest.last_seen_us = NOW
        work.save_latest([latest])
    (found,) = reader.open_alarms(5)
    assert (found.now, found.worst, found.last_seen_us, found.move) == (16.0, 31.5, NOW, Move(NOW, worse=False))
    assert (found.district_code, found.district_name) == ("B1", "一区块")


def test_camera_events_are_counted_from_a_moment_on(engine: Engine, reader: DeskReader) -> None:
    for number in range(3):
        see(engine, f"e{number}", NOW + number * 600 * SECOND, label=f"kind {number}")
    see(engine, "e0", NOW + HOUR - SECOND, label="kind 0")
    assert [reader.events_seen(NOW + number * 600 * SECOND, NOW + HOUR) for number in range(4)] == [3, 2, 1, 0]


def test_a_story_tells_what_happened_the_newest_first(
    engine: Engine, devices: dict[str, Device], reader: DeskReader
) -> None:
    turn(engine, devices["JG-1"], Change.RAISED, Severity.MAJOR, NOW)
    store = SqlAlarmStore(engine, lambda: NOW)
    with store.begin() as work:
        (alarm,) = work.uncleared_alarms(only_suppressed=False)
        seen = AlarmEvent(alarm.alarm_key, NOW + SECOND, Deed.ACKNOWLEDGED, Severity.MAJOR, None, "duty-1", "派人去看")
        work.save_alarm(acknowledged(alarm, "duty-1", "派人去看", NOW + SECOND), seen)
    (story,) = reader.alarm_stories("JG-1", 5)
    assert (story.alarm.standing, story.alarm.note) == (AlarmStanding.ACKNOWLEDGED, "派人去看")
    assert [(moment.what, moment.severity, moment.actor, moment.detail) for moment in story.moments] == [
        ("acknowledged", Severity.MAJOR, "duty-1", "派人去看"),
        ("raised", Severity.MAJOR, None, None),
    ]
    assert reader.alarm_stories("JG-2", 5) == []


def test_a_sheet_has_place_duties_and_newest_values(
    engine: Engine, devices: dict[str, Device], reader: DeskReader
) -> None:
    device = devices["JG-1"]
    with SqlIngestStore(engine, lambda: NOW).begin() as work:
        latest = work.latest([device.asset_key])[device.asset_key]
        latest.state, latest.last_seen_us = AssetState.MAJOR, NOW
        latest.values.update({"tilt_deg": [22.5, NOW], "no_metric_any_more": [1.0, NOW]})
        work.save_latest([latest])
    sheet = reader.asset_sheet("JG-1")
    assert sheet is not None
    assert sheet.areas == (
        AreaStep("B1", "一区块", "block"),
        AreaStep("G1", "一网格", "grid"),
        AreaStep("L1", "县前街", "line"),
    )
    assert (sheet.squad, sheet.street) == ("一中队", "县前街")
    assert sheet.duties == (AreaHolder("G1", "一网格", "grid", "leader", title="网格长"),)
    assert sheet.values == (LiveValue("tilt_deg", 22.5, NOW),)
    assert (sheet.state, sheet.last_seen_us, sheet.changed_us) == (AssetState.MAJOR, NOW, NOW)
    turn(engine, device, Change.RAISED, Severity.MAJOR, NOW - HOUR)
    again = reader.asset_sheet("JG-1")
    assert again is not None
    assert again.changed_us == NOW - HOUR


def test_an_asset_that_never_reported_and_lies_nowhere_has_a_sheet_too(reader: DeskReader) -> None:
    sheet = reader.asset_sheet("CAM-1")
    assert sheet is not None
    assert (sheet.state, sheet.areas, sheet.squad, sheet.duties) == (AssetState.OFFLINE, (), None, ())
    assert (sheet.values, sheet.last_seen_us, sheet.changed_us) == ((), None, None)
    assert reader.asset_sheet("JG-9") is None


def test_raw_readings_come_in_the_order_of_time_with_both_ends(
    engine: Engine, devices: dict[str, Device], reader: DeskReader
) -> None:
    moments = [NOW - 2 * HOUR, NOW - HOUR, NOW, NOW + SECOND]
    measure(engine, devices["JG-1"], *((at_us, float(place)) for place, at_us in enumerate(moments)))
    measure(engine, devices["JG-2"], (NOW, 9.0))
    found = reader.observations("JG-1", "tilt_deg", NOW - HOUR, NOW)
    assert found == [HistoryPoint(NOW - HOUR, 1.0, 1.0, 1.0), HistoryPoint(NOW, 2.0, 2.0, 2.0)]
    assert reader.observations("JG-1", "level_m", NOW - HOUR, NOW) == []
    assert reader.observations("JG-9", "tilt_deg", NOW - HOUR, NOW) == []


def test_rolled_up_hours_have_mean_and_extremes(engine: Engine, devices: dict[str, Device], reader: DeskReader) -> None:
    hour_us = NOW - NOW % HOUR - HOUR
    measure(engine, devices["JG-1"], (hour_us, 1.0), (hour_us + SECOND, 3.0), (hour_us + HOUR, 7.0))
    history = SqlHistoryStore(engine)
    for hour in (hour_us // HOUR, hour_us // HOUR + 1):
        history.roll_up(hour)
    assert reader.hourly("JG-1", "tilt_deg", hour_us, hour_us + HOUR) == [
        PastHour(hour_us // HOUR, 2, 1.0, 3.0, 2.0),
        PastHour(hour_us // HOUR + 1, 1, 7.0, 7.0, 7.0),
    ]
    assert [past.hour for past in reader.hourly("JG-1", "tilt_deg", hour_us, hour_us)] == [hour_us // HOUR]


def test_camera_events_come_page_by_page_the_last_seen_first(
    engine: Engine, devices: dict[str, Device], reader: DeskReader
) -> None:
    for place in range(3):
        see(engine, f"e{place}", NOW + place * HOUR, camera_ref=f"K-{place}", bbox=(0.1, 0.2, 0.3, 0.4))
    see(engine, "known", NOW + 3 * HOUR, devices["JG-2"], zone="gate")
    newest, *others = reader.camera_events(10)
    assert (newest.asset_id, newest.place, newest.grid_name, newest.zone) == ("JG-2", "manhole JG-2", "二网格", "gate")
    assert [event.camera_ref for event in others] == ["K-2", "K-1", "K-0"]
    assert (others[0].bbox, others[0].place, others[0].count) == ((0.1, 0.2, 0.3, 0.4), None, 1)
    after = reader.camera_events(1, before=(newest.last_us, newest.event_key))
    assert after == [others[0]]
    assert reader.camera_event(newest.event_key) == newest
    assert reader.camera_event(99) is None


def test_layers_are_counted_with_those_that_are_online(
    engine: Engine, devices: dict[str, Device], reader: DeskReader
) -> None:
    with SqlIngestStore(engine, lambda: NOW).begin() as work:
        latest = work.latest([devices["JG-1"].asset_key])
        for state in latest.values():
            state.state = AssetState.NORMAL
        work.save_latest(latest.values())
    assert reader.layer_counts() == [
        LayerCount("manhole", 3, 1),
        LayerCount("camera", 1, 0),
        LayerCount("parking_bay", 1, 0),
    ]
    assert [reader.area_count(level) for level in ("block", "grid", "community")] == [1, 2, 0]


def test_assets_are_found_by_number_before_name_and_street(reader: DeskReader) -> None:
    assert [hit.key for hit in reader.find_assets("jg-", 10)] == ["JG-1", "JG-2"]
    assert [hit.key for hit in reader.find_assets("县前", 10)] == ["JG-1"]
    assert [hit.key for hit in reader.find_assets("manhole", 2)] == ["JG-1", "JG-2"]


def test_what_a_search_finds_is_counted_over_all_groups(reader: DeskReader) -> None:
    for text in ("jg", "县前", "manhole", "_3", "nothing like it"):
        groups = (reader.find_assets(text, 99), reader.find_streets(text, 99), reader.find_grids(text, 99))
        assert reader.count_found(text) == sum(len(group) for group in groups)


def test_what_looks_like_a_pattern_is_taken_literally(reader: DeskReader) -> None:
    assert [hit.key for hit in reader.find_assets("_3", 10)] == ["JG_3"]
    assert [hit.key for hit in reader.find_assets("100%", 10)] == ["JG_3"]
    assert reader.find_assets("\\", 10) == []


def test_a_street_is_found_once_by_the_middle_of_its_longest_part(reader: DeskReader) -> None:
    hits = {hit.name: (hit.lon, hit.lat) for hit in reader.find_streets("街", 10)}
    assert hits == {"县前街": (121.1, 31.1), "县后街": (3.0, 3.0)}
    assert len(reader.find_streets("街", 1)) == 1


def test_grids_and_blocks_with_a_label_are_found_by_name_or_code(engine: Engine, reader: DeskReader) -> None:
    labels = {"B1": (121.0, 31.0), "G1": (120.5, 30.5)}
    SqlRegister(engine, lambda: NOW).upsert_areas(AREAS, (), labels)
    assert reader.find_grids("一", 10) == [
        Hit("G1", "一网格", "一区块", 120.5, 30.5, "grid"),
        Hit("B1", "一区块", "", 121.0, 31.0, "block"),
    ]
    assert [hit.key for hit in reader.find_grids("g1", 10)] == ["G1"]
    assert reader.find_grids("县前街", 10) == []
