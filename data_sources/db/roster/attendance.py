"""The figures of attendance, counted by the database: a quarter of 2 000 people is no list to be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, tzinfo
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, exists, func, literal, literal_column, or_, select

from dashboard.domain.roster.duty import day_of, moment_us
from dashboard.domain.roster.figures import AttendanceLine
from dashboard.ports.roster import AttendanceFigures
from data_sources.db import tables as t
from data_sources.db.part import SqlPart

_E = t.roster_entry.c
_S = t.attendance.c
_A = t.absence.c
_F = t.former_squad.c
_MOVERS: Final = "movers"
_IS_MOVER: Final = f"{_MOVERS}.person_key IS NOT NULL"
_AWAY = exists().where(_A.person_key == _E.person_key, _A.from_day <= _E.day, _A.until_day >= _E.day)


class SqlAttendanceFigures(SqlPart, AttendanceFigures):
    """Attendance by day and squad."""

    def attendance_figures(
        self, first: date, last: date, zone: tzinfo, squad: str | None = None
    ) -> Sequence[AttendanceLine]:
        """The figures of these days, of one squad or of all, by day and squad; none of a day without any."""
        days, begin_us = (first.isoformat(), last.isoformat()), moment_us(first, 0, zone)
        former = self._former_squads(begin_us, zone)
        counts: dict[tuple[str, str], list[int]] = {}
        for query in (_rostered(days, begin_us), _extra(days, begin_us)):
            for day, code, mover, *found in self._connection.execute(_narrowed(query, squad)):
                of_day = next((left for until, left in former.get(mover, ()) if day < until), code or "")
                if squad in (None, of_day):
                    known = counts.setdefault((day, of_day), [0, 0, 0, 0])
                    known[:] = [one + more for one, more in zip(known, found, strict=True)]
        return [AttendanceLine(date.fromisoformat(day), code, *found) for (day, code), found in sorted(counts.items())]

    def _former_squads(self, since_us: int, zone: tzinfo) -> Mapping[int | None, Sequence[tuple[str, str]]]:
        """Whoever changed the squad since then: until which day (excluded) they were of which one, the first first."""
        query = (
            select(_F.person_key, _F.until_us, t.squad.c.code)
            .join_from(t.former_squad, t.squad)
            .where(_F.until_us > since_us)
            .order_by(_F.until_us)
        )
        found: dict[int | None, list[tuple[str, str]]] = {}
        for person, until_us, code in self._connection.execute(query):
            found.setdefault(person, []).append((day_of(until_us, zone).isoformat(), code))
        return found


def _movers(since_us: int) -> Subquery:
    """Who changed the squad since then; they are counted by themselves."""
    return select(_F.person_key).where(_F.until_us > since_us).distinct().subquery(_MOVERS)


def _rostered(days: tuple[str, str], since_us: int) -> Select[Any]:
    """Day, squad, who changed it, rostered, came, 0, away of the roster."""
    movers = _movers(since_us)
    came = exists().where(_S.person_key == _E.person_key, _S.day == _E.day, _S.shift_key == _E.shift_key)
    return (
        select(_E.day, t.squad.c.code, movers.c.person_key)
        .add_columns(_sum(~_AWAY), _sum(and_(~_AWAY, came)), literal(0), _sum(_AWAY))
        .join_from(t.roster_entry, t.person)
        .outerjoin(t.squad)
        .outerjoin(movers, movers.c.person_key == t.person.c.person_key)
        .where(_E.day.between(*days))
        .group_by(_E.day, t.squad.c.code, movers.c.person_key)
    )


def _extra(days: tuple[str, str], since_us: int) -> Select[Any]:
    """Day, squad, who changed it, 0, 0, extra, 0: who signed in for no shift, or for one that they were away from."""
    movers = _movers(since_us)
    due = exists().where(_E.person_key == _S.person_key, _E.day == _S.day, _E.shift_key == _S.shift_key, ~_AWAY)
    once = select(_S.person_key, _S.day, _S.shift_key).where(_S.day.between(*days), ~due).distinct().subquery("once")
    return (
        select(once.c.day, t.squad.c.code, movers.c.person_key, literal(0), literal(0), func.count(), literal(0))
        .join_from(once, t.person, t.person.c.person_key == once.c.person_key)
        .outerjoin(t.squad, t.squad.c.squad_key == t.person.c.squad_key)
        .outerjoin(movers, movers.c.person_key == t.person.c.person_key)
        .group_by(once.c.day, t.squad.c.code, movers.c.person_key)
    )


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _narrowed(query: Select[Any], squad: str | None) -> Select[Any]:
    """Of one squad: who is of it, and whoever changed it, who may have been."""
    return query if squad is None else query.where(or_(t.squad.c.code == squad, literal_column(_IS_MOVER)))
