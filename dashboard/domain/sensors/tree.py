"""Ancient tree: lean away from its attitude at installation.

2° yellow, 5° red (usual first settings; sites set their own). Wind sways a tree: the lean must last a minute.
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
    key="tree",
    label=Text("古树名木", "Ancient tree"),
    layer="tree",
    icon="tree",
    metrics=("tilt_deg", "temperature_c", "battery_pct", "battery_v", "rssi_dbm"),
    chart=("tilt_deg",),
    silent_after=SILENT_AFTER,
    rules=(
        AlarmRule(
            key="tree.lean",
            label=Text("古树倾斜", "Tree leaning"),
            metric="tilt_deg",
            comparison=Comparison.MAGNITUDE,
            levels=(Level(Severity.MINOR, 2.0), Level(Severity.CRITICAL, 5.0)),
            hysteresis=0.5,
            minimum_duration_s=60.0,
        ),
        battery_low("tree"),
        offline("tree", SILENT_AFTER),
    ),
    simulator=SimulatorProfile(
        interval_s=900.0,
        waves={
            "tilt_deg": Wave(base=0.3, daily_swing=0.05, noise=0.12),
            "temperature_c": Wave(base=18.0, daily_swing=5.0, noise=0.5),
            "battery_pct": Wave(base=86.0, noise=4.0),
        },
        uplinks=("canonical", "chirpstack"),
    ),
)
