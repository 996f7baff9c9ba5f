"""Where it is kept how cameras are reached."""

from __future__ import annotations

from dashboard.ports.camera_privacy import CameraPrivacyStore
from dashboard.ports.camera_stills import StillStore
from dashboard.ports.cameras import CameraAccessStore
from data_sources.db.transactions import SqlTransactions


class SqlCameraAccessStore(SqlTransactions, CameraAccessStore, StillStore):
    """The database as those who set up cameras see it."""


class SqlCameraPrivacyStore(SqlTransactions, CameraPrivacyStore):
    """The database as those who mask cameras see it."""
