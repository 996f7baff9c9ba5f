"""Lamps, tasks and requests of a squad, inside a transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.cases.records import Case
from dashboard.domain.cases.states import Action, CaseState
from dashboard.domain.squads.readouts import UNACCEPTED, CaseMark, CaseScope, LampTally
from dashboard.ports.squads import SquadRows
from data_sources.db import tables as t
from data_sources.db.cases.columns import case_of, cases
from data_sources.db.cases.leading import among_open
from data_sources.db.squads.figures import SqlSquadFigures
from data_sources.db.squads.scope import around, of_squad
from data_sources.db.tables.cases import NEVER_US

_C: Final = t.case_record.c
_E: Final = t.case_entry.c
_OPEN: Final = _C.ended_us.is_(None)
_RUNS: Final = _C.paused_since_us.is_(None)
_STEP_US: Final = func.coalesce(_C.step_due_us, NEVER_US)
_WHOLE_US: Final = case((_C.handled_us.is_not(None), NEVER_US), else_=func.coalesce(_C.due_us, NEVER_US))
"""Once the unit is done its deadline is nobody's any more."""
_NEXT_US: Final = case((_STEP_US < _WHOLE_US, _STEP_US), else_=_WHOLE_US)
"""The nearer of both deadlines."""
_SENT: Final = (Action.DISPATCH.value, Action.REWORK.value)
_DECIDED: Final = (Action.APPROVE.value, Action.REFUSE.value)
_ON_THE_SPOT: Final = (CaseState.VERIFYING.value, CaseState.CHECKING.value)
_OF_UNIT_UNTAKEN: Final = _C.state.in_([state.value for state in UNACCEPTED])


class SqlSquadRows(SqlSquadFigures, SquadRows):
    """By the indexes of what is open."""

    def lit_cases(self, scope: CaseScope, now_us: int, limit: int) -> Sequence[Case]:
        """Late or soon due by either clock, or taken by nobody."""
        wanted = or_(_is_lit(now_us), _OF_UNIT_UNTAKEN)
        query = among_open(cases()).where(*of_squad(self._connection, scope), _OPEN, _RUNS, wanted)
        return [case_of(row) for row in self._connection.execute(query.order_by(_NEXT_US, _C.case_key).limit(limit))]

    def lamp_tally(self, scope: CaseScope, now_us: int) -> LampTally:
        """In one pass over what is open."""
        red, lit = and_(_RUNS, _is_red(now_us)), and_(_RUNS, _is_lit(now_us))
        query = select(
            func.count().filter(red),
            func.count().filter(lit),
            func.count(),
            func.min(_NEXT_US).filter(_RUNS, _NEXT_US < NEVER_US),
        ).where(*of_squad(self._connection, scope), _OPEN)
        reds, lits, count, next_us = self._connection.execute(among_open(query.select_from(t.case_record))).one()
        return LampTally(reds, lits - reds, count, next_us)

    def case_marks(self, scope: CaseScope, now_us: int, limit: int) -> Sequence[CaseMark]:
        """By their deadlines; what stands still comes last."""
        lamp = case(
            (~_RUNS, Lamp.GREY.value),
            (_is_red(now_us), Lamp.RED.value),
            (_is_lit(now_us), Lamp.YELLOW.value),
            (_NEXT_US == NEVER_US, Lamp.GREY.value),
            else_=Lamp.GREEN.value,
        )
        query = (
            select(_C.case_key, _C.lon, _C.lat, lamp, _C.category_name)
            .where(*of_squad(self._connection, scope), _OPEN)
            .order_by(_NEXT_US, _C.case_key)
            .limit(limit)
        )
        rows = self._connection.execute(among_open(query))
        return [CaseMark(key, lon, lat, Lamp(shown), name) for key, lon, lat, shown, name in rows]

    def sent_moments(self, case_keys: Collection[int]) -> Mapping[int, int]:
        """By their timelines."""
        query = (
            select(_E.case_key, func.max(_E.at_us))
            .where(_E.case_key.in_(list(case_keys)), _E.what.in_(_SENT))
            .group_by(_E.case_key)
        )
        return _pairs(self._connection.execute(query))

    def spot_tasks(self, scope: CaseScope, limit: int) -> Sequence[Case]:
        """By their state."""
        query = (
            among_open(cases())
            .where(*around(self._connection, scope), _OPEN, _C.state.in_(_ON_THE_SPOT))
            .order_by(_NEXT_US, _C.case_key)
            .limit(limit)
        )
        return [case_of(row) for row in self._connection.execute(query)]

    def pending_keys(self, scope: CaseScope, limit: int) -> Mapping[int, int]:
        """By the index of what is pending."""
        chosen = (
            select(_C.case_key)
            .where(*of_squad(self._connection, scope), _C.pending.is_not(None))
            .order_by(_C.case_key)
            .limit(limit)
        )
        keys = self._connection.execute(chosen).scalars().all()
        newest = (
            select(_E.case_key, func.max(_E.entry_key))
            .where(_E.case_key.in_(keys))
            .group_by(_E.case_key)
            .order_by(func.max(_E.entry_key))
        )
        return _pairs(self._connection.execute(newest))

    def decided_count(self, actor: str, since_us: int) -> int:
        """By the timelines of the cases that moved since then."""
        query = select(func.count()).where(_E.at_us >= since_us, _E.actor == actor, _E.what.in_(_DECIDED))
        return int(self._connection.execute(query.select_from(t.case_entry)).scalar_one())


def _is_red(now_us: int) -> ColumnElement[bool]:
    """Late by the step, or late at the unit."""
    return or_(now_us > _NEXT_US, _C.handled_us > _C.due_us)


def _is_lit(now_us: int) -> ColumnElement[bool]:
    by_whole = _C.yellow_us <= func.coalesce(_C.handled_us, now_us)
    return or_(_is_red(now_us), _C.step_yellow_us <= now_us, by_whole)


def _pairs(rows: Any) -> Mapping[int, int]:
    return {int(key): int(value) for key, value in rows}
