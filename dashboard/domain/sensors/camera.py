"""Video camera: what it sees comes as camera events; here is whether it works.

It says so itself (`running`) once a minute, or its recorder does; five minutes of silence count as offline.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from dashboard.domain.kinds import SensorType, SimulatorProfile, Wave
from dashboard.domain.rules import AlarmRule, Comparison, Level, offline
from dashboard.domain.severity import Severity
from dashboard.domain.text import Text

SILENT_AFTER: Final = timedelta(minutes=5)

SENSOR: Final = SensorType(
    key="camera",
    label=Text("视频", "Camera"),
    layer="camera",
    icon="camera",
    metrics=("running", "temperature_c"),
    chart=("running",),
    silent_after=SILENT_AFTER,
    rules=(
        AlarmRule(
            key="camera.fault",
            label=Text("视频故障", "Camera fault"),
            metric="running",
            comparison=Comparison.EQUALS,
            levels=(Level(Severity.MINOR, 0.0),),
            minimum_duration_s=120.0,
        ),
        offline("camera", SILENT_AFTER),
    ),
    simulator=SimulatorProfile(interval_s=60.0, waves={"running": Wave(base=1.0)}),
)
