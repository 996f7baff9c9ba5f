"""The sensor types, cameras and loudspeakers among them: one file each, exporting SENSOR."""

from __future__ import annotations

import sys
from functools import cache

from dashboard.discovery import collect
from dashboard.domain.kinds import SensorType


@cache
def sensor_types() -> dict[str, SensorType]:
    """Every sensor type by its key."""
    return collect(sys.modules[__name__], "SENSOR", SensorType)
