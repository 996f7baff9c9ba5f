"""Whose cases are meant, in SQL."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import ColumnElement, Connection, or_

from dashboard.domain.squads.readouts import CaseScope
from data_sources.db import tables as t
from data_sources.db.area_tree import keys_in
from data_sources.db.cases.reach import in_areas, in_sight

_C: Final = t.case_record.c


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
