"""What the ingest makes of deliveries: rows, states, alarms, parking, quarantine and notices."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dashboard.domain.feeds import Feed
from dashboard.domain.readings import Delivery, Device
from dashboard.domain.severity import AssetState, Severity
from dashboard.errors import Unavailable
from dashboard.ports.ingest import ObservationRow
from dashboard.services.alarms.rule_book import RuleBook
from dashboard.services.ingest.intake import Intake
from dashboard.services.ingest.recording import Ingest
from data_sources.cameras import camera_sources
from data_sources.uplinks import uplinks, usual_mappings
from tests.fakes_alarms import FakeClock, FakeNotifier
from tests.fakes_ingest import HOUR, NOW, POISON, SECOND, FakeIngestStore, canonical

MANHOLE = Device(asset_key=1, asset_id="JG-0413", kind="manhole", datum_m=None, area_key=None)
BAY = Device(asset_key=2, asset_id="PB-001", kind="parking_bay", datum_m=None, area_key=None)
LORA = Device(asset_key=3, asset_id="JG-0500", kind="manhole", datum_m=None, area_key=None)
DEVICES = {"canonical:JG-0413": MANHOLE, "canonical:PB-001": BAY, "deveui:24e124136b502217": LORA}


class Rig:
    """One ingest on a store in memory; `twin` is another one on the same store."""

    def __init__(self) -> None:
        self.clock = FakeClock(NOW)
        self.store = FakeIngestStore(DEVICES, self.clock)
        self.notifier = FakeNotifier()
        self.ingest = self.twin()

    def twin(self) -> Ingest:
        """An ingest process of its own on the same store."""
        intake = Intake(uplinks(), camera_sources(), usual_mappings())
        ingest = Ingest(self.store, intake, RuleBook(self.store), self.notifier, self.clock)
        ingest.refresh()
        return ingest

    def rows(self) -> list[ObservationRow]:
        """What is stored, in the order of its times."""
        return sorted(self.store.tables.observations.values(), key=lambda row: row.measured_us)

    def state(self, device: Device) -> AssetState:
        """What the map shows."""
        return self.store.tables.latest[device.asset_key].state


@pytest.fixture
def rig() -> Rig:
    return Rig()


def chirpstack(frame_counter: int, received_us: int, battery: float = 90, redelivered: bool = False) -> Delivery:
    """A frame as the network server sends it, with the server's own time and a new deduplication id each time."""
    body = {
        "deduplicationId": f"d-{received_us}",
        "time": "2025-11-21T04:40:00Z",
        "deviceInfo": {"devEui": "24e124136b502217", "deviceProfileName": "x", "applicationId": "1"},
        "devAddr": "00189440",
        "fCnt": frame_counter,
        "object": {"battery_pct": battery},
    }
    topic = "application/1/device/24e124136b502217/event/up"
    return Delivery(topic, json.dumps(body).encode(), received_us, redelivered=redelivered)


def test_a_reading_becomes_a_row_a_state_and_a_notice(rig: Rig) -> None:
    recorded = rig.ingest.record([canonical("JG-0413", NOW, ts=NOW - SECOND, values={"tilt_deg": 2.5})])
    assert (recorded.accepted, recorded.repeated, recorded.quarantined) == (1, 0, 0)
    (row,) = rig.rows()
    assert (row.asset_key, row.value, row.measured_us, row.received_us, row.flags) == (1, 2.5, NOW - SECOND, NOW, 0)
    ((changes, _feeds),) = rig.notifier.told
    assert [(change.asset_id, change.values) for change in changes] == [("JG-0413", {"tilt_deg": 2.5})]


def test_an_enumeration_is_told_by_its_name(rig: Rig) -> None:
    rig.ingest.record([canonical("JG-0413", NOW, ts=NOW, values={"cover": "open"})])
    assert rig.notifier.told[-1].changes[0].values == {"cover": "open"}


def test_a_repeated_delivery_is_one_row_and_counted(rig: Rig) -> None:
    message = canonical("JG-0413", NOW, ts=NOW - SECOND, seq=7, values={"tilt_deg": 2.5})
    rig.ingest.record([message])
    recorded = rig.ingest.record([message._replace(received_us=NOW + 90 * SECOND, redelivered=True)])
    assert (recorded.accepted, recorded.repeated) == (0, 1)
    assert len(rig.rows()) == 1


