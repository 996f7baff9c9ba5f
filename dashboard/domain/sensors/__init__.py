"""The sensor types: one file each, exporting SENSOR."""

from __future__ import annotations

import sys
from functools import cache

from dashboard.discovery import collect
from dashboard.domain.kinds import CAMERA, SPEAKER, AssetKind, SensorType


@cache
def sensor_types() -> dict[str, SensorType]:
    """Every sensor type by its key."""
    return collect(sys.modules[__name__], "SENSOR", SensorType)


@cache
def asset_kinds() -> dict[str, AssetKind]:
    """Every kind of asset by its key: the sensor types, cameras and loudspeakers."""
    return {**sensor_types(), CAMERA.key: CAMERA, SPEAKER.key: SPEAKER}
