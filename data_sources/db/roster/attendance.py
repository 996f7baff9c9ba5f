"""The figures of attendance, counted by the database: a quarter of 2 000 people is no list to be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, select

from dashboard.domain.roster.figures import AttendanceLine
from dashboard.ports.roster import AttendanceFigures
from data_sources.db import tables as t
from data_sources.db.part import SqlPart

_E = t.roster_entry.c
_S = t.attendance.c
_A = t.absence.c
_AWAY = exists().where(_A.person_key == _E.person_key, _A.from_day <= _E.day, _A.until_day >= _E.day)


class SqlAttendanceFigures(SqlPart, AttendanceFigures):
    """Attendance by day and squad."""

    def attendance_figures(self, first: date, last: date, squad: str | None = None) -> Sequence[AttendanceLine]:
        """The figures of these days, of one squad or of all, by day and squad; none of a day without any."""
        days = (first.isoformat(), last.isoformat())
        counts: dict[tuple[str, str], list[int]] = {}
        for query in (_rostered(days), _extra(days)):
            for day, code, *found in self._connection.execute(_narrowed(query, squad)):
                known = counts.setdefault((day, code or ""), [0, 0, 0, 0])
                known[:] = [one + more for one, more in zip(known, found, strict=True)]
        return [AttendanceLine(date.fromisoformat(day), code, *found) for (day, code), found in sorted(counts.items())]


def _rostered(days: tuple[str, str]) -> Select[Any]:
    """Day, squad, rostered, came, 0, away of the roster."""
    came = exists().where(_S.person_key == _E.person_key, _S.day == _E.day, _S.shift_key == _E.shift_key)
    return (
        select(_E.day, t.squad.c.code, _sum(~_AWAY), _sum(and_(~_AWAY, came)), literal(0), _sum(_AWAY))
        .join_from(t.roster_entry, t.person)
        .outerjoin(t.squad)
        .where(_E.day.between(*days))
        .group_by(_E.day, t.squad.c.code)
    )


def _extra(days: tuple[str, str]) -> Select[Any]:
    """Day, squad, 0, 0, extra, 0: who signed in for no shift, or for one that they were away from."""
    due = exists().where(_E.person_key == _S.person_key, _E.day == _S.day, _E.shift_key == _S.shift_key, ~_AWAY)
    once = select(_S.person_key, _S.day, _S.shift_key).where(_S.day.between(*days), ~due).distinct().subquery("once")
    return (
        select(once.c.day, t.squad.c.code, literal(0), literal(0), func.count(), literal(0))
        .join_from(once, t.person, t.person.c.person_key == once.c.person_key)
        .outerjoin(t.squad, t.squad.c.squad_key == t.person.c.squad_key)
        .group_by(once.c.day, t.squad.c.code)
    )


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _narrowed(query: Select[Any], squad: str | None) -> Select[Any]:
    return query if squad is None else query.where(t.squad.c.code == squad)
