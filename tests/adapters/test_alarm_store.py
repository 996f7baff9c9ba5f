"""The alarm store on SQLite and PostgreSQL, and the one in memory beside them: one contract."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from dashboard.domain.alarm_records import Alarm, AlarmEvent, Deed, acknowledged, shelved
from dashboard.domain.alarm_records import suppressed as under_maintenance
from dashboard.domain.alarms import AlarmTransition, Change
from dashboard.domain.feeds import Feed
from dashboard.domain.maintenance import MaintenanceWindow
from dashboard.domain.readings import Device
from dashboard.domain.readouts import AlarmStanding
from dashboard.domain.rules import Level, RuleOverride, Scope
from dashboard.domain.severity import Severity
from dashboard.ports.alarms import AlarmStore
from data_sources.db.alarms.store import SqlAlarmStore
from tests.adapters.city_of_four import HOUR, NOW, SECOND, settle
from tests.fakes_alarms import FakeAlarmStore, FakeClock

GRIDS = {"JG-1": ("B1", "G1"), "JG-2": ("B1", "G2"), "PB-1": ("B1", "G1")}
WINDOW = MaintenanceWindow(
    scope=Scope.AREA, scope_ref="G1", from_us=NOW, until_us=NOW + HOUR, reason="清淤", opened_by="duty-1"
)
OVERRIDE = RuleOverride(
    rule_key="manhole.tilted",
    scope=Scope.ASSET,
    scope_ref="JG-1",
    enabled=True,
    levels=(Level(Severity.MAJOR, 20), Level(Severity.CRITICAL, 45.5)),
    hysteresis=2,
    minimum_duration_s=30.0,
)


class Subject:
    """A store with three devices, and what the tests do with it again and again."""

    def __init__(self, store: AlarmStore, devices: dict[str, Device]) -> None:
        self.store = store
        self.devices = devices

    def raise_alarm(self, asset_id: str, at_us: int = NOW, rule: str = "manhole.tilted", value: float = 22) -> Alarm:
        """An alarm of that rule, and how it is stored."""
        device = self.devices[asset_id]
        transition = AlarmTransition(Change.RAISED, rule, Severity.MAJOR, value, 15, at_us)
        with self.store.begin() as work:
            work.apply_transitions(device, [transition], suppressed=False)
            found = work.uncleared_alarms(only_suppressed=False)
        return next(alarm for alarm in found if (alarm.device, alarm.rule_key) == (device, rule))

    def clear(self, asset_id: str, at_us: int, rule: str = "manhole.tilted") -> None:
        """The end of its alarm."""
        transition = AlarmTransition(Change.CLEARED, rule, Severity.MAJOR, 2.0, 15.0, at_us)
        with self.store.begin() as work:
            work.apply_transitions(self.devices[asset_id], [transition], suppressed=False)

    def save(self, alarm: Alarm, deed: Deed) -> Alarm:
        """Stores a changed alarm."""
        with self.store.begin() as work:
            work.save_alarm(alarm, AlarmEvent(alarm.alarm_key, NOW, deed, alarm.severity, alarm.value, "duty-1"))
        return alarm

    def see(self, asset_id: str, seen_us: int, due_us: int | None = None) -> None:
        """The device reported then, and must be looked at at `due_us`."""
        key = self.devices[asset_id].asset_key
        with self.store.begin() as work:
            latest = work.latest([key])[key]
            latest.last_seen_us, latest.due_us = seen_us, due_us
            work.save_latest([latest])

    def listed(
        self,
        standing: AlarmStanding | None = None,
        area: str | None = None,
        limit: int = 10,
        before: tuple[int, int] | None = None,
    ) -> list[int]:
        """The keys of a list."""
        return [alarm.alarm_key for alarm in self.store.list_alarms(standing, area, limit, before)]


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def subject(request: pytest.FixtureRequest, new_engine: Callable[[str], Engine]) -> Subject:
    """The store in memory, or that of a database."""
    if request.param != "memory":
        engine = new_engine(request.param)
        return Subject(SqlAlarmStore(engine, lambda: NOW), settle(engine))
    kinds = {"JG": "manhole", "PB": "parking_bay"}
    devices = {
        asset_id: Device(number, asset_id, kinds[asset_id[:2]], None, number)
        for number, asset_id in enumerate(GRIDS, start=1)
    }
    paths = {device.area_key or 0: GRIDS[asset_id] for asset_id, device in devices.items()}
    return Subject(FakeAlarmStore(list(devices.values()), paths, FakeClock(NOW)), devices)


def test_an_alarm_comes_back_as_it_was_raised(subject: Subject) -> None:
    alarm = subject.raise_alarm("JG-1")
    expected = Alarm(
        alarm_key=alarm.alarm_key,
        device=subject.devices["JG-1"],
        grid_code="G1",
        rule_key="manhole.tilted",
        severity=Severity.MAJOR,
        peak_severity=Severity.MAJOR,
        value=22.0,
        threshold=15.0,
        raised_us=NOW,
        last_raised_us=NOW,
        worsened_us=NOW,
    )
    assert alarm == expected
    with subject.store.begin() as work:
        assert work.alarm(alarm.alarm_key) == expected
        assert work.alarm(alarm.alarm_key + 1_000) is None


def test_what_people_did_with_an_alarm_comes_back_as_it_was_saved(subject: Subject) -> None:
    alarm = subject.raise_alarm("JG-1")
    seen = subject.save(acknowledged(alarm, "duty-1", "现场已派人", NOW + SECOND), Deed.ACKNOWLEDGED)
    put_away = subject.save(shelved(seen, "duty-2", "道路施工", NOW + HOUR, NOW + 2 * SECOND), Deed.SHELVED)
    with subject.store.begin() as work:
        assert work.alarm(alarm.alarm_key) == put_away


def test_uncleared_alarms_come_in_the_order_of_their_assets_and_those_under_maintenance_alone(subject: Subject) -> None:
    second, first = subject.raise_alarm("JG-2"), subject.raise_alarm("JG-1")
    subject.raise_alarm("PB-1", rule="parking_bay.stuck")
    subject.clear("PB-1", NOW + SECOND, rule="parking_bay.stuck")
    quiet = subject.save(under_maintenance(second, NOW + SECOND, by_maintenance=True), Deed.SUPPRESSED)
    with subject.store.begin() as work:
        assert work.uncleared_alarms(only_suppressed=False) == [first, quiet]
        assert work.uncleared_alarms(only_suppressed=True) == [quiet]


def test_a_shelf_is_due_when_it_ends_and_only_while_its_alarm_stands(subject: Subject) -> None:
    keys = []
    for asset_id, until_us in (("JG-2", NOW + 2), ("JG-1", NOW + 1), ("PB-1", NOW + 1)):
        alarm = subject.raise_alarm(asset_id)
        subject.save(shelved(alarm, "duty-1", "施工", until_us, NOW), Deed.SHELVED)
        keys.append(alarm.alarm_key)
    subject.clear("PB-1", NOW + SECOND)
    with subject.store.begin() as work:
        assert [work.shelves_due(NOW + later) for later in range(3)] == [[], [keys[1]], [keys[1], keys[0]]]


def test_due_assets_are_those_that_must_be_looked_at_the_longest_due_first(subject: Subject) -> None:
    subject.see("JG-1", NOW, due_us=NOW + 2)
    subject.see("JG-2", NOW, due_us=NOW + 1)
    subject.see("PB-1", NOW, due_us=NOW + 3)
    with subject.store.begin() as work:
        assert work.due_assets(NOW, 10) == []
        assert work.due_assets(NOW + 2, 10) == [subject.devices["JG-2"], subject.devices["JG-1"]]
        assert work.due_assets(NOW + 3, 1) == [subject.devices["JG-2"]]


def test_quiet_assets_were_seen_once_and_last_before_the_moment_of_their_kind(subject: Subject) -> None:
    subject.see("JG-2", NOW - 1)
    subject.see("PB-1", NOW - HOUR)
    with subject.store.begin() as work:
        assert work.quiet_assets({"manhole": NOW, "parking_bay": NOW - HOUR}) == [subject.devices["JG-2"]]
        assert work.quiet_assets({"manhole": NOW - 1, "parking_bay": NOW}) == [subject.devices["PB-1"]]
        assert work.quiet_assets({"camera": NOW}) == []
        assert work.quiet_assets({}) == []


def test_an_override_replaces_that_of_the_same_place_and_is_taken_back_once(subject: Subject) -> None:
    elsewhere = RuleOverride(rule_key="manhole.tilted", scope=Scope.KIND, scope_ref="manhole", enabled=False)
    with subject.store.begin() as work:
        work.save_override(replace(OVERRIDE, enabled=False, levels=None), "duty-1", NOW)
        work.save_override(elsewhere, "duty-1", NOW)
        work.save_override(OVERRIDE, "duty-2", NOW + 1)
        assert OVERRIDE in work.overrides_of(OVERRIDE.rule_key)
        assert work.overrides_of("no.rule") == []
    assert subject.store.rule_overrides() == [OVERRIDE, elsewhere]
    with subject.store.begin() as work:
        assert [work.delete_override(OVERRIDE), work.delete_override(OVERRIDE)] == [True, False]
    assert subject.store.rule_overrides() == [elsewhere]


def test_a_window_has_its_key_from_the_store_and_is_listed_until_it_is_closed(subject: Subject) -> None:
    with subject.store.begin() as work:
        first, second = work.save_window(WINDOW), work.save_window(replace(WINDOW, scope_ref="B1"))
    assert first == replace(WINDOW, window_key=first.window_key)
    assert 0 < first.window_key < second.window_key
    assert subject.store.maintenance_windows() == [first, second]
    with subject.store.begin() as work:
        closed = work.save_window(replace(first, closed_us=NOW + SECOND))
        assert work.window(first.window_key) == closed == replace(first, closed_us=NOW + SECOND)
        assert work.window(second.window_key + 1_000) is None
    assert subject.store.maintenance_windows() == [second]


@pytest.mark.parametrize(
    ("scope", "scope_ref", "expected"),
    [
        ("asset", "JG-1", True),
        ("asset", "G1", False),
        ("asset", "JG\0-1", False),
        ("area", "B1", True),
        ("area", "JG-1", False),
        ("area", "", False),
    ],
    ids=["asset", "area as asset", "NUL", "area", "asset as area", "nothing"],
)
def test_a_place_exists_or_not(subject: Subject, scope: str, scope_ref: str, expected: bool) -> None:
    with subject.store.begin() as work:
        assert work.scope_exists(scope, scope_ref) is expected


def test_area_paths_lead_from_the_root_to_each_area(subject: Subject) -> None:
    paths = subject.store.area_paths()
    assert {paths[device.area_key or 0] for device in subject.devices.values()} == {("B1", "G1"), ("B1", "G2")}


def test_alarms_are_listed_by_their_standing_the_newest_first(subject: Subject) -> None:
    standing = {
        state: subject.raise_alarm("JG-1", NOW + number, rule=f"r.{state}")
        for number, state in enumerate(AlarmStanding)
    }
    key = {state: alarm.alarm_key for state, alarm in standing.items()}
    subject.save(acknowledged(standing[AlarmStanding.ACKNOWLEDGED], "duty-1", None, NOW), Deed.ACKNOWLEDGED)
    hidden = acknowledged(standing[AlarmStanding.SHELVED], "duty-1", None, NOW)
    subject.save(shelved(hidden, "duty-1", "施工", NOW + HOUR, NOW), Deed.SHELVED)
    subject.clear("JG-1", NOW + SECOND, rule="r.cleared")
    assert {state: subject.listed(state) for state in AlarmStanding} == {state: [key[state]] for state in AlarmStanding}
    assert subject.listed() == list(reversed(key.values()))


def test_alarms_are_listed_page_by_page_and_those_of_one_moment_by_their_keys(subject: Subject) -> None:
    alarms = [subject.raise_alarm("JG-1", NOW, rule=f"r.{number}") for number in range(3)]
    alarms.append(subject.raise_alarm("JG-1", NOW - 1, rule="r.old"))
    newest = [alarm.alarm_key for alarm in (alarms[2], alarms[1], alarms[0], alarms[3])]
    assert subject.listed() == newest
    pages = [subject.listed(limit=2), subject.listed(limit=2, before=(NOW, newest[1]))]
    assert pages == [newest[:2], newest[2:]]
    assert subject.listed(before=(NOW - 1, newest[3])) == []


def test_the_alarms_of_an_area_are_those_of_all_areas_below_it(subject: Subject) -> None:
    first, second = subject.raise_alarm("JG-1", NOW).alarm_key, subject.raise_alarm("JG-2", NOW + 1).alarm_key
    found = {area: subject.listed(area=area) for area in ("B1", "G1", "G2", "JG-1", "")}
    assert found == {"B1": [second, first], "G1": [first], "G2": [second], "JG-1": [], "": []}


def test_what_a_failed_block_did_with_alarms_is_undone(subject: Subject) -> None:
    alarm = subject.raise_alarm("JG-1")
    with suppress(LookupError), subject.store.begin() as work:
        work.save_alarm(
            acknowledged(alarm, "duty-1", None, NOW),
            AlarmEvent(alarm.alarm_key, NOW, Deed.ACKNOWLEDGED, alarm.severity),
        )
        work.save_window(WINDOW)
        work.save_override(OVERRIDE, "duty-1", NOW)
        raise LookupError
    assert subject.listed(AlarmStanding.OPEN) == [alarm.alarm_key]
    assert subject.store.maintenance_windows() == []
    assert subject.store.rule_overrides() == []


def test_revisions_of_the_alarms_rise(subject: Subject) -> None:
    with subject.store.begin() as work:
        before = work.bump([Feed.ALARMS, Feed.RULES])
    with subject.store.begin() as work:
        work.bump([Feed.ALARMS])
    after = subject.store.revisions()
    assert (after[Feed.ALARMS], after[Feed.RULES]) == (before[Feed.ALARMS] + 1, before[Feed.RULES])
