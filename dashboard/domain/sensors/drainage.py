"""Drainage station: level, fill ratio, flow and quality in the sewer.

Fill ratio 0.8 yellow and 1.0 orange; water less than 0.5 m below the ground, red, needs the site's own
depth and is set there. Quality limits are those of GB/T 31962-2015 grade B: pH 6.5–9.5, COD 500, SS 400, NH3-N 45
mg/L; twice the limit is orange (ours).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from dashboard.domain.kinds import SensorType, SimulatorProfile, Wave
from dashboard.domain.rules import AlarmRule, Comparison, Level, battery_low, offline
from dashboard.domain.severity import Severity
from dashboard.domain.text import Text

SILENT_AFTER: Final = timedelta(hours=1)

SENSOR: Final = SensorType(
    key="drainage",
    label=Text("排水监测", "Drainage station"),
    layer="drainage",
    icon="drainage",
    metrics=(
        "fill_ratio",
        "level_m",
        "flow_lps",
        "velocity_mps",
        "ph",
        "cod_mgl",
        "nh3n_mgl",
        "ss_mgl",
        "conductivity_uscm",
        "temperature_c",
        "battery_pct",
        "rssi_dbm",
    ),
    chart=("fill_ratio", "level_m", "flow_lps"),
    silent_after=SILENT_AFTER,
    rules=(
        AlarmRule(
            key="drainage.fill",
            label=Text("管网高水位", "Sewer filling up"),
            metric="fill_ratio",
            comparison=Comparison.ABOVE,
            levels=(Level(Severity.MINOR, 0.8), Level(Severity.MAJOR, 1.0)),
            hysteresis=0.05,
        ),
        AlarmRule(
            key="drainage.level",
            label=Text("水位接近地面", "Water near the ground"),
            metric="level_m",
            comparison=Comparison.ABOVE,
            levels=(),
            hysteresis=0.1,
        ),
        AlarmRule(
            key="drainage.ph_low",
            label=Text("排放偏酸", "Discharge too acid"),
            metric="ph",
            comparison=Comparison.BELOW,
            levels=(Level(Severity.MINOR, 6.5),),
            hysteresis=0.2,
            minimum_duration_s=60.0,
        ),
        AlarmRule(
            key="drainage.ph_high",
            label=Text("排放偏碱", "Discharge too alkaline"),
            metric="ph",
            comparison=Comparison.ABOVE,
            levels=(Level(Severity.MINOR, 9.5),),
            hysteresis=0.2,
            minimum_duration_s=60.0,
        ),
        AlarmRule(
            key="drainage.cod",
            label=Text("COD 超标", "COD over the limit"),
            metric="cod_mgl",
            comparison=Comparison.ABOVE,
            levels=(Level(Severity.MINOR, 500.0), Level(Severity.MAJOR, 1000.0)),
            hysteresis=25.0,
            minimum_duration_s=60.0,
        ),
        AlarmRule(
            key="drainage.nh3n",
            label=Text("氨氮超标", "NH3-N over the limit"),
            metric="nh3n_mgl",
            comparison=Comparison.ABOVE,
            levels=(Level(Severity.MINOR, 45.0), Level(Severity.MAJOR, 90.0)),
            hysteresis=2.5,
            minimum_duration_s=60.0,
        ),
        AlarmRule(
            key="drainage.ss",
            label=Text("悬浮物超标", "Suspended solids over the limit"),
            metric="ss_mgl",
            comparison=Comparison.ABOVE,
            levels=(Level(Severity.MINOR, 400.0), Level(Severity.MAJOR, 800.0)),
            hysteresis=20.0,
            minimum_duration_s=60.0,
        ),
        battery_low("drainage"),
        offline("drainage", SILENT_AFTER),
    ),
    simulator=SimulatorProfile(
        interval_s=120.0,
        waves={
            "fill_ratio": Wave(base=0.42, daily_swing=0.12, noise=0.01),
            "level_m": Wave(base=0.5, daily_swing=0.14, noise=0.01),
            "flow_lps": Wave(base=36.0, daily_swing=14.0, noise=1.5),
            "velocity_mps": Wave(base=0.7, daily_swing=0.2, noise=0.03),
            "ph": Wave(base=7.3, daily_swing=0.15, noise=0.05),
            "cod_mgl": Wave(base=240.0, daily_swing=60.0, noise=12.0),
            "nh3n_mgl": Wave(base=26.0, daily_swing=6.0, noise=1.2),
            "ss_mgl": Wave(base=160.0, daily_swing=40.0, noise=10.0),
            "conductivity_uscm": Wave(base=920.0, daily_swing=120.0, noise=20.0),
            "temperature_c": Wave(base=18.0, daily_swing=1.0, noise=0.2),
        },
        uplinks=("canonical", "alink", "iotda", "chirpstack"),
    ),
)
