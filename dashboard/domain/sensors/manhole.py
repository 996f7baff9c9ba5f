"""Smart manhole cover: tilt, displacement, water below it (domain: tilt over 15° for 2 s; water near the rim)."""

from __future__ import annotations

from datetime import timedelta

from dashboard.domain.kinds import SensorType, SimulatorProfile, Wave
from dashboard.domain.rules import AlarmRule, Comparison, Level
from dashboard.domain.severity import Severity
from dashboard.domain.text import Text

SENSOR = SensorType(
    key="manhole",
    label=Text("智能井盖", "Manhole cover"),
    layer="manhole",
    icon="manhole",
    metrics=("tilt_deg", "cover", "level_m", "battery_pct", "battery_v", "rssi_dbm", "temperature_c"),
    chart=("tilt_deg", "level_m"),
    silent_after=timedelta(hours=25),
    rules=(
        AlarmRule(
            key="manhole.tilt",
            label=Text("井盖倾斜", "Cover tilted"),
            metric="tilt_deg",
            comparison=Comparison.MAGNITUDE,
            levels=(Level(Severity.MAJOR, 15.0), Level(Severity.CRITICAL, 45.0)),
            hysteresis=3.0,
        ),
        AlarmRule(
            key="manhole.cover",
            label=Text("井盖移位", "Cover moved or open"),
            metric="cover",
            comparison=Comparison.EQUALS,
            levels=(Level(Severity.MAJOR, 1.0), Level(Severity.CRITICAL, 2.0)),
        ),
        AlarmRule(
            key="manhole.battery",
            label=Text("电量低", "Battery low"),
            metric="battery_pct",
            comparison=Comparison.BELOW,
            levels=(Level(Severity.MINOR, 20.0),),
            hysteresis=5.0,
        ),
    ),
    simulator=SimulatorProfile(
        interval_s=600.0,
        waves={"tilt_deg": Wave(base=0.8, noise=0.4), "level_m": Wave(base=0.6, daily_swing=0.2, noise=0.02)},
        uplinks=("canonical", "chirpstack", "ttn"),
    ),
)
