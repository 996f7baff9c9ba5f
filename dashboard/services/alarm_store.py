"""The database as the alarm services see it, and how an asset's display follows its alarms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from dashboard.domain.alarm_records import Alarm, AlarmEvent
from dashboard.domain.alarms import AlarmTransition, OpenAlarm, display_state, is_silent
from dashboard.domain.compiled_rules import CompiledRules
from dashboard.domain.maintenance import MaintenanceWindow
from dashboard.domain.readings import Device
from dashboard.domain.readouts import AlarmStanding
from dashboard.domain.rules import RuleOverride
from dashboard.ports import AssetChange, AssetLatest
from dashboard.services.rule_book import RuleBook, RuleSource


class AlarmWork(Protocol):
    """One transaction of the alarm services; kept when its block ends well, undone when it raises."""

    def alarm(self, alarm_key: int) -> Alarm | None:
        """One alarm, its asset locked as by `latest` (first the asset, then the alarm: so nobody waits in a ring)."""

    def uncleared_alarms(self, *, only_suppressed: bool) -> list[Alarm]:
        """Those that have not cleared, or of them those under maintenance."""

    def shelves_due(self, now_us: int) -> list[int]:
        """The keys of the uncleared alarms whose shelf ends at `now_us` or before."""

    def save_alarm(self, alarm: Alarm, event: AlarmEvent) -> None:
        """Stores a changed alarm with the entry for its timeline."""

    def latest(self, asset_keys: Sequence[int]) -> dict[int, AssetLatest]:
        """The present state of each asset, locked until the end of the transaction."""

    def open_alarms(self, asset_keys: Sequence[int]) -> dict[int, dict[str, OpenAlarm]]:
        """The open alarms of the assets that have any, by rule key."""

    def save_latest(self, latest: Iterable[AssetLatest]) -> None: ...

    def apply_transitions(self, device: Device, transitions: Sequence[AlarmTransition], suppressed: bool) -> None:
        """Raises, changes and clears the device's alarms; one that another process raised first is joined."""

    def due_assets(self, now_us: int, limit: int) -> list[Device]:
        """Assets whose `due_us` has come, the longest due first."""

    def quiet_assets(self, seen_before_us: Mapping[str, int]) -> list[Device]:
        """Assets that were seen once, and last before the moment given for their kind."""

    def save_override(self, override: RuleOverride, actor: str, now_us: int) -> None:
        """Adds it, or replaces that of the same rule, scope and scope_ref."""

    def delete_override(self, override: RuleOverride) -> bool:
        """Removes that of the same rule, scope and scope_ref; gives whether there was one."""

    def scope_exists(self, scope: str, scope_ref: str) -> bool:
        """Whether there is such an area (`area`) or asset (`asset`)."""

    def window(self, window_key: int) -> MaintenanceWindow | None: ...

    def save_window(self, window: MaintenanceWindow) -> MaintenanceWindow:
        """Adds it when its key is 0, else replaces it; gives it with its key."""

    def note_in_audit(self, actor: str, action: str, subject: str, detail: Mapping[str, object], at_us: int) -> None:
        """An entry in the audit log; `detail` is JSON-able."""

    def bump(self, feeds: Iterable[str]) -> dict[str, int]:
        """Raises the revision of each feed by one and gives the new numbers."""


class AlarmStore(RuleSource, Protocol):
    """Where alarms, rules and windows are kept. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[AlarmWork]: ...

    def revisions(self) -> dict[str, int]:
        """The present revision of each feed."""

    def list_alarms(
        self, standing: AlarmStanding | None, area: str | None, limit: int, before: tuple[int, int] | None
    ) -> list[Alarm]:
        """Alarms by (raised_us, alarm_key) downwards, from below `before`; `area` covers all areas below it."""


class RuleFollower:
    """Keeps a rule book up to date with the changes that any process makes."""

    def __init__(self, store: AlarmStore, rules: RuleBook) -> None:
        self._store = store
        self._rules = rules
        self._followed: tuple[int, int] | None = None

    def follow(self) -> None:
        """Reloads the book when rules, windows or areas have a new revision."""
        revisions = self._store.revisions()
        newest = revisions.get("rules", 0), revisions.get("registry", 0)
        if newest != self._followed:
            self._rules.reload()
            self._followed = newest


def refresh_displays(work: AlarmWork, rules: RuleBook, devices: Iterable[Device], now_us: int) -> list[AssetChange]:
    """Brings the assets' display states into line with their alarms; gives those that show something else now."""
    by_key = {device.asset_key: device for device in devices}
    keys = sorted(by_key)
    states, open_alarms = work.latest(keys), work.open_alarms(keys)
    turned = [
        latest
        for key, latest in states.items()
        if settle_display(latest, rules.rules_for(by_key[key]), open_alarms.get(key, {}), now_us)
    ]
    work.save_latest(turned)
    return [change_of(by_key[latest.asset_key], latest) for latest in turned]


def settle_display(
    latest: AssetLatest, compiled: CompiledRules | None, open_alarms: Mapping[str, OpenAlarm], now_us: int
) -> bool:
    """Sets the display state that follows from the open alarms; gives whether it is another than before."""
    silent = compiled is not None and is_silent(compiled, latest.last_seen_us or None, now_us)
    state = display_state(open_alarms.values(), silent)
    if state is latest.state:
        return False
    latest.state, latest.changed_us = state, now_us
    return True


def change_of(device: Device, latest: AssetLatest) -> AssetChange:
    """What the live channel tells of a display state that changed without a reading."""
    return AssetChange(device.asset_id, latest.state, latest.last_seen_us, {})
