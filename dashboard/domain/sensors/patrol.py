"""A person on duty: what the worker makes of positions is judged by rules like any reading (docs/positions.md).

The limits are first settings, to be replaced by those of the bureau. The worker sends values that changed and no
others, so that silence says nothing here: `unheard_min` does. Nobody is ever offline.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from dashboard.domain.kinds import SensorType
from dashboard.domain.rules import AlarmRule, Comparison, Level, StoryKind
from dashboard.domain.severity import Severity
from dashboard.domain.text import Text

NEVER: Final = timedelta(days=36_500)
DUTY: Final = "duty:"
"""How the device_ref of a person's asset begins; no device has such a one."""
POST_ID: Final = "P-"
"""How its asset_id begins, where no device of the city is called so."""

STILL: Final = StoryKind("still", Text("停留过久", "Standing still"))
OUTSIDE: Final = StoryKind("outside", Text("离开责任区", "Outside the area"))
UNHEARD: Final = StoryKind("unheard", Text("人员无信号", "No signal of a person"))

SENSOR: Final = SensorType(
    key="patrol",
    label=Text("在岗人员", "Person on duty"),
    layer="patrol",
    icon="patrol",
    is_person=True,
    metrics=("still_min", "outside_m", "unheard_min"),
    chart=(),
    silent_after=NEVER,
    rules=(
        AlarmRule(
            key="patrol.still",
            label=STILL.label,
            metric="still_min",
            comparison=Comparison.ABOVE,
            levels=(Level(Severity.MINOR, 30.0), Level(Severity.MAJOR, 60.0)),
            hysteresis=5.0,
            story=STILL,
        ),
        AlarmRule(
            key="patrol.outside",
            label=OUTSIDE.label,
            metric="outside_m",
            comparison=Comparison.ABOVE,
            levels=(Level(Severity.MINOR, 100.0), Level(Severity.MAJOR, 500.0)),
            hysteresis=20.0,
            minimum_duration_s=120.0,
            story=OUTSIDE,
        ),
        AlarmRule(
            key="patrol.unheard",
            label=UNHEARD.label,
            metric="unheard_min",
            comparison=Comparison.ABOVE,
            levels=(Level(Severity.MINOR, 10.0), Level(Severity.MAJOR, 30.0)),
            hysteresis=2.0,
            story=UNHEARD,
        ),
    ),
)
