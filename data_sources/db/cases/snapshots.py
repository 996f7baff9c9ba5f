"""Receipts of pictures of chat groups."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import Select, select, update

from dashboard.domain.cases.snapshots import Receipt
from dashboard.domain.cases.states import CaseState
from dashboard.ports.case_snapshots import CaseSnapshotRows
from data_sources.db import tables as t
from data_sources.db.part import SqlPart
from data_sources.db.upserts import upsert

_S: Final = t.case_snapshot.c
_C: Final = t.case_record.c
_NONE: Final = (CaseState.REJECTED.value, CaseState.VOID.value)
_FOUND: Final = select(
    _S.case_key, _S.received_us, _S.accepted_us, _C.last_unit, _C.ended_us.is_not(None).label("ended")
).join(t.case_record, _C.case_key == _S.case_key)


class SqlCaseSnapshotRows(SqlPart, CaseSnapshotRows):
    """One row for each picture that became a case."""

    def add_receipt(self, case_key: int, received_us: int, sender: str) -> None:
        """Store it once."""
        row = {"case_key": case_key, "received_us": received_us, "sender": sender}
        self._connection.execute(upsert(self._dialect, t.case_snapshot, ["case_key"], update=[]), row)

    def note_receipt(self, case_key: int, at_us: int) -> None:
        """Store the first."""
        first = (_S.case_key == case_key, _S.accepted_us.is_(None))
        self._connection.execute(update(t.case_snapshot).where(*first).values(accepted_us=at_us))

    def receipts_since(self, since_us: int, until_us: int) -> Sequence[Receipt]:
        """By the index of the time."""
        within = (_S.received_us >= since_us, _S.received_us < until_us, _C.state.not_in(_NONE))
        return self._receipts(_FOUND.where(*within).order_by(_S.received_us))

    def receipts(self, case_keys: Collection[int]) -> Sequence[Receipt]:
        """By their keys."""
        return self._receipts(_FOUND.where(_S.case_key.in_(case_keys)))

    def _receipts(self, query: Select[Any]) -> Sequence[Receipt]:
        rows = self._connection.execute(query)
        return [Receipt(row.case_key, row.received_us, row.accepted_us, row.last_unit, bool(row.ended)) for row in rows]
