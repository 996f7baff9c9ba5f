"""Where the roster is kept."""

from __future__ import annotations

from dashboard.ports.roster import RosterStore
from data_sources.db.transactions import SqlTransactions


class SqlRosterStore(SqlTransactions, RosterStore):
    """The database as the services of the roster see it."""
