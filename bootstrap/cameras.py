"""What keeps how cameras are reached, and what asks them."""

from __future__ import annotations

from bootstrap import now_us
from dashboard.services.cameras.access import CameraAccesses
from dashboard.services.cameras.looking import CameraLooks
from dashboard.settings import Settings
from data_sources.camera_pictures.http import HttpCameraPicture
from data_sources.db.cameras.store import SqlCameraAccessStore
from data_sources.db.engine import Database
from data_sources.sealing import FernetSealing, Purpose


def build_camera_accesses(settings: Settings, engine: Database) -> CameraAccesses:
    """What keeps how cameras are reached."""
    return CameraAccesses(SqlCameraAccessStore(engine, now_us), camera_sealing(settings), now_us)


def camera_sealing(settings: Settings) -> FernetSealing:
    """What the passwords of cameras are kept under."""
    return FernetSealing(settings.session_secret(), Purpose.CAMERAS)


def build_camera_looks() -> CameraLooks:
    """What asks cameras."""
    return CameraLooks(HttpCameraPicture(), now_us)
