"""Waste bin with a fill sensor.

Full from 85 % on; emptied when it is below 75 % again.
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
    key="bin",
    label=Text("垃圾箱", "Waste bin"),
    layer="environment",
    icon="bin",
    metrics=("fill_ratio", "temperature_c", "battery_pct", "battery_v", "rssi_dbm"),
    chart=("fill_ratio",),
    silent_after=SILENT_AFTER,
    rules=(
        AlarmRule(
            key="bin.full",
            label=Text("垃圾箱满溢", "Bin full"),
            metric="fill_ratio",
            comparison=Comparison.ABOVE,
            levels=(Level(Severity.MINOR, 0.85),),
            hysteresis=0.1,
        ),
        battery_low("bin"),
        offline("bin", SILENT_AFTER),
    ),
    simulator=SimulatorProfile(
        interval_s=1800.0,
        waves={
            "fill_ratio": Wave(base=0.42, daily_swing=0.26, noise=0.03),
            "temperature_c": Wave(base=20.0, daily_swing=6.0, noise=0.5),
            "battery_pct": Wave(base=86.0, noise=4.0),
        },
        uplinks=("canonical", "chirpstack", "generic"),
    ),
)
