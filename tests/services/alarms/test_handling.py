"""What operators and the worker do with alarms, on a store in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from itertools import pairwise
from typing import Any

import pytest

from dashboard.domain.alarm_records import Alarm, Deed
from dashboard.domain.alarms import display_state, due_us, evaluate
from dashboard.domain.maintenance import MaintenanceWindow
from dashboard.domain.presence import Listener
from dashboard.domain.readings import Device
from dashboard.domain.readouts import AlarmStanding
from dashboard.domain.rules import Level, RuleOverride, Scope
from dashboard.domain.severity import AssetState, Severity
from dashboard.errors import BadInput, Conflict, NotFound, XiuhuaError
from dashboard.services.alarms.handling import Alarms
from dashboard.services.alarms.passes import AlarmPasses
from dashboard.services.alarms.rule_book import RuleBook
from tests.actors import DUTY_1, DUTY_2, DUTY_3
from tests.fakes_alarms import FakeAlarmStore, FakeClock, FakeNotifier

MINOR, MAJOR, CRITICAL = Severity
NOW = 1_763_700_000_000_000
SECOND = 1_000_000
HOUR = 3_600 * SECOND
MANHOLE = Device(asset_key=1, asset_id="JG-0413", kind="manhole", datum_m=None, area_key=3)
UNDERPASS = Device(asset_key=2, asset_id="JS-0001", kind="road_water", datum_m=None, area_key=4)
PATHS = {3: ("CITY", "B1", "G1"), 4: ("CITY", "B1", "G2")}


class Rig:
    """Services on one store; `read` records readings as the ingest does."""

    def __init__(self) -> None:
        self.clock = FakeClock(NOW)
        self.store = FakeAlarmStore([MANHOLE, UNDERPASS], PATHS, self.clock)
        self.notifier = FakeNotifier()
        self.rules = RuleBook(self.store)
        self.alarms = Alarms(self.store, RuleBook(self.store), self.notifier, self.clock)
        self.passes = AlarmPasses(self.store, RuleBook(self.store), self.notifier)

    def read(self, device: Device, **values: float) -> None:
        """A reading that is measured and recorded now."""
        self.rules.reload()
        compiled = self.rules.rules_for(device)
        assert compiled is not None
        with self.store.begin() as work:
            latest = work.latest([device.asset_key])[device.asset_key]
            before = work.open_alarms([device.asset_key]).get(device.asset_key, {})
            transitions = evaluate(compiled, latest.memory, values, self.clock(), before)
            work.apply_transitions(device, transitions, self.rules.in_maintenance(device, self.clock()))
            latest.values |= {metric: [value, self.clock()] for metric, value in values.items()}
            latest.last_seen_us, latest.due_us = self.clock(), due_us(compiled, latest.memory, self.clock())
            work.save_latest([latest])
        with self.store.begin() as work:
            latest = work.latest([device.asset_key])[device.asset_key]
            open_alarms = work.open_alarms([device.asset_key]).get(device.asset_key, {})
            latest.state = display_state(open_alarms.values(), silent=False)
            work.save_latest([latest])

    def wait(self, moment_us: int) -> int:
        """Lets time pass; gives the new present."""
        self.clock.now_us += moment_us
        return self.clock.now_us

    def only_alarm(self) -> Alarm:
        """The only alarm there is."""
        (alarm,) = self.store.tables.alarms.values()
        return alarm

    def state(self, device: Device) -> AssetState:
        """What the map shows."""
        return self.store.tables.latest[device.asset_key].state

    def deeds(self) -> list[Deed]:
        """The timeline."""
        return [event.what for event in self.store.tables.events]


@pytest.fixture
def rig() -> Rig:
    return Rig()


@pytest.fixture
def flooded(rig: Rig) -> Rig:
    """30 cm of water in the underpass: a major alarm."""
    rig.read(UNDERPASS, depth_m=0.30)
    return rig


def test_acknowledging_is_recorded_and_told(flooded: Rig) -> None:
    alarm = flooded.alarms.acknowledge(1, DUTY_1, "pump is on its way")
    assert alarm.standing is AlarmStanding.ACKNOWLEDGED
    assert flooded.only_alarm() == alarm
    assert flooded.state(UNDERPASS) is AssetState.MAJOR
    assert flooded.deeds() == [Deed.RAISED, Deed.ACKNOWLEDGED]
    assert flooded.notifier.told[-1].feeds == {"alarms": 1}


def test_acknowledging_twice_keeps_the_first_name(flooded: Rig) -> None:
    flooded.alarms.acknowledge(1, DUTY_1)
    assert flooded.alarms.acknowledge(1, DUTY_2).acknowledged_by == "duty-1"
    assert flooded.deeds() == [Deed.RAISED, Deed.ACKNOWLEDGED]


def test_of_a_story_what_still_waits_is_acknowledged_at_once(flooded: Rig) -> None:
    flooded.read(MANHOLE, cover=2.0)
    flooded.alarms.acknowledge(1, DUTY_1)
    done = flooded.alarms.acknowledge_all([1, 2, 77], DUTY_2, "seen together")
    assert [(alarm.alarm_key, alarm.acknowledged_by, alarm.note) for alarm in done] == [(2, "duty-2", "seen together")]
    assert flooded.store.tables.alarms[1].acknowledged_by == "duty-1"
    assert flooded.alarms.acknowledge_all([1, 2], DUTY_3) == []


def test_a_shelved_alarm_leaves_the_map_and_comes_back_in_time(flooded: Rig) -> None:
    flooded.alarms.shelve(1, DUTY_1, "gauge is in a bucket", NOW + 8 * HOUR)
    assert flooded.state(UNDERPASS) is AssetState.NORMAL
    assert [change.state for change in flooded.notifier.told[-1].changes] == [AssetState.NORMAL]
    assert flooded.passes.expire_shelves(flooded.wait(HOUR)) == 0
    flooded.read(UNDERPASS, depth_m=0.30)
    assert flooded.passes.expire_shelves(flooded.wait(7 * HOUR)) == 1
    assert flooded.only_alarm().standing is AlarmStanding.OPEN
    assert flooded.only_alarm().worsened_us == NOW + 8 * HOUR
    assert flooded.passes.expire_shelves(flooded.clock()) == 0


def test_a_shelved_alarm_that_gets_worse_comes_back_at_once(flooded: Rig) -> None:
    flooded.alarms.shelve(1, DUTY_1, "known", NOW + 8 * HOUR)
    flooded.wait(HOUR)
    flooded.read(UNDERPASS, depth_m=0.45)
    assert flooded.only_alarm().standing is AlarmStanding.OPEN
    assert flooded.state(UNDERPASS) is AssetState.CRITICAL


def test_a_shelf_outlives_the_alarm(flooded: Rig) -> None:
    flooded.alarms.shelve(1, DUTY_1, "known", NOW + 8 * HOUR)
    for depth_m in (0.0, 0.30):
        flooded.wait(HOUR)
        flooded.read(UNDERPASS, depth_m=depth_m)
    assert [alarm.standing for alarm in flooded.store.tables.alarms.values()] == [
        AlarmStanding.CLEARED,
        AlarmStanding.SHELVED,
    ]
    assert flooded.state(UNDERPASS) is AssetState.NORMAL


def test_unshelving_brings_it_back(flooded: Rig) -> None:
    flooded.alarms.shelve(1, DUTY_1, "known", NOW + 8 * HOUR)
    assert flooded.alarms.unshelve(1, DUTY_2).standing is AlarmStanding.OPEN
    assert flooded.state(UNDERPASS) is AssetState.MAJOR


def test_the_audit_log_tells_how_an_alarm_was_handled_before_and_after(flooded: Rig) -> None:
    flooded.alarms.acknowledge(1, DUTY_1, "pump is on its way")
    flooded.alarms.acknowledge(1, DUTY_2, "again, which changes nothing")
    flooded.alarms.shelve(1, DUTY_2, "known", NOW + HOUR)
    flooded.alarms.unshelve(1, DUTY_3)
    assert [entry[:3] for entry in flooded.store.tables.audit] == [
        ("duty-1", "acknowledge_alarm", "JS-0001"),
        ("duty-2", "shelve_alarm", "JS-0001"),
        ("duty-3", "unshelve_alarm", "JS-0001"),
    ]
    seen = {"standing": "acknowledged", "acknowledged_by": "duty-1", "note": "pump is on its way"}
    on_shelf = {"shelved_by": "duty-2", "shelve_reason": "known", "shelved_until_us": NOW + HOUR}
    states = [
        {"standing": "open"},
        seen,
        {**seen, "standing": "shelved", **on_shelf},
        {"standing": "open", "note": "pump is on its way"},
    ]
    told = [(entry.detail["before"], entry.detail["after"]) for entry in flooded.store.tables.audit]
    assert told == list(pairwise(states))
    assert flooded.store.tables.audit[0].detail["alarm"] == 1


def window(scope: Scope = Scope.AREA, scope_ref: str = "B1", **times: int) -> MaintenanceWindow:
    """Two hours from now on, unless said otherwise."""
    settings = {"from_us": NOW, "until_us": NOW + 2 * HOUR} | times
    return MaintenanceWindow(
        scope=scope, scope_ref=scope_ref, reason="pipes are flushed", opened_by="duty-1", **settings
    )


def test_a_window_suppresses_what_is_open_and_what_is_raised_during_it(flooded: Rig) -> None:
    flooded.alarms.open_window(window(), DUTY_1)
    assert flooded.passes.apply_windows(NOW) == 1
    assert flooded.state(UNDERPASS) is AssetState.NORMAL
    flooded.wait(SECOND)
    flooded.read(MANHOLE, cover=2.0)
    assert flooded.state(MANHOLE) is AssetState.NORMAL
    assert all(alarm.suppressed for alarm in flooded.store.tables.alarms.values())


def test_what_is_still_bad_when_the_window_ends_comes_up(flooded: Rig) -> None:
    flooded.alarms.open_window(window(), DUTY_1)
    flooded.passes.apply_windows(NOW)
    end_us = flooded.wait(2 * HOUR)
    assert flooded.passes.apply_windows(end_us) == 1
    assert flooded.state(UNDERPASS) is AssetState.MAJOR
    assert flooded.only_alarm().worsened_us == end_us
    assert flooded.deeds() == [Deed.RAISED, Deed.SUPPRESSED, Deed.RESUMED]
    assert flooded.passes.apply_windows(end_us) == 0


def test_a_window_that_is_closed_early_ends(flooded: Rig) -> None:
    opened = flooded.alarms.open_window(window(), DUTY_1)
    flooded.passes.apply_windows(NOW)
    flooded.alarms.close_window(opened.window_key, DUTY_2)
    assert flooded.passes.apply_windows(flooded.wait(SECOND)) == 1
    assert not flooded.only_alarm().suppressed
    first, second = flooded.store.tables.audit
    assert (first[:3], second[:3]) == (("duty-1", "open_window", "B1"), ("duty-2", "close_window", "B1"))
    assert first.detail == {"before": None, "after": asdict(opened)}
    assert second.detail == {"before": asdict(opened), "after": asdict(opened) | {"closed_us": NOW}}


def test_a_window_may_begin_later(flooded: Rig) -> None:
    flooded.alarms.open_window(window(from_us=NOW + HOUR), DUTY_1)
    assert flooded.passes.apply_windows(NOW) == 0
    assert flooded.passes.apply_windows(flooded.wait(HOUR)) == 1


def test_a_sleeping_device_is_believed_after_the_minimum_duration(rig: Rig) -> None:
    rig.read(MANHOLE, tilt_deg=22.4)
    assert rig.passes.confirm_pending(rig.wait(SECOND)) == 0
    assert rig.passes.confirm_pending(rig.wait(SECOND)) == 1
    assert rig.only_alarm().severity is MAJOR
    assert rig.state(MANHOLE) is AssetState.MAJOR
    assert rig.store.tables.latest[1].due_us is None
    assert [change.asset_id for change in rig.notifier.told[-1].changes] == ["JG-0413"]
    assert rig.passes.confirm_pending(rig.wait(SECOND)) == 0


def test_a_silent_device_is_not_believed(rig: Rig) -> None:
    bay = Device(asset_key=1, asset_id="PB-0001", kind="parking_bay", datum_m=None, area_key=3)
    rig.store.devices[1] = bay
    rig.alarms.edit_rule(
        RuleOverride(
            rule_key="parking_bay.offline", scope=Scope.KIND, scope_ref="parking_bay", levels=(Level(MINOR, 3600.0),)
        ),
        DUTY_1,
    )
    rig.read(bay, occupied=1.0)
    assert rig.passes.confirm_pending(rig.wait(25 * HOUR)) == 1
    assert rig.store.tables.alarms == {}
    assert rig.state(bay) is AssetState.OFFLINE
    assert rig.store.tables.latest[1].due_us is None
    assert rig.passes.confirm_pending(rig.wait(SECOND)) == 0


def test_a_device_that_falls_silent_is_marked_once_and_comes_back_by_itself(rig: Rig) -> None:
    rig.read(UNDERPASS, depth_m=0.0)
    assert rig.passes.mark_silent(rig.wait(2 * HOUR)) == 0
    assert rig.passes.mark_silent(rig.wait(SECOND)) == 1
    assert rig.state(UNDERPASS) is AssetState.OFFLINE
    assert rig.only_alarm().rule_key == "road_water.offline"
    assert rig.passes.mark_silent(rig.wait(SECOND)) == 0
    rig.read(UNDERPASS, depth_m=0.0)
    assert rig.only_alarm().standing is AlarmStanding.CLEARED
    assert rig.state(UNDERPASS) is AssetState.NORMAL


def listen(rig: Rig, since_us: int, seen_us: int) -> None:
    """The only ingest listens since then, and said so last at `seen_us`."""
    rig.store.tables.listeners = {"ingest-1": Listener("ingest-1", since_us, seen_us)}


def test_nobody_is_silent_while_the_ingest_is_away(rig: Rig) -> None:
    rig.read(UNDERPASS, depth_m=0.0)
    listen(rig, 0, NOW)
    assert rig.passes.mark_silent(rig.wait(3 * HOUR)) == 0
    assert rig.state(UNDERPASS) is AssetState.NORMAL


def test_after_an_outage_each_device_has_its_own_interval_before_it_counts_as_silent(rig: Rig) -> None:
    rig.read(UNDERPASS, depth_m=0.0)
    back_us = rig.wait(3 * HOUR)
    listen(rig, back_us, 2**62)
    assert rig.passes.mark_silent(rig.wait(2 * HOUR)) == 0
    assert rig.passes.mark_silent(rig.wait(SECOND)) == 1
    assert rig.state(UNDERPASS) is AssetState.OFFLINE


def test_a_device_that_was_offline_before_the_outage_stays_so(rig: Rig) -> None:
    rig.read(UNDERPASS, depth_m=0.0)
    rig.passes.mark_silent(rig.wait(2 * HOUR + SECOND))
    listen(rig, rig.clock(), 2**62)
    assert rig.passes.mark_silent(rig.wait(SECOND)) == 0
    assert rig.only_alarm().cleared_us is None
    assert rig.state(UNDERPASS) is AssetState.OFFLINE


def test_a_silent_device_with_a_major_alarm_keeps_showing_it(flooded: Rig) -> None:
    assert flooded.passes.mark_silent(flooded.wait(3 * HOUR)) == 1
    assert flooded.state(UNDERPASS) is AssetState.MAJOR


def test_devices_never_seen_are_left_alone(rig: Rig) -> None:
    assert rig.passes.mark_silent(NOW + 1_000 * HOUR) == 0


def test_a_changed_rule_holds_from_the_next_reading_on(flooded: Rig) -> None:
    change = RuleOverride(
        rule_key="road_water.depth", scope=Scope.AREA, scope_ref="G2", levels=(Level(MINOR, 0.25),), hysteresis=0.01
    )
    flooded.alarms.edit_rule(change, DUTY_1, may_leave_out=True)
    flooded.wait(SECOND)
    flooded.read(UNDERPASS, depth_m=0.30)
    assert flooded.only_alarm().severity is MINOR
    flooded.alarms.reset_rule("road_water.depth", Scope.AREA, "G2", DUTY_1)
    flooded.wait(SECOND)
    flooded.read(UNDERPASS, depth_m=0.30)
    assert flooded.only_alarm().severity is MAJOR


def test_a_level_that_was_given_up_is_not_asked_for_again(rig: Rig) -> None:
    def of_levels(*levels: Level) -> RuleOverride:
        return RuleOverride(
            rule_key="road_water.depth", scope=Scope.KIND, scope_ref="road_water", levels=levels, hysteresis=0.01
        )

    rig.alarms.edit_rule(of_levels(Level(MAJOR, 0.25)), DUTY_1, may_leave_out=True)
    rig.alarms.edit_rule(of_levels(Level(MAJOR, 0.3)), DUTY_1)
    with pytest.raises(BadInput, match="orange would alarm no more"):
        rig.alarms.edit_rule(of_levels(Level(MINOR, 0.2)), DUTY_1)


def test_the_list_is_paged_newest_first(rig: Rig) -> None:
    for device, metric, value in ((UNDERPASS, "depth_m", 0.3), (MANHOLE, "cover", 1.0), (MANHOLE, "battery_pct", 5.0)):
        rig.read(device, **{metric: value})
        rig.wait(SECOND)
    first = rig.alarms.list_alarms(limit=2)
    second = rig.alarms.list_alarms(limit=2, cursor=first.next)
    assert [alarm.rule_key for alarm in first.items] == ["manhole.battery", "manhole.cover"]
    assert [alarm.rule_key for alarm in second.items] == ["road_water.depth"]
    assert second.next is None
    rig.alarms.acknowledge(1, DUTY_1)
    seen = rig.alarms.list_alarms(AlarmStanding.ACKNOWLEDGED)
    assert [alarm.rule_key for alarm in seen.items] == ["road_water.depth"]
    assert [alarm.rule_key for alarm in rig.alarms.list_alarms(area="G2").items] == ["road_water.depth"]


def depth_rule(**settings: Any) -> RuleOverride:
    """A change of the depth rule for the underpass."""
    return RuleOverride(**({"rule_key": "road_water.depth", "scope": Scope.ASSET, "scope_ref": "JS-0001"} | settings))


REFUSALS: dict[str, tuple[Callable[[Alarms], object], type[XiuhuaError], str]] = {
    "unknown alarm": (lambda alarms: alarms.acknowledge(9, DUTY_1), NotFound, "no alarm 9"),
    "cleared alarm": (lambda alarms: alarms.acknowledge(2, DUTY_1), Conflict, "cleared already"),
    "shelved alarm": (lambda alarms: alarms.acknowledge(3, DUTY_1), Conflict, "unshelve it first"),
    "not shelved": (lambda alarms: alarms.unshelve(1, DUTY_1), Conflict, "not shelved"),
    "no reason": (lambda alarms: alarms.shelve(1, DUTY_1, "  ", NOW + HOUR), BadInput, "say why"),
    "shelf in the past": (lambda alarms: alarms.shelve(1, DUTY_1, "known", NOW), BadInput, "in the future"),
    "shelf for ever": (lambda alarms: alarms.shelve(1, DUTY_1, "known", NOW + 9_999 * HOUR), BadInput, "30 days"),
    "window without end": (lambda alarms: alarms.open_window(window(until_us=NOW - 1), DUTY_1), BadInput, "must end"),
    "window nowhere": (lambda alarms: alarms.open_window(window(scope_ref="X"), DUTY_1), BadInput, "no area X"),
    "unknown window": (lambda alarms: alarms.close_window(9, DUTY_1), NotFound, "no maintenance window 9"),
    "unknown rule": (lambda alarms: alarms.edit_rule(depth_rule(rule_key="x"), DUTY_1), NotFound, "no rule x"),
    "levels left out": (
        lambda alarms: alarms.edit_rule(depth_rule(levels=(Level(MINOR, 0.1), Level(MAJOR, 0.2))), DUTY_1),
        BadInput,
        "red would alarm no more",
    ),
    "an amount below zero": (
        lambda alarms: alarms.edit_rule(
            depth_rule(rule_key="manhole.tilt", scope=Scope.KIND, scope_ref="manhole", levels=(Level(MAJOR, -1.0),)),
            DUTY_1,
        ),
        BadInput,
        "must not be negative",
    ),
    "unusable levels": (
        lambda alarms: alarms.edit_rule(depth_rule(levels=(Level(MINOR, 0.3), Level(MAJOR, 0.2))), DUTY_1),
        BadInput,
        "higher threshold",
    ),
    "unknown asset": (
        lambda alarms: alarms.edit_rule(depth_rule(scope_ref="JS-9", enabled=False), DUTY_1),
        BadInput,
        "no asset JS-9",
    ),
    "rule of another kind": (
        lambda alarms: alarms.edit_rule(depth_rule(scope=Scope.KIND, scope_ref="tree"), DUTY_1),
        BadInput,
        "no rule of tree",
    ),
    "nothing to reset": (
        lambda alarms: alarms.reset_rule("road_water.depth", Scope.ASSET, "JS-0001", DUTY_1),
        NotFound,
        "not changed",
    ),
    "bad cursor": (lambda alarms: alarms.list_alarms(cursor="x"), BadInput, "cursor"),
    "bad limit": (lambda alarms: alarms.list_alarms(limit=0), BadInput, "limit"),
}


@pytest.mark.parametrize(("act", "error", "message"), REFUSALS.values(), ids=REFUSALS.keys())
def test_what_cannot_be_done_says_so_and_changes_nothing(
    flooded: Rig, act: Callable[[Alarms], object], error: type[XiuhuaError], message: str
) -> None:
    flooded.read(MANHOLE, cover=1.0)
    flooded.wait(1)
    flooded.read(MANHOLE, cover=0.0)
    flooded.read(MANHOLE, battery_pct=3.0)
    flooded.alarms.shelve(3, DUTY_1, "known", NOW + HOUR)
    before = (flooded.store.tables, len(flooded.notifier.told))
    with pytest.raises(error, match=message):
        act(flooded.alarms)
    assert (flooded.store.tables, len(flooded.notifier.told)) == before
