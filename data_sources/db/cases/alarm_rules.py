"""Rules by which alarms become cases, inside a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import Row, func, or_, select

from dashboard.domain.cases.by_alarm import CaseByAlarm
from dashboard.domain.sensors import people_kinds
from dashboard.domain.severity import Severity
from dashboard.ports.case_rules import CaseRuleRows
from data_sources.db import tables as t
from data_sources.db.engine import WRITES
from data_sources.db.part import SqlPart
from data_sources.db.upserts import upsert

_R: Final = t.case_rule.c
_A: Final = t.alarm.c
_T: Final = t.case_alarm.c


class SqlCaseRuleRows(SqlPart, CaseRuleRows):
    """The rules and what they mean."""

    def cases_by_alarm(self) -> Sequence[CaseByAlarm]:
        """By the key of the alarm rule."""
        query = select(t.case_rule).order_by(_R.rule)
        if self._connection.get_execution_options().get(WRITES, False):
            query = query.with_for_update()
        return [_rule(row) for row in self._connection.execute(query)]

    def save_case_by_alarm(self, rule: CaseByAlarm) -> None:
        """By the key of the alarm rule."""
        row = asdict(rule) | {"severity": rule.severity.value}
        update = [name for name in row if name != "rule"]
        self._connection.execute(upsert(self._dialect, t.case_rule, ["rule"], update=update), row)

    def meant_alarms(self, rule: CaseByAlarm, since_us: int, limit: int) -> Sequence[int]:
        """By the index of what has not cleared, or when."""
        query = (
            select(_A.alarm_key)
            .join(t.asset, t.asset.c.asset_key == _A.asset_key)
            .where(or_(_A.cleared_us.is_(None), _A.cleared_us >= since_us))
            .where(_A.rule_key == rule.rule, _A.peak_severity.in_(rule.severities))
            .where(_A.worsened_us >= max(since_us, rule.since_us))
            .where(_A.suppressed.is_(False), _A.shelved_until_us.is_(None), t.asset.c.kind.not_in(people_kinds()))
            .where(~select(_T.alarm_key).where(_T.alarm_key == _A.alarm_key).exists())
            .order_by(_A.worsened_us, _A.alarm_key)
            .limit(limit)
        )
        return list(self._connection.execute(query).scalars())

    def made_since(self, rule: str, since_us: int) -> int:
        """Alarms that joined a case are not counted."""
        c = t.case_record.c
        first = select(c.case_key).where(c.case_key == _T.case_key, c.alarm_key == _T.alarm_key).exists()
        query = select(func.count()).where(_T.rule == rule, _T.at_us >= since_us, first)
        return int(self._connection.execute(query).scalar_one())


def _rule(row: Row[Any]) -> CaseByAlarm:
    return CaseByAlarm(**{**row._asdict(), "severity": Severity(row.severity)})
