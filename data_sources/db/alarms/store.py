"""The database as the alarm services and the worker's passes see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import ColumnElement, Engine, Select, and_, delete, exists, insert, or_, select, tuple_, update

from dashboard.domain.alarm_records import Alarm, AlarmEvent
from dashboard.domain.maintenance import MaintenanceWindow
from dashboard.domain.readings import Device
from dashboard.domain.readouts import AlarmStanding
from dashboard.domain.rules import RuleOverride
from dashboard.ports.operations import Clock
from data_sources.db import tables as t
from data_sources.db.alarms.rows import alarm_from, note, update_alarm
from data_sources.db.alarms.rule_source import SqlRuleSource, override_settings, window_from
from data_sources.db.bulk import bulk_for
from data_sources.db.engine import reading, writing
from data_sources.db.feeds import revisions
from data_sources.db.ingest.store import SqlIngestWork
from data_sources.db.json_columns import packed
from data_sources.db.upserts import upsert

_A = t.alarm.c
_S = t.asset.c
_W = t.maintenance_window.c
_DEVICE: Final = (_S.device_ref, _S.asset_key, _S.asset_id, _S.kind, _S.datum_m, _S.grid_key)
_PLACES: Final = {"area": (t.area, t.area.c.code), "asset": (t.asset, t.asset.c.asset_id)}


class SqlAlarmWork(SqlIngestWork):
    """One transaction of the alarm services."""

    def alarm(self, alarm_key: int) -> Alarm | None:
        """One alarm, with its asset's state locked before it."""
        asset_key = self._connection.execute(select(_A.asset_key).where(_A.alarm_key == alarm_key)).scalar_one_or_none()
        if asset_key is None:
            return None
        self.latest([asset_key])
        row = self._connection.execute(_alarms().where(_A.alarm_key == alarm_key)).mappings().one()
        return _alarm(row)

    def uncleared_alarms(self, *, only_suppressed: bool) -> list[Alarm]:
        """Those that have not cleared, or of them those under maintenance."""
        query = _alarms().where(_A.cleared_us.is_(None))
        if only_suppressed:
            query = query.where(_A.suppressed.is_(True))
        return [_alarm(row) for row in self._connection.execute(query).mappings()]

    def shelves_due(self, now_us: int) -> list[int]:
        """The keys of the uncleared alarms whose shelf ends at `now_us` or before."""
        query = select(_A.alarm_key).where(_A.cleared_us.is_(None), _A.shelved_until_us <= now_us)
        return list(self._connection.execute(query).scalars())

    def save_alarm(self, alarm: Alarm, event: AlarmEvent) -> None:
        """Stores a changed alarm with the entry for its timeline."""
        update_alarm(self._connection, alarm)
        note(self._connection, event)

    def due_assets(self, now_us: int, limit: int) -> list[Device]:
        """Assets whose `due_us` has come, the longest due first."""
        due = t.asset_state.c.due_us
        return self._devices(select(*_DEVICE).where(due <= now_us).order_by(due).limit(limit))

    def quiet_assets(self, seen_before_us: Mapping[str, int]) -> list[Device]:
        """Assets that were seen once, and last before the moment given for their kind."""
        seen = t.asset_state.c.last_seen_us
        quiet = [and_(_S.kind == kind, seen < limit_us) for kind, limit_us in seen_before_us.items()]
        return self._devices(select(*_DEVICE).where(seen > 0, or_(*quiet))) if quiet else []

    def save_override(self, override: RuleOverride, actor: str, now_us: int) -> None:
        """Adds it, or replaces that of the same rule, scope and scope_ref."""
        key = ["rule_key", "scope", "scope_ref"]
        statement = upsert(
            self._connection.dialect.name, t.rule_override, key, update=["settings", "updated_us", "updated_by"]
        )
        row = {
            "rule_key": override.rule_key,
            "scope": override.scope.value,
            "scope_ref": override.scope_ref,
            "settings": packed(override_settings(override)),
            "updated_us": now_us,
            "updated_by": actor,
        }
        self._connection.execute(statement, row)

    def delete_override(self, override: RuleOverride) -> bool:
        """Removes that of the same rule, scope and scope_ref; gives whether there was one."""
        o = t.rule_override.c
        same = (
            o.rule_key == override.rule_key,
            o.scope == override.scope.value,
            o.scope_ref == override.scope_ref,
        )
        return self._connection.execute(delete(t.rule_override).where(*same)).rowcount > 0

    def scope_exists(self, scope: str, scope_ref: str) -> bool:
        """Whether there is such an area (`area`) or asset (`asset`)."""
        table, column = _PLACES[scope]
        return bool(self._connection.execute(select(exists(select(table).where(column == scope_ref)))).scalar_one())

    def window(self, window_key: int) -> MaintenanceWindow | None:
        """One maintenance window."""
        query = select(t.maintenance_window).where(_W.maintenance_window_key == window_key)
        row = self._connection.execute(query).mappings().first()
        return None if row is None else window_from(row)

    def save_window(self, window: MaintenanceWindow) -> MaintenanceWindow:
        """Adds it when its key is 0, else replaces it; gives it with its key."""
        values = asdict(window)
        key = values.pop("window_key")
        values["scope"] = window.scope.value
        if key:
            statement: Any = update(t.maintenance_window).where(_W.maintenance_window_key == key).values(values)
        else:
            statement = insert(t.maintenance_window).values(values)
        row = self._connection.execute(statement.returning(*t.maintenance_window.c)).mappings().one()
        return window_from(row)

    def note_in_audit(self, actor: str, action: str, subject: str, detail: Mapping[str, object], at_us: int) -> None:
        """An entry in the audit log."""
        values = {"actor": actor, "action": action, "subject": subject, "detail": packed(dict(detail)), "at_us": at_us}
        self._connection.execute(insert(t.audit).values(values))

    def _devices(self, query: Select[Any]) -> list[Device]:
        joined = query.join_from(t.asset, t.asset_state, t.asset_state.c.asset_key == _S.asset_key)
        return [Device(*row[1:]) for row in self._connection.execute(joined)]


