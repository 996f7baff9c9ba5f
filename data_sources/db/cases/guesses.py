"""What was reported around a place, as guesses are made of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import select

from dashboard.domain.cases.guessing import PastReport
from dashboard.domain.cases.states import CaseState
from dashboard.ports.case_guessing import CaseGuessRows
from data_sources.db import tables as t
from data_sources.db.part import SqlPart

_C: Final = t.case_record.c
_NONE: Final = (CaseState.REJECTED.value, CaseState.VOID.value)


class SqlCaseGuessRows(SqlPart, CaseGuessRows):
    """By the index of area and time."""

    def past_reports(self, areas: Collection[str] | None, since_us: int, most: int) -> Sequence[PastReport]:
        """The newest first."""
        query = select(*(_C[name] for name in PastReport._fields)).where(
            _C.reported_us >= since_us, _C.state.not_in(_NONE)
        )
        if areas is not None:
            query = query.where(_C.area_key.in_(select(t.area.c.area_key).where(t.area.c.code.in_(areas))))
        rows = self._connection.execute(query.order_by(_C.reported_us.desc(), _C.case_key.desc()).limit(most))
        return [PastReport(*row) for row in rows]
