"""Lists of cases: any filter, any sort, page by page."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import orjson
from sqlalchemy import BigInteger, ColumnElement, Row, Select, case, func, literal, select, true, tuple_, union_all

from dashboard.domain.cases.queries import CaseQuery, CaseSort, LampCount, Sorting
from dashboard.domain.cases.records import Case
from dashboard.domain.text import Text
from dashboard.errors import BadInput
from dashboard.ports.cases import CaseLists
from data_sources.db import tables as t
from data_sources.db.cases.columns import case_of, cases
from data_sources.db.cases.lamps import lamp_counts
from data_sources.db.cases.parts import Part, parts_of, rows_of
from data_sources.db.cases.search import NO_CASE
from data_sources.db.cases.tally import is_tallied, share_of, tallied_lamps
from data_sources.db.part import SqlPart
from data_sources.db.tables.cases import LIST_INDEX, NEVER_US

_C = t.case_record.c
_BAD_CURSOR: Final = Text("页码标记无效，请从第一页开始", "cursor: give `next` of the page before, or nothing")
_ALL: Final = CaseQuery()
_TIMES: Final = frozenset({"from_us", "until_us"})
_INDEXED: Final = frozenset({"state", "source", "department"})
"""What stands before the time in an index of its own."""
_BROAD: Final = 0.6
"""From which share of what has ended on it is quicker to walk along the order until a page is full."""
_BY_TIME: Final = "ix_case_record_reported_us"
_MOMENTS: Final = frozenset({CaseSort.REPORTED, CaseSort.DUE, CaseSort.STEP_DUE})


_SORTED: Final[dict[CaseSort, ColumnElement[Any]]] = {
    CaseSort.REPORTED: _C.reported_us,
    CaseSort.DUE: func.coalesce(_C.due_us, NEVER_US),
    CaseSort.STEP_DUE: case((_C.ended_us.is_not(None), NEVER_US), else_=func.coalesce(_C.step_due_us, NEVER_US)),
    CaseSort.NUMBER: _C.number,
    CaseSort.CATEGORY: _C.category,
    CaseSort.STATE: _C.state,
    CaseSort.SQUAD: func.coalesce(_C.squad, ""),
    CaseSort.SOURCE: _C.source,
    CaseSort.ADDRESS: _C.address,
}
"""Orders as indexes have them. What has ended has no step that could be due."""


class _Order(NamedTuple):
    """By what a part is sorted, then by the key; None when it is the same for all of the part."""

    by: ColumnElement[Any] | None
    descending: bool

    @property
    def told(self) -> ColumnElement[Any]:
        """The value that a place in this order has."""
        return (literal(NEVER_US, BigInteger) if self.by is None else self.by).label("sorted_by")

    def behind(self, place: tuple[Any, int]) -> ColumnElement[bool]:
        """Return the condition that a case comes after a place."""
        value, key = place
        if self.by is not None:
            return _beyond(tuple_(self.by, _C.case_key), place, Sorting(descending=self.descending))
        if value != NEVER_US:
            return NO_CASE if self.descending else true()
        return _C.case_key < key if self.descending else _C.case_key > key


class SqlCaseLists(SqlPart, CaseLists):
    """Lists of cases."""

    def list_cases(
        self, query: CaseQuery, sorting: Sorting, limit: int, cursor: str | None, now_us: int
    ) -> tuple[Sequence[Case], str | None]:
        """Pages are cut by the value and the key of their last case, so that what comes meanwhile doubles nothing."""
        after = None if cursor is None else _place_of(cursor, sorting.by)
        firsts = [self._first_of(part, query, sorting, limit + 1, after, now_us) for part in parts_of(query)]
        return _page_of(self._connection.execute(_whole(_merged(firsts, sorting, limit + 1), sorting)).all(), limit)

    def list_with_lamps(
        self, query: CaseQuery, sorting: Sorting, limit: int, cursor: str | None, now_us: int
    ) -> tuple[Sequence[Case], str | None, LampCount]:
        """Return the same with how many have each lamp, whichever is asked for.

        What is not counted already is gone through once for both.
        """
        every = query._replace(lamp=None)
        rows: Sequence[Row[Any]] = ()
        if Part.ENDED in parts_of(query) and not is_tallied(query):
            rows = self._with_lamps(query, sorting, limit + 1, cursor, now_us)
        if not rows:
            return *self.list_cases(query, sorting, limit, cursor, now_us), self._count_lamps(every, now_us)
        lamps = [LampCount(**_told(rows[0].ended))]
        if Part.OPEN in parts_of(query):
            lamps.append(self._lamps(Part.OPEN, every, now_us))
        return *_page_of(rows, limit), _sum_of(lamps)

    def _with_lamps(
        self, query: CaseQuery, sorting: Sorting, limit: int, cursor: str | None, now_us: int
    ) -> Sequence[Row[Any]]:
        """A page's rows, each with the lamps of what has ended; none of an empty page."""
        after = None if cursor is None else _place_of(cursor, sorting.by)
        order = _Order(_by(Part.ENDED, sorting.by, is_walked=False), sorting.descending)
        columns = (_C.case_key, order.told, _C.end_lamp)
        every = query._replace(lamp=None)
        found = rows_of(self._connection, Part.ENDED, every, now_us, *columns, index=LIST_INDEX).cte("found")
        wanted = [true() if query.lamp is None else found.c.end_lamp == query.lamp.value]
        if after is not None:
            wanted.append(_beyond(tuple_(found.c.sorted_by, found.c.case_key), after, sorting))
        ended = select(found.c.case_key, found.c.sorted_by).where(*wanted)
        firsts = [ended.order_by(*_directed(sorting, found.c.sorted_by, found.c.case_key)).limit(limit)]
        if Part.OPEN in parts_of(query):
            firsts.append(self._first_of(Part.OPEN, query, sorting, limit, after, now_us))
        counted = select(found.c.end_lamp, func.count().label("n")).group_by(found.c.end_lamp).subquery()
        joined = func.json_group_object if self._dialect == "sqlite" else func.json_object_agg
        lamps = select(joined(counted.c.end_lamp, counted.c.n)).scalar_subquery()
        whole = _whole(_merged(firsts, sorting, limit), sorting).add_columns(lamps.label("ended"))
        return self._connection.execute(whole).all()

    def count_cases(self, query: CaseQuery, now_us: int) -> int:
        """How many there are."""
        return self._count_lamps(query, now_us).total

    def _count_lamps(self, query: CaseQuery, now_us: int) -> LampCount:
        """How many of each: of what has ended by the kinds that are counted already, if they tell it apart."""
        return _sum_of([self._lamps(part, query, now_us) for part in parts_of(query)])

    def _lamps(self, part: Part, query: CaseQuery, now_us: int) -> LampCount:
        if part is not Part.ENDED:
            rows = rows_of(self._connection, part, query, now_us, *lamp_counts(now_us))
            return LampCount(**self._connection.execute(rows).one()._asdict())
        if is_tallied(query):
            return tallied_lamps(self._connection, query)
        ended = rows_of(self._connection, part, query, now_us, _C.end_lamp, index=LIST_INDEX).subquery()
        counted = select(ended.c.end_lamp, func.count()).group_by(ended.c.end_lamp)
        return LampCount(**dict(self._connection.execute(counted).all()))

    def _first_of(
        self, part: Part, query: CaseQuery, sorting: Sorting, limit: int, after: tuple[Any, int] | None, now_us: int
    ) -> Select[Any]:
        """The keys of a part's first cases behind a place, with what they are sorted by."""
        is_walked, index = self._way(part, query, sorting.by)
        order = _Order(_by(part, sorting.by, is_walked), sorting.descending)
        behind = true() if after is None else order.behind(after)
        columns = (_C.case_key, order.told)
        rows = rows_of(self._connection, part, query, now_us, *columns, behind=behind, index=index).subquery()
        ordered = [rows.c.case_key] if order.by is None else [rows.c.sorted_by, rows.c.case_key]
        return select(rows).order_by(*_directed(sorting, *ordered)).limit(limit)

    def _way(self, part: Part, query: CaseQuery, by: CaseSort) -> tuple[bool, str | None]:
        """Whether an order is walked along, and by which index SQLite goes."""
        if part is not Part.ENDED:
            return False, None
        if by is CaseSort.REPORTED and _is_indexed(query):
            return True, None
        if not (is_tallied(query) and share_of(self._connection, query) >= _BROAD):
            return False, LIST_INDEX
        return True, _BY_TIME if by is CaseSort.REPORTED else LIST_INDEX


