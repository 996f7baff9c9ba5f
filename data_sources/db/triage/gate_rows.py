"""Gates, allowances and what they hold, as they are stored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, case, delete, select, update

from dashboard.domain.coordinates import Position
from dashboard.domain.hours import Hours
from dashboard.domain.positions.areas import shape_of
from dashboard.domain.triage.allowances import Allowance, AllowanceKind, Ground, Holder
from dashboard.domain.triage.gates import Find, Gate, Passage
from dashboard.domain.triage.states import OPEN, EventState
from dashboard.domain.triage.words import WordGroup
from dashboard.ports.gates import GateRows
from data_sources.db import tables as t
from data_sources.db.json_columns import packed, unpacked
from data_sources.db.part import SqlPart
from data_sources.db.upserts import upsert

_E: Final = t.camera_event.c
_G: Final = t.camera_gate.c
_A: Final = t.allowance.c
_CAMERA: Final = "camera"
_COLUMNS: Final = tuple(column.key for column in t.camera_gate.c)
_GATE_KEY: Final = ("category", "camera")
_ALLOWANCE_KEY: Final = ("kind", "number")


def read_gates(connection: Connection) -> list[Gate]:
    """Return every gate by category and camera."""
    rows = connection.execute(select(t.camera_gate).order_by(_G.category, _G.camera))
    return [Gate(**{**row._asdict(), "hours": hours_from(row.hours)}) for row in rows]


def read_allowances(connection: Connection) -> list[Allowance]:
    """Return every place and permit by kind and number."""
    rows = connection.execute(select(t.allowance).order_by(_A.kind.desc(), _A.number))
    return [_allowance(row) for row in rows]


def read_spots(connection: Connection) -> dict[int, Position]:
    """Return where each camera stands, by the key of its asset."""
    a = t.asset.c
    rows = connection.execute(select(a.asset_key, a.lon, a.lat).where(a.kind == _CAMERA))
    return {key: Position(lon, lat) for key, lon, lat in rows}


def hours_from(text: str) -> Hours:
    """Return hours that were stored as JSON."""
    told = unpacked(text)
    return Hours(weekdays=frozenset(told["weekdays"]), from_min=told["from_min"], until_min=told["until_min"])


def hold(passage: Passage) -> dict[str, Any]:
    """Return what an event's row says of where the gates left it."""
    return {
        "state": passage.state.value,
        "held_because": None if passage.because is None else passage.because.value,
        "held_by": passage.by,
        "due_us": passage.due_us,
    }


def hold_while_held(passage: Passage) -> dict[str, Any]:
    """Return the same for an event that is known: what people judged meanwhile stays as they judged it."""
    is_held = _E.state == EventState.HELD.value
    return {name: case((is_held, value), else_=_E[name]) for name, value in hold(passage).items()}


