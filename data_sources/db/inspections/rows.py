"""Inspections as rows, inside a transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Select, func, insert, select, update

from dashboard.domain.inspections.records import Inspection, Mark, Point
from dashboard.ports.inspections import InspectionRows
from data_sources.db import tables as t
from data_sources.db.json_columns import packed, unpacked
from data_sources.db.part import SqlPart

_I = t.inspection.c


class SqlInspectionRows(SqlPart, InspectionRows):
    """Inspections."""

    def times_picked(self, since_us: int) -> Mapping[str, int]:
        """How often each person was picked since then, by number."""
        query = (
            select(t.person.c.number, func.count().label("times"))
            .join_from(t.inspection, t.person)
            .where(_I.picked_us >= since_us)
            .group_by(t.person.c.number)
        )
        return {row.number: row.times for row in self._connection.execute(query)}

    def add_inspection(self, inspection: Inspection) -> int:
        """Store it and return its key."""
        person = select(t.person.c.person_key).where(t.person.c.number == inspection.person).scalar_subquery()
        row = {
            "person_key": person,
            "inspector": inspection.inspector,
            "squad": inspection.squad,
            "picked_us": inspection.picked_us,
            "candidates": inspection.candidates,
            "picked_before": inspection.picked_before,
            "chance": inspection.chance,
            "note": inspection.note,
        }
        return int(self._connection.execute(insert(t.inspection).values(row).returning(_I.inspection_key)).scalar_one())

    def inspection(self, inspection_key: int) -> Inspection | None:
        """One inspection; None when there is none."""
        row = self._connection.execute(_inspections().where(_I.inspection_key == inspection_key)).first()
        return None if row is None else _inspection(row)

    def end_inspection(self, inspection_key: int, marks: Mapping[Point, Mark], note: str, at_us: int) -> bool:
        """Fill it in; False when that was done before."""
        open_one = (_I.inspection_key == inspection_key, _I.ended_us.is_(None))
        told = packed({point.value: mark.value for point, mark in marks.items()})
        statement = update(t.inspection).where(*open_one).values(marks=told, note=note, ended_us=at_us)
        return self._connection.execute(statement).rowcount == 1

    def inspections(self, squad: str | None, limit: int) -> Sequence[Inspection]:
        """The newest first, of one squad or of all."""
        query = _inspections().order_by(_I.inspection_key.desc()).limit(limit)
        if squad is not None:
            query = query.where(_I.squad == squad)
        return [_inspection(row) for row in self._connection.execute(query)]


def _inspections() -> Select[Any]:
    return select(t.person.c.number, t.inspection).join_from(t.inspection, t.person)


def _inspection(row: Row[Any]) -> Inspection:
    marks = {Point(point): Mark(mark) for point, mark in unpacked(row.marks).items()} if row.marks else None
    return Inspection(
        row.inspection_key,
        row.inspector,
        row.number,
        row.squad,
        row.picked_us,
        row.candidates,
        row.picked_before,
        row.chance,
        marks,
        row.note,
        row.ended_us,
    )
