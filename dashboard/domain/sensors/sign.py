"""Outdoor sign: how far its structure has moved from its attitude at installation, and how hot it is.

1° yellow, 3° red (usual first settings; sites set their own). Wind shakes a sign: it must last ten seconds.
The heat limit differs by make and is set by site.
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
    key="sign",
    label=Text("户外广告", "Outdoor sign"),
    layer="environment",
    icon="sign",
    metrics=("tilt_deg", "temperature_c", "battery_pct", "battery_v", "rssi_dbm"),
    chart=("tilt_deg", "temperature_c"),
    silent_after=SILENT_AFTER,
    rules=(
        AlarmRule(
            key="sign.tilt",
            label=Text("招牌倾斜", "Sign tilted"),
            metric="tilt_deg",
            comparison=Comparison.MAGNITUDE,
            levels=(Level(Severity.MINOR, 1.0), Level(Severity.CRITICAL, 3.0)),
            hysteresis=0.3,
            minimum_duration_s=10.0,
        ),
        AlarmRule(
            key="sign.heat",
            label=Text("招牌过热", "Sign too hot"),
            metric="temperature_c",
            comparison=Comparison.ABOVE,
            levels=(),
            hysteresis=5.0,
            minimum_duration_s=60.0,
        ),
        battery_low("sign"),
        offline("sign", SILENT_AFTER),
    ),
    simulator=SimulatorProfile(
        interval_s=900.0,
        waves={
            "tilt_deg": Wave(base=0.2, daily_swing=0.02, noise=0.06),
            "temperature_c": Wave(base=24.0, daily_swing=8.0, noise=0.8),
            "battery_pct": Wave(base=86.0, noise=4.0),
        },
        uplinks=("canonical", "ttn"),
    ),
)
