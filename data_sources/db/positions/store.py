"""Where positions are kept."""

from __future__ import annotations

from dashboard.ports.positions import PositionStore
from data_sources.db.transactions import SqlTransactions


class SqlPositionStore(SqlTransactions, PositionStore):
    """The database as the services of positions see it."""
