"""Where people are kept."""

from __future__ import annotations

from dashboard.ports.people import PeopleStore
from data_sources.db.transactions import SqlTransactions


class SqlPeopleStore(SqlTransactions, PeopleStore):
    """The database as imports of people see it."""
