"""Where screens are kept."""

from __future__ import annotations

from dashboard.ports.walls import WallStore
from data_sources.db.transactions import SqlTransactions


class SqlWallStore(SqlTransactions, WallStore):
    """The database as the director and the screens see it."""
