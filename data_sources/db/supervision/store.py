"""Where supervision tasks are kept."""

from __future__ import annotations

from dashboard.ports.supervision import SupervisionStore
from data_sources.db.transactions import SqlTransactions


class SqlSupervisionStore(SqlTransactions, SupervisionStore):
    """The database as supervision sees it."""
