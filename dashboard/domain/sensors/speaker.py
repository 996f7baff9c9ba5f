"""Street loudspeaker (音柱): whether it works; what it is told to say is a command, not a reading.

It says so itself (`running`) every two minutes; ten minutes of silence count as offline.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from dashboard.domain.kinds import SensorType, SimulatorProfile, Wave
from dashboard.domain.rules import AlarmRule, Comparison, Level, offline
from dashboard.domain.severity import Severity
from dashboard.domain.text import Text

SILENT_AFTER: Final = timedelta(minutes=10)

SENSOR: Final = SensorType(
    key="speaker",
    label=Text("音柱", "Loudspeaker"),
    layer="speaker",
    icon="speaker",
    metrics=("running", "temperature_c"),
    chart=("running",),
    silent_after=SILENT_AFTER,
    rules=(
        AlarmRule(
            key="speaker.fault",
            label=Text("音柱故障", "Loudspeaker fault"),
            metric="running",
            comparison=Comparison.EQUALS,
            levels=(Level(Severity.MINOR, 0.0),),
            minimum_duration_s=120.0,
        ),
        offline("speaker", SILENT_AFTER),
    ),
    simulator=SimulatorProfile(interval_s=120.0, waves={"running": Wave(base=1.0)}),
)
