"""The audit log."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, insert, select

from dashboard.ports.parts import AuditCounts, AuditLog
from data_sources.db import tables as t
from data_sources.db.json_columns import packed
from data_sources.db.part import SqlPart


class SqlAuditLog(SqlPart, AuditLog, AuditCounts):
    """Entries of the audit log, and how many there are."""

    def note_in_audit(self, actor: str, action: str, subject: str, detail: Mapping[str, object], at_us: int) -> None:
        """An entry in the audit log."""
        values = {"actor": actor, "action": action, "subject": subject, "detail": packed(dict(detail)), "at_us": at_us}
        self._connection.execute(insert(t.audit).values(values))

    def audited(self, action: str, since_us: int) -> int:
        """How often the audit log has this action since then."""
        query = select(func.count()).where(t.audit.c.action == action, t.audit.c.at_us >= since_us)
        return int(self._connection.execute(query).scalar_one())
