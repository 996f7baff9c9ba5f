"""Every kind of data that the database has records of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Engine, Table, case, func, literal, null, select

from dashboard.domain.sources import SYSTEMS, SourceLine
from dashboard.ports.sources import SourceReads
from data_sources.db import tables as t
from data_sources.db.devices import IS_DEVICE
from data_sources.db.engine import reading
from data_sources.db.mapping_rows import mapping_specs

_REGISTERS: Final[tuple[tuple[str, Table, ColumnElement[Any] | None], ...]] = (
    ("areas", t.area, None),
    ("streets", t.street, None),
    ("squads", t.squad, None),
    ("departments", t.department, None),
    ("people", t.person, None),
    ("responsibilities", t.responsibility, None),
    ("alarms", t.alarm, t.alarm.c.last_raised_us),
    ("images", t.image, t.image.c.stored_us),
    ("catalogue", t.category, None),
    ("roster", t.roster_entry, None),
    ("quarantine", t.quarantine, t.quarantine.c.received_us),
    ("mappings", t.device_mapping, None),
    ("maintenance", t.maintenance_window, None),
    ("audit", t.audit, t.audit.c.at_us),
)
"""What Xiuhua keeps itself: name, table, and the column that says when a record came."""

_REPORTS: Final[tuple[tuple[str, str, ColumnElement[Any]], ...]] = (
    ("photos", "", t.photo.c.stored_us),
    ("positions", "positions", t.person_track.c.at_us),
    ("attendance", "", t.attendance.c.signed_in_us),
)
"""What people send: name, system, and the column that says when it came."""


class SqlSources(SourceReads):
    """Reads the lines and the mappings. Raises Unavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def sources(self) -> Sequence[SourceLine]:
        """Every kind of data that there is a record of, live ones first, by kind and system."""
        with reading(self._engine) as connection:
            reports = (*_events(connection), *_cases(connection), *_reports(connection))
            return [*_devices(connection), *reports, *_registers(connection)]

    def mapping_specs(self) -> Sequence[dict[str, Any]]:
        """The imported device mappings in their order."""
        return mapping_specs(self._engine)


def _devices(connection: Connection) -> Iterator[SourceLine]:
    reference = t.asset.c.device_ref
    system = case(*((reference.like(f"{key}:%"), literal(key)) for key in SYSTEMS), else_=null()).label("system")
    query = (
        select(t.asset.c.kind, system, func.count(), func.max(t.asset_state.c.last_seen_us))
        .outerjoin(t.asset_state, t.asset_state.c.asset_key == t.asset.c.asset_key)
        .where(IS_DEVICE)
        .group_by(t.asset.c.kind, system)
        .order_by(t.asset.c.kind, system)
    )
    for kind, name, count, last_us in connection.execute(query):
        yield SourceLine(kind, name, count, last_us or None, is_live=True)


def _events(connection: Connection) -> Iterator[SourceLine]:
    event = t.camera_event.c
    query = select(event.source, func.count(), func.max(event.last_us)).group_by(event.source).order_by(event.source)
    for source, count, last_us in connection.execute(query):
        yield SourceLine("camera_events", source, count, last_us, is_live=True)


def _cases(connection: Connection) -> Iterator[SourceLine]:
    case_ = t.case_record.c
    query = (
        select(case_.source, func.count(), func.max(case_.reported_us)).group_by(case_.source).order_by(case_.source)
    )
    for source, count, last_us in connection.execute(query):
        yield SourceLine(f"cases.{source}", "", count, last_us, is_live=True)


def _reports(connection: Connection) -> Iterator[SourceLine]:
    for name, system, came in _REPORTS:
        count, last_us = connection.execute(select(func.count(), func.max(came))).one()
        if count:
            yield SourceLine(name, system, count, last_us, is_live=True)


def _registers(connection: Connection) -> Iterator[SourceLine]:
    for name, table, came in _REGISTERS:
        newest = null() if came is None else func.max(came)
        count, last_us = connection.execute(select(func.count(), newest).select_from(table)).one()
        if count:
            yield SourceLine(name, "", count, last_us, is_live=False)
