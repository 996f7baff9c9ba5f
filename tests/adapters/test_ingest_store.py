"""The ingest's store on SQLite, PostgreSQL and in memory: one contract."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, text

from dashboard.domain.alarms import AlarmTransition, Change
from dashboard.domain.camera_events import CameraEventReport, CameraPicture, Phase
from dashboard.domain.feeds import Feed
from dashboard.domain.readings import Delivery, Device
from dashboard.domain.severity import AssetState, Severity
from dashboard.errors import Unavailable
from dashboard.ports.ingest import NewReason, ObservationRow, ParkingChange, QuarantineRow
from data_sources.db.engine import create, reading
from data_sources.db.ingest.store import SqlIngestStore
from data_sources.db.register_store import SqlRegister
from tests.adapters.city_of_four import HOUR, NOW, SECOND, settle
from tests.fakes_alarms import FakeClock
from tests.fakes_ingest import FakeIngestStore


class Subject:
    """A store with the four assets, and the devices by asset_id."""

    def __init__(self, store: SqlIngestStore | FakeIngestStore, devices: dict[str, Device]) -> None:
        self.store: Any = store
        self.devices = devices

    @property
    def key(self) -> int:
        """The key of JG-1."""
        return self.devices["JG-1"].asset_key


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def subject(request: pytest.FixtureRequest, new_engine: Callable[[str], Engine]) -> Subject:
    """The store in memory, or that of a database."""
    if request.param != "memory":
        engine = new_engine(request.param)
        return Subject(SqlIngestStore(engine, lambda: NOW), settle(engine))
    devices = {
        asset_id: Device(number, asset_id, "manhole", None, None)
        for number, asset_id in enumerate(("JG-1", "JG-2"), start=1)
    }
    by_ref = {f"canonical:{asset_id}": device for asset_id, device in devices.items()}
    return Subject(FakeIngestStore(by_ref, FakeClock(NOW)), devices)


def row(key: int, measured_us: int = NOW, discriminator: int = 1, value: float = 2.5) -> ObservationRow:
    """A tilt."""
    return ObservationRow(measured_us // HOUR, key, 11, measured_us, discriminator, value, NOW, 0)


def transition(change: Change, severity: Severity = Severity.MAJOR, at_us: int = NOW) -> AlarmTransition:
    """A change of the tilt alarm."""
    return AlarmTransition(
        rule_key="manhole.tilted", change=change, severity=severity, value=22.0, threshold=15.0, at_us=at_us
    )


def quarantine_row(payload: bytes, received_us: int = NOW, reason: str = "bad_json") -> QuarantineRow:
    """A delivery that could not be read."""
    return QuarantineRow(Delivery("some/topic", payload, received_us), "mqtt", reason, "look at the device")


def test_an_observation_is_stored_once(subject: Subject) -> None:
    with subject.store.begin() as work:
        assert work.add_observations([row(subject.key), row(subject.key, discriminator=2)]) == 2
    with subject.store.begin() as work:
        assert work.add_observations([row(subject.key), row(subject.key, measured_us=NOW + 1)]) == 1
        assert work.add_observations([]) == 0


def test_a_block_that_raises_leaves_nothing_behind(subject: Subject) -> None:
    def break_off() -> None:
        with subject.store.begin() as work:
            work.add_observations([row(subject.key)])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    with subject.store.begin() as work:
        assert work.add_observations([row(subject.key)]) == 1


def test_the_latest_state_comes_back_as_it_was_saved(subject: Subject) -> None:
    with subject.store.begin() as work:
        latest = work.latest([subject.key])[subject.key]
        latest.state, latest.last_seen_us, latest.due_us = AssetState.MAJOR, NOW, NOW + SECOND
        latest.values["tilt_deg"] = [22.5, NOW]
        latest.memory["seen"] = [[1, NOW]]
        work.save_latest([latest])
    with subject.store.begin() as work:
        assert work.latest([subject.key])[subject.key] == latest


def test_the_newest_value_of_each_asset_of_a_kind_is_found_while_it_is_young(subject: Subject) -> None:
    with subject.store.begin() as work:
        first, second = (
            work.latest([key])[key] for key in sorted(subject.devices[i].asset_key for i in ("JG-1", "JG-2"))
        )
        first.values, first.last_seen_us = {"tilt_deg": [2.5, NOW]}, NOW
        second.values, second.last_seen_us = {"tilt_deg": [3.5, NOW - 2 * HOUR], "cover": [0.0, NOW]}, NOW
        work.save_latest([first, second])
    assert subject.store.newest("manhole", "tilt_deg", NOW - HOUR) == {first.asset_key: 2.5}
    assert subject.store.newest("manhole", "tilt_deg", NOW - 3 * HOUR) == {first.asset_key: 2.5, second.asset_key: 3.5}
    assert subject.store.newest("tree", "tilt_deg", 0) == {}


def test_there_is_one_open_alarm_however_often_it_is_raised(subject: Subject) -> None:
    device = subject.devices["JG-1"]
    for at_us in (NOW, NOW + SECOND):
        with subject.store.begin() as work:
            work.apply_transitions(device, [transition(Change.RAISED, at_us=at_us)], suppressed=False)
    with subject.store.begin() as work:
        assert [alarm.severity for alarm in work.open_alarms([subject.key])[subject.key].values()] == [Severity.MAJOR]


def test_an_alarm_worsens_clears_and_is_raised_anew(subject: Subject) -> None:
    device, seen = subject.devices["JG-1"], []
    for change, severity in (
        (Change.RAISED, Severity.MINOR),
        (Change.WORSENED, Severity.CRITICAL),
        (Change.CLEARED, Severity.CRITICAL),
        (Change.RAISED, Severity.MAJOR),
    ):
        with subject.store.begin() as work:
            work.apply_transitions(device, [transition(change, severity)], suppressed=False)
            seen.append([alarm.severity for alarm in work.open_alarms([subject.key]).get(subject.key, {}).values()])
    assert seen == [[Severity.MINOR], [Severity.CRITICAL], [], [Severity.MAJOR]]


def test_what_is_in_quarantine_comes_back_verbatim_and_in_order(subject: Subject) -> None:
    payloads = [b"\x00\xff binary", "井盖".encode(), b"x" * 100_000]
    with subject.store.begin() as work:
        work.add_to_quarantine([quarantine_row(payload, NOW + number) for number, payload in enumerate(payloads)])
    found = subject.store.quarantined(0, 10)
    assert [each.delivery.payload for each in found] == payloads
    assert [each.delivery.received_us for each in found] == [NOW, NOW + 1, NOW + 2]
    assert [each.quarantine_key for each in subject.store.quarantined(found[0].quarantine_key, 1)] == [
        found[1].quarantine_key
    ]


def test_released_messages_are_gone_and_the_others_have_their_new_reason(subject: Subject) -> None:
    with subject.store.begin() as work:
        work.add_to_quarantine([quarantine_row(b"1"), quarantine_row(b"2")])
    first, second = subject.store.quarantined(0, 10)
    with subject.store.begin() as work:
        work.release([first.quarantine_key])
        work.give_new_reasons([NewReason(second.quarantine_key, "no_mapping", "import one")])
        work.release([])
        work.give_new_reasons([])
    assert [each.quarantine_key for each in subject.store.quarantined(0, 10)] == [second.quarantine_key]


def test_what_was_judged_before_a_revision_is_found_until_it_is_judged_anew(subject: Subject) -> None:
    rows = [quarantine_row(bytes([number]))._replace(judged_revision=revision) for number, revision in ((1, 4), (2, 5))]
    with subject.store.begin() as work:
        work.add_to_quarantine(rows)
    assert subject.store.outdated(4, 10) == []
    (old,) = subject.store.outdated(5, 10)
    assert old.delivery.payload == b"\1"
    assert len(subject.store.outdated(6, 10)) == 2
    assert len(subject.store.outdated(6, 1)) == 1
    with subject.store.begin() as work:
        work.give_new_reasons([NewReason(old.quarantine_key, "no_mapping", "import one", "ttn", "x", 6)])
    assert [each.delivery.payload for each in subject.store.outdated(6, 10)] == [b"\2"]


def test_a_message_that_comes_again_is_judged_as_the_last_time(subject: Subject) -> None:
    for revision in (5, 4):
        with subject.store.begin() as work:
            work.add_to_quarantine([quarantine_row(b"1")._replace(judged_revision=revision)])
    assert len(subject.store.outdated(5, 10)) == 1


def test_what_the_broker_had_kept_stays_known_as_such(subject: Subject) -> None:
    with subject.store.begin() as work:
        delivery = Delivery("some/topic", b"1", NOW, retained=True)
        work.add_to_quarantine([QuarantineRow(delivery, "mqtt", "unknown_device", "import it")])
    assert [each.delivery.retained for each in subject.store.quarantined(0, 10)] == [True]


def test_revisions_rise_by_one(subject: Subject) -> None:
    with subject.store.begin() as work:
        before = work.bump([Feed.ALARMS, Feed.QUARANTINE])
    with subject.store.begin() as work:
        assert work.bump([Feed.ALARMS]) == {Feed.ALARMS: before[Feed.ALARMS] + 1}
        assert work.bump([]) == {}
    assert subject.store.revisions()[Feed.ALARMS] == before[Feed.ALARMS] + 1


def test_parking_changes_are_kept_once(engine: Engine) -> None:
    key = settle(engine)["PB-1"].asset_key
    store = SqlIngestStore(engine, lambda: NOW)
    for _ in range(2):
        with store.begin() as work:
            work.add_parking_changes([ParkingChange(key, NOW, True, None)])
            work.add_parking_changes([])
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT asset_key, at_us, occupied FROM parking_change")).all()
    assert kept == [(key, NOW, True)]


def test_the_registry_knows_the_devices_by_their_references(subject: Subject) -> None:
    assert subject.store.registry()["canonical:JG-1"] == subject.devices["JG-1"]


def report(event_ref: str, at_us: int = NOW, **others: Any) -> CameraEventReport:
    """A stall before the camera."""
    fields: dict[str, Any] = {"phase": Phase.START, "category": "0501", "label": "stall", "confidence": 0.8}
    return CameraEventReport(
        event_ref=event_ref, camera_ref="canonical:c-1", at_us=at_us, source="canonical", **{**fields, **others}
    )


def events(engine: Engine) -> list[tuple[Any, ...]]:
    """Count, first, last and picture of every event."""
    query = text("SELECT count, first_us, last_us, image_digest IS NOT NULL FROM camera_event ORDER BY first_us")
    with reading(engine) as connection:
        return [tuple(found) for found in connection.execute(query)]


def test_repeats_of_a_camera_event_are_merged(engine: Engine) -> None:
    settle(engine)
    store = SqlIngestStore(engine, lambda: NOW)
    picture = b"\xff\xd8\xff\xe0 picture"
    for each in (
        report("a"),
        report("a", NOW + SECOND, phase=Phase.UPDATE, image=picture, media_type="image/jpeg"),
        report("b", NOW + 60 * SECOND, image=picture, media_type="image/jpeg"),
        report("c", NOW + 3 * HOUR),
    ):
        with store.begin() as work:
            work.save_camera_event(each, None, NOW)
    assert events(engine) == [
        (2, NOW, NOW + 60 * SECOND, True),
        (1, NOW + 3 * HOUR, NOW + 3 * HOUR, False),
    ]


def test_a_picture_that_comes_alone_goes_to_the_newest_event_of_its_camera_and_label(engine: Engine) -> None:
    settle(engine)
    store = SqlIngestStore(engine, lambda: NOW)
    with store.begin() as work:
        work.save_camera_event(report("old", NOW - HOUR, label="car", category=None), None, NOW)
        work.save_camera_event(report("new", label="person", category=None), None, NOW)
    picture = CameraPicture(
        camera_ref="canonical:c-1", label="person", at_us=NOW + SECOND, image=b"\xff\xd8\xff", media_type="image/jpeg"
    )
    with store.begin() as work:
        work.save_camera_picture(picture, NOW)
        work.save_camera_picture(replace(picture, label="car"), NOW)
        work.save_camera_picture(replace(picture, camera_ref="canonical:c-2"), NOW)
    assert events(engine) == [(1, NOW - HOUR, NOW - HOUR, False), (1, NOW, NOW, True)]


def test_two_writers_that_see_the_same_danger_at_once_raise_one_alarm(engine: Engine) -> None:
    device = settle(engine)["JG-1"]
    ready, failures = threading.Barrier(2, timeout=30), list[Exception]()

    def raise_alarm(moment_us: int) -> None:
        store = SqlIngestStore(engine, lambda: moment_us)
        ready.wait()
        try:
            with store.begin() as work:
                work.latest([device.asset_key])
                work.apply_transitions(device, [transition(Change.RAISED, at_us=moment_us)], suppressed=False)
        except Exception as error:
            failures.append(error)

    writers = [threading.Thread(target=raise_alarm, args=(NOW + number,)) for number in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failures == []
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM alarm")).scalar_one() == 1


def test_writers_that_meet_at_the_same_assets_do_not_block_each_other_for_good(engine: Engine) -> None:
    devices = settle(engine)
    keys, failures = [device.asset_key for device in devices.values()], list[Exception]()

    def write(number: int) -> None:
        store = SqlIngestStore(engine, lambda: NOW)
        try:
            for turn in range(20):
                with store.begin() as work:
                    latest = work.latest(sorted(keys))
                    work.add_observations([row(key, NOW + turn, number) for key in keys])
                    work.save_latest(latest.values())
                    work.bump([Feed.ALARMS])
        except Exception as error:
            failures.append(error)

    writers = [threading.Thread(target=write, args=(number,)) for number in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failures == []
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM observation")).scalar_one() == 3 * 20 * len(keys)


def test_readings_of_any_time_find_their_partition(engine: Engine) -> None:
    key = settle(engine)["JG-1"].asset_key
    times = [1_420_070_400_000_000, NOW - 400 * 24 * HOUR, NOW, NOW + 400 * 24 * HOUR]
    with SqlIngestStore(engine, lambda: NOW).begin() as work:
        assert work.add_observations([row(key, measured_us) for measured_us in times]) == len(times)


def test_mappings_come_back_in_their_order(engine: Engine) -> None:
    specs = [{"match": {"topic": f"t/{number}"}, "fields": [{"path": "x", "metric": "ph"}]} for number in (3, 1, 2)]
    register, store = SqlRegister(engine, lambda: NOW), SqlIngestStore(engine, lambda: NOW)
    register.replace_mappings(specs)
    assert store.mapping_specs() == register.mapping_specs() == specs
    revision = store.revisions()[Feed.MAPPINGS]
    register.replace_mappings(specs[:1])
    assert store.mapping_specs() == specs[:1]
    assert store.revisions()[Feed.MAPPINGS] == revision + 1


@pytest.mark.parametrize("url", ["postgresql+psycopg://nobody@127.0.0.1:1/none", "sqlite:////proc/nowhere.db"])
def test_a_database_that_is_out_of_reach_is_unavailable(url: str) -> None:
    store = SqlIngestStore(create(url), lambda: NOW)
    with pytest.raises(Unavailable):
        store.revisions()
