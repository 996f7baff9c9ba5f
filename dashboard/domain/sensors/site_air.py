"""Dust and noise at a building site: PM10, PM2.5, TSP and the sound level.

PM10 is held against the air around as well: 80 µg/m³ above what the other stations of the district say, of which no
more than 150 count, are too much (so the emission standard DB13/2934-2019). The other dust levels are ours, first
settings until a site knows what is usual around it; TSP sleeps until one is set.
Noise is held against the hour: 70 dB by day, 55 dB from 22 to 6 o'clock. What is beyond it (`noise_over_db`) raises the
alarm, so that a quarter with stricter limits sets 5 or 10 dB less than none.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from dashboard.domain.kinds import Regional, SensorType, SimulatorProfile, Wave
from dashboard.domain.rules import AlarmRule, Comparison, Level, offline
from dashboard.domain.severity import Severity
from dashboard.domain.text import Text

SILENT_AFTER: Final = timedelta(hours=2)
DAY_DB: Final = 70.0
NIGHT_DB: Final = 55.0
NIGHT: Final = (22 * 60, 6 * 60)
"""Minutes of the day: from, until."""


def noise_allowed_db(minute: int) -> float:
    """Return the limit at a minute of the city's day."""
    return NIGHT_DB if minute >= NIGHT[0] or minute < NIGHT[1] else DAY_DB


def noise_beyond(values: Mapping[str, float], minute: int) -> Mapping[str, float]:
    """Return by how much the noise is beyond the limit of the hour, below it negative; nothing without noise."""
    noise = values.get("noise_db")
    return {} if noise is None else {"noise_over_db": round(noise - noise_allowed_db(minute), 3)}


SENSOR: Final = SensorType(
    key="site_air",
    label=Text("扬尘", "Site dust and noise"),
    layer="air",
    icon="site_air",
    metrics=(
        "pm10_ugm3",
        "pm10_over_ugm3",
        "pm10_region_ugm3",
        "noise_db",
        "noise_over_db",
        "pm25_ugm3",
        "tsp_ugm3",
        "temperature_c",
    ),
    chart=("pm10_ugm3", "noise_db", "pm25_ugm3"),
    silent_after=SILENT_AFTER,
    derive=noise_beyond,
    regional=Regional(metric="pm10_ugm3", region="pm10_region_ugm3", over="pm10_over_ugm3", ceiling=150.0),
    rules=(
        AlarmRule(
            key="site_air.pm10",
            label=Text("PM10 超标", "PM10 too high"),
            metric="pm10_ugm3",
            comparison=Comparison.ABOVE,
            levels=(Level(Severity.MINOR, 150.0), Level(Severity.MAJOR, 250.0)),
            hysteresis=15.0,
            minimum_duration_s=600.0,
        ),
        AlarmRule(
            key="site_air.pm10_region",
            label=Text("PM10 高于区域", "PM10 above the region"),
            metric="pm10_over_ugm3",
            comparison=Comparison.ABOVE,
            levels=(Level(Severity.MINOR, 80.0), Level(Severity.MAJOR, 160.0)),
            hysteresis=15.0,
            minimum_duration_s=600.0,
        ),
        AlarmRule(
            key="site_air.pm25",
            label=Text("PM2.5 超标", "PM2.5 too high"),
            metric="pm25_ugm3",
            comparison=Comparison.ABOVE,
            levels=(Level(Severity.MINOR, 115.0),),
            hysteresis=10.0,
            minimum_duration_s=600.0,
        ),
        AlarmRule(
            key="site_air.tsp",
            label=Text("TSP 超标", "TSP too high"),
            metric="tsp_ugm3",
            comparison=Comparison.ABOVE,
            levels=(),
            hysteresis=20.0,
            minimum_duration_s=600.0,
        ),
        AlarmRule(
            key="site_air.noise",
            label=Text("噪声超标", "Too loud for the hour"),
            metric="noise_over_db",
            comparison=Comparison.ABOVE,
            levels=(Level(Severity.MINOR, 0.1), Level(Severity.MAJOR, 10.0)),
            hysteresis=2.0,
            minimum_duration_s=300.0,
        ),
        offline("site_air", SILENT_AFTER),
    ),
    simulator=SimulatorProfile(
        interval_s=120.0,
        waves={
            "pm10_ugm3": Wave(base=62.0, daily_swing=10.0, noise=6.0),
            "pm25_ugm3": Wave(base=34.0, daily_swing=6.0, noise=3.0),
            "tsp_ugm3": Wave(base=110.0, daily_swing=18.0, noise=9.0),
            "noise_db": Wave(base=44.0, daily_swing=3.0, noise=1.5),
            "temperature_c": Wave(base=19.0, daily_swing=5.0, noise=0.5),
        },
    ),
)