class SqlGateRows(SqlPart, GateRows):
    """Gates, allowances and what is held."""

    def kept_gates(self) -> Sequence[Gate]:
        """By category and camera."""
        return read_gates(self._connection)

    def save_gate(self, gate: Gate) -> None:
        """By its category and camera."""
        row = {name: getattr(gate, name) for name in _COLUMNS} | {"hours": packed(gate.hours.as_json())}
        changed = [name for name in row if name not in _GATE_KEY]
        self._connection.execute(upsert(self._dialect, t.camera_gate, _GATE_KEY, update=changed), row)

    def remove_gate(self, category: str, camera: str) -> None:
        """By its category and camera."""
        self._connection.execute(delete(t.camera_gate).where(_G.category == category, _G.camera == camera))

    def save_allowances(self, allowances: Iterable[Allowance], now_us: int) -> None:
        """By kind and number."""
        rows = [_allowance_row(each, now_us) for each in allowances]
        changed = [column.key for column in t.allowance.c if column.key not in _ALLOWANCE_KEY]
        if rows:
            self._connection.execute(upsert(self._dialect, t.allowance, _ALLOWANCE_KEY, update=changed), rows)

    def remove_allowances(self, kind: AllowanceKind, numbers: Iterable[str]) -> None:
        """By kind and number."""
        gone = delete(t.allowance).where(_A.kind == kind.value, _A.number.in_(list(numbers)))
        self._connection.execute(gone)

    def ask_again(self, category: str | None, since_us: int, now_us: int) -> None:
        """By the index of state and time."""
        held = update(t.camera_event).where(_E.state == EventState.HELD.value, _E.last_us >= since_us)
        if category is not None:
            held = held.where(_E.category == category)
        self._connection.execute(held.values(due_us=now_us))

    def due_finds(self, now_us: int, limit: int) -> Sequence[tuple[int, Find]]:
        """By the index of what is due."""
        a = t.asset.c
        query = (
            select(t.camera_event, a.asset_id, a.lon, a.lat)
            .outerjoin(t.asset, a.asset_key == _E.asset_key)
            .where(_E.due_us <= now_us)
            .order_by(_E.due_us, _E.camera_event_key)
            .limit(limit)
        )
        return [(row.camera_event_key, find_of(row)) for row in self._connection.execute(query)]

    def unclassified(self, since_us: int) -> Sequence[tuple[int, WordGroup]]:
        """By the index of state and time."""
        query = (
            select(_E.camera_event_key, _E.source, _E.label, _E.zone, _E.camera_ref, _E.dwell_s)
            .where(_E.state.in_([each.value for each in OPEN]), _E.category.is_(None), _E.last_us >= since_us)
            .order_by(_E.camera_event_key)
        )
        return [
            (
                row.camera_event_key,
                WordGroup(row.source, row.label, row.zone, row.camera_ref, None, row.dwell_s or 0.0, 1),
            )
            for row in self._connection.execute(query)
        ]

    def classify(self, event_keys: Sequence[int], category: str, now_us: int) -> None:
        """One row each, so that however many there are no statement grows."""
        is_held = _E.state == EventState.HELD.value
        told = {"category": category, "updated_us": now_us, "due_us": case((is_held, now_us), else_=_E.due_us)}
        one = update(t.camera_event).where(_E.camera_event_key == bindparam("event_key")).values(told)
        if event_keys:
            self._connection.execute(one, [{"event_key": key} for key in event_keys])

    def pass_find(self, event_key: int, passage: Passage, now_us: int) -> bool:
        """What is not held any more is due no more."""
        changed = update(t.camera_event).where(_E.camera_event_key == event_key)
        held = changed.where(_E.state == EventState.HELD.value).values(**hold(passage), updated_us=now_us)
        if self._connection.execute(held).rowcount:
            return True
        self._connection.execute(changed.values(due_us=None))
        return False


def find_of(row: Row[Any]) -> Find:
    """Return a row of an event with its camera's asset as the gates see it."""
    return Find(
        category=row.category,
        camera=row.asset_id,
        spot=None if row.lon is None else Position(row.lon, row.lat),
        zone=row.zone,
        score=row.confidence,
        first_us=row.first_us,
        last_us=row.last_us,
        ended_us=row.ended_us,
        dwell_s=row.dwell_s,
    )


def _allowance(row: Row[Any]) -> Allowance:
    polygons = () if row.geometry is None else shape_of(row.geometry).polygons
    return Allowance(
        kind=AllowanceKind(row.kind),
        number=row.number,
        name=row.name,
        ground=Ground(
            polygons=polygons,
            centre=None if row.lon is None else Position(row.lon, row.lat),
            radius_m=row.radius_m or 0.0,
            cameras=frozenset(unpacked(row.cameras)),
        ),
        categories=frozenset(unpacked(row.categories)),
        hours=hours_from(row.hours),
        capacity=row.capacity,
        season_from=row.season_from,
        season_until=row.season_until,
        from_day=date.min if row.from_day is None else date.fromisoformat(row.from_day),
        until_day=date.max if row.until_day is None else date.fromisoformat(row.until_day),
        holder=None if row.holder is None else Holder(row.holder),
    )


def _allowance_row(each: Allowance, now_us: int) -> dict[str, Any]:
    ground = each.ground
    return {
        "kind": each.kind.value,
        "number": each.number,
        "name": each.name,
        "geometry": _geometry(ground),
        "lon": None if ground.centre is None else ground.centre.lon,
        "lat": None if ground.centre is None else ground.centre.lat,
        "radius_m": None if ground.centre is None else ground.radius_m,
        "cameras": packed(sorted(ground.cameras)),
        "categories": packed(sorted(each.categories)),
        "hours": packed(each.hours.as_json()),
        "capacity": each.capacity,
        "season_from": each.season_from,
        "season_until": each.season_until,
        "from_day": None if each.from_day == date.min else each.from_day.isoformat(),
        "until_day": None if each.until_day == date.max else each.until_day.isoformat(),
        "holder": None if each.holder is None else each.holder.value,
        "updated_us": now_us,
    }


def _geometry(ground: Ground) -> str | None:
    if not ground.polygons:
        return None
    told: Mapping[str, Any] = {"type": "MultiPolygon", "coordinates": ground.polygons}
    return json.dumps(told, separators=(",", ":"))
