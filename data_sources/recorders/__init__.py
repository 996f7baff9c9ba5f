"""Recorders: one file for each make, exporting RECORDER."""

from __future__ import annotations

import sys
from functools import cache

from dashboard.discovery import collect
from dashboard.ports.camera_clips import Recorder


@cache
def recorders() -> dict[str, Recorder]:
    """Every recorder by its key."""
    return collect(sys.modules[__name__], "RECORDER", Recorder)
