"""Roadside parking bay with a magnetic detector: occupied or free.

A car that stays longer than 24 h is reported.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from dashboard.domain.kinds import SensorType, SimulatorProfile, Wave
from dashboard.domain.rules import AlarmRule, Comparison, Level, battery_low, offline
from dashboard.domain.severity import Severity
from dashboard.domain.text import Text

SILENT_AFTER: Final = timedelta(hours=25)

SENSOR: Final = SensorType(
    key="parking_bay",
    label=Text("路侧泊位", "Parking bay"),
    layer="parking",
    icon="parking_bay",
    metrics=("occupied", "battery_pct", "battery_v", "rssi_dbm", "temperature_c"),
    chart=("occupied",),
    silent_after=SILENT_AFTER,
    rules=(
        AlarmRule(
            key="parking_bay.long_stay",
            label=Text("超长停放", "Parked over 24 h"),
            metric="occupied",
            comparison=Comparison.EQUALS,
            levels=(Level(Severity.MINOR, 1.0),),
            minimum_duration_s=86400.0,
        ),
        battery_low("parking_bay"),
        offline("parking_bay", SILENT_AFTER),
    ),
    simulator=SimulatorProfile(
        interval_s=900.0,
        waves={
            "occupied": Wave(base=0.6, daily_swing=0.3),
            "battery_pct": Wave(base=84.0, noise=6.0),
        },
        uplinks=("canonical", "chirpstack", "ctwing"),
    ),
)
