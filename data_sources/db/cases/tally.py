"""How many ended cases there are of each kind: triggers write down each that is added to a kind or leaves it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, case, delete, func, insert, or_, select, true

from dashboard.domain.cases.queries import CaseQuery, LampCount
from data_sources.db import tables as t

_T: Final = t.case_tally.c
_ALL: Final = CaseQuery()
_KINDS: Final = tuple(column for column in _T if column.name != "n")
_TOLD_BY: Final = frozenset({"state", "states", "lamp", "categories", "source", "squad", "department"})
"""What of a query the kinds tell."""
_FOLD_FROM: Final = 2
"""It is worth it once there are so many rows for each kind."""


def is_tallied(query: CaseQuery) -> bool:
    """Whether the kinds tell apart what is asked for."""
    return all(name in _TOLD_BY or value == getattr(_ALL, name) for name, value in query._asdict().items())


def tallied_lamps(connection: Connection, query: CaseQuery) -> LampCount:
    """Return how many ended cases of such a query have each lamp."""
    counted = select(_T.end_lamp, func.sum(_T.n)).where(*_conditions(query)).group_by(_T.end_lamp)
    return LampCount(**{lamp: int(count) for lamp, count in connection.execute(counted)})


def share_of(connection: Connection, query: CaseQuery) -> float:
    """Return which share of all ended cases such a query means."""
    meant = func.sum(case((and_(true(), *_conditions(query)), _T.n), else_=0))
    some, every = connection.execute(select(meant, func.sum(_T.n))).one()
    return (some or 0) / every if every else 1.0


def _conditions(query: CaseQuery) -> Iterator[ColumnElement[bool]]:
    pairs = ((_T.state, query.state), (_T.end_lamp, query.lamp), (_T.source, query.source))
    yield from (column == value.value for column, value in pairs if value is not None)
    if query.states:
        yield _T.state.in_(query.states)
    if query.categories:
        yield _T.category.in_(query.categories)
    if query.department is not None:
        yield _T.department == query.department
    if query.squad is not None:
        yield or_(_T.squad == query.squad, _T.second_squad == query.squad)


def fold(connection: Connection) -> int:
    """Put the rows of each kind together, when there are many; return how many fewer there are.

    Only what this statement itself takes away is written again: what others add meanwhile stays.
    """
    rows = connection.execute(select(func.count()).select_from(t.case_tally)).scalar_one()
    kinds = connection.execute(select(func.count()).select_from(select(*_KINDS).distinct().subquery())).scalar_one()
    if rows < _FOLD_FROM * kinds:
        return 0
    sums: Counter[tuple[str, ...]] = Counter()
    for *kind, count in connection.execute(delete(t.case_tally).returning(*_KINDS, _T.n)):
        sums[tuple(kind)] += count
    names = [column.name for column in _KINDS]
    kept = [dict(zip(names, kind, strict=True)) | {"n": count} for kind, count in sums.items() if count]
    if kept:
        connection.execute(insert(t.case_tally), kept)
    return int(rows) - len(kept)
