"""Whose cases are meant, in SQL."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, or_

from dashboard.domain.squads.readouts import CaseScope
from data_sources.db import tables as t
from data_sources.db.area_tree import keys_in
from data_sources.db.cases.reach import in_areas, in_sight
from data_sources.db.tables.cases import OPEN_INDEX

_C: Final = t.case_record.c


def among_open(query: Any) -> Any:
    """Return a query of what is open that SQLite answers from the index of that alone."""
    return led_by(query, OPEN_INDEX)


def led_by(query: Any, index: str) -> Any:
    """Return a query that goes by this index on SQLite, which does not know how many rows an index leads to."""
    return query.with_hint(t.case_record, f"INDEXED BY {index}", "sqlite")


def of_squad(connection: Connection, scope: CaseScope) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions: the squad has it, alone or beside another, and it is seen."""
    yield from _seen(connection, scope)
    if scope.squad is not None:
        yield or_(_C.squad == scope.squad, _C.second_squad == scope.squad)


def around(connection: Connection, scope: CaseScope) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions: the squad has it or it lies in the squad's areas, and it is seen."""
    yield from _seen(connection, scope)
    if scope.squad is not None:
        inside = in_areas(keys_in(connection, scope.areas))(_C)
        yield or_(_C.squad == scope.squad, _C.second_squad == scope.squad, *inside)


def _seen(connection: Connection, scope: CaseScope) -> Iterator[ColumnElement[bool]]:
    if not scope.sight.everything:
        yield in_sight(scope.sight, keys_in(connection, scope.sight.areas))
