"""Where deeds are noted that change nothing else in the database."""

from __future__ import annotations

from dashboard.ports.audit import AuditStore
from data_sources.db.transactions import SqlTransactions


class SqlAuditStore(SqlTransactions, AuditStore):
    """The database as whoever takes the record out, or plays messages, sees it."""
