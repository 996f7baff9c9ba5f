"""Smart manhole cover: tilt, displacement, water below it.

Tilt over 15° that lasts 2 s (a passing car is shorter) is the trade's usual default, as is silence of
25 h for NB-IoT; 45°, a cover that lies open, is ours. Water under the cover is set by site: depths differ.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from dashboard.domain.kinds import SensorType, SimulatorProfile, Wave
from dashboard.domain.rules import AlarmRule, Comparison, Level, StoryKind, battery_low, offline
from dashboard.domain.severity import Severity
from dashboard.domain.text import Text

SILENT_AFTER: Final = timedelta(hours=25)
COVER: Final = StoryKind("cover", Text("井盖异动", "Cover moved or tilted"))

SENSOR: Final = SensorType(
    key="manhole",
    label=Text("智能井盖", "Manhole cover"),
    layer="manhole",
    icon="manhole",
    metrics=("tilt_deg", "cover", "level_m", "battery_pct", "battery_v", "rssi_dbm", "temperature_c"),
    chart=("tilt_deg", "level_m"),
    silent_after=SILENT_AFTER,
    rules=(
        AlarmRule(
            key="manhole.tilt",
            label=Text("井盖倾斜", "Cover tilted"),
            metric="tilt_deg",
            comparison=Comparison.MAGNITUDE,
            levels=(Level(Severity.MAJOR, 15.0), Level(Severity.CRITICAL, 45.0)),
            hysteresis=3.0,
            minimum_duration_s=2.0,
            story=COVER,
        ),
        AlarmRule(
            key="manhole.cover",
            label=Text("井盖移位", "Cover moved or open"),
            metric="cover",
            comparison=Comparison.EQUALS,
            levels=(Level(Severity.MAJOR, 1.0), Level(Severity.CRITICAL, 2.0)),
            story=COVER,
        ),
        AlarmRule(
            key="manhole.water",
            label=Text("井内水位高", "Water high in the shaft"),
            metric="level_m",
            comparison=Comparison.ABOVE,
            levels=(),
            hysteresis=0.1,
        ),
        battery_low("manhole"),
        offline("manhole", SILENT_AFTER),
    ),
    simulator=SimulatorProfile(
        interval_s=600.0,
        waves={
            "tilt_deg": Wave(base=0.8, noise=0.4),
            "cover": Wave(base=0.0),
            "level_m": Wave(base=0.6, daily_swing=0.2, noise=0.02),
            "battery_pct": Wave(base=86.0, noise=4.0),
            "temperature_c": Wave(base=19.0, daily_swing=4.0, noise=0.5),
        },
        uplinks=("canonical", "chirpstack", "ttn"),
    ),
)
