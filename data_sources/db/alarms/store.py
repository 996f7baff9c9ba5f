"""The database as the alarm services and the worker's passes see it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, tuple_

from dashboard.domain.alarm_records import Alarm
from dashboard.domain.feeds import Feed
from dashboard.domain.readouts import AlarmStanding
from dashboard.ports.alarms import AlarmStore
from data_sources.db import tables as t
from data_sources.db.alarms.records import alarm_with_asset, alarms_with_assets
from data_sources.db.alarms.rule_source import SqlRuleSource
from data_sources.db.area_tree import keys_below
from data_sources.db.engine import reading
from data_sources.db.feeds import revisions
from data_sources.db.transactions import SqlTransactions

_A = t.alarm.c
_S = t.asset.c


class SqlAlarmStore(SqlTransactions, SqlRuleSource, AlarmStore):
    """Where alarms, rules and windows are kept."""

    def revisions(self) -> dict[Feed, int]:
        """The present revision of each feed."""
        return revisions(self._engine)

    def list_alarms(
        self, standing: AlarmStanding | None, area: str | None, limit: int, before: tuple[int, int] | None
    ) -> list[Alarm]:
        """Alarms by (raised_us, alarm_key) downwards, from below `before`; `area` covers all areas below it."""
        query = alarms_with_assets().order_by(_A.raised_us.desc(), _A.alarm_key.desc()).limit(limit)
        if standing is not None:
            query = query.where(_standing(standing))
        if before is not None:
            query = query.where(tuple_(_A.raised_us, _A.alarm_key) < tuple_(*before))
        if area is not None:
            query = query.where(_A.grid_key.in_(keys_below(area)))
        with reading(self._engine) as connection:
            return [alarm_with_asset(row) for row in connection.execute(query).mappings()]


def _standing(standing: AlarmStanding) -> ColumnElement[bool]:
    if standing is AlarmStanding.CLEARED:
        return _A.cleared_us.is_not(None)
    if standing is AlarmStanding.SHELVED:
        return and_(_A.cleared_us.is_(None), _A.shelved_until_us.is_not(None))
    seen = _A.acknowledged_us.is_not(None) if standing is AlarmStanding.ACKNOWLEDGED else _A.acknowledged_us.is_(None)
    return and_(_A.cleared_us.is_(None), _A.shelved_until_us.is_(None), seen)
