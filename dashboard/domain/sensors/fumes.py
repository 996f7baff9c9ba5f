"""Cooking fumes of a kitchen: how much leaves the flue, whether fan and purifier run, when the purifier was cleaned.

2.0 mg/m³ is the national limit for kitchens; some cities allow 1.0, which is set by kind or area. It must last 15
minutes. The fan without the purifier for three minutes, and 4.0 mg/m³ as the worse level, are ours. Cleaning is due
monthly; twice that is worse.

Fan and purifier are told apart by the device; whether what leaves is purified (`exhaust`) follows from both.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from dashboard.domain.kinds import SensorType, SimulatorProfile, Wave
from dashboard.domain.rules import AlarmRule, Comparison, Level, offline
from dashboard.domain.severity import Severity
from dashboard.domain.text import Text

SILENT_AFTER: Final = timedelta(hours=2)
_OFF, _PURIFIED, _DIRECT = 0.0, 1.0, 2.0


def exhaust_of(values: Mapping[str, float], _minute: int) -> Mapping[str, float]:
    """Return whether what leaves is purified; nothing where fan or purifier were not told, or it was told itself."""
    fan, purifier = values.get("fan"), values.get("purifier")
    if fan is None or purifier is None or "exhaust" in values:
        return {}
    if not fan:
        return {"exhaust": _OFF}
    return {"exhaust": _PURIFIED if purifier else _DIRECT}


SENSOR: Final = SensorType(
    key="fumes",
    label=Text("油烟", "Cooking fumes"),
    layer="air",
    icon="fumes",
    metrics=("fumes_mgm3", "exhaust", "fan", "purifier", "nmhc_mgm3", "uncleaned_days", "temperature_c"),
    chart=("fumes_mgm3", "nmhc_mgm3"),
    silent_after=SILENT_AFTER,
    derive=exhaust_of,
    rules=(
        AlarmRule(
            key="fumes.over",
            label=Text("油烟超标", "Fumes over the limit"),
            metric="fumes_mgm3",
            comparison=Comparison.ABOVE,
            levels=(Level(Severity.MINOR, 2.0), Level(Severity.MAJOR, 4.0)),
            hysteresis=0.2,
            minimum_duration_s=900.0,
        ),
        AlarmRule(
            key="fumes.unpurified",
            label=Text("净化器未开", "Fan runs without the purifier"),
            metric="exhaust",
            comparison=Comparison.EQUALS,
            levels=(Level(Severity.MAJOR, _DIRECT),),
            minimum_duration_s=180.0,
        ),
        AlarmRule(
            key="fumes.cleaning",
            label=Text("清洗超期", "Cleaning overdue"),
            metric="uncleaned_days",
            comparison=Comparison.ABOVE,
            levels=(Level(Severity.MINOR, 31.0), Level(Severity.MAJOR, 62.0)),
            hysteresis=1.0,
        ),
        offline("fumes", SILENT_AFTER),
    ),
    simulator=SimulatorProfile(
        interval_s=300.0,
        waves={
            "fumes_mgm3": Wave(base=0.7, noise=0.15),
            "nmhc_mgm3": Wave(base=3.2, noise=0.6),
            "fan": Wave(base=1.0),
            "purifier": Wave(base=1.0),
            "uncleaned_days": Wave(base=14.0),
            "temperature_c": Wave(base=31.0, daily_swing=4.0, noise=0.8),
        },
    ),
)
