"""Where jobs are kept."""

from __future__ import annotations

from dashboard.ports.jobs import JobStore
from data_sources.db.transactions import SqlTransactions


class SqlJobStore(SqlTransactions, JobStore):
    """The database as jobs see it."""
