"""Alarm rows and the alarm records of the domain, one turned into the other."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Final

from sqlalchemy import Connection, insert, select, update

from dashboard.domain.alarm_records import Alarm, AlarmEvent, Deed, changed, first_raised, reopened
from dashboard.domain.alarms import AlarmTransition, Change, OpenAlarm
from dashboard.domain.readings import Device
from dashboard.domain.severity import Severity
from data_sources.db import tables as t
from data_sources.db.upserts import upsert

_A = t.alarm.c
_PLAIN: Final = tuple(field.name for field in fields(Alarm) if field.name not in {"alarm_key", "device", "grid_code"})
_SEVERITIES: Final = ("severity", "peak_severity", "shelved_severity")


def open_alarm(row: Any) -> OpenAlarm:
    """An alarm row as the engine needs it."""
    shelved = row["shelved_severity"]
    return OpenAlarm(
        rule_key=row["rule_key"],
        severity=Severity(row["severity"]),
        shelved_severity=Severity(shelved) if shelved else None,
        suppressed=bool(row["suppressed"]),
    )


def alarm_from(row: Any, device: Device, grid_code: str | None = None) -> Alarm:
    """An alarm row as the record of the domain."""
    plain = {name: row[name] for name in _PLAIN}
    for name in _SEVERITIES:
        plain[name] = Severity(plain[name]) if plain[name] else None
    return Alarm(alarm_key=row["alarm_key"], device=device, grid_code=grid_code, **plain)


def alarm_values(alarm: Alarm) -> dict[str, Any]:
    """The record as column values, without its key and its device."""
    values = {name: getattr(alarm, name) for name in _PLAIN}
    return values | {name: values[name].value if values[name] else None for name in _SEVERITIES}


def apply_transition(
    connection: Connection, device: Device, transition: AlarmTransition, suppressed: bool, now_us: int
) -> None:
    """One transition of the engine, inside the caller's transaction that holds the asset's state locked."""
    newest = _newest(connection, device, transition.rule_key)
    deed = Deed(transition.change.value)
    if newest is not None and newest.cleared_us is None:
        update_alarm(connection, changed(newest, transition, now_us), transition.at_us)
        alarm_key = newest.alarm_key
    elif transition.change is not Change.RAISED:
        return
    elif newest is not None and (again := reopened(newest, transition, now_us, suppressed=suppressed)):
        update_alarm(connection, again, transition.at_us)
        alarm_key, deed = newest.alarm_key, Deed.RERAISED
    else:
        alarm = first_raised(device, None, transition, now_us, previous=newest, suppressed=suppressed)
        alarm_key = _insert(connection, alarm, transition.at_us)
    note(connection, AlarmEvent(alarm_key, transition.at_us, deed, transition.severity, transition.value))


def update_alarm(connection: Connection, alarm: Alarm, updated_us: int | None = None) -> None:
    """Write a record back; `updated_us` is given when a reading changed it."""
    values = alarm_values(alarm)
    if updated_us is not None:
        values["updated_us"] = updated_us
    connection.execute(update(t.alarm).where(_A.alarm_key == alarm.alarm_key).values(values))


def note(connection: Connection, event: AlarmEvent) -> None:
    """One line in the alarm's timeline."""
    values = event._asdict() | {"what": event.what.value, "severity": event.severity.value}
    connection.execute(insert(t.alarm_event).values(values))


def _newest(connection: Connection, device: Device, rule_key: str) -> Alarm | None:
    query = (
        select(t.alarm)
        .where(_A.asset_key == device.asset_key, _A.rule_key == rule_key)
        .order_by(_A.cleared_us.is_not(None), _A.raised_us.desc(), _A.alarm_key.desc())
        .limit(1)
    )
    row = connection.execute(query).mappings().first()
    return None if row is None else alarm_from(row, device)


def _insert(connection: Connection, alarm: Alarm, updated_us: int) -> int:
    """Insert the alarm; should another process have opened it in the meantime, that one is joined."""
    statement = upsert(
        connection.dialect.name,
        t.alarm,
        [_A.asset_key, _A.rule_key],
        update=["value", "last_raised_us", "updated_us"],
        where=_A.cleared_us.is_(None),
    ).returning(_A.alarm_key)
    place = {"asset_key": alarm.device.asset_key, "grid_key": alarm.device.area_key}
    row = alarm_values(alarm) | place | {"updated_us": updated_us}
    return int(connection.execute(statement, row).scalar_one())
