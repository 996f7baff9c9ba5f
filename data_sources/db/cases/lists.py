"""Lists of cases: any filter, any sort, page by page."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Sequence
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_

from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.cases.queries import CaseQuery, CaseSort, LampCount, Sorting
from dashboard.domain.cases.records import Case
from dashboard.domain.cases.searching import wanted
from dashboard.domain.cases.states import ENDED
from dashboard.domain.text import Text
from dashboard.errors import BadInput
from dashboard.ports.cases import CaseLists
from data_sources.db import tables as t
from data_sources.db.area_tree import keys_in
from data_sources.db.cases.columns import case_of, cases
from data_sources.db.cases.reach import in_areas, of_squad, one_of, within
from data_sources.db.cases.search import has_words
from data_sources.db.cases.task_rows import unattended
from data_sources.db.part import SqlPart
from data_sources.db.tables.cases import LIST_INDEX, NEVER_US

_C = t.case_record.c
_BAD_CURSOR: Final = Text("页码标记无效，请从第一页开始", "cursor: give `next` of the page before, or nothing")
_ALL: Final = CaseQuery()
_TIMES: Final = frozenset({"from_us", "until_us"})
_INDEXED: Final = frozenset({"state", "source", "department"})
"""What stands before the time in an index of its own."""


def _text(column: ColumnElement[Any]) -> ColumnElement[str]:
    """A column to sort by in no order of an index: few values with many rows each are not worth walking through."""
    return func.coalesce(column, "")


_SORTED: Final[dict[CaseSort, ColumnElement[Any]]] = {
    CaseSort.REPORTED: _C.reported_us,
    CaseSort.DUE: func.coalesce(_C.due_us, NEVER_US),
    CaseSort.STEP_DUE: func.coalesce(_C.step_due_us, NEVER_US),
    CaseSort.NUMBER: _C.number,
    CaseSort.CATEGORY: _text(_C.category),
    CaseSort.STATE: _text(_C.state),
    CaseSort.SQUAD: _text(_C.squad),
    CaseSort.SOURCE: _text(_C.source),
    CaseSort.ADDRESS: _C.address,
}


_TOLD: Final[dict[CaseSort, ColumnElement[Any]]] = {
    CaseSort.REPORTED: func.coalesce(_C.reported_us, 0),
    CaseSort.NUMBER: _text(_C.number),
    CaseSort.ADDRESS: _text(_C.address),
}
"""The same orders where something is filtered: no index is walked from its end in search of the few that are meant."""


class SqlCaseLists(SqlPart, CaseLists):
    """Lists of cases."""

    def list_cases(
        self, query: CaseQuery, sorting: Sorting, limit: int, cursor: str | None, now_us: int
    ) -> tuple[Sequence[Case], str | None]:
        """Pages are cut by the value and the key of their last case, so that what comes meanwhile doubles nothing."""
        by = _SORTED[sorting.by] if _is_indexed(query) else _TOLD.get(sorting.by, _SORTED[sorting.by])
        place = tuple_(by, _C.case_key)
        conditions = list(self._conditions(query, now_us))
        if cursor is not None:
            after = tuple_(*_place_of(cursor, sorting.by))
            conditions.append(place < after if sorting.descending else place > after)
        chosen = select(_C.case_key, by.label("sorted_by")).where(*conditions)
        if not (_are_few(query) or (sorting.by is CaseSort.REPORTED and _is_indexed(query))):
            chosen = _narrowly(chosen)
        page = chosen.order_by(*_order(sorting, by, _C.case_key)).limit(limit + 1).cte("page")
        statement = cases().add_columns(page.c.sorted_by).join(page, page.c.case_key == _C.case_key)
        rows = self._connection.execute(statement.order_by(*_order(sorting, page.c.sorted_by, page.c.case_key))).all()
        following = _cursor(rows[limit - 1].sorted_by, rows[limit - 1].case_key) if len(rows) > limit else None
        return [case_of(row) for row in rows[:limit]], following

    def count_cases(self, query: CaseQuery, now_us: int) -> int:
        """How many there are."""
        statement = select(func.count()).select_from(t.case_record).where(*self._conditions(query, now_us))
        chosen = statement if _are_few(query) or _is_indexed(query) else _narrowly(statement)
        return int(self._connection.execute(chosen).scalar_one())

    def count_lamps(self, query: CaseQuery, now_us: int) -> LampCount:
        """How many of each, in one pass."""
        statement = select(*lamp_counts(now_us)).select_from(t.case_record).where(*self._conditions(query, now_us))
        chosen = statement if _are_few(query) else _narrowly(statement)
        return LampCount(**self._connection.execute(chosen).one()._asdict())

    def _conditions(self, query: CaseQuery, now_us: int) -> Iterator[ColumnElement[bool]]:
        """What a case must be to be in the list."""
        if not query.sight.everything:
            yield one_of(self._connection, within(query.sight, keys_in(self._connection, query.sight.areas)))
        yield from _equal(query)
        if query.states:
            yield _C.state.in_(query.states)
        if query.lamp is not None:
            yield has_lamp(query.lamp, now_us)
        if query.squad is not None:
            yield one_of(self._connection, of_squad(query.squad))
        if query.categories:
            yield _C.category.in_(query.categories)
        if query.area is not None:
            yield one_of(self._connection, in_areas(keys_in(self._connection, {query.area})))
        if query.from_us is not None:
            yield _C.reported_us >= query.from_us
        if query.until_us is not None:
            yield _C.reported_us < query.until_us
        if query.open_only:
            yield _C.ended_us.is_(None)
        if query.pending_only:
            yield _C.pending.is_not(None)
        if query.unattended:
            yield unattended()
        if query.text:
            yield has_words(self._dialect, wanted(query.text), among_few=_are_few(query))


def _order(sorting: Sorting, by: ColumnElement[Any], key: ColumnElement[int]) -> tuple[ColumnElement[Any], ...]:
    return (by.desc(), key.desc()) if sorting.descending else (by, key)


def _are_few(query: CaseQuery) -> bool:
    """Whether an index of its own holds what is asked for and little else."""
    states = {query.state, *query.states} - {None}
    in_work = query.open_only or query.unattended or bool(states and not states & ENDED)
    return in_work or query.pending_only or query.assignee is not None or query.alarm_key is not None


def _is_indexed(query: CaseQuery) -> bool:
    """Whether one index holds just what is asked for, by its time."""
    told = {name for name, value in query._asdict().items() if value != getattr(_ALL, name)} - _TIMES
    return len(told) <= 1 and told <= _INDEXED


def _narrowly(statement: Any) -> Any:
    """Let SQLite read the index that holds all columns of lists, whole, rather than fetch every other row.

    It keeps no statistics by which it could tell. PostgreSQL does, and goes by them.
    """
    return statement.with_hint(t.case_record, f"INDEXED BY {LIST_INDEX}", "sqlite")


def _cursor(value: object, key: int) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([value, key])).decode().rstrip("=")


def _place_of(cursor: str, by: CaseSort) -> tuple[object, int]:
    try:
        value, key = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, TypeError) as error:
        raise BadInput(_BAD_CURSOR) from error
    wanted = int if by in (CaseSort.REPORTED, CaseSort.DUE, CaseSort.STEP_DUE) else str
    if type(value) is not wanted or type(key) is not int:
        raise BadInput(_BAD_CURSOR)
    return value, key


def _equal(query: CaseQuery) -> Iterator[ColumnElement[bool]]:
    pairs = (
        (_C.state, query.state),
        (_C.department, query.department),
        (_C.source, query.source),
        (_C.assignee, query.assignee),
        (_C.alarm_key, query.alarm_key),
    )
    yield from (column == value for column, value in pairs if value is not None)


def lamp_counts(now_us: int) -> list[ColumnElement[int]]:
    """How many cases have each lamp, as columns named like it."""
    return [func.count().filter(has_lamp(lamp, now_us)).label(lamp.value) for lamp in Lamp]


def has_lamp(lamp: Lamp, now_us: int) -> ColumnElement[bool]:
    """Of the whole case: it stands still once the unit is done, or the case has ended."""
    at_us = func.coalesce(_C.handled_us, _C.ended_us, now_us)
    runs = and_(_C.paused_since_us.is_(None), _C.due_us.is_not(None))
    match lamp:
        case Lamp.GREY:
            return or_(_C.paused_since_us.is_not(None), _C.due_us.is_(None))
        case Lamp.RED:
            return and_(runs, at_us > _C.due_us)
        case Lamp.YELLOW:
            return and_(runs, at_us >= _C.yellow_us, at_us <= _C.due_us)
        case Lamp.GREEN:
            return and_(runs, at_us <= _C.due_us, at_us < func.coalesce(_C.yellow_us, NEVER_US))