def test_a_repeat_within_one_batch_is_one_row(rig: Rig) -> None:
    message = canonical("JG-0413", NOW, ts=NOW - SECOND, seq=7, values={"tilt_deg": 2.5})
    recorded = rig.ingest.record([message, message])
    assert (recorded.accepted, recorded.repeated) == (1, 1)


def test_two_readings_of_the_same_moment_are_both_kept(rig: Rig) -> None:
    first = canonical("JG-0413", NOW, ts=NOW - SECOND, seq=7, values={"tilt_deg": 2.5})
    second = canonical("JG-0413", NOW, ts=NOW - SECOND, seq=8, values={"tilt_deg": 2.5})
    assert rig.ingest.record([first, second]).accepted == 2
    assert len(rig.rows()) == 2


def test_what_comes_late_is_marked_and_judged_all_the_same(rig: Rig) -> None:
    recorded = rig.ingest.record([canonical("JG-0413", NOW, ts=NOW - 3 * HOUR, values={"cover": "open"})])
    assert recorded.accepted == 1
    assert rig.rows()[0].flags == 1
    assert rig.state(MANHOLE) is AssetState.CRITICAL


def test_a_reading_older_than_the_newest_does_not_change_what_is_shown(rig: Rig) -> None:
    rig.ingest.record([canonical("JG-0413", NOW, ts=NOW, values={"cover": "closed"})])
    rig.ingest.record([canonical("JG-0413", NOW, ts=NOW - 60 * SECOND, values={"cover": "open"})])
    assert rig.store.tables.latest[1].values["cover"] == [0.0, NOW]
    assert rig.store.tables.alarms == {}
    assert [row.flags for row in rig.rows()] == [1, 0]


def test_not_a_number_is_refused_and_its_neighbours_are_kept(rig: Rig) -> None:
    payload = b'{"ts": %d, "values": {"tilt_deg": NaN, "battery_pct": 80}}' % NOW
    recorded = rig.ingest.record([Delivery("xiuhua/v1/manhole/JG-0413/observation", payload, NOW)])
    assert (recorded.accepted, recorded.quarantined) == (1, 1)
    assert [row.value for row in rig.rows()] == [80]


def test_a_frame_repeated_by_the_network_server_is_stored_once(rig: Rig) -> None:
    rig.ingest.record([chirpstack(5, NOW)])
    recorded = rig.ingest.record([chirpstack(5, NOW + 200 * SECOND), chirpstack(6, NOW + 300 * SECOND)])
    assert (recorded.accepted, recorded.repeated) == (1, 1)


def test_the_memory_of_repeated_frames_is_bounded(rig: Rig) -> None:
    rig.ingest.record([chirpstack(counter, NOW + counter) for counter in range(600)])
    assert len(rig.store.tables.latest[3].memory["seen"]) <= 256


