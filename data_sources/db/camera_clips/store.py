"""Where clips are known."""

from __future__ import annotations

from dashboard.ports.camera_clips import ClipStore
from data_sources.db.transactions import SqlTransactions


class SqlClipStore(SqlTransactions, ClipStore):
    """The database as clips see it."""
