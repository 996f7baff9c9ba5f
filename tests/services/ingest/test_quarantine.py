"""Reading the quarantine again, and pushes that land in it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from dashboard.domain.feeds import Feed
from dashboard.domain.readings import Delivery, Device
from dashboard.domain.rights import Role
from dashboard.errors import Forbidden, Unavailable
from dashboard.services.alarms.rule_book import RuleBook
from dashboard.services.ingest.intake import Intake
from dashboard.services.ingest.pushes import Pushes
from dashboard.services.ingest.quarantine import Requeue, Requeued
from dashboard.services.ingest.recording import Ingest
from data_sources.cameras import camera_sources
from data_sources.uplinks import uplinks, usual_mappings
from tests.actors import OPERATOR, acting
from tests.fakes_alarms import FakeClock, FakeNotifier
from tests.fakes_ingest import HOUR, NOW, POISON, SECOND, FakeIngestStore, canonical

KNOWN = Device(asset_key=1, asset_id="JG-1", kind="manhole", datum_m=None, area_key=None)
NEWCOMER = Device(asset_key=2, asset_id="JG-2", kind="manhole", datum_m=None, area_key=None)


@dataclass
class Rig:
    """An ingest, pushes and requeue on one store in memory."""

    clock: FakeClock = field(default_factory=lambda: FakeClock(NOW))
    notifier: FakeNotifier = field(default_factory=FakeNotifier)

    def __post_init__(self) -> None:
        self.store = FakeIngestStore({"canonical:JG-1": KNOWN}, self.clock)
        intake = Intake(uplinks(), camera_sources(), usual_mappings())
        self.ingest = Ingest(self.store, intake, RuleBook(self.store), self.notifier, self.clock)
        self.ingest.refresh()
        self.pushes = Pushes(self.ingest, self.clock)
        self.requeue = Requeue(self.store, self.ingest, self.clock)

    def another_ingest(self) -> Ingest:
        """A second ingest process on the same store."""
        intake = Intake(uplinks(), camera_sources(), usual_mappings())
        ingest = Ingest(self.store, intake, RuleBook(self.store), self.notifier, self.clock)
        ingest.refresh()
        return ingest

    def reasons(self) -> list[str]:
        """Why what is in quarantine is there."""
        return [waiting.row.reason for waiting in self.store.tables.quarantine.values()]


@pytest.fixture
def rig() -> Rig:
    return Rig()


def test_after_the_device_was_imported_its_messages_are_recorded_and_released(rig: Rig) -> None:
    for second in range(3):
        rig.ingest.record([canonical("JG-2", NOW, ts=NOW + second, values={"tilt_deg": second})])
    rig.ingest.record([Delivery("some/where", b"x", NOW)])
    rig.store.add_device("canonical:JG-2", NEWCOMER)
    done = rig.requeue.run(OPERATOR)
    assert done == Requeued(read=4, released=3, kept=1, accepted=3)
    assert rig.reasons() == ["bad_json"]
    assert len(rig.store.tables.observations) == 3
    assert rig.notifier.told[-1].feeds[Feed.QUARANTINE] == 5


def test_what_still_cannot_be_read_stays_with_its_new_reason_and_count(rig: Rig) -> None:
    message = canonical("JG-2", NOW, ts=NOW, values={"unheard_of": 1})
    for _ in range(2):
        rig.ingest.record([message])
    rig.store.add_device("canonical:JG-2", NEWCOMER)
    assert rig.requeue.run(OPERATOR).kept == 1
    (waiting,) = rig.store.tables.quarantine.values()
    assert (waiting.row.reason, waiting.count) == ("no_values", 2)


def test_what_waited_long_is_judged_when_nothing_newer_is_known(rig: Rig) -> None:
    rig.ingest.record([canonical("JG-2", NOW, ts=NOW, values={"cover": "open"})])
    rig.store.add_device("canonical:JG-2", NEWCOMER)
    rig.clock.now_us = NOW + 5 * HOUR
    assert rig.requeue.run(OPERATOR).accepted == 1
    assert len(rig.store.tables.alarms) == 1


def test_what_waited_long_raises_nothing_when_the_device_said_otherwise_since(rig: Rig) -> None:
    rig.ingest.record([canonical("JG-2", NOW, ts=NOW, values={"cover": "open"})])
    rig.store.add_device("canonical:JG-2", NEWCOMER)
    rig.ingest.refresh()
    rig.ingest.record([canonical("JG-2", NOW + HOUR, ts=NOW + HOUR, values={"cover": "closed"})])
    rig.requeue.run(OPERATOR)
    assert rig.store.tables.alarms == {}


def test_what_waited_a_moment_raises_its_alarm(rig: Rig) -> None:
    rig.ingest.record([canonical("JG-2", NOW, ts=NOW, values={"cover": "open"})])
    rig.store.add_device("canonical:JG-2", NEWCOMER)
    rig.requeue.run(OPERATOR)
    assert len(rig.store.tables.alarms) == 1


def test_an_imported_device_is_read_again_by_itself_and_once(rig: Rig) -> None:
    rig.ingest.record([canonical("JG-2", NOW, ts=NOW, values={"tilt_deg": 1})])
    rig.ingest.record([Delivery("some/where", b"x", NOW)])
    assert rig.requeue.catch_up(NOW) == 0
    rig.store.add_device("canonical:JG-2", NEWCOMER)
    assert [rig.requeue.catch_up(NOW), rig.requeue.catch_up(NOW)] == [2, 0]
    assert (rig.reasons(), len(rig.store.tables.observations)) == (["bad_json"], 1)


def test_a_mapping_is_followed_by_itself(rig: Rig) -> None:
    topic = "city/7/well/A-1"
    rig.ingest.record([Delivery(topic, b'{"id": "A-1", "lean": 3}', NOW)])
    rig.store.add_device("generic:A-1", NEWCOMER)
    assert (rig.requeue.catch_up(NOW), rig.reasons()) == (1, ["no_mapping"])
    match = {"uplink": "generic", "topic": "city/.+/well/.+"}
    rig.store.specs = [{"match": match, "device_id": "id", "fields": [{"path": "lean", "metric": "tilt_deg"}]}]
    rig.store.tables.feeds[Feed.MAPPINGS] = 1
    assert (rig.requeue.catch_up(NOW), rig.reasons()) == (1, [])
    assert len(rig.store.tables.observations) == 1


def test_a_message_that_was_under_way_while_its_device_was_imported_is_not_lost(rig: Rig) -> None:
    behind = rig.another_ingest()
    judged = behind.read([canonical("JG-2", NOW, ts=NOW, values={"tilt_deg": 1})], "mqtt")
    rig.store.add_device("canonical:JG-2", NEWCOMER)
    assert rig.requeue.catch_up(NOW) == 0
    behind.record_sorted(judged)
    behind.record([canonical("JG-2", NOW, ts=NOW + SECOND, values={"tilt_deg": 2})])
    assert rig.reasons() == ["unknown_device", "unknown_device"]
    assert rig.requeue.catch_up(NOW) == 2
    assert (rig.reasons(), len(rig.store.tables.observations)) == ([], 2)


def test_the_worker_reads_in_slices(rig: Rig) -> None:
    rig.ingest.record([Delivery(f"some/{number}", b"x", NOW) for number in range(450)])
    rig.store.add_device("canonical:JG-2", NEWCOMER)
    rig.clock.now_us = NOW + SECOND
    assert [rig.requeue.catch_up(NOW) for _ in range(4)] == [200, 200, 50, 0]


def test_poison_is_tried_once_after_a_change(rig: Rig) -> None:
    rig.ingest.record([canonical("JG-2", NOW, ts=NOW, values={"tilt_deg": POISON})])
    rig.store.add_device("canonical:JG-2", NEWCOMER)
    assert [rig.requeue.catch_up(NOW), rig.requeue.catch_up(NOW)] == [1, 0]
    assert rig.reasons() == ["internal_error"]


def test_refused_values_of_what_stays_are_not_counted_again(rig: Rig) -> None:
    rig.ingest.record([canonical("JG-1", NOW, ts=NOW, values={"tilt_deg": 1, "unheard_of": 9, "battery_pct": "?"})])
    before = len(rig.store.tables.refusals)
    assert rig.requeue.run(OPERATOR).kept == 1
    assert len(rig.store.tables.refusals) == before


def test_what_is_in_quarantine_tells_where_it_came_from(rig: Rig) -> None:
    rig.ingest.record([canonical("JG-2", NOW, ts=NOW, values={"tilt_deg": 1}), Delivery("city/7/well/A-1", b"{}", NOW)])
    rows = [waiting.row for waiting in rig.store.tables.quarantine.values()]
    assert [(row.source, row.reason) for row in rows] == [
        ("canonical", "unknown_device"),
        ("city/+/well/+", "no_mapping"),
    ]


def test_poison_in_quarantine_does_not_stop_its_neighbours(rig: Rig) -> None:
    for value in (1, POISON, 3):
        rig.ingest.record([canonical("JG-2", NOW, ts=NOW + int(value), values={"tilt_deg": value})])
    rig.store.add_device("canonical:JG-2", NEWCOMER)
    done = rig.requeue.run(OPERATOR)
    assert (done.released, done.kept) == (2, 1)
    assert rig.reasons() == ["internal_error"]


def test_a_second_requeue_changes_nothing(rig: Rig) -> None:
    rig.ingest.record([canonical("JG-2", NOW, ts=NOW, values={"tilt_deg": 1})])
    assert (rig.requeue.run(OPERATOR).kept, rig.requeue.run(OPERATOR).kept) == (1, 1)


def test_an_empty_quarantine_is_read_at_once(rig: Rig) -> None:
    assert rig.requeue.run(OPERATOR) == Requeued()


def test_each_batch_is_told(rig: Rig) -> None:
    for number in range(450):
        rig.ingest.record([Delivery(f"some/{number}", b"x", NOW)])
    told: list[int] = []
    rig.requeue.run(OPERATOR, lambda done: told.append(done.read))
    assert told == [200, 400, 450]


def told_of(rig: Rig) -> list[tuple[str, str, Any]]:
    """Who did what and what came of it, by the audit log."""
    return [(entry.actor, entry.action, entry.detail) for entry in rig.store.tables.audit]


def test_a_requeue_of_one_batch_is_one_entry_in_the_audit_log(rig: Rig) -> None:
    for second in range(3):
        rig.ingest.record([canonical("JG-2", NOW, ts=NOW + second, values={"tilt_deg": second})])
    rig.ingest.record([Delivery("some/where", b"x", NOW)])
    rig.store.add_device("canonical:JG-2", NEWCOMER)
    rig.requeue.run(OPERATOR)
    told = {"read": 4, "released": 3, "kept": 1, "complete": True}
    assert told_of(rig) == [("operator", "requeue_messages", told)]


def test_a_long_requeue_is_noted_when_it_begins_and_when_it_is_complete(rig: Rig) -> None:
    for number in range(450):
        rig.ingest.record([Delivery(f"some/{number}", b"x", NOW)])
    rig.requeue.run(OPERATOR)
    assert [detail for _, _, detail in told_of(rig)] == [
        {"read": 200, "released": 0, "kept": 200, "complete": False},
        {"read": 450, "released": 0, "kept": 450, "complete": True},
    ]


def test_a_requeue_that_breaks_off_has_been_noted_with_its_first_batch(rig: Rig) -> None:
    for number in range(450):
        rig.ingest.record([Delivery(f"some/{number}", b"x", NOW)])

    def break_off(_: Requeued) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        rig.requeue.run(OPERATOR, break_off)
    assert [detail["read"] for _, _, detail in told_of(rig)] == [200]


@pytest.mark.parametrize("poisoned", [(0,), (4,), (0, 1, 2, 3, 4)])
def test_halved_batches_are_noted_once_at_each_end(rig: Rig, poisoned: tuple[int, ...]) -> None:
    for number in range(5):
        value = POISON if number in poisoned else number
        rig.ingest.record([canonical("JG-2", NOW, ts=NOW + number, values={"tilt_deg": value})])
    rig.store.add_device("canonical:JG-2", NEWCOMER)
    done = rig.requeue.run(OPERATOR)
    first, last = (detail for _, _, detail in told_of(rig))
    assert (first["complete"], last["complete"]) == (False, True)
    assert (last["read"], last["released"], last["kept"]) == (5, done.released, len(poisoned))


def test_what_the_worker_reads_again_by_itself_is_no_deed_of_anybody(rig: Rig) -> None:
    rig.ingest.record([canonical("JG-2", NOW, ts=NOW, values={"tilt_deg": 1})])
    rig.store.add_device("canonical:JG-2", NEWCOMER)
    assert rig.requeue.catch_up(NOW) == 1
    assert told_of(rig) == []


def test_who_may_not_register_devices_reads_nothing_again(rig: Rig) -> None:
    rig.ingest.record([Delivery("some/where", b"x", NOW)])
    with pytest.raises(Forbidden):
        rig.requeue.run(acting("li", Role.OPERATOR))
    assert told_of(rig) == []


def test_each_element_of_a_push_is_counted_and_quarantined_by_itself(rig: Rig) -> None:
    body = [{"device_id": "JG-1", "ts": NOW, "values": {"tilt_deg": 1}}, {"device_id": "X", "values": {}}, 7]
    pushed = rig.pushes.observations(json.dumps(body).encode())
    assert (pushed.accepted, pushed.quarantined) == (1, 2)
    assert [(refusal.element, refusal.code) for refusal in pushed.problems] == [(1, "unknown_device"), (2, "bad_shape")]


def test_a_push_may_be_sent_again(rig: Rig) -> None:
    body = json.dumps({"device_ref": "canonical:JG-1", "ts": NOW, "seq": 1, "values": {"tilt_deg": 1}}).encode()
    assert rig.pushes.observations(body).accepted == 1
    assert rig.pushes.observations(body).repeated == 1


def test_a_push_that_is_not_json_is_kept_verbatim(rig: Rig) -> None:
    pushed = rig.pushes.observations(b"\xff\xfe nope")
    assert (pushed.readable, pushed.quarantined) == (False, 1)
    (waiting,) = rig.store.tables.quarantine.values()
    assert (waiting.row.delivery.payload, waiting.row.channel) == (b"\xff\xfe nope", "canonical")


def test_what_a_push_left_in_quarantine_can_be_read_again(rig: Rig) -> None:
    rig.pushes.observations(json.dumps([{"device_id": "JG-2", "ts": NOW, "values": {"tilt_deg": 1}}]).encode())
    rig.store.add_device("canonical:JG-2", NEWCOMER)
    assert rig.requeue.run(OPERATOR).released == 1


def test_one_poisonous_element_does_not_lose_the_others(rig: Rig) -> None:
    body = [{"device_id": "JG-1", "ts": NOW + n, "values": {"tilt_deg": v}} for n, v in enumerate((1, POISON, 3))]
    pushed = rig.pushes.observations(json.dumps(body).encode())
    assert (pushed.accepted, pushed.quarantined) == (2, 1)
    assert [(refusal.element, refusal.code) for refusal in pushed.problems] == [(1, "internal_error")]


def test_half_a_surrogate_pair_in_a_push_is_refused_alone(rig: Rig) -> None:
    pushed = rig.pushes.observations(b'[{"device_id": "\\ud800"}, {"device_id": "JG-1", "values": {"tilt_deg": 1}}]')
    assert (pushed.accepted, pushed.quarantined) == (1, 1)


def test_camera_events_and_ctwing_come_by_their_own_channels(rig: Rig) -> None:
    events = rig.pushes.camera_events(b'[{"camera": "c", "category": "0504"}, {"category": "0504"}]')
    assert (events.camera_events, events.quarantined) == (1, 1)
    assert rig.pushes.ctwing(b'{"messageType": "deviceOnlineOfflineReport", "deviceId": "d"}').quarantined == 0


def test_a_push_is_refused_as_a_whole_when_nothing_can_be_recorded(rig: Rig) -> None:
    rig.store.is_down = True
    with pytest.raises(Unavailable):
        rig.pushes.observations(b'{"device_id": "JG-1", "values": {"tilt_deg": 1}}')