def _by(part: Part, by: CaseSort, is_walked: bool) -> ColumnElement[Any] | None:
    """What is not walked along is told such that no index is, from its end in search of the few that are meant."""
    if by is CaseSort.STEP_DUE:
        return None if part is Part.ENDED else _SORTED[by]
    return _SORTED[by] if is_walked else func.coalesce(_SORTED[by], NEVER_US if by in _MOMENTS else "")


def _merged(firsts: Sequence[Select[Any]], sorting: Sorting, limit: int) -> Select[Any]:
    if len(firsts) == 1:
        return firsts[0]
    every = union_all(*(select(each.subquery()) for each in firsts)).subquery()
    return select(every).order_by(*_directed(sorting, every.c.sorted_by, every.c.case_key)).limit(limit)


def _whole(page: Select[Any], sorting: Sorting) -> Select[Any]:
    """The cases whose keys a page has."""
    keys = page.cte("page")
    statement = cases().add_columns(keys.c.sorted_by).join(keys, keys.c.case_key == _C.case_key)
    return statement.order_by(*_directed(sorting, keys.c.sorted_by, keys.c.case_key))


def _page_of(rows: Sequence[Row[Any]], limit: int) -> tuple[Sequence[Case], str | None]:
    """The cases of a page, and the cursor of the next one, of which the last row tells."""
    following = _cursor(rows[limit - 1].sorted_by, rows[limit - 1].case_key) if len(rows) > limit else None
    return [case_of(row) for row in rows[:limit]], following


