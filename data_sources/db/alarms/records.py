"""Alarms as readings change them, and as people and the worker handle them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Select, and_, or_, select

from dashboard.domain.alarm_records import Alarm, AlarmEvent
from dashboard.domain.alarms import AlarmTransition, OpenAlarm
from dashboard.domain.readings import Device
from dashboard.domain.sensors.patrol import DUTY
from dashboard.ports.alarms import AlarmRecords, AlarmTurns
from data_sources.db import tables as t
from data_sources.db.alarms.rows import alarm_from, apply_transition, note, open_alarm, update_alarm
from data_sources.db.asset_states import SqlAssetStates
from data_sources.db.part import SqlPart

_A = t.alarm.c
_S = t.asset.c
_LOCKED: Final = (_A.asset_key, _A.alarm_key)
"""In the order in which assets are locked everywhere, so that nobody waits in a ring."""

_DEVICE: Final = (_S.device_ref, _S.asset_key, _S.asset_id, _S.kind, _S.datum_m, _S.grid_key)


class SqlAlarmTurns(SqlPart, AlarmTurns):
    """The open alarms, changed by readings and time."""

    def open_alarms(self, asset_keys: Sequence[int]) -> dict[int, dict[str, OpenAlarm]]:
        """The open alarms of the assets that have any, by rule key."""
        found: dict[int, dict[str, OpenAlarm]] = {}
        for row in self._bulk.open_alarms(self._connection, asset_keys):
            found.setdefault(row["asset_key"], {})[row["rule_key"]] = open_alarm(row)
        return found

    def apply_transitions(self, device: Device, transitions: Sequence[AlarmTransition], suppressed: bool) -> None:
        """Raises, changes and clears the device's alarms."""
        for transition in transitions:
            apply_transition(self._connection, device, transition, suppressed, self._now_us)


class SqlAlarmRecords(SqlAssetStates, AlarmRecords):
    """Alarms with their assets."""

    def alarm(self, alarm_key: int) -> Alarm | None:
        """One alarm, with its asset's state locked before it."""
        asset_key = self._connection.execute(select(_A.asset_key).where(_A.alarm_key == alarm_key)).scalar_one_or_none()
        if asset_key is None:
            return None
        self.latest([asset_key])
        row = self._connection.execute(alarms_with_assets().where(_A.alarm_key == alarm_key)).mappings().one()
        return alarm_with_asset(row)

    def person_behind(self, asset_key: int) -> str | None:
        """The number of the person that an asset stands for; None for devices."""
        query = select(_S.device_ref).where(_S.asset_key == asset_key, _S.device_ref.startswith(DUTY, autoescape=True))
        ref = self._connection.execute(query).scalar_one_or_none()
        return None if ref is None else ref.removeprefix(DUTY)

    def uncleared_alarms(self, *, only_suppressed: bool) -> list[Alarm]:
        """Those that have not cleared, or of them those under maintenance, in the order of their assets' keys."""
        query = alarms_with_assets().where(_A.cleared_us.is_(None)).order_by(*_LOCKED)
        if only_suppressed:
            query = query.where(_A.suppressed.is_(True))
        return [alarm_with_asset(row) for row in self._connection.execute(query).mappings()]

    def shelves_due(self, now_us: int) -> list[int]:
        """The keys of the uncleared alarms whose shelf ends at `now_us` or before, in the order of their assets."""
        query = select(_A.alarm_key).where(_A.cleared_us.is_(None), _A.shelved_until_us <= now_us)
        return list(self._connection.execute(query.order_by(*_LOCKED)).scalars())

    def save_alarm(self, alarm: Alarm, event: AlarmEvent) -> None:
        """Store a changed alarm with the entry for its timeline."""
        update_alarm(self._connection, alarm)
        note(self._connection, event)

    def due_assets(self, now_us: int, limit: int) -> list[Device]:
        """Assets whose `due_us` has come, the longest due first."""
        due = t.asset_state.c.due_us
        return self._devices(select(*_DEVICE).where(due <= now_us).order_by(due, _S.asset_key).limit(limit))

    def quiet_assets(self, seen_before_us: Mapping[str, int]) -> list[Device]:
        """Assets that were seen once, and last before the moment given for their kind, in the order of their keys."""
        seen = t.asset_state.c.last_seen_us
        quiet = [and_(_S.kind == kind, seen < limit_us) for kind, limit_us in seen_before_us.items()]
        return self._devices(select(*_DEVICE).where(seen > 0, or_(*quiet)).order_by(_S.asset_key)) if quiet else []

    def _devices(self, query: Select[Any]) -> list[Device]:
        joined = query.join_from(t.asset, t.asset_state, t.asset_state.c.asset_key == _S.asset_key)
        return [Device(*row[1:]) for row in self._connection.execute(joined)]


def alarms_with_assets() -> Select[Any]:
    device = [column for column in _DEVICE if column.name != "asset_key"]
    return (
        select(t.alarm, *[column.label(f"asset_{column.name}") for column in device], t.area.c.code.label("grid_code"))
        .join(t.asset, _S.asset_key == _A.asset_key)
        .outerjoin(t.area, t.area.c.area_key == _A.grid_key)
    )


def alarm_with_asset(row: Any) -> Alarm:
    device = Device(
        row["asset_key"], row["asset_asset_id"], row["asset_kind"], row["asset_datum_m"], row["asset_grid_key"]
    )
    return alarm_from(row, device, row["grid_code"])
