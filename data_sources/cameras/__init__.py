"""Camera-event sources: one file each, exporting CAMERA_SOURCE."""

from __future__ import annotations

import sys
from functools import cache

from dashboard.discovery import collect
from dashboard.ports.ingest import CameraSource


@cache
def camera_sources() -> dict[str, CameraSource]:
    """Every camera source by its key."""
    return collect(sys.modules[__name__], "CAMERA_SOURCE", CameraSource)
