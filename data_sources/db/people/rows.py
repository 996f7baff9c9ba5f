"""People, squads, departments and responsibilities as rows, inside a transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select, tuple_

from dashboard.domain.people.posts import Post, SquadKind, Staff
from dashboard.domain.people.records import Department, Person, Responsibility, Squad
from dashboard.domain.personal import PersonName, Phone, Photo
from dashboard.ports.people import PeopleRows
from data_sources.db import tables as t
from data_sources.db.json_columns import packed, unpacked
from data_sources.db.part import SqlPart
from data_sources.db.register_rows import CHUNK, keys_of
from data_sources.db.upserts import upsert

_SQUAD = t.squad.c
_PERSON = t.person.c
_KEYS_AT_ONCE = 500
FORMER = ("person_key", "until_us")
"""What a former squad is known by: of two changes in one transaction the squad before the first one counts."""


class SqlPeopleRows(SqlPart, PeopleRows):
    """What imports read and change."""

    def squads(self) -> Sequence[Squad]:
        """Every squad, in the order of import."""
        rows = self._connection.execute(select(t.squad).order_by(_SQUAD.squad_key))
        return [squad_of(row) for row in rows]

    def departments(self) -> Sequence[Department]:
        """Every department, in the order of import."""
        return departments_of(self._connection)

    def people(self) -> Sequence[Person]:
        """Everybody, in the order of import, also those who left."""
        query = PEOPLE.order_by(_PERSON.person_key)
        return [person_of(row) for row in self._connection.execute(query)]

    def area_codes(self) -> Collection[str]:
        """The codes of all areas."""
        return set(self._connection.execute(select(t.area.c.code)).scalars())

    def save_squads(self, squads: Sequence[Squad]) -> None:
        """Store them by their code."""
        rows = [{"code": each.code, "name": each.name, "kind": each.kind.value} for each in squads]
        self._upsert(t.squad, "code", rows)

    def save_departments(self, departments: Sequence[Department]) -> None:
        """Store them by their code; parents come first or are there."""
        # Without parents first, so that each parent has a key however deep it lies.
        self._upsert(t.department, "code", [{"code": each.code, "name": each.name} for each in departments])
        keys = keys_of(self._connection, t.department, "code", "department_key")
        rows = [
            {"code": each.code, "name": each.name, "parent_key": keys.get(each.parent or "")} for each in departments
        ]
        self._upsert(t.department, "code", rows)

    def save_people(self, people: Sequence[Person]) -> None:
        """Store them by their number."""
        squads = keys_of(self._connection, t.squad, "code", "squad_key")
        departments = keys_of(self._connection, t.department, "code", "department_key")
        rows = [
            {
                "number": each.number,
                "name": each.name.reveal(),
                "phone": each.phone.reveal() if each.phone else None,
                "photo_digest": each.photo.reveal() if each.photo else None,
                "squad_key": squads.get(each.squad or ""),
                "department_key": departments.get(each.department or ""),
                "post": each.post.value,
                "skills": packed(list(each.skills)),
                "staff": each.staff.value,
                "left_us": each.left_us,
            }
            for each in people
        ]
        self._keep_former_squads({row["number"]: row["squad_key"] for row in rows})
        self._upsert(t.person, "number", rows)

    def _keep_former_squads(self, squads: Mapping[Any, Any]) -> None:
        """Write down of which squad people were who are of another one from now on; who was of none counts for that."""
        query = select(_PERSON.number, _PERSON.person_key, _PERSON.squad_key).where(_PERSON.squad_key.is_not(None))
        rows = [
            {"person_key": key, "until_us": self._now_us, "squad_key": squad}
            for number, key, squad in self._connection.execute(query).all()
            if number in squads and squads[number] != squad
        ]
        if rows:
            self._connection.execute(upsert(self._dialect, t.former_squad, FORMER, update=[]), rows)

    def replace_responsibilities(
        self, responsibilities: Sequence[Responsibility], *, people: Collection[str] = (), squads: Collection[str] = ()
    ) -> None:
        """Store these in place of all that the people hold, and that posts in the squads hold."""
        r = t.responsibility.c
        areas = keys_of(self._connection, t.area, "code", "area_key")
        person_keys = keys_of(self._connection, t.person, "number", "person_key")
        squad_keys = keys_of(self._connection, t.squad, "code", "squad_key")
        self._delete(r.person_key, [person_keys[number] for number in people])
        self._delete(r.squad_key, [squad_keys[code] for code in squads])
        rows = [
            {
                "area_key": areas[each.area],
                "role": each.role,
                "person_key": person_keys[each.person] if each.person else None,
                "post": each.post.value if each.post else None,
                "squad_key": squad_keys[each.squad] if each.squad else None,
            }
            for each in responsibilities
        ]
        if rows:
            self._connection.execute(insert(t.responsibility), rows)
        self._drop_titles({(row["area_key"], row["role"]) for row in rows})

    def _drop_titles(self, named: Collection[tuple[Any, Any]]) -> None:
        """What somebody answers for now needs no title any more."""
        r = t.responsibility.c
        for part in _parts(sorted(named)):
            place = tuple_(r.area_key, r.role).in_(part)
            self._connection.execute(delete(t.responsibility).where(r.title.is_not(None), place))

    def _delete(self, column: Any, keys: Sequence[int]) -> None:
        for part in _parts(keys):
            self._connection.execute(delete(t.responsibility).where(column.in_(part)))

    def _upsert(self, table: Any, code: str, rows: Sequence[dict[str, Any]]) -> None:
        columns = [name for name in rows[0] if name != code] if rows else []
        for start in range(0, len(rows), CHUNK):
            self._connection.execute(upsert(self._dialect, table, [code], update=columns), rows[start : start + CHUNK])


def _parts(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Few enough that one statement takes them all."""
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        yield keys[start : start + _KEYS_AT_ONCE]


PEOPLE = (
    select(
        t.person,
        _SQUAD.code.label("squad"),
        _SQUAD.name.label("squad_name"),
        t.department.c.code.label("department"),
        t.department.c.name.label("department_name"),
    )
    .outerjoin(t.squad, _SQUAD.squad_key == _PERSON.squad_key)
    .outerjoin(t.department, t.department.c.department_key == _PERSON.department_key)
)
"""People with code and name of squad and department."""


def person_of(row: Any) -> Person:
    """A row of PEOPLE as a record."""
    return Person(
        number=row.number,
        name=PersonName(row.name),
        post=Post(row.post),
        phone=Phone(row.phone) if row.phone else None,
        squad=row.squad,
        department=row.department,
        skills=tuple(unpacked(row.skills)),
        staff=Staff(row.staff),
        photo=Photo(row.photo_digest) if row.photo_digest else None,
        left_us=row.left_us,
    )


def squad_of(row: Any) -> Squad:
    """A row of the squads as a record."""
    return Squad(
        code=row.code,
        name=row.name,
        kind=SquadKind(row.kind),
        merged_into=row.merged_into,
        merged_us=row.merged_us,
    )


def departments_of(connection: Any) -> list[Department]:
    """Every department, in the order of import."""
    above = t.department.alias("above")
    query = (
        select(t.department.c.code, t.department.c.name, above.c.code.label("parent"))
        .outerjoin(above, above.c.department_key == t.department.c.parent_key)
        .order_by(t.department.c.department_key)
    )
    return [Department(code=row.code, name=row.name, parent=row.parent) for row in connection.execute(query)]
