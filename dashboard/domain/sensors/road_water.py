"""Water on the road: depth gauge at an underpass or a low spot.

15 cm is the design limit of GB 51222 / GB 50014 (one lane passable), 27 cm the depth at which Beijing closes an
underpass, 40 cm the red line (yellow, orange, red). Blue, 5 cm, alone is no alarm; from there on a
rise of 5 cm in 10 minutes makes it one level worse.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from dashboard.domain.kinds import SensorType, SimulatorProfile, Wave
from dashboard.domain.rules import AlarmRule, Comparison, Level, RiseUpgrade, battery_low, offline
from dashboard.domain.severity import Severity
from dashboard.domain.text import Text

SILENT_AFTER: Final = timedelta(hours=2)

SENSOR: Final = SensorType(
    key="road_water",
    label=Text("道路积水", "Road water"),
    layer="drainage",
    icon="road_water",
    metrics=("depth_m", "battery_pct", "battery_v", "rssi_dbm", "temperature_c"),
    chart=("depth_m",),
    silent_after=SILENT_AFTER,
    rules=(
        AlarmRule(
            key="road_water.depth",
            label=Text("道路积水", "Water on the road"),
            metric="depth_m",
            comparison=Comparison.ABOVE,
            levels=(Level(Severity.MINOR, 0.15), Level(Severity.MAJOR, 0.27), Level(Severity.CRITICAL, 0.4)),
            hysteresis=0.03,
            upgrade=RiseUpgrade(rise=0.05, window_s=600.0, floor=0.05),
        ),
        battery_low("road_water"),
        offline("road_water", SILENT_AFTER),
    ),
    simulator=SimulatorProfile(
        interval_s=60.0,
        waves={
            "depth_m": Wave(base=0.0, noise=0.002),
            "battery_pct": Wave(base=86.0, noise=4.0),
            "temperature_c": Wave(base=19.0, daily_swing=4.0, noise=0.5),
        },
        uplinks=("canonical", "chirpstack", "alink"),
    ),
)
