"""Cases by the clock, inside a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, delete, or_, select, update

from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.cases.records import Case, Flag, Units
from dashboard.domain.cases.states import WITH_UNIT, CaseState
from dashboard.domain.cases.warnings import CaseWarning, SuspensionBounds, WarnedClock
from dashboard.ports.case_watching import CaseWatchRows, EndlessSuspension
from data_sources.db import tables as t
from data_sources.db.cases.columns import case_of, cases, flags_text
from data_sources.db.cases.tally import fold
from data_sources.db.engine import WRITES
from data_sources.db.part import SqlPart
from data_sources.db.upserts import upsert

_C = t.case_record.c
_W = t.case_warning.c
_OPEN: Final = _C.ended_us.is_(None)
_MERGED: Final = select(t.squad.c.code).where(t.squad.c.merged_into.is_not(None))
_KEYS: Final = ("case_key", "clock", "lamp", "run")
_OWN_STEP: Final = or_(_C.state.not_in([state.value for state in WITH_UNIT]), _C.due_us.is_(None))
"""While the unit has a filed case, its step is the whole case."""


class SqlCaseWatchRows(SqlPart, CaseWatchRows):
    """What is due of cases."""

    def due_warnings(
        self, clock: WarnedClock, lamp: Lamp, now_us: int, after: int, limit: int
    ) -> Sequence[CaseWarning]:
        """By the indexes of the deadlines, without those that `case_warning` has."""
        is_whole = clock is WarnedClock.WHOLE
        due, run = (_C.due_us, _C.extensions) if is_whole else (_C.step_due_us, _C.step_due_us)
        told = (_W.case_key == _C.case_key, _W.clock == clock.value, _W.lamp == lamp.value, _W.run == run)
        query = (
            select(_C.case_key, _C.number, _C.state, run.label("run"), due.label("due"), _C.flags, *_units())
            .where(_OPEN, _C.handled_us.is_(None) if is_whole else _OWN_STEP, *_shines(clock, lamp, now_us))
            .where(_C.case_key > after, ~select(_W.case_key).where(*told).exists())
            .order_by(_C.case_key)
            .limit(limit)
        )
        return [_warning(row, clock, lamp) for row in self._connection.execute(self._locked(query))]

    def claim_warnings(self, warnings: Sequence[CaseWarning], at_us: int) -> Sequence[CaseWarning]:
        """The key decides who was first."""
        if not warnings:
            return []
        rows = [
            {
                "case_key": each.case_key,
                "clock": each.clock.value,
                "lamp": each.lamp.value,
                "run": each.run,
                "at_us": at_us,
            }
            for each in warnings
        ]
        statement = upsert(self._dialect, t.case_warning, _KEYS, update=[])
        new = set(self._connection.execute(statement.returning(_W.case_key), rows).scalars())
        return [each for each in warnings if each.case_key in new]

    def forget_warnings(self, cases: Sequence[int]) -> None:
        """By the beginning of the key."""
        if cases:
            self._connection.execute(delete(t.case_warning).where(_W.case_key.in_(cases)))

    def supervise_cases(self, warnings: Sequence[CaseWarning]) -> None:
        """The rows are locked since they were found due."""
        rows = [{"key": each.case_key, "told": flags_text(each.flags | {Flag.SUPERVISED})} for each in warnings]
        if rows:
            statement = update(t.case_record).where(_C.case_key == bindparam("key"))
            self._connection.execute(statement.values(flags=bindparam("told"), revision=_C.revision + 1), rows)

    def suspensions_due(self, now_us: int, after: int, limit: int) -> Sequence[int]:
        """By the index of their ends."""
        return self._keys(_C.paused_until_us <= now_us, after, limit)

    def provisional_cases(self, version: str, after: int, limit: int) -> Sequence[int]:
        """By the index of what is provisional."""
        by = _C.provisional_by
        return self._keys(by.is_not(None) & or_(by < version, by > version), after, limit)

    def cases_of_merged_squads(self, after: int, limit: int) -> Sequence[int]:
        """By the indexes of whose they are; without a merger nothing is asked."""
        codes = list(self._connection.execute(_MERGED).scalars())
        if not codes:
            return []
        found = {
            key
            for squad in (_C.squad, _C.second_squad)
            for key in self._keys(squad.in_(codes) & squad.is_not(None), after, limit)
        }
        return sorted(found)[:limit]

    def cases_after(self, after: int, limit: int) -> Sequence[Case]:
        """Without the areas that they lie in."""
        query = cases().where(_C.case_key > after).order_by(_C.case_key).limit(limit)
        return [case_of(row) for row in self._connection.execute(query)]

    def endless_suspensions(self, bounds: SuspensionBounds, now_us: int, limit: int) -> Sequence[EndlessSuspension]:
        """The longest suspended first."""
        query = (
            select(_C.number, _C.paused_since_us, _C.paused_until_us)
            .where(is_endless(bounds, now_us))
            .order_by(_C.paused_since_us, _C.case_key)
            .limit(limit)
        )
        return [EndlessSuspension(*row) for row in self._connection.execute(query)]

    def fold_tally(self) -> int:
        """Kind by kind."""
        return fold(self._connection)

    def _keys(self, condition: ColumnElement[bool], after: int, limit: int) -> Sequence[int]:
        query = select(_C.case_key).where(_OPEN, condition, _C.case_key > after).order_by(_C.case_key).limit(limit)
        return list(self._connection.execute(self._locked(query)).scalars())

    def _locked(self, query: Select[Any]) -> Select[Any]:
        writes = self._connection.get_execution_options().get(WRITES, False)
        return query.with_for_update(of=t.case_record, skip_locked=True) if writes else query


def is_endless(bounds: SuspensionBounds, now_us: int) -> ColumnElement[bool]:
    """Return the condition: it is suspended, and does not end by itself."""
    until, since = _C.paused_until_us, _C.paused_since_us
    endless = or_(until.is_(None), until < now_us - bounds.overdue_us, since < now_us - bounds.longest_us)
    return and_(_OPEN, since.is_not(None), endless)


def _units() -> list[ColumnElement[Any]]:
    return [_C[name] for name in Units._fields]


def _shines(clock: WarnedClock, lamp: Lamp, now_us: int) -> tuple[ColumnElement[bool], ...]:
    """No deadline is stored while a clock is paused."""
    due, yellow = (_C.due_us, _C.yellow_us) if clock is WarnedClock.WHOLE else (_C.step_due_us, _C.step_yellow_us)
    return (due < now_us,) if lamp is Lamp.RED else (yellow <= now_us, due >= now_us)


def _warning(row: Row[Any], clock: WarnedClock, lamp: Lamp) -> CaseWarning:
    return CaseWarning(
        case_key=row.case_key,
        number=row.number,
        state=CaseState(row.state),
        clock=clock,
        lamp=lamp,
        run=row.run,
        due_us=row.due,
        units=Units(**{name: getattr(row, name) for name in Units._fields}),
        flags=frozenset(Flag(word) for word in row.flags.split()),
    )