class SqlAlarmStore(SqlRuleSource):
    """Where alarms, rules and windows are kept."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        super().__init__(engine)
        self._clock = clock
        self._bulk = bulk_for(engine.dialect.name)

    @contextmanager
    def begin(self) -> Iterator[SqlAlarmWork]:
        """A transaction that ends with its block."""
        with writing(self._engine) as connection:
            yield SqlAlarmWork(connection, self._bulk, self._clock())

    def revisions(self) -> dict[str, int]:
        """The present revision of each feed."""
        return revisions(self._engine)

    def list_alarms(
        self, standing: AlarmStanding | None, area: str | None, limit: int, before: tuple[int, int] | None
    ) -> list[Alarm]:
        """Alarms by (raised_us, alarm_key) downwards, from below `before`; `area` covers all areas below it."""
        query = _alarms().order_by(_A.raised_us.desc(), _A.alarm_key.desc()).limit(limit)
        if standing is not None:
            query = query.where(_standing(standing))
        if before is not None:
            query = query.where(tuple_(_A.raised_us, _A.alarm_key) < tuple_(*before))
        if area is not None:
            query = query.where(_A.grid_key.in_(_below(area)))
        with reading(self._engine) as connection:
            return [_alarm(row) for row in connection.execute(query).mappings()]


def _alarms() -> Select[Any]:
    device = [column for column in _DEVICE if column.name != "asset_key"]
    return (
        select(t.alarm, *[column.label(f"asset_{column.name}") for column in device], t.area.c.code.label("grid_code"))
        .join(t.asset, _S.asset_key == _A.asset_key)
        .outerjoin(t.area, t.area.c.area_key == _A.grid_key)
    )


def _alarm(row: Any) -> Alarm:
    device = Device(
        row["asset_key"], row["asset_asset_id"], row["asset_kind"], row["asset_datum_m"], row["asset_grid_key"]
    )
    return alarm_from(row, device, row["grid_code"])


def _standing(standing: AlarmStanding) -> ColumnElement[bool]:
    if standing is AlarmStanding.CLEARED:
        return _A.cleared_us.is_not(None)
    if standing is AlarmStanding.SHELVED:
        return and_(_A.cleared_us.is_(None), _A.shelved_until_us.is_not(None))
    seen = _A.acknowledged_us.is_not(None) if standing is AlarmStanding.ACKNOWLEDGED else _A.acknowledged_us.is_(None)
    return and_(_A.cleared_us.is_(None), _A.shelved_until_us.is_(None), seen)


def _below(area: str) -> Select[Any]:
    """The keys of the area with that code and of all areas below it."""
    tree = select(t.area.c.area_key).where(t.area.c.code == area).cte("tree", recursive=True)
    tree = tree.union_all(select(t.area.c.area_key).where(t.area.c.parent_key == tree.c.area_key))
    return select(tree.c.area_key)
