"""Where everything about one person is taken out and erased."""

from __future__ import annotations

from dashboard.ports.personal import PersonalStore
from data_sources.db.transactions import SqlTransactions


class SqlPersonalStore(SqlTransactions, PersonalStore):
    """The database as whoever answers for personal data sees it."""
