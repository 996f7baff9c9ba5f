"""What alarms need: the rules, the open alarms, and their records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from dashboard.domain.alarm_records import Alarm, AlarmEvent
from dashboard.domain.alarms import AlarmTransition, OpenAlarm
from dashboard.domain.feeds import Feed
from dashboard.domain.maintenance import MaintenanceWindow
from dashboard.domain.readings import Device
from dashboard.domain.readouts import (
    AlarmStanding,
)
from dashboard.domain.rules import RuleOverride
from dashboard.ports.parts import AssetStates, AuditLog, FeedRevisions, Listeners


class AlarmTurns(Protocol):
    """The open alarms, and how readings and time change them."""

    def open_alarms(self, asset_keys: Sequence[int]) -> dict[int, dict[str, OpenAlarm]]:
        """The open alarms of the assets that have any, by rule key."""

    def apply_transitions(self, device: Device, transitions: Sequence[AlarmTransition], suppressed: bool) -> None:
        """Raises, changes and clears the device's alarms; one that another process raised first is joined."""


class AlarmRecords(Protocol):
    """Alarms as people and the worker handle them."""

    def alarm(self, alarm_key: int) -> Alarm | None:
        """One alarm, its asset locked as by `latest` (first the asset, then the alarm: so nobody waits in a ring)."""

    def person_behind(self, asset_key: int) -> str | None:
        """The number of the person that an asset stands for; None for devices."""

    def uncleared_alarms(self, *, only_suppressed: bool) -> list[Alarm]:
        """Those that have not cleared, or of them those under maintenance, in the order of their assets' keys."""

    def shelves_due(self, now_us: int) -> list[int]:
        """The keys of the uncleared alarms whose shelf ends at `now_us` or before, in the order of their assets' keys.

        Whoever locks them one by one does so in the order in which the ingest locks its assets.
        """

    def save_alarm(self, alarm: Alarm, event: AlarmEvent) -> None:
        """Store a changed alarm with the entry for its timeline."""

    def due_assets(self, now_us: int, limit: int) -> list[Device]:
        """Assets whose `due_us` has come, the longest due first."""

    def quiet_assets(self, seen_before_us: Mapping[str, int]) -> list[Device]:
        """Assets that were seen once, and last before the moment given for their kind, in the order of their keys."""


class RuleChanges(Protocol):
    """Rules that a site changes, and maintenance windows."""

    def overrides_of(self, rule_key: str) -> Sequence[RuleOverride]:
        """Every change of that rule, the oldest first."""

    def save_override(self, override: RuleOverride, actor: str, now_us: int) -> None:
        """Add it, or replace that of the same rule, scope and scope_ref."""

    def delete_override(self, override: RuleOverride) -> bool:
        """Remove that of the same rule, scope and scope_ref; return whether there was one."""

    def scope_exists(self, scope: str, scope_ref: str) -> bool:
        """Whether there is such an area (`area`) or asset (`asset`)."""

    def window(self, window_key: int) -> MaintenanceWindow | None: ...

    def save_window(self, window: MaintenanceWindow) -> MaintenanceWindow:
        """Add it when its key is 0, else replace it; return it with its key."""


class AlarmWork(AssetStates, AlarmTurns, AlarmRecords, RuleChanges, Listeners, AuditLog, FeedRevisions, Protocol):
    """One transaction of the alarm services; kept when its block ends well, undone when it raises."""


class RuleSource(Protocol):
    """Where rules and windows are kept."""

    def rule_overrides(self) -> Sequence[RuleOverride]: ...

    def area_paths(self) -> Mapping[int, tuple[str, ...]]:
        """The codes from the root down to each area, by its key."""

    def maintenance_windows(self) -> Sequence[MaintenanceWindow]:
        """Those that are not closed."""


class AlarmStore(RuleSource, Protocol):
    """Where alarms, rules and windows are kept. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[AlarmWork]: ...

    def look(self) -> AbstractContextManager[AlarmWork]:
        """A transaction for reading only; it waits for no writer."""

    def revisions(self) -> dict[Feed, int]:
        """The present revision of each feed."""

    def list_alarms(
        self, standing: AlarmStanding | None, area: str | None, limit: int, before: tuple[int, int] | None
    ) -> list[Alarm]:
        """Alarms by (raised_us, alarm_key) downwards, from below `before`; `area` covers all areas below it."""
