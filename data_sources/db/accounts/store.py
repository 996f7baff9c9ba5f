"""The database as the account services see it."""

from __future__ import annotations

from dashboard.ports.accounts import AccountStore
from data_sources.db.transactions import SqlTransactions


class SqlAccountStore(SqlTransactions, AccountStore):
    """Where accounts are kept."""