def _directed(sorting: Sorting, *columns: ColumnElement[Any]) -> tuple[ColumnElement[Any], ...]:
    return tuple(column.desc() for column in columns) if sorting.descending else columns


def _beyond(here: Any, place: tuple[Any, int], sorting: Sorting) -> ColumnElement[bool]:
    there: ColumnElement[bool] = here < tuple_(*place) if sorting.descending else here > tuple_(*place)
    return there


def _told(counts: Any) -> dict[str, int]:
    """SQLite gives JSON as it is written; of nothing PostgreSQL gives None."""
    found: dict[str, int] = orjson.loads(counts) if isinstance(counts, str) else counts or {}
    return found


def _sum_of(lamps: Sequence[LampCount]) -> LampCount:
    return LampCount(*map(sum, zip(*lamps, strict=True)))


def _is_indexed(query: CaseQuery) -> bool:
    """Whether one index holds just what is asked for, by its time."""
    told = {name for name, value in query._asdict().items() if value != getattr(_ALL, name)} - _TIMES
    return len(told) <= 1 and told <= _INDEXED


def _cursor(value: object, key: int) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([value, key])).decode().rstrip("=")


def _place_of(cursor: str, by: CaseSort) -> tuple[Any, int]:
    try:
        value, key = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, TypeError) as error:
        raise BadInput(_BAD_CURSOR) from error
    wanted = int if by in _MOMENTS else str
    if type(value) is not wanted or type(key) is not int:
        raise BadInput(_BAD_CURSOR)
    return value, key
