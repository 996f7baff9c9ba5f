"""Car park with counted gates: occupied bays.

Nearly full is set by site, since each has its own number of bays (attribute `capacity`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from dashboard.domain.kinds import SensorType, SimulatorProfile, Wave
from dashboard.domain.rules import AlarmRule, Comparison, offline
from dashboard.domain.text import Text

SILENT_AFTER: Final = timedelta(minutes=30)

SENSOR: Final = SensorType(
    key="car_park",
    label=Text("停车场", "Car park"),
    layer="parking",
    icon="car_park",
    metrics=("occupied_bays",),
    chart=("occupied_bays",),
    silent_after=SILENT_AFTER,
    rules=(
        AlarmRule(
            key="car_park.nearly_full",
            label=Text("车位紧张", "Nearly full"),
            metric="occupied_bays",
            comparison=Comparison.ABOVE,
            levels=(),
            hysteresis=5.0,
            minimum_duration_s=300.0,
        ),
        offline("car_park", SILENT_AFTER),
    ),
    simulator=SimulatorProfile(
        interval_s=60.0,
        waves={
            "occupied_bays": Wave(base=200.0, daily_swing=90.0, noise=4.0),
        },
        uplinks=("canonical", "generic"),
    ),
)
