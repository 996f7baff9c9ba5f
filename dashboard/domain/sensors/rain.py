"""Rain gauge: rain since the report before.

The national rain signals as alarms: yellow 50 mm within 6 h, orange 50 mm and red 100 mm within 3 h. Blue, 50 mm
within 12 h, is weather and no alarm.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from dashboard.domain.kinds import SensorType, SimulatorProfile, Wave
from dashboard.domain.rules import AlarmRule, Comparison, Level, StoryKind, battery_low, offline
from dashboard.domain.severity import Severity
from dashboard.domain.text import Text

SILENT_AFTER: Final = timedelta(hours=2)
RAIN: Final = StoryKind("rain", Text("强降雨", "Heavy rain"))

SENSOR: Final = SensorType(
    key="rain",
    label=Text("雨量站", "Rain gauge"),
    layer="drainage",
    icon="rain",
    metrics=("rain_mm", "battery_pct", "battery_v", "rssi_dbm", "temperature_c"),
    chart=("rain_mm",),
    silent_after=SILENT_AFTER,
    rules=(
        AlarmRule(
            key="rain.six_hours",
            label=Text("六小时雨量", "Rain of six hours"),
            metric="rain_mm",
            comparison=Comparison.TOTAL,
            levels=(Level(Severity.MINOR, 50.0),),
            hysteresis=5.0,
            window_s=21600.0,
            story=RAIN,
        ),
        AlarmRule(
            key="rain.three_hours",
            label=Text("三小时雨量", "Rain of three hours"),
            metric="rain_mm",
            comparison=Comparison.TOTAL,
            levels=(Level(Severity.MAJOR, 50.0), Level(Severity.CRITICAL, 100.0)),
            hysteresis=5.0,
            window_s=10800.0,
            story=RAIN,
        ),
        battery_low("rain"),
        offline("rain", SILENT_AFTER),
    ),
    simulator=SimulatorProfile(
        interval_s=300.0,
        waves={
            "rain_mm": Wave(base=0.0),
            "battery_pct": Wave(base=86.0, noise=4.0),
            "temperature_c": Wave(base=19.0, daily_swing=5.0, noise=0.4),
        },
        uplinks=("canonical", "iotda"),
    ),
)