def test_the_same_payload_without_a_time_counts_again_after_a_while(rig: Rig) -> None:
    message = canonical("JG-0413", NOW, values={"tilt_deg": 2.5})
    at_once = message._replace(received_us=NOW + SECOND // 2)
    later = message._replace(received_us=NOW + 60 * SECOND)
    again = later._replace(received_us=NOW + 120 * SECOND, redelivered=True)
    counts = [(r.accepted, r.repeated) for r in (rig.ingest.record([m]) for m in (message, at_once, later, again))]
    assert counts == [(1, 0), (0, 1), (1, 0), (0, 1)]


def test_parking_changes_are_stored_once_with_how_long_the_state_before_lasted(rig: Rig) -> None:
    for minute, occupied in enumerate([False, True, True, False]):
        at_us = NOW + minute * 60 * SECOND
        topic = "xiuhua/v1/parking_bay/PB-001/observation"
        body = json.dumps({"ts": at_us, "values": {"occupied": occupied}}).encode()
        rig.ingest.record([Delivery(topic, body, at_us)])
    assert [(change.occupied, change.lasted_s) for change in rig.store.tables.parking] == [
        (False, None),
        (True, 60.0),
        (False, 120.0),
    ]


def test_two_ingests_that_see_the_same_danger_raise_one_alarm(rig: Rig) -> None:
    other = rig.twin()
    rig.ingest.record([canonical("JG-0413", NOW, ts=NOW, seq=1, values={"cover": "open"})])
    other.record([canonical("JG-0413", NOW + 1000, ts=NOW + 1000, seq=2, values={"cover": "open"})])
    (alarm,) = rig.store.tables.alarms.values()
    assert alarm.severity is Severity.CRITICAL
    assert rig.state(MANHOLE) is AssetState.CRITICAL
    assert [told.feeds.get(Feed.ALARMS) for told in rig.notifier.told] == [1, None]


@pytest.mark.parametrize(
    ("topic", "payload", "reason"),
    [
        ("some/where/else", b"{}", "no_mapping"),
        ("xiuhua/v1/manhole/JG-0413/observation", b"{nope", "bad_json"),
        ("xiuhua/v1/manhole/JG-9999/observation", b'{"values": {"tilt_deg": 1}}', "unknown_device"),
        ("xiuhua/v1/manhole/JG-0413/observation", b'{"ts": 4102444800, "values": {"tilt_deg": 1}}', "bad_time"),
        ("xiuhua/v1/manhole/JG-0413/observation", b"[" * 9_000_000, "too_large"),
        ("xiuhua/v1/replay/nonsense", b"{}", "bad_topic"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_kept_verbatim_with_its_reason(
    rig: Rig, topic: str, payload: bytes, reason: str
) -> None:
    good = canonical("JG-0413", NOW, ts=NOW, values={"tilt_deg": 1})
    recorded = rig.ingest.record([Delivery(topic, payload, NOW), good])
    assert (recorded.accepted, recorded.quarantined) == (1, 1)
    (waiting,) = rig.store.tables.quarantine.values()
    assert (waiting.row.reason, waiting.row.delivery.payload, waiting.row.delivery.topic) == (reason, payload, topic)
    assert rig.notifier.told[-1].feeds == {"quarantine": 1}


def test_the_same_unreadable_message_is_counted_up(rig: Rig) -> None:
    for second in range(3):
        rig.ingest.record([Delivery("some/where", b"x", NOW + second * SECOND)])
    (waiting,) = rig.store.tables.quarantine.values()
    assert waiting.count == 3


def test_poison_leaves_nothing_behind_and_can_be_kept_in_quarantine(rig: Rig) -> None:
    poison = canonical("JG-0413", NOW, ts=NOW, values={"tilt_deg": POISON})
    with pytest.raises(OverflowError) as caught:
        rig.ingest.record([poison])
    assert rig.rows() == []
    assert rig.ingest.record_poison(poison, caught.value).quarantined == 1
    (waiting,) = rig.store.tables.quarantine.values()
    assert waiting.row.reason == "internal_error"


def test_nothing_is_told_when_the_database_is_out_of_reach(rig: Rig) -> None:
    rig.store.is_down = True
    with pytest.raises(Unavailable):
        rig.ingest.record([canonical("JG-0413", NOW, ts=NOW, values={"tilt_deg": 1})])
    assert rig.notifier.told == []


def test_a_new_device_is_known_after_a_refresh(rig: Rig) -> None:
    newcomer = Device(asset_key=9, asset_id="JG-9999", kind="manhole", datum_m=None, area_key=None)
    message = canonical("JG-9999", NOW, ts=NOW, values={"tilt_deg": 1})
    assert rig.ingest.record([message]).accepted == 0
    rig.store.add_device("canonical:JG-9999", newcomer)
    assert rig.ingest.refresh()
    assert rig.ingest.record([message]).accepted == 1
    assert not rig.ingest.refresh()


def test_a_camera_event_lands_beside_readings(rig: Rig) -> None:
    event = Delivery("xiuhua/v1/camera/c-1/event", b'{"category": "0504", "event_id": "e"}', NOW)
    recorded = rig.ingest.record([event, canonical("JG-0413", NOW, ts=NOW, values={"tilt_deg": 1})])
    assert (recorded.camera_events, recorded.accepted) == (1, 1)
    assert rig.notifier.told[-1].feeds == {"camera_events": 1}


def replay(run: str, shift_us: int, delivery: Delivery, received_us: int) -> Delivery:
    """The delivery played again."""
    topic = f"xiuhua/v1/replay/{run}/{shift_us}/{delivery.topic}"
    return Delivery(topic, delivery.payload, received_us)


def test_a_replay_is_moved_to_now_and_marked(rig: Rig) -> None:
    once = canonical("JG-0413", NOW - 24 * HOUR, ts=NOW - 24 * HOUR - SECOND, values={"cover": "open"})
    rig.ingest.record([replay("r1", 24 * HOUR, once, NOW)])
    (row,) = rig.rows()
    assert (row.measured_us, row.flags) == (NOW - SECOND, 8)
    assert rig.state(MANHOLE) is AssetState.CRITICAL


def test_a_replayed_frame_is_no_repeat_of_the_real_one_but_a_redelivered_replay_is(rig: Rig) -> None:
    rig.ingest.record([chirpstack(5, NOW)])
    played = replay("r1", HOUR, chirpstack(5, NOW), NOW + HOUR)
    again = replay("r2", 2 * HOUR, chirpstack(5, NOW), NOW + 2 * HOUR)
    counts: list[Any] = [rig.ingest.record([message]) for message in (played, played, again)]
    assert [(count.accepted, count.repeated) for count in counts] == [(1, 0), (0, 1), (1, 0)]


def test_a_camera_event_with_a_refused_picture_is_recorded_and_its_message_kept_in_quarantine(rig: Rig) -> None:
    event = Delivery("xiuhua/v1/camera/c-1/event", b'{"category": "0504", "image": "no picture"}', NOW)
    recorded = rig.ingest.record([event])
    assert (recorded.camera_events, recorded.quarantined) == (1, 1)
    (waiting,) = rig.store.tables.quarantine.values()
    assert (waiting.row.reason, waiting.row.delivery.payload) == ("bad_image", event.payload)


def test_a_picture_that_comes_alone_is_kept_and_told(rig: Rig) -> None:
    rig.ingest.record([Delivery("frigate/front_door/person/snapshot", b"\xff\xd8\xff", NOW)])
    (picture,) = rig.store.tables.camera_pictures
    assert (picture.camera_ref, picture.label) == ("frigate:front_door", "person")
    assert rig.notifier.told[-1].feeds == {"camera_events": 1}


def test_a_replayed_camera_event_is_an_event_of_its_own(rig: Rig) -> None:
    event = Delivery("xiuhua/v1/camera/c-1/event", b'{"category": "0504", "event_id": "e", "ts": 1763600000}', NOW)
    rig.ingest.record([replay("r1", HOUR, event, NOW + HOUR)])
    (report,) = rig.store.tables.camera_reports
    assert (report.source, report.event_ref, report.at_us) == ("replay", "e~r1", 1_763_600_000 * SECOND + HOUR)


def test_what_cannot_be_read_of_a_replay_is_kept_with_the_replay_s_topic(rig: Rig) -> None:
    played = replay("r1", HOUR, canonical("JG-9999", NOW, values={"tilt_deg": 1}), NOW + HOUR)
    rig.ingest.record([played])
    (waiting,) = rig.store.tables.quarantine.values()
    assert (waiting.row.delivery, waiting.row.reason) == (played, "unknown_device")


def test_a_replay_of_a_replay_is_refused(rig: Rig) -> None:
    nested = replay("r2", HOUR, replay("r1", HOUR, canonical("JG-0413", NOW, values={"tilt_deg": 1}), NOW), NOW)
    rig.ingest.record([nested])
    assert [waiting.row.reason for waiting in rig.store.tables.quarantine.values()] == ["bad_topic"]


def test_a_gauge_that_counts_up_has_rained_by_how_much_the_count_grew(rig: Rig) -> None:
    rig.store.add_device("generic:own/rain/1", Device(9, "YL-9", "rain", None, None))
    field = {"path": "total", "metric": "rain_mm", "counter": True}
    rig.store.specs = [{"match": {"uplink": "generic", "topic": "own/rain/.+"}, "fields": [field]}]
    rig.store.tables.feeds[Feed.MAPPINGS] = 2
    rig.ingest.refresh()
    for minute, total in enumerate((30.0, 30.2, 30.2, 30.4, 0.2)):
        rig.ingest.record([Delivery("own/rain/1", b'{"total": %.1f}' % total, NOW + minute * 60 * SECOND)])
    assert [row.value for row in rig.rows()] == [pytest.approx(each) for each in (0.2, 0.0, 0.2, 0.2)]
    assert rig.store.tables.latest[9].last_seen_us == NOW + 240 * SECOND
