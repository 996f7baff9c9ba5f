"""Where rounds are kept."""

from __future__ import annotations

from dashboard.ports.camera_rounds import CameraRoundStore
from data_sources.db.transactions import SqlTransactions


class SqlCameraRoundStore(SqlTransactions, CameraRoundStore):
    """The database as rounds see it."""
