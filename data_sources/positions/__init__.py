"""Positions of people and vehicles: one file for each way in which they are told, exporting POSITION_SOURCE."""

from __future__ import annotations

import sys
from functools import cache

from dashboard.discovery import collect
from dashboard.ports.positions import PositionSource


@cache
def position_sources() -> dict[str, PositionSource]:
    """Every way by its key."""
    return collect(sys.modules[__name__], "POSITION_SOURCE", PositionSource)
