"""Whose cases are and where they lie: as sets of keys that indexes give, or row by row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, func, or_, select, union, union_all

from dashboard.domain.cases.queries import Sight
from data_sources.db import tables as t

BROAD: Final = 100_000
"""From so many cases on it is quicker to look at every row than to gather those that are meant."""
_C: Final = t.case_record.c

Branches = Callable[[Any], Sequence[ColumnElement[bool]]]
"""Conditions on the columns of cases, each of which an index answers; one of them must hold."""


def in_areas(keys: Sequence[int]) -> Branches:
    """It lies in one of these areas, or at one of these lines."""
    return lambda case: (case.area_key.in_(keys), case.line_key.in_(keys))


def of_squad(code: str) -> Branches:
    """The squad has it, or helps."""
    return lambda case: (case.squad == code, case.second_squad == code)


def within(sight: Sight, below: Sequence[int]) -> Branches:
    """It is one's own, one's unit's, or lies in one's areas; `below` are their keys."""

    def branches(case: Any) -> Sequence[ColumnElement[bool]]:
        theirs: list[ColumnElement[bool]] = [case.reporter == sight.account]
        if sight.person is not None:
            theirs += [case.assignee == sight.person, case.checker == sight.person]
        if sight.squad is not None:
            theirs += of_squad(sight.squad)(case)
        if sight.department is not None:
            theirs.append(case.department == sight.department)
        return [*theirs, *in_areas(below)(case)] if below else theirs

    return branches


def in_sight(sight: Sight, below: Sequence[int]) -> ColumnElement[bool]:
    """Return the condition of `within`, row by row."""
    return or_(*within(sight, below)(_C))


def one_of(connection: Connection, branches: Branches, *, broad: int = BROAD) -> ColumnElement[bool]:
    """Return the condition that one of them holds; SQLite is led to the indexes where they are quicker.

    It looks at every row for any OR. PostgreSQL weighs by its statistics, and joins bitmaps of indexes by itself.
    """
    if connection.dialect.name != "sqlite":
        return or_(*branches(_C))
    other = t.case_record.alias()
    found = [select(other.c.case_key).where(branch) for branch in branches(other.c)]
    some = union_all(*found).limit(broad).subquery()
    if connection.execute(select(func.count()).select_from(some)).scalar_one() >= broad:
        return or_(*branches(_C))
    return _C.case_key.in_(union(*found))
