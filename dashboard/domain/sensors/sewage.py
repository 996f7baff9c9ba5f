"""Rural sewage station: runs or stands still, flow and quality of what it lets out.

Stopped, without flow and effluent over the limit are what the trade reports. Standing still for 30
minutes and no flow for 12 h are ours; pH 6–9 and COD 100, NH3-N 25, SS 30 mg/L are usual for small works: sites set
the limits of their licence.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from dashboard.domain.kinds import SensorType, SimulatorProfile, Wave
from dashboard.domain.rules import AlarmRule, Comparison, Level, offline
from dashboard.domain.severity import Severity
from dashboard.domain.text import Text

SILENT_AFTER: Final = timedelta(hours=2)

SENSOR: Final = SensorType(
    key="sewage",
    label=Text("农污设施", "Rural sewage"),
    layer="drainage",
    icon="sewage",
    metrics=("running", "flow_lps", "ph", "cod_mgl", "nh3n_mgl", "ss_mgl", "temperature_c", "rssi_dbm"),
    chart=("flow_lps", "cod_mgl", "nh3n_mgl"),
    silent_after=SILENT_AFTER,
    rules=(
        AlarmRule(
            key="sewage.stopped",
            label=Text("设施停运", "Station stopped"),
            metric="running",
            comparison=Comparison.EQUALS,
            levels=(Level(Severity.MAJOR, 0.0),),
            minimum_duration_s=1800.0,
        ),
        AlarmRule(
            key="sewage.no_flow",
            label=Text("长时间无流量", "No flow"),
            metric="flow_lps",
            comparison=Comparison.BELOW,
            levels=(Level(Severity.MINOR, 0.01),),
            hysteresis=0.01,
            minimum_duration_s=43200.0,
        ),
        AlarmRule(
            key="sewage.ph_low",
            label=Text("出水偏酸", "Effluent too acid"),
            metric="ph",
            comparison=Comparison.BELOW,
            levels=(Level(Severity.MINOR, 6.0),),
            hysteresis=0.2,
            minimum_duration_s=600.0,
        ),
        AlarmRule(
            key="sewage.ph_high",
            label=Text("出水偏碱", "Effluent too alkaline"),
            metric="ph",
            comparison=Comparison.ABOVE,
            levels=(Level(Severity.MINOR, 9.0),),
            hysteresis=0.2,
            minimum_duration_s=600.0,
        ),
        AlarmRule(
            key="sewage.cod",
            label=Text("出水 COD 超标", "Effluent COD over the limit"),
            metric="cod_mgl",
            comparison=Comparison.ABOVE,
            levels=(Level(Severity.MINOR, 100.0),),
            hysteresis=5.0,
            minimum_duration_s=600.0,
        ),
        AlarmRule(
            key="sewage.nh3n",
            label=Text("出水氨氮超标", "Effluent NH3-N over the limit"),
            metric="nh3n_mgl",
            comparison=Comparison.ABOVE,
            levels=(Level(Severity.MINOR, 25.0),),
            hysteresis=1.5,
            minimum_duration_s=600.0,
        ),
        AlarmRule(
            key="sewage.ss",
            label=Text("出水悬浮物超标", "Effluent solids over the limit"),
            metric="ss_mgl",
            comparison=Comparison.ABOVE,
            levels=(Level(Severity.MINOR, 30.0),),
            hysteresis=2.0,
            minimum_duration_s=600.0,
        ),
        offline("sewage", SILENT_AFTER),
    ),
    simulator=SimulatorProfile(
        interval_s=300.0,
        waves={
            "running": Wave(base=1.0),
            "flow_lps": Wave(base=1.4, daily_swing=0.6, noise=0.1),
            "ph": Wave(base=7.2, daily_swing=0.1, noise=0.05),
            "cod_mgl": Wave(base=48.0, daily_swing=8.0, noise=3.0),
            "nh3n_mgl": Wave(base=9.0, daily_swing=2.0, noise=0.6),
            "ss_mgl": Wave(base=14.0, daily_swing=2.0, noise=1.0),
            "temperature_c": Wave(base=18.0, daily_swing=1.5, noise=0.2),
        },
        uplinks=("canonical", "iotda"),
    ),
)
