"""Cases by whom they are to be done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from dashboard.domain.cases.photo_roles import PhotoRole, Shot
from dashboard.domain.cases.records import Case
from dashboard.domain.cases.states import WITH_UNIT, CaseState
from dashboard.domain.cases.tasks import Doer
from dashboard.ports.case_tasks import CaseTaskRows
from data_sources.db import tables as t
from data_sources.db.cases.columns import case_of, cases
from data_sources.db.part import SqlPart
from data_sources.db.tables.cases import NEVER_US

_C: Final = t.case_record.c
_P: Final = t.case_photo.c
_TO_HANDLE: Final = _C.state.in_(sorted(WITH_UNIT))
_ON_THE_SPOT: Final = _C.state.in_([CaseState.VERIFYING.value, CaseState.CHECKING.value])


def unattended() -> ColumnElement[bool]:
    """Return the condition: who has it, or shall verify or check it, left, or has no account any more that works."""
    return and_(
        _C.ended_us.is_(None),
        or_(
            and_(_TO_HANDLE, _C.assignee.is_not(None), _C.assignee.not_in(_there())),
            and_(_ON_THE_SPOT, _C.checker.is_not(None), _C.checker.not_in(_there())),
        ),
    )


def _there() -> Select[tuple[str]]:
    """The numbers of those who work here and can sign in; who never had an account is not missed."""
    person, account = t.person.c, t.account.c
    own = select(account.account_key).where(account.person == person.number)
    can_sign_in = or_(~own.exists(), own.where(account.disabled_us.is_(None)).exists())
    return select(person.number).where(person.left_us.is_(None), can_sign_in)


class SqlCaseTaskRows(SqlPart, CaseTaskRows):
    """Cases that are to be done."""

    def tasks_of(self, doer: Doer, limit: int) -> Sequence[Case]:
        """By the indexes of what people and squads have."""
        due = func.coalesce(_C.step_due_us, _C.due_us, NEVER_US)
        query = cases().where(_C.ended_us.is_(None), _is_of(doer)).order_by(due, _C.case_key).limit(limit)
        return [case_of(row) for row in self._connection.execute(query)]

    def department_of(self, person: str) -> str | None:
        """By the number of the person."""
        query = select(t.department.c.code).join(t.person, t.person.c.department_key == t.department.c.department_key)
        return self._connection.execute(query.where(t.person.c.number == person)).scalar()

    def shots_of(self, case_keys: Collection[int]) -> Mapping[int, Sequence[Shot]]:
        """Of all of them in one go."""
        query = (
            select(_P.case_key, _P.digest, _P.role)
            .where(_P.case_key.in_(case_keys))
            .order_by(_P.case_key, _P.added_us, _P.role, _P.digest)
        )
        found: defaultdict[int, list[Shot]] = defaultdict(list)
        for row in self._connection.execute(query):
            found[row.case_key].append(Shot(row.digest, PhotoRole(row.role)))
        return found


def _is_of(doer: Doer) -> ColumnElement[bool]:
    theirs = [_C.squad == doer.squad, _C.second_squad == doer.squad] if doer.squad is not None else []
    if doer.department is not None:
        theirs.append(_C.department == doer.department)
    taken_by_nobody = and_(_C.assignee.is_(None), or_(*theirs)) if theirs else None
    handled = [_C.assignee == doer.person, *([taken_by_nobody] if taken_by_nobody is not None else [])]
    return or_(and_(_TO_HANDLE, or_(*handled)), and_(_ON_THE_SPOT, _C.checker == doer.person))
