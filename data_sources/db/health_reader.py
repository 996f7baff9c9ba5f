"""What monitoring asks the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Engine, func, select

from dashboard.domain.cases.warnings import USUAL_BOUNDS, SuspensionBounds
from dashboard.domain.severity import Severity
from dashboard.domain.webhooks.records import WebhookLine
from dashboard.ports.operations import HealthReads
from data_sources.db import tables as t
from data_sources.db.cases.watching import is_endless
from data_sources.db.engine import reading
from data_sources.db.webhooks.rows import SqlWebhookRows


class HealthReader(HealthReads):
    """Reads what monitoring collects."""

    def __init__(self, engine: Engine, suspensions: SuspensionBounds = USUAL_BOUNDS) -> None:
        self._engine = engine
        self._suspensions = suspensions

    def open_alarms(self) -> Mapping[str, int]:
        """How many alarms have not cleared, by severity. Raises Unavailable."""
        alarm = t.alarm.c
        query = select(alarm.severity, func.count()).where(alarm.cleared_us.is_(None)).group_by(alarm.severity)
        with reading(self._engine) as connection:
            found: dict[str, int] = dict(connection.execute(query).all())
        return {severity.value: found.get(severity.value, 0) for severity in Severity}

    def webhooks(self) -> Sequence[WebhookLine]:
        """The subscriptions with what waits of them. Raises Unavailable."""
        with reading(self._engine) as connection:
            return SqlWebhookRows(connection, 0).webhook_lines()

    def endless_suspensions(self, now_us: int) -> int:
        """How many suspended cases do not end by themselves. Raises Unavailable."""
        query = select(func.count()).select_from(t.case_record).where(is_endless(self._suspensions, now_us))
        with reading(self._engine) as connection:
            return int(connection.execute(query).scalar_one())
