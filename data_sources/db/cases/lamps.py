"""Lamps of the whole case, in SQL. That of a case that has ended is kept beside it: it changes no more."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, func, or_

from dashboard.domain.cases.clocks import Lamp
from data_sources.db import tables as t
from data_sources.db.tables.cases import NEVER_US

_C = t.case_record.c


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
