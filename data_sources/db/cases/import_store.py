"""Where cases of other systems land."""

from __future__ import annotations

from dashboard.ports.case_imports import CaseImportStore
from data_sources.db.transactions import SqlTransactions


class SqlCaseImportStore(SqlTransactions, CaseImportStore):
    """The database as the import of cases sees it."""
