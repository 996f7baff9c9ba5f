"""Where cases are kept."""

from __future__ import annotations

from dashboard.ports.cases import CaseStore
from data_sources.db.transactions import SqlTransactions


class SqlCaseStore(SqlTransactions, CaseStore):
    """The database as cases see it."""
