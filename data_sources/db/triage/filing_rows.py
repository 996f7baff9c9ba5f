"""Rules of filing by itself, and what they mean, inside a transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Row, case, func, select

from dashboard.domain.triage.filing import FILED, Filing
from dashboard.domain.triage.precision import Precision
from dashboard.domain.triage.states import EventState
from dashboard.ports.filing import FilingRows
from data_sources.db import tables as t
from data_sources.db.engine import WRITES
from data_sources.db.json_columns import packed, unpacked
from data_sources.db.part import SqlPart
from data_sources.db.upserts import upsert

_F: Final = t.camera_filing.c
_E: Final = t.camera_event.c
_COLUMNS: Final = tuple(column.key for column in t.camera_filing.c)


class SqlFilingRows(SqlPart, FilingRows):
    """The rules and what they mean."""

    def filings(self) -> Sequence[Filing]:
        """By category."""
        query = select(t.camera_filing).order_by(_F.category)
        if self._connection.get_execution_options().get(WRITES, False):
            query = query.with_for_update()
        return [_filing(row) for row in self._connection.execute(query)]

    def save_filing(self, filing: Filing) -> None:
        """By category."""
        row = {name: getattr(filing, name) for name in _COLUMNS}
        row["ended_with"] = None if filing.ended_with is None else packed(list(filing.ended_with))
        changed = [name for name in _COLUMNS if name != "category"]
        self._connection.execute(upsert(self._dialect, t.camera_filing, ["category"], update=changed), row)

    def meant_events(self, filing: Filing, since_us: int, now_us: int, limit: int) -> Sequence[int]:
        """By the index of what waits."""
        claim = t.camera_event_claim.c
        claimed = select(claim.camera_event_key).where(
            claim.camera_event_key == _E.camera_event_key, claim.until_us > now_us
        )
        query = (
            select(_E.camera_event_key)
            .where(_E.state == EventState.WAITING.value, _E.category == filing.category)
            .where(_E.last_us >= max(since_us, filing.since_us), _E.first_us >= max(since_us, filing.since_us))
            .where(_E.image_digest.is_not(None), _E.asset_key.is_not(None), ~claimed.exists())
            .order_by(_E.first_us, _E.camera_event_key)
            .limit(limit)
        )
        return list(self._connection.execute(query).scalars())

    def filed_since(self, since_us: int) -> Mapping[str, int]:
        """By what the timelines of cases say."""
        entry, record = t.case_entry.c, t.case_record.c
        query = (
            select(_E.category, func.count(func.distinct(record.case_key)))
            .join_from(t.case_entry, t.case_record, record.case_key == entry.case_key)
            .join(t.camera_event, _E.camera_event_key == record.camera_event_key)
            .where(record.reported_us >= since_us, entry.at_us >= since_us, entry.what == FILED)
            .group_by(_E.category)
        )
        return {category: count for category, count in self._connection.execute(query) if category is not None}

    def category_precisions(self, since_us: int) -> Mapping[str, Precision]:
        """By the index of what counts."""
        right = func.sum(case((_E.is_right, 1), else_=0))
        query = (
            select(_E.category, right, func.count())
            .where(_E.is_right.is_not(None), _E.category.is_not(None), _E.judged_us >= since_us)
            .group_by(_E.category)
        )
        return {category: Precision(int(good), int(all_)) for category, good, all_ in self._connection.execute(query)}


def _filing(row: Row[Any]) -> Filing:
    told = None if row.ended_with is None else Precision(*unpacked(row.ended_with))
    return Filing(**{**row._asdict(), "ended_with": told})
