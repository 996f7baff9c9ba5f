"""The alarm store in memory, and a notifier that remembers what it was told."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import orjson

from dashboard.domain.alarm_records import Alarm, AlarmEvent, Deed, changed, first_raised, reopened
from dashboard.domain.alarms import AlarmTransition, Change, OpenAlarm
from dashboard.domain.feeds import Feed
from dashboard.domain.maintenance import MaintenanceWindow
from dashboard.domain.presence import Listener
from dashboard.domain.readings import Device
from dashboard.domain.readouts import AlarmStanding
from dashboard.domain.rights import Actor
from dashboard.domain.rules import RuleOverride
from dashboard.domain.severity import AssetState
from dashboard.ports.operations import AssetChange
from dashboard.ports.parts import AssetLatest


class Noted(NamedTuple):
    """An entry of the audit log."""

    actor: str
    action: str
    subject: str
    detail: Mapping[str, object]


@dataclass
class Tables:
    """Everything that a transaction may change."""

    alarms: dict[int, Alarm] = field(default_factory=dict)
    events: list[AlarmEvent] = field(default_factory=list)
    latest: dict[int, AssetLatest] = field(default_factory=dict)
    overrides: dict[tuple[str, str, str], RuleOverride] = field(default_factory=dict)
    windows: dict[int, MaintenanceWindow] = field(default_factory=dict)
    audit: list[Noted] = field(default_factory=list)
    feeds: dict[Feed, int] = field(default_factory=dict)
    listeners: dict[str, Listener] = field(default_factory=lambda: {"ingest-1": Listener("ingest-1", 0, 2**62)})


class FakeAlarmWork:
    """One transaction."""

    def __init__(
        self, tables: Tables, devices: Mapping[int, Device], paths: Mapping[int, tuple[str, ...]], now_us: int
    ):
        self._tables = tables
        self._devices = devices
        self._paths = paths
        self._now_us = now_us

    def alarm(self, alarm_key: int) -> Alarm | None:
        return self._tables.alarms.get(alarm_key)

    def person_behind(self, asset_key: int) -> str | None:
        return None

    def uncleared_alarms(self, *, only_suppressed: bool) -> list[Alarm]:
        return [alarm for alarm in self._uncleared() if alarm.suppressed or not only_suppressed]

    def shelves_due(self, now_us: int) -> list[int]:
        return [
            alarm.alarm_key
            for alarm in self._uncleared()
            if alarm.shelved_until_us is not None and alarm.shelved_until_us <= now_us
        ]

    def save_alarm(self, alarm: Alarm, event: AlarmEvent) -> None:
        assert event.alarm_key == alarm.alarm_key
        self._tables.alarms[alarm.alarm_key] = alarm
        self._tables.events.append(event)

    def latest(self, asset_keys: Sequence[int]) -> dict[int, AssetLatest]:
        return {key: copy.deepcopy(self._tables.latest[key]) for key in asset_keys}

    def open_alarms(self, asset_keys: Sequence[int]) -> dict[int, dict[str, OpenAlarm]]:
        found: dict[int, dict[str, OpenAlarm]] = {}
        for alarm in self._uncleared():
            if alarm.device.asset_key in asset_keys:
                found.setdefault(alarm.device.asset_key, {})[alarm.rule_key] = alarm.as_open
        return found

    def save_latest(self, latest: Iterable[AssetLatest]) -> None:
        self._tables.latest |= {state.asset_key: state for state in latest}

    def apply_transitions(self, device: Device, transitions: Sequence[AlarmTransition], suppressed: bool) -> None:
        for transition in transitions:
            alarm = self._after(device, transition, suppressed)
            if alarm is not None:
                deed = Deed(transition.change.value)
                self.save_alarm(alarm, AlarmEvent(alarm.alarm_key, transition.at_us, deed, transition.severity))

    def due_assets(self, now_us: int, limit: int) -> list[Device]:
        moments = [
            (state.due_us, state.asset_key) for state in self._tables.latest.values() if state.due_us is not None
        ]
        due = sorted(moment for moment in moments if moment[0] <= now_us)
        return [self._devices[asset_key] for _, asset_key in due[:limit]]

    def quiet_assets(self, seen_before_us: Mapping[str, int]) -> list[Device]:
        return [
            device
            for key, device in sorted(self._devices.items())
            if 0 < self._tables.latest[key].last_seen_us < seen_before_us.get(device.kind, 0)
        ]

    def overrides_of(self, rule_key: str) -> Sequence[RuleOverride]:
        return [override for override in self._tables.overrides.values() if override.rule_key == rule_key]

    def save_override(self, override: RuleOverride, actor: str, now_us: int) -> None:
        self._tables.overrides[override.rule_key, override.scope, override.scope_ref] = override

    def delete_override(self, override: RuleOverride) -> bool:
        key = override.rule_key, override.scope.value, override.scope_ref
        return self._tables.overrides.pop(key, None) is not None

    def scope_exists(self, scope: str, scope_ref: str) -> bool:
        if scope == "asset":
            return any(device.asset_id == scope_ref for device in self._devices.values())
        return any(scope_ref in path for path in self._paths.values())

    def window(self, window_key: int) -> MaintenanceWindow | None:
        return self._tables.windows.get(window_key)

    def save_window(self, window: MaintenanceWindow) -> MaintenanceWindow:
        saved = replace(window, window_key=window.window_key or len(self._tables.windows) + 1)
        self._tables.windows[saved.window_key] = saved
        return saved

    def note_in_audit(self, actor: Actor, action: str, subject: str, detail: Mapping[str, object], at_us: int) -> None:
        assert orjson.dumps(detail)
        self._tables.audit.append(Noted(actor.name, action, subject, detail))

    def listeners(self) -> Sequence[Listener]:
        return list(self._tables.listeners.values())

    def save_listener(self, listener: Listener) -> None:
        self._tables.listeners[listener.name] = listener

    def remove_listener(self, name: str) -> None:
        self._tables.listeners.pop(name, None)

    def bump(self, feeds: Iterable[Feed]) -> dict[Feed, int]:
        new = {feed: self._tables.feeds.get(feed, 0) + 1 for feed in feeds}
        self._tables.feeds |= new
        return new

    def _uncleared(self) -> list[Alarm]:
        uncleared = [alarm for alarm in self._tables.alarms.values() if alarm.cleared_us is None]
        return sorted(uncleared, key=lambda alarm: (alarm.device.asset_key, alarm.alarm_key))

    def _after(self, device: Device, transition: AlarmTransition, suppressed: bool) -> Alarm | None:
        mine = [
            alarm
            for alarm in self._tables.alarms.values()
            if (alarm.device.asset_key, alarm.rule_key) == (device.asset_key, transition.rule_key)
        ]
        newest = mine[-1] if mine else None
        if newest is not None and newest.cleared_us is None:
            return changed(newest, transition, self._now_us)
        if transition.change is not Change.RAISED:
            return None
        if newest is not None and (again := reopened(newest, transition, self._now_us, suppressed=suppressed)):
            return again
        grid_code = self._paths.get(device.area_key or 0, (None,))[-1]
        alarm = first_raised(device, grid_code, transition, self._now_us, previous=newest, suppressed=suppressed)
        return replace(alarm, alarm_key=len(self._tables.alarms) + 1)


class FakeAlarmStore:
    """Fulfils AlarmStore; a block that raises leaves nothing behind."""

    def __init__(self, devices: Sequence[Device], paths: Mapping[int, tuple[str, ...]], clock: FakeClock) -> None:
        self.devices = {device.asset_key: device for device in devices}
        self.paths = paths
        self.clock = clock
        self.tables = Tables()
        for key in self.devices:
            self.tables.latest[key] = AssetLatest(key, AssetState.NORMAL, 0, 0)

    @contextmanager
    def begin(self) -> Iterator[FakeAlarmWork]:
        tables = copy.deepcopy(self.tables)
        yield FakeAlarmWork(tables, self.devices, self.paths, self.clock())
        self.tables = tables

    @contextmanager
    def look(self) -> Iterator[FakeAlarmWork]:
        yield FakeAlarmWork(copy.deepcopy(self.tables), self.devices, self.paths, self.clock())

    def revisions(self) -> dict[Feed, int]:
        return dict(self.tables.feeds)

    def rule_overrides(self) -> Sequence[RuleOverride]:
        return list(self.tables.overrides.values())

    def area_paths(self) -> Mapping[int, tuple[str, ...]]:
        return self.paths

    def maintenance_windows(self) -> Sequence[MaintenanceWindow]:
        return [window for window in self.tables.windows.values() if window.closed_us is None]

    def list_alarms(
        self, standing: AlarmStanding | None, area: str | None, limit: int, before: tuple[int, int] | None
    ) -> list[Alarm]:
        rows = sorted(self.tables.alarms.values(), key=lambda alarm: (alarm.raised_us, alarm.alarm_key), reverse=True)
        return [
            alarm
            for alarm in rows
            if standing in (None, alarm.standing)
            and (area is None or area in self.paths.get(alarm.device.area_key or 0, ()))
            and (before is None or (alarm.raised_us, alarm.alarm_key) < before)
        ][:limit]


@dataclass
class FakeClock:
    """A clock that is set by hand."""

    now_us: int

    def __call__(self) -> int:
        return self.now_us


class Told(NamedTuple):
    """One notice."""

    changes: list[AssetChange]
    feeds: dict[Feed, int]


class FakeNotifier:
    """Remembers every notice."""

    def __init__(self) -> None:
        self.told: list[Told] = []

    def publish(self, changes: Sequence[AssetChange], feeds: Mapping[Feed, int]) -> None:
        self.told.append(Told(list(changes), dict(feeds)))
