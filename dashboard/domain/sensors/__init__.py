"""The sensor types, cameras and loudspeakers among them: one file each, exporting SENSOR."""

from __future__ import annotations

import sys
from functools import cache

from dashboard.discovery import collect
from dashboard.domain.kinds import SensorType
from dashboard.domain.rules import AlarmRule


@cache
def sensor_types() -> dict[str, SensorType]:
    """Every sensor type by its key."""
    return collect(sys.modules[__name__], "SENSOR", SensorType)


@cache
def alarm_rules() -> dict[str, AlarmRule]:
    """Every alarm rule of every sensor type by its key."""
    return {rule.key: rule for sensor in sensor_types().values() for rule in sensor.rules}
