"""The canonical metrics: their names, units, plausible ranges and storage numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from dashboard.domain.text import Text

_UNIT_WORDS: Final = {"d": Text("天", "d"), "min": Text("分钟", "min")}


@dataclass(frozen=True, kw_only=True, slots=True)
class Metric:
    """One measured quantity.

    `number` identifies the metric in storage and never changes. `states` makes it an enumeration whose stored
    value is the place of the state, from 0: a new state comes last. `state_labels` are how people call them, in the
    same order. Otherwise the value is a float in `unit` within `minimum … maximum`; machines are told `unit`, people
    `unit_label`.
    """

    key: str
    number: int
    label: Text
    unit: str = ""
    minimum: float = -1e9
    maximum: float = 1e9
    digits: int = 2
    states: tuple[str, ...] = ()
    state_labels: tuple[Text, ...] = ()

    @property
    def unit_label(self) -> Text:
        """The unit as people read it: what stands for a word is a word of their language."""
        return _UNIT_WORDS.get(self.unit, Text(self.unit, self.unit))

    def accepts(self, value: float) -> bool:
        """Whether `value` is a finite number within the plausible range."""
        return math.isfinite(value) and self.minimum <= value <= self.maximum

    def present(self, value: float) -> float | str | bool:
        """The stored number as the outside knows it: a state's name, a truth value, or the number itself."""
        if self.states == ("false", "true"):
            return bool(value)
        if self.states:
            return self.states[int(value)]
        return value


def _metric(number: int, key: str, zh: str, en: str, unit: str, low: float, high: float, digits: int = 2) -> Metric:
    return Metric(key=key, number=number, label=Text(zh, en), unit=unit, minimum=low, maximum=high, digits=digits)


def _states(number: int, key: str, label: Text, **states: Text) -> Metric:
    return Metric(
        key=key,
        number=number,
        label=label,
        minimum=0.0,
        maximum=float(len(states) - 1),
        digits=0,
        states=tuple(states),
        state_labels=tuple(states.values()),
    )


METRICS: Final[dict[str, Metric]] = {
    metric.key: metric
    for metric in (
        _metric(1, "level_m", "水位", "Water level", "m", -5.0, 60.0),
        _metric(2, "depth_m", "积水深度", "Water depth", "m", -0.5, 10.0),
        _metric(3, "fill_ratio", "充满度", "Fill ratio", "", 0.0, 5.0),
        _metric(4, "flow_lps", "流量", "Flow", "L/s", -50_000.0, 500_000.0, 1),
        _metric(5, "rain_mm", "雨量", "Rain", "mm", 0.0, 500.0, 1),
        _metric(6, "ph", "pH", "pH", "", 0.0, 14.0),
        _metric(7, "cod_mgl", "COD", "COD", "mg/L", 0.0, 100_000.0, 1),
        _metric(8, "nh3n_mgl", "氨氮", "NH3-N", "mg/L", 0.0, 10_000.0, 1),
        _metric(9, "ss_mgl", "悬浮物", "Suspended solids", "mg/L", 0.0, 100_000.0, 1),
        _metric(10, "conductivity_uscm", "电导率", "Conductivity", "µS/cm", 0.0, 500_000.0, 0),
        _metric(11, "tilt_deg", "倾角", "Tilt", "°", -180.0, 180.0, 1),
        _states(
            12,
            "cover",
            Text("井盖", "Cover"),
            closed=Text("关闭", "closed"),
            tilted=Text("倾斜", "tilted"),
            open=Text("打开", "open"),
        ),
        _states(13, "occupied", Text("占用", "Occupied"), false=Text("空闲", "free"), true=Text("占用", "occupied")),
        _metric(14, "battery_pct", "电量", "Battery", "%", 0.0, 100.0, 0),
        _metric(15, "battery_v", "电池电压", "Battery voltage", "V", 0.0, 60.0),
        _metric(16, "rssi_dbm", "信号强度", "Signal", "dBm", -200.0, 0.0, 0),
        _metric(17, "temperature_c", "温度", "Temperature", "°C", -60.0, 120.0, 1),
        _metric(18, "occupied_bays", "占用泊位", "Occupied bays", "", 0.0, 100_000.0, 0),
        _states(19, "running", Text("运行", "Running"), false=Text("停止", "stopped"), true=Text("运行", "running")),
        _metric(20, "velocity_mps", "流速", "Velocity", "m/s", -30.0, 30.0),
        _metric(21, "still_min", "停留时长", "Standing still", "min", 0.0, 10_000.0, 0),
        _metric(22, "outside_m", "出界距离", "Outside the area", "m", 0.0, 1e7, 0),
        _metric(23, "unheard_min", "无信号时长", "Without signal", "min", 0.0, 10_000.0, 0),
        _metric(24, "fumes_mgm3", "油烟浓度", "Cooking fumes", "mg/m³", 0.0, 1_000.0),
        _metric(25, "nmhc_mgm3", "非甲烷总烃", "NMHC", "mg/m³", 0.0, 10_000.0),
        _states(26, "fan", Text("风机", "Fan"), false=Text("停", "off"), true=Text("开", "on")),
        _states(27, "purifier", Text("净化器", "Purifier"), false=Text("停", "off"), true=Text("开", "on")),
        _states(
            28,
            "exhaust",
            Text("排烟", "Exhaust"),
            off=Text("未排烟", "none"),
            purified=Text("净化排放", "purified"),
            direct=Text("未净化直排", "unpurified"),
        ),
        _metric(29, "uncleaned_days", "距上次清洗", "Since the last cleaning", "d", 0.0, 10_000.0, 0),
        _metric(30, "pm10_ugm3", "PM10", "PM10", "µg/m³", 0.0, 100_000.0, 0),
        _metric(31, "pm25_ugm3", "PM2.5", "PM2.5", "µg/m³", 0.0, 100_000.0, 0),
        _metric(32, "tsp_ugm3", "TSP", "TSP", "µg/m³", 0.0, 100_000.0, 0),
        _metric(33, "noise_db", "噪声", "Noise", "dB", 0.0, 200.0, 1),
        _metric(34, "noise_over_db", "超出限值", "Beyond the limit", "dB", -200.0, 200.0, 1),
        _metric(35, "pm10_region_ugm3", "区域 PM10", "PM10 of the region", "µg/m³", 0.0, 100_000.0, 0),
        _metric(36, "pm10_over_ugm3", "PM10 高于区域", "PM10 above the region", "µg/m³", -100_000.0, 100_000.0, 0),
    )
}

METRICS_BY_NUMBER: Final[dict[int, Metric]] = {metric.number: metric for metric in METRICS.values()}
