"""The working calendar as rows, inside a transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from dashboard.domain.cases.calendar import CalendarDay, DayKind
from dashboard.ports.calendars import CalendarRows
from data_sources.db import tables as t
from data_sources.db.json_columns import packed, unpacked
from data_sources.db.part import SqlPart
from data_sources.db.register_rows import CHUNK
from data_sources.db.upserts import upsert

_D = t.calendar_day.c
_W = t.work_calendar.c


class SqlCalendarRows(SqlPart, CalendarRows):
    """The working calendar."""

    def calendar_days(self) -> Sequence[CalendarDay]:
        """The days that were imported, in their order."""
        query = select(_D.day, _D.kind, _D.name, _D.source).order_by(_D.day)
        return [
            CalendarDay(date.fromisoformat(row.day), DayKind(row.kind), row.name, row.source)
            for row in self._connection.execute(query)
        ]

    def save_calendar_days(self, days: Sequence[CalendarDay]) -> None:
        """Store them by their day."""
        statement = upsert(self._dialect, t.calendar_day, ["day"], update=["kind", "name", "source", "imported_us"])
        rows = [
            {**each._asdict(), "day": each.day.isoformat(), "kind": each.kind.value, "imported_us": self._now_us}
            for each in days
        ]
        for start in range(0, len(rows), CHUNK):
            self._connection.execute(statement, rows[start : start + CHUNK])

    def kept_calendar(self, version: str) -> Mapping[str, Any] | None:
        """The content of a version; None when it was never kept."""
        content = self._connection.execute(select(_W.content).where(_W.version == version)).scalar()
        return None if content is None else dict(unpacked(content))

    def keep_calendar(self, version: str, content: Mapping[str, Any]) -> None:
        """Keep the content of a version; one that is there already stays as it is."""
        if self.kept_calendar(version) is None:
            row = {"version": version, "content": packed(content), "kept_us": self._now_us}
            self._connection.execute(upsert(self._dialect, t.work_calendar, ["version"], update=[]), row)
