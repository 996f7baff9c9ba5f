"""The roster and who signed in as rows, inside a transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, insert, select, update

from dashboard.domain.grid import AreaLevel
from dashboard.domain.roster.records import (
    Absence,
    AbsenceKind,
    Attendance,
    Entry,
    Need,
    RosterArea,
    Shift,
    ShiftKind,
    SignInMeans,
)
from dashboard.domain.trees import path_up
from dashboard.ports.roster import AttendanceRows, RosterRows
from data_sources.db import tables as t
from data_sources.db.part import SqlPart
from data_sources.db.register_rows import CHUNK, keys_of
from data_sources.db.upserts import upsert

_E = t.roster_entry.c
_A = t.absence.c
_S = t.attendance.c


class SqlRosterRows(SqlPart, RosterRows):
    """The roster."""

    def shifts(self) -> Mapping[str, Shift]:
        """All, by code, in the order of their beginning."""
        columns = t.shift.c
        rows = self._connection.execute(select(t.shift).order_by(columns.starts_min, columns.shift_key))
        return {row.code: Shift(row.code, row.name, ShiftKind(row.kind), row.starts_min, row.ends_min) for row in rows}

    def save_shifts(self, shifts: Sequence[Shift]) -> None:
        """Store them by their code."""
        rows = [{**shift._asdict(), "kind": shift.kind.value} for shift in shifts]
        self._upsert_rows(t.shift, ["code"], rows)

    def entries(self, from_day: date, until_day: date, squad: str | None = None) -> Sequence[Entry]:
        """Those of these days, of one squad or of all, by day, shift and person."""
        query = entries_query().where(_E.day.between(from_day.isoformat(), until_day.isoformat()))
        return [entry_of_row(row) for row in self._connection.execute(_of_squad(query, squad))]

    def save_entries(self, entries: Sequence[Entry]) -> None:
        """Store them by person, day and shift."""
        areas = keys_of(self._connection, t.area, "code", "area_key") if any(each.area for each in entries) else {}
        rows = [{**row, "area_key": areas.get(each.area or "")} for row, each in self._entry_keys(entries)]
        self._upsert_rows(t.roster_entry, ["person_key", "day", "shift_key"], rows)

    def remove_entries(self, entries: Collection[Entry]) -> int:
        """Remove them, by person, day and shift."""
        gone = delete(t.roster_entry).where(
            _E.person_key == bindparam("b_person"), _E.day == bindparam("b_day"), _E.shift_key == bindparam("b_shift")
        )
        removed = 0
        for row, _ in self._entry_keys(list(entries)):
            keys = {"b_person": row["person_key"], "b_day": row["day"], "b_shift": row["shift_key"]}
            removed += self._connection.execute(gone, keys).rowcount
        return removed

    def absences(self, from_day: date, until_day: date) -> Sequence[Absence]:
        """Those that touch these days."""
        touching = (_A.until_day >= from_day.isoformat(), _A.from_day <= until_day.isoformat())
        return [absence_of_row(row) for row in self._connection.execute(absences_query().where(*touching))]

    def save_absence(self, absence: Absence) -> None:
        """Store it by person and first day."""
        people = keys_of(self._connection, t.person, "number", "person_key")
        row = {
            "person_key": people[absence.person],
            "from_day": absence.from_day.isoformat(),
            "until_day": absence.until_day.isoformat(),
            "kind": absence.kind.value,
        }
        self._upsert_rows(t.absence, ["person_key", "from_day"], [row])

    def remove_absence(self, person: str, from_day: date) -> bool:
        """Remove it; False when there is none."""
        key = select(t.person.c.person_key).where(t.person.c.number == person).scalar_subquery()
        gone = delete(t.absence).where(_A.person_key == key, _A.from_day == from_day.isoformat())
        return self._connection.execute(gone).rowcount == 1

    def needs(self) -> Sequence[Need]:
        """What every squad needs."""
        query = (
            select(t.squad.c.code.label("squad"), t.shift.c.code.label("shift"), t.need.c.weekdays, t.need.c.people)
            .join_from(t.need, t.squad)
            .join(t.shift, t.shift.c.shift_key == t.need.c.shift_key)
            .order_by(t.squad.c.code, t.shift.c.starts_min)
        )
        rows = self._connection.execute(query)
        return [Need(row.squad, row.shift, frozenset(map(int, row.weekdays)), row.people) for row in rows]

    def save_needs(self, needs: Sequence[Need]) -> None:
        """Store them by squad and shift."""
        squads = keys_of(self._connection, t.squad, "code", "squad_key")
        shifts = keys_of(self._connection, t.shift, "code", "shift_key")
        rows = [
            {
                "squad_key": squads[each.squad],
                "shift_key": shifts[each.shift],
                "weekdays": "".join(str(day) for day in sorted(each.weekdays)),
                "people": each.people,
            }
            for each in needs
        ]
        self._upsert_rows(t.need, ["squad_key", "shift_key"], rows)

    def roster_areas(self) -> Mapping[str, RosterArea]:
        """All areas that people are sent to, by code; one without a squad has that of the nearest area above with one.

        Unit grids and waters, of which there are thousands, are none.
        """
        above, columns = t.area.alias(), t.area.c
        query = (
            select(
                columns.code, columns.name, columns.level, above.c.code.label("parent"), t.squad.c.code.label("squad")
            )
            .select_from(t.area)
            .outerjoin(above, above.c.area_key == columns.parent_key)
            .outerjoin(t.squad, t.squad.c.squad_key == columns.squad_key)
            .where(columns.level.not_in([AreaLevel.UNIT_GRID, AreaLevel.WATER]))
            .order_by(columns.area_key)
        )
        rows = {row.code: row for row in self._connection.execute(query)}
        parents = {code: row.parent for code, row in rows.items()}
        squads = {code: row.squad for code, row in rows.items() if row.squad}
        return {
            code: RosterArea(
                code, row.name, row.level, next((squads[up] for up in path_up(code, parents) if up in squads), None)
            )
            for code, row in rows.items()
        }

    def _entry_keys(self, entries: Sequence[Entry]) -> list[tuple[dict[str, Any], Entry]]:
        people = keys_of(self._connection, t.person, "number", "person_key")
        shifts = keys_of(self._connection, t.shift, "code", "shift_key")
        return [
            (
                {
                    "person_key": people[each.person],
                    "day": each.day.isoformat(),
                    "shift_key": shifts[each.shift],
                },
                each,
            )
            for each in entries
        ]

    def _upsert_rows(self, table: Any, keys: Sequence[str], rows: Sequence[dict[str, Any]]) -> None:
        columns = [name for name in rows[0] if name not in keys] if rows else []
        for start in range(0, len(rows), CHUNK):
            self._connection.execute(upsert(self._dialect, table, keys, update=columns), rows[start : start + CHUNK])


class SqlAttendanceRows(SqlPart, AttendanceRows):
    """Who signed in and out."""

    def attendance(self, from_day: date, until_day: date, squad: str | None = None) -> Sequence[Attendance]:
        """Those of these days, by time of sign-in."""
        query = (
            select(t.person.c.number, t.shift.c.code.label("shift"), t.attendance)
            .join_from(t.attendance, t.person)
            .outerjoin(t.shift, t.shift.c.shift_key == _S.shift_key)
            .where(_S.day.between(from_day.isoformat(), until_day.isoformat()))
            .order_by(_S.signed_in_us, t.person.c.number)
        )
        rows = self._connection.execute(_of_squad(query, squad))
        return [
            Attendance(
                row.number,
                date.fromisoformat(row.day),
                row.shift,
                row.signed_in_us,
                row.signed_out_us,
                SignInMeans(row.means),
            )
            for row in rows
        ]

    def sign_in(self, attendance: Attendance) -> None:
        """Store it."""
        person = select(t.person.c.person_key).where(t.person.c.number == attendance.person).scalar_subquery()
        shift = select(t.shift.c.shift_key).where(t.shift.c.code == attendance.shift).scalar_subquery()
        row = {
            "person_key": person,
            "day": attendance.day.isoformat(),
            "shift_key": shift if attendance.shift else None,
            "signed_in_us": attendance.signed_in_us,
            "signed_out_us": attendance.signed_out_us,
            "means": attendance.means.value,
        }
        self._connection.execute(insert(t.attendance).values(row))

    def sign_out(self, person: str, at_us: int) -> int:
        """End what the person has open."""
        key = select(t.person.c.person_key).where(t.person.c.number == person).scalar_subquery()
        is_open = (_S.person_key == key, _S.signed_out_us.is_(None), _S.signed_in_us <= at_us)
        return self._connection.execute(update(t.attendance).where(*is_open).values(signed_out_us=at_us)).rowcount


def entries_query() -> Select[Any]:
    """Entries by day, shift and person."""
    return (
        select(t.person.c.number, _E.day, t.shift.c.code.label("shift"), t.area.c.code.label("area"))
        .join_from(t.roster_entry, t.person)
        .join(t.shift, t.shift.c.shift_key == _E.shift_key)
        .outerjoin(t.area, t.area.c.area_key == _E.area_key)
        .order_by(_E.day, t.shift.c.starts_min, t.person.c.number)
    )


def entry_of_row(row: Row[Any]) -> Entry:
    """A row of `entries_query` as an entry."""
    return Entry(row.number, date.fromisoformat(row.day), row.shift, row.area)


def absences_query() -> Select[Any]:
    """Absences by first day and person."""
    columns = (t.person.c.number, _A.from_day, _A.until_day, _A.kind)
    return select(*columns).join_from(t.absence, t.person).order_by(_A.from_day, t.person.c.number)


def absence_of_row(row: Row[Any]) -> Absence:
    """A row of `absences_query` as an absence."""
    first, last = date.fromisoformat(row.from_day), date.fromisoformat(row.until_day)
    return Absence(row.number, first, last, AbsenceKind(row.kind))


def _of_squad(query: Select[Any], squad: str | None) -> Select[Any]:
    if squad is None:
        return query
    return query.join(t.squad, t.squad.c.squad_key == t.person.c.squad_key).where(t.squad.c.code == squad)
