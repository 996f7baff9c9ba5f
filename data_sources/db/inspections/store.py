"""Where inspections are kept."""

from __future__ import annotations

from dashboard.ports.inspections import InspectionStore
from data_sources.db.transactions import SqlTransactions


class SqlInspectionStore(SqlTransactions, InspectionStore):
    """The database as inspections see it."""
