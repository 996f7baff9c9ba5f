"""What a query of cases means, in SQL: what is open and what has ended are looked at apart.

Of what is open there is little, and it moves. Of what has ended there is most; nothing of it depends on the clock, and
its indexes hold all that lists go by, so that no row is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto
from typing import Any, Final

from sqlalchemy import ColumnElement, CompoundSelect, Connection, Select, or_, select, true, union_all

from dashboard.domain.cases.queries import CaseQuery
from dashboard.domain.cases.searching import wanted
from dashboard.domain.cases.states import ENDED
from data_sources.db import tables as t
from data_sources.db.area_tree import keys_in
from data_sources.db.cases.lamps import has_lamp
from data_sources.db.cases.leading import among_open, led_by
from data_sources.db.cases.reach import Branches, in_areas, of_squad, one_of, within
from data_sources.db.cases.search import has_words
from data_sources.db.cases.task_rows import unattended

_C = t.case_record.c
_EVERY: Final = true()


class Part(Enum):
    """What is looked at by itself; `FEW` is both, where an index of its own holds what is asked for."""

    FEW = auto()
    OPEN = auto()
    ENDED = auto()


def parts_of(query: CaseQuery) -> tuple[Part, ...]:
    """Return where it can be what is asked for."""
    states = {query.state, *query.states} - {None}
    if query.open_only or query.unattended or (states and not states & ENDED):
        return (Part.OPEN,)
    if query.pending_only or query.assignee is not None or query.alarm_key is not None:
        return (Part.FEW,)
    return (Part.ENDED,) if states and states <= ENDED else (Part.OPEN, Part.ENDED)


def rows_of(
    connection: Connection,
    part: Part,
    query: CaseQuery,
    now_us: int,
    *columns: Any,
    behind: ColumnElement[bool] = _EVERY,
    index: str | None = None,
) -> Select[Any] | CompoundSelect[Any]:
    """Return these columns of the cases of a part `behind` a place, each case once.

    SQLite, which does not know how many rows an index leads to, goes by that of what is open, else by `index`.

    Of several indexes of which any may hold a case PostgreSQL would fetch every row: each is asked by itself.
    """
    plain, choices = [*_conditions(connection, part, query, now_us), behind], list(_choices(connection, query))
    some = select(*columns).select_from(t.case_record)
    if part is not Part.ENDED or connection.dialect.name == "sqlite":
        told = some.where(*plain, *(one_of(connection, each) for each in choices))
        if part is Part.OPEN:
            return among_open(told)
        return told if index is None else led_by(told, index)
    leading = choices[0](_C) if choices else [true()]
    others = [or_(*each(_C)) for each in choices[1:]]
    ways = [
        some.where(*plain, branch, *(before.is_not(true()) for before in leading[:number]), *others)
        for number, branch in enumerate(leading)
    ]
    return ways[0] if len(ways) == 1 else union_all(*ways)


def _choices(connection: Connection, query: CaseQuery) -> Iterator[Branches]:
    """What may hold in several ways, the fewest first."""
    if query.squad is not None:
        yield of_squad(query.squad)
    if query.area is not None:
        yield in_areas(keys_in(connection, {query.area}))
    if not query.sight.everything:
        yield within(query.sight, keys_in(connection, query.sight.areas))


def _conditions(connection: Connection, part: Part, query: CaseQuery, now_us: int) -> Iterator[ColumnElement[bool]]:
    if part is not Part.FEW:
        yield _C.ended_us.is_(None) if part is Part.OPEN else _C.ended_us.is_not(None)
    if query.lamp is not None:
        yield _C.end_lamp == query.lamp.value if part is Part.ENDED else has_lamp(query.lamp, now_us)
    yield from _equal(query)
    if query.states:
        yield _C.state.in_(query.states)
    if query.categories:
        yield _C.category.in_(query.categories)
    if query.from_us is not None:
        yield _C.reported_us >= query.from_us
    if query.until_us is not None:
        yield _C.reported_us < query.until_us
    if query.pending_only:
        yield _C.pending.is_not(None)
    if query.unattended:
        yield unattended()
    if query.text:
        yield has_words(connection.dialect.name, wanted(query.text))


def _equal(query: CaseQuery) -> Iterator[ColumnElement[bool]]:
    pairs = (
        (_C.state, query.state),
        (_C.department, query.department),
        (_C.source, query.source),
        (_C.assignee, query.assignee),
        (_C.alarm_key, query.alarm_key),
    )
    yield from (column == value for column, value in pairs if value is not None)
