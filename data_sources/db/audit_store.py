"""Where it is noted that entries of the audit log were taken out."""

from __future__ import annotations

from dashboard.ports.audit import AuditStore
from data_sources.db.transactions import SqlTransactions


class SqlAuditStore(SqlTransactions, AuditStore):
    """The database as whoever exports the record sees it."""
