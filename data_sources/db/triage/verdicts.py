"""Verdicts on camera events: each is kept, the one that stands is written to the event."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import Row, Select, delete, insert, select, update
from sqlalchemy.orm import aliased

from dashboard.domain.triage.second_look import SecondLook
from dashboard.domain.triage.states import EventState, RejectReason, Verdict
from dashboard.domain.triage.verdicts import Given, Judged, Saying
from dashboard.ports.event_verdicts import EventVerdicts
from data_sources.db import tables as t
from data_sources.db.engine import WRITES
from data_sources.db.part import SqlPart
from data_sources.db.storable import storable

_E: Final = t.camera_event.c
_V: Final = t.camera_verdict.c


class SqlEventVerdicts(SqlPart, EventVerdicts):
    """What was said of events."""

    def judged_event(self, event_key: int) -> Judged | None:
        """With the verdict that stands."""
        query = select(t.camera_event).where(_E.camera_event_key == event_key)
        if self._connection.get_execution_options().get(WRITES, False):
            query = query.with_for_update()
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _judged(row, next(iter(self._standing(event_key)), None))

    def verdicts_on(self, event_keys: Collection[int]) -> Sequence[Given]:
        """In their order."""
        query = select(t.camera_verdict).where(_V.camera_event_key.in_(list(event_keys))).order_by(_V.verdict_key)
        return [given_of(row) for row in self._connection.execute(query)]

    def looks_at(self, event_keys: Collection[int]) -> Sequence[SecondLook]:
        """By the key of the event."""
        look = t.camera_second_look
        query = select(look).where(look.c.camera_event_key.in_(list(event_keys)))
        return [look_of(row) for row in self._connection.execute(query)]

    def verdict_before(self, event_key: int) -> Given | None:
        """The second of those that stand."""
        return next(iter(self._standing(event_key)[1:]), None)

    def give_verdict(self, given: Given, after: Judged) -> int:
        """In one with the event's own columns."""
        statement = insert(t.camera_verdict).values(_values(given)).returning(_V.verdict_key)
        key = int(self._connection.execute(statement).scalar_one())
        told = {
            "state": after.state.value,
            "reject_reason": None if after.reason is None else after.reason.value,
            "merged_into": after.merged_into,
            "judged_us": after.judged_us,
            "judged_by": after.by,
            "is_right": after.is_right,
            "updated_us": given.at_us,
        }
        event_key = given.event_key
        self._connection.execute(update(t.camera_event).where(_E.camera_event_key == event_key).values(told))
        claim = t.camera_event_claim
        self._connection.execute(delete(claim).where(claim.c.camera_event_key == event_key))
        return key

    def _standing(self, event_key: int) -> Sequence[Given]:
        rows = self._connection.execute(standing_verdicts(event_key).limit(2))
        return [given_of(row) for row in rows]


def standing_verdicts(event_key: int) -> Select[Any]:
    """Return the query of the verdicts that nobody took back, the last first."""
    undo = aliased(t.camera_verdict).c
    taken_back = select(undo.verdict_key).where(undo.undoes == _V.verdict_key).exists()
    query = select(t.camera_verdict).where(_V.camera_event_key == event_key, _V.verdict != Verdict.UNDO.value)
    return query.where(~taken_back).order_by(_V.verdict_key.desc())


def given_of(row: Row[Any]) -> Given:
    """A row of camera_verdict as the record of the core."""
    saying = Saying(
        verdict=Verdict(row.verdict),
        reason=RejectReason(row.reason) if row.reason else None,
        note=row.note,
        into=row.into_key,
        case_key=row.case_key,
    )
    return Given(
        verdict_key=row.verdict_key,
        event_key=row.camera_event_key,
        at_us=row.at_us,
        by=row.actor,
        saying=saying,
        before=EventState(row.before),
        by_person=row.by_person,
        undoes=row.undoes,
    )


def look_of(row: Row[Any]) -> SecondLook:
    """A row of camera_second_look as the record of the core."""
    return SecondLook(
        event_key=row.camera_event_key,
        verdict_key=row.verdict_key,
        first_by=row.first_by,
        picked_us=row.picked_us,
        looked_us=row.looked_us,
        looked_by=row.looked_by,
        verdict=Verdict(row.verdict) if row.verdict else None,
        reason=RejectReason(row.reason) if row.reason else None,
        agrees=row.agrees,
    )


def _values(given: Given) -> dict[str, Any]:
    saying = given.saying
    return {
        "camera_event_key": given.event_key,
        "at_us": given.at_us,
        "actor": given.by,
        "verdict": saying.verdict.value,
        "before": given.before.value,
        "reason": None if saying.reason is None else saying.reason.value,
        "note": storable(saying.note),
        "into_key": saying.into,
        "case_key": saying.case_key,
        "by_person": given.by_person,
        "undoes": given.undoes,
    }


def _judged(row: Row[Any], last: Given | None) -> Judged:
    return Judged(
        event_key=row.camera_event_key,
        state=EventState(row.state),
        reason=RejectReason(row.reject_reason) if row.reject_reason else None,
        merged_into=row.merged_into,
        case_key=last.saying.case_key if last is not None else None,
        judged_us=row.judged_us,
        by=row.judged_by,
        is_right=row.is_right,
        verdict_key=last.verdict_key if last is not None else None,
        before=last.before if last is not None else None,
    )
