"""People as pages and programs look at them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any, Final

from sqlalchemy import Connection, Engine, Select, case, func, or_, select

from dashboard.domain.grid import AreaHit
from dashboard.domain.people.answering import AreaNode
from dashboard.domain.people.authors import Holder
from dashboard.domain.people.posts import Post
from dashboard.domain.people.readouts import (
    AreaHolder,
    AreaLine,
    PeoplePage,
    PeopleQuery,
    PersonLine,
    PersonSheet,
    SquadLine,
)
from dashboard.domain.people.records import Department
from dashboard.ports.people import PeopleReads
from data_sources.db import tables as t
from data_sources.db.engine import reading
from data_sources.db.like import like
from data_sources.db.people.authors import holders_of_accounts
from data_sources.db.people.holders import HOLDERS, holder_of, holders_of_areas
from data_sources.db.people.rows import PEOPLE, departments_of, person_of, squad_of

_P: Final = t.person.c
_A: Final = t.area.c
_RANK: Final = case({post.value: rank for rank, post in enumerate(Post)}, value=_P.post)
_MOST_LEVELS: Final = 20
_LEADER: Final = Post.SQUAD_LEADER.value


class PeopleReader(PeopleReads):
    """Reads people, squads, departments and who answers for what. Raises Unavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def people(self, query: PeopleQuery) -> PeoplePage:
        """By squad, post and number; those without a squad first."""
        order = (t.squad.c.squad_key.asc().nulls_first(), _RANK, _P.number)
        with reading(self._engine) as connection:
            wanted = _filtered(connection, PEOPLE, query)
            total = connection.scalar(select(func.count()).select_from(wanted.subquery())) or 0
            rows = connection.execute(wanted.order_by(*order).limit(query.limit).offset(query.offset))
            return PeoplePage(tuple(_line(row) for row in rows), total)

    def people_after(self, query: PeopleQuery, key: int) -> Sequence[PersonLine]:
        """In the order in which they were brought in, those after `key`."""
        with reading(self._engine) as connection:
            wanted = _filtered(connection, PEOPLE, query).where(_P.person_key > key)
            return [_line(row) for row in connection.execute(wanted.order_by(_P.person_key).limit(query.limit))]

    def person(self, number: str) -> PersonSheet | None:
        """Somebody with everything that is theirs to answer for, also what they hold by their post."""
        with reading(self._engine) as connection:
            return sheet_of(connection, number)

    def holders_of_accounts(self, accounts: Set[str]) -> Mapping[str, Holder]:
        """By the persons and squads that they stand for; who has no account is told by number."""
        with reading(self._engine) as connection:
            return holders_of_accounts(connection, accounts)

    def squad_lines(self) -> Sequence[SquadLine]:
        """Every squad, in the order of import."""
        with reading(self._engine) as connection:
            leaders = _by_squad(connection.execute(PEOPLE.where(_P.post == _LEADER, _P.left_us.is_(None))))
            posts = _posts_by_squad(connection)
            areas = _areas_by_squad(connection)
            rows = connection.execute(select(t.squad).order_by(t.squad.c.squad_key)).all()
            regular = _regular_by_squad(connection)
        return [
            SquadLine(
                squad_of(row),
                tuple(leaders[row.code]),
                posts[row.squad_key],
                regular.get(row.squad_key, 0),
                areas[row.squad_key],
            )
            for row in rows
        ]

    def departments(self) -> Sequence[Department]:
        """Every department, in the order of import."""
        with reading(self._engine) as connection:
            return departments_of(connection)

    def people_by_department(self) -> Mapping[str, int]:
        """How many people who still work here are directly in each department, by its code."""
        query = (
            select(t.department.c.code, func.count())
            .join(t.person, _P.department_key == t.department.c.department_key)
            .where(_P.left_us.is_(None))
            .group_by(t.department.c.code)
        )
        with reading(self._engine) as connection:
            return dict(connection.execute(query).all())

    def area_lines(self, levels: Sequence[str]) -> Sequence[AreaLine]:
        """The areas of these levels, each after its parent, siblings by code, with who answers for them."""
        above = t.area.alias()
        query = (
            select(_A.area_key, _A.code, _A.name, _A.level, above.c.code.label("parent"), t.squad.c.name.label("squad"))
            .outerjoin(above, above.c.area_key == _A.parent_key)
            .outerjoin(t.squad, t.squad.c.squad_key == _A.squad_key)
            .where(_A.level.in_(levels))
            .order_by(_A.code)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
            held: dict[str, list[AreaHolder]] = defaultdict(list)
            for each in connection.execute(HOLDERS.where(_A.level.in_(levels))):
                held[each.code].append(holder_of(each))
        return list(_in_order(rows, held))

    def areas_around(self, codes: Sequence[str]) -> Mapping[str, AreaNode]:
        """These areas and all above them, by code; unknown codes are left out."""
        found: dict[str, AreaNode] = {}
        missing = list(codes)
        with reading(self._engine) as connection:
            for _ in range(_MOST_LEVELS):
                read = _nodes(connection, missing) if missing else {}
                found |= read
                missing = [node.parent for node in read.values() if node.parent and node.parent not in found]
        return found

    def asset_areas(self, asset_id: str) -> AreaHit | None:
        """Where an asset lies; None without such an asset."""
        grid, unit, line = t.area.alias(), t.area.alias(), t.area.alias()
        asset = t.asset.c
        query = (
            select(grid.c.code.label("grid"), unit.c.code.label("unit_grid"), line.c.code.label("line"))
            .select_from(t.asset)
            .outerjoin(grid, grid.c.area_key == asset.grid_key)
            .outerjoin(unit, unit.c.area_key == asset.unit_grid_key)
            .outerjoin(line, line.c.area_key == asset.line_key)
            .where(asset.asset_id == asset_id)
        )
        with reading(self._engine) as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else AreaHit(row.grid, row.unit_grid, row.line)

    def holders(self, codes: Sequence[str]) -> Sequence[AreaHolder]:
        """Who answers for these areas now, in the order in which they were named; a post is held by all who have it."""
        with reading(self._engine) as connection:
            keys = list(connection.execute(select(_A.area_key).where(_A.code.in_(codes))).scalars())
            return holders_of_areas(connection, keys)

    def squad_leaders(self, squad: str) -> Sequence[PersonLine]:
        """Those who lead it now, by number."""
        query = PEOPLE.where(t.squad.c.code == squad, _P.post == _LEADER, _P.left_us.is_(None)).order_by(_P.number)
        with reading(self._engine) as connection:
            return [_line(row) for row in connection.execute(query)]


def sheet_of(connection: Connection, number: str) -> PersonSheet | None:
    """Somebody with everything that is theirs to answer for; None without such a number."""
    row = connection.execute(PEOPLE.where(_P.number == number)).one_or_none()
    if row is None:
        return None
    held = connection.execute(HOLDERS.where(_P.person_key == row.person_key))
    return PersonSheet(_line(row), tuple(holder_of(each) for each in held))


def _line(row: Any) -> PersonLine:
    return PersonLine(row.person_key, person_of(row), row.squad_name, row.department_name)


def _filtered(connection: Connection, wanted: Select[Any], query: PeopleQuery) -> Select[Any]:
    if not query.left:
        wanted = wanted.where(_P.left_us.is_(None))
    if query.squad:
        wanted = wanted.where(t.squad.c.code == query.squad)
    if query.post:
        wanted = wanted.where(_P.post == query.post)
    if query.department:
        wanted = wanted.where(t.department.c.code.in_(_below(departments_of(connection), query.department)))
    if text := query.text.strip():
        parts = [column.ilike(like(text), escape="\\") for column in (_P.number, _P.name, _P.phone)]
        wanted = wanted.where(or_(*parts))
    return wanted


def _below(departments: Iterable[Department], code: str) -> set[str]:
    """The department and all below it."""
    children: dict[str | None, list[str]] = defaultdict(list)
    for each in departments:
        children[each.parent].append(each.code)
    found, waiting = {code}, [code]
    while waiting:
        new = [child for child in children[waiting.pop()] if child not in found]
        found.update(new)
        waiting += new
    return found


def _by_squad(rows: Iterable[Any]) -> dict[str, list[PersonLine]]:
    found: dict[str, list[PersonLine]] = defaultdict(list)
    for row in rows:
        found[row.squad].append(_line(row))
    return found


def _posts_by_squad(connection: Connection) -> dict[int, dict[Post, int]]:
    query = (
        select(_P.squad_key, _P.post, func.count())
        .where(_P.squad_key.is_not(None), _P.left_us.is_(None))
        .group_by(_P.squad_key, _P.post)
    )
    found: dict[int, dict[Post, int]] = defaultdict(dict)
    for squad_key, post, count in connection.execute(query):
        found[squad_key][Post(post)] = count
    return found


def _regular_by_squad(connection: Connection) -> dict[int, int]:
    query = select(_P.squad_key, func.count()).where(_P.staff == "regular", _P.left_us.is_(None)).group_by(_P.squad_key)
    return dict(connection.execute(query).all())


def _areas_by_squad(connection: Connection) -> dict[int, dict[str, int]]:
    query = (
        select(_A.squad_key, _A.level, func.count()).where(_A.squad_key.is_not(None)).group_by(_A.squad_key, _A.level)
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for squad_key, level, count in connection.execute(query):
        found[squad_key][level] = count
    return found


def _nodes(connection: Connection, codes: Sequence[str]) -> dict[str, AreaNode]:
    above = t.area.alias()
    query = (
        select(_A.code, _A.name, _A.level, above.c.code.label("parent"), t.squad.c.code.label("squad"))
        .outerjoin(above, above.c.area_key == _A.parent_key)
        .outerjoin(t.squad, t.squad.c.squad_key == _A.squad_key)
        .where(_A.code.in_(codes))
    )
    return {row.code: AreaNode(row.name, row.level, row.parent, row.squad) for row in connection.execute(query)}


def _in_order(rows: Sequence[Any], held: Mapping[str, Sequence[AreaHolder]]) -> Iterable[AreaLine]:
    """Depth first from the areas whose parents are not among them."""
    known = {row.code for row in rows}
    children: dict[str | None, list[Any]] = defaultdict(list)
    for row in rows:
        children[row.parent if row.parent in known else None].append(row)
    waiting = [(row, 0) for row in reversed(children[None])]
    while waiting:
        row, depth = waiting.pop()
        yield AreaLine(row.code, row.name, row.level, depth, row.squad, tuple(held.get(row.code, ())))
        waiting += [(child, depth + 1) for child in reversed(children[row.code])]
