"""How often something was done in a while, counted for all processes."""

from __future__ import annotations

from sqlalchemy import delete, select

from dashboard.domain.throttles import Uses
from dashboard.ports.answering import UseRows
from data_sources.db import tables as t
from data_sources.db.part import SqlPart
from data_sources.db.upserts import upsert

_U = t.use_count.c


class SqlUseRows(SqlPart, UseRows):
    """Counts."""

    def uses(self, use: str) -> Uses | None:
        """What was counted."""
        row = self._connection.execute(select(_U.count, _U.until_us).where(_U.use == use)).first()
        return None if row is None else Uses(*row)

    def count_use(self, use: str, until_us: int, now_us: int) -> Uses:
        """One more; whatever is over goes first."""
        self._connection.execute(delete(t.use_count).where(_U.until_us <= now_us))
        again = upsert(self._dialect, t.use_count, ["use"], update=[], count=_U.count + 1)
        values = {"use": use, "count": 1, "until_us": until_us}
        row = self._connection.execute(again.returning(_U.count - 1, _U.until_us), values).one()
        return Uses(*row)
