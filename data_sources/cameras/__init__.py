"""Camera-event sources: one file each, exporting CAMERA_SOURCE."""

from __future__ import annotations

import sys
from functools import cache

from dashboard.discovery import collect
from dashboard.ports.ingest import CameraPull, CameraSource


@cache
def camera_sources() -> dict[str, CameraSource]:
    """Every camera source by its key."""
    return collect(sys.modules[__name__], "CAMERA_SOURCE", CameraSource)


def usual_stills() -> dict[str, str]:
    """Where cameras show what they see, by the source's key; `{channel}` stands for the channel."""
    return {key: pull.still for key, pull in camera_pulls().items() if pull.still}


def camera_pulls() -> dict[str, CameraPull]:
    """How cameras are asked for their events, by the source's key."""
    return {key: source.pull for key, source in camera_sources().items() if source.pull is not None}
