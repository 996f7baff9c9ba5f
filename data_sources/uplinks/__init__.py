"""Uplinks, the envelopes devices report in: one file each, exporting UPLINK."""

from __future__ import annotations

import sys
from functools import cache

from dashboard.discovery import collect
from dashboard.ports import Uplink


@cache
def uplinks() -> dict[str, Uplink]:
    """Every uplink by its key."""
    return collect(sys.modules[__name__], "UPLINK", Uplink)
