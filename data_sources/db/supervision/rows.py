"""Supervision tasks as rows, inside a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, insert, or_, select, update

from dashboard.domain.supervision.records import Moment, SupervisionTask, TaskKind, TaskState
from dashboard.ports.supervision import SupervisionRows
from data_sources.db import tables as t
from data_sources.db.cases.numbers import next_number
from data_sources.db.part import SqlPart
from data_sources.db.storable import storable

_S = t.supervision.c
_L = t.supervision_case.c


class SqlSupervisionRows(SqlPart, SupervisionRows):
    """Supervision tasks."""

    def next_task_number(self, day: date) -> int:
        """1, 2, 3 …; the row of the day is locked until the end of the transaction."""
        return next_number(self._connection, f"DB{day:%Y%m%d}")

    def task_of_request(self, issuer: str, request_key: str) -> int | None:
        """Its key; None the first time."""
        query = select(_S.task_key).where(_S.issued_by == issuer, _S.request_key == request_key)
        return self._connection.execute(query).scalar()

    def add_task(self, task: SupervisionTask, request_key: str) -> int:
        """Store it and its cases in their order."""
        row = {**_row_of(task), "request_key": request_key}
        key = int(self._connection.execute(insert(t.supervision).values(row).returning(_S.task_key)).scalar_one())
        lines = [{"task_key": key, "case_key": case, "place": at} for at, case in enumerate(task.cases)]
        if lines:
            self._connection.execute(insert(t.supervision_case), lines)
        return key

    def task(self, task_key: int) -> SupervisionTask | None:
        """One task; None when there is none."""
        row = self._connection.execute(select(t.supervision).where(_S.task_key == task_key)).first()
        return None if row is None else _task(row, self._cases_of([task_key]).get(task_key, ()))

    def save_task(self, task: SupervisionTask) -> bool:
        """Store it over the revision before."""
        before = (_S.task_key == task.task_key, _S.revision == task.revision - 1)
        return self._connection.execute(update(t.supervision).where(*before).values(_row_of(task))).rowcount == 1

    def tasks(
        self, units: tuple[str | None, str | None] | None, open_only: bool, limit: int
    ) -> Sequence[SupervisionTask]:
        """The open ones by their time, then those that ended last."""
        rows = list(self._connection.execute(_of(units).where(_S.ended_us.is_(None)).order_by(_S.due_us).limit(limit)))
        if not open_only:
            ended = (
                _of(units)
                .where(_S.ended_us.is_not(None))
                .order_by(_S.ended_us.desc(), _S.task_key.desc())
                .limit(limit - len(rows))
            )
            rows += self._connection.execute(ended)
        cases = self._cases_of([row.task_key for row in rows])
        return [_task(row, cases.get(row.task_key, ())) for row in rows]

    def _cases_of(self, task_keys: Sequence[int]) -> dict[int, tuple[int, ...]]:
        query = select(_L.task_key, _L.case_key).where(_L.task_key.in_(task_keys)).order_by(_L.task_key, _L.place)
        found: dict[int, tuple[int, ...]] = {}
        for task_key, case_key in self._connection.execute(query):
            found[task_key] = (*found.get(task_key, ()), case_key)
        return found


def _of(units: tuple[str | None, str | None] | None) -> Select[Any]:
    query = select(t.supervision)
    if units is None:
        return query
    return query.where(
        or_(*(column == code for column, code in zip((_S.squad, _S.department), units, strict=True) if code))
    )


def _row_of(task: SupervisionTask) -> dict[str, Any]:
    return {
        "number": task.number,
        "revision": task.revision,
        "state": task.state.value,
        "kind": task.kind.value,
        "title": storable(task.title),
        "demand": storable(task.demand),
        "squad": task.squad,
        "department": task.department,
        "due_us": task.due_us,
        "answer": storable(task.answer),
        "remark": storable(task.remark),
        **_moment_columns("issued", task.issued),
        **_moment_columns("signed", task.signed),
        **_moment_columns("answered", task.answered),
        **_moment_columns("ended", task.ended),
    }


def _moment_columns(name: str, moment: Moment | None) -> dict[str, Any]:
    return {f"{name}_by": moment.by if moment else None, f"{name}_us": moment.at_us if moment else None}


def _moment(by: str | None, at_us: int | None) -> Moment | None:
    return None if by is None or at_us is None else Moment(by, at_us)


def _task(row: Row[Any], cases: tuple[int, ...]) -> SupervisionTask:
    return SupervisionTask(
        task_key=row.task_key,
        number=row.number,
        revision=row.revision,
        state=TaskState(row.state),
        kind=TaskKind(row.kind),
        title=row.title,
        demand=row.demand,
        squad=row.squad,
        department=row.department,
        due_us=row.due_us,
        issued=Moment(row.issued_by, row.issued_us),
        cases=cases,
        signed=_moment(row.signed_by, row.signed_us),
        answer=row.answer,
        answered=_moment(row.answered_by, row.answered_us),
        remark=row.remark,
        ended=_moment(row.ended_by, row.ended_us),
    )
