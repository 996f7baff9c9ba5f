"""Where positions are kept."""

from __future__ import annotations

from dashboard.ports.positions import PositionStore, WornStore
from data_sources.db.transactions import SqlTransactions


class SqlPositionStore(SqlTransactions, PositionStore):
    """The database as the services of positions see it."""


class SqlWornStore(SqlTransactions, WornStore):
    """The database as those see it who give out body cams."""
