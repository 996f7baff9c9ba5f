"""Guesses about a device that nobody registered: what its fields measure, in which unit, and so of which kind it is.

Only guesses, from names and sizes of values: a person sees each beside its value and decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from dashboard.domain.field_rules import Path, parse_path, path_text, resolve
from dashboard.domain.metrics import METRICS
from dashboard.domain.plausibility import plausible_ranges
from dashboard.domain.sensors import device_types
from dashboard.domain.units import conversion, quantity
from dashboard.errors import MappingError

DISTANCE: Final = "distance"
"""The meaning of a field that is the distance down from the sensor to the water: the level, by the device's datum."""
TIME: Final = "time"
"""The meaning of a field that is when the values were measured."""

MOST_FIELDS: Final = 60
_DEEPEST: Final = 8
_LONGEST_PATH: Final = 200

_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "level_m": ("level", "waterlevel", "liquidlevel", "stage", "水位", "液位", "shuiwei", "yewei", "sw", "yw"),
    DISTANCE: ("distance", "dist", "距离", "空高", "juli"),
    "depth_m": ("depth", "waterdepth", "ponding", "积水深度", "积水", "水深", "jishui", "shuishen"),
    "fill_ratio": ("fill", "filllevel", "fillratio", "fullness", "充满度", "满溢", "满溢度", "manyi", "chongmandu"),
    "flow_lps": ("flow", "flowrate", "discharge", "流量", "瞬时流量", "liuliang", "ll"),
    "velocity_mps": ("velocity", "flowvelocity", "speed", "流速", "liusu", "ls"),
    "rain_mm": ("rain", "rainfall", "precipitation", "雨量", "降雨量", "yuliang", "yl"),
    "ph": ("ph", "phvalue", "酸碱度"),
    "cod_mgl": ("cod", "化学需氧量"),
    "nh3n_mgl": ("nh3n", "nh3", "nh4n", "ammonia", "氨氮", "andan"),
    "ss_mgl": ("ss", "tss", "suspendedsolids", "悬浮物", "xuanfuwu"),
    "conductivity_uscm": ("conductivity", "ec", "电导率", "diandaolv"),
    "tilt_deg": ("tilt", "angle", "inclination", "lean", "倾角", "倾斜", "倾斜角", "倾斜角度", "qingjiao", "qj"),
    "cover": ("cover", "coverstate", "coverstatus", "lid", "井盖", "井盖状态", "jinggai"),
    "occupied": ("occupied", "occupancy", "parked", "parking", "占用", "车位状态", "泊位状态", "zhanyong"),
    "occupied_bays": ("occupiedbays", "occupiedspaces", "占用泊位", "已占泊位"),
    "battery_pct": ("battery", "batterylevel", "batterypercent", "bat", "soc", "电量", "剩余电量", "dianliang", "dl"),
    "battery_v": ("batteryvoltage", "voltage", "vbat", "batv", "volt", "电压", "电池电压", "dianya", "dy"),
    "rssi_dbm": ("rssi", "signal", "rsrp", "csq", "信号", "信号强度", "xinhao"),
    "temperature_c": ("temperature", "temp", "温度", "水温", "wendu", "wd"),
    "running": ("running", "pumprunning", "运行", "运行状态", "yunxing"),
    "fumes_mgm3": ("fumes", "fume", "lampblack", "oilfume", "油烟", "油烟浓度", "youyan"),
    "nmhc_mgm3": ("nmhc", "非甲烷总烃"),
    "fan": ("fan", "fanstate", "风机", "风机状态", "fengji"),
    "purifier": ("purifier", "purifierstate", "净化器", "净化器状态", "jinghuaqi"),
    "uncleaned_days": ("uncleaneddays", "dayssincecleaning", "距上次清洗", "未清洗天数"),
    "pm10_ugm3": ("pm10",),
    "pm25_ugm3": ("pm25", "pm2.5"),
    "tsp_ugm3": ("tsp", "总悬浮颗粒物"),
    "noise_db": ("noise", "leq", "db", "噪声", "噪音", "zaosheng"),
    TIME: (
        "time",
        "ts",
        "timestamp",
        "datetime",
        "collecttime",
        "reporttime",
        "时间",
        "采集时间",
        "上报时间",
        "shijian",
    ),
}
_MEANING_OF: Final = {name: meaning for meaning, names in _NAMES.items() for name in names}
_UNIT_ENDINGS: Final = ("mm", "cm", "mv", "v", "m", "pct", "percent", "deg", "c", "f", "lps", "mgl", "dbm", "s")
_UNIT_OF_ENDING: Final = {"percent": "%", "pct": "%", "lps": "L/s", "mgl": "mg/L"}
_KIND_WORDS: Final = {
    "manhole": ("manhole", "井盖", "jinggai", "窨井"),
    "drainage": ("drain", "sewer", "管网", "排水", "well", "shaft", "液位"),
    "road_water": ("road", "ponding", "积水", "jishui", "underpass", "立交"),
    "rain": ("rain", "雨量", "yuliang"),
    "sewage": ("sewage", "污水", "wushui", "outfall"),
    "parking_bay": ("parking", "bay", "泊位", "地磁", "spot"),
    "car_park": ("carpark", "停车场", "garage"),
    "bin": ("bin", "garbage", "trash", "垃圾", "果壳箱", "dustbin"),
    "tree": ("tree", "古树"),
    "sign": ("sign", "广告", "billboard", "店招"),
    "fumes": ("fume", "油烟", "kitchen", "餐饮", "youyan"),
    "site_air": ("dust", "扬尘", "工地", "yangchen", "噪声"),
}
_BESIDE: Final = frozenset({"battery_pct", "battery_v", "rssi_dbm", "temperature_c"})
"""What devices of every kind report beside their measurement."""
_HEADLINE_POINTS, _METRIC_POINTS, _BESIDE_POINTS, _WORD_POINTS = 3.0, 2.0, 0.1, 2.5


class Guess(NamedTuple):
    """A field of a message: where it stands, what stands there, and what it seems to mean ("" when it is unclear).

    `meaning` is a metric's key, DISTANCE or TIME; `unit` is "" where the value is in the metric's own, or names it.
    """

    path: str
    value: bool | float | str
    meaning: str
    unit: str = ""


def guess_fields(body: object, measured: Path) -> tuple[Guess, ...]:
    """The single values of a message below `measured`, in its order, each with what it seems to mean.

    Of several fields with the same meaning the first has it. At most 60 fields are told.
    """
    taken: set[str] = set()
    guesses: list[Guess] = []
    for path, value in _leaves(resolve(body, measured) if measured else body, measured):
        guess = _guess(path, value)
        if guess.meaning in taken:
            guess = guess._replace(meaning="", unit="")
        taken.add(guess.meaning)
        taken.discard("")
        guesses.append(guess)
        if len(guesses) == MOST_FIELDS:
            break
    return tuple(guesses)


def guess_kind(meanings: Iterable[str], words: Iterable[str]) -> str:
    """The kind of sensor whose metrics fit the meanings most, "" when nothing fits.

    `words` are names around the message (topic, model): one that names a kind speaks for it.
    """
    metrics = {"level_m" if meaning == DISTANCE else meaning for meaning in meanings}
    text = " ".join(words).lower()
    points = {key: _points(key, metrics, text) for key in device_types()}
    best = max(points, key=lambda key: points[key])
    return best if points[best] >= _METRIC_POINTS else ""


def _points(kind: str, metrics: set[str], text: str) -> float:
    sensor = device_types()[kind]
    told = metrics & set(sensor.metrics)
    points = sum(_BESIDE_POINTS if metric in _BESIDE else _METRIC_POINTS for metric in told)
    if sensor.metrics[0] in told:
        points += _HEADLINE_POINTS - _METRIC_POINTS
    if any(word in text for word in (kind, *_KIND_WORDS.get(kind, ()))):
        points += _WORD_POINTS
    return points


def _leaves(value: object, path: Path) -> Iterator[tuple[str, bool | float | str]]:
    if len(path) > _DEEPEST:
        return
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, str(key)))
    elif isinstance(value, list):
        for number, inner in enumerate(value[:MOST_FIELDS]):
            yield from _leaves(inner, (*path, number))
    elif isinstance(value, bool | int | float | str) and path and (written := _written(path)):
        yield written, value


def _written(path: Path) -> str:
    """The path as mappings write it; "" when it cannot be written so that it is read back."""
    text = path_text(path)
    try:
        return text if len(text) <= _LONGEST_PATH and parse_path(text) == path else ""
    except MappingError:
        return ""


def _guess(path: str, value: bool | float | str) -> Guess:
    meaning, ending = _meaning(path)
    if meaning in METRICS and path.endswith(meaning):
        return Guess(path, value, meaning)
    if not meaning or not _fits(meaning, value):
        return Guess(path, value, "")
    number = _number(value)
    if meaning == "battery_pct" and number is not None and not isinstance(value, bool):
        meaning, ending = _battery(number, ending)
    return Guess(path, value, meaning, _unit(meaning, ending, value, number))


def _meaning(path: str) -> tuple[str, str]:
    """What the last name in the path stands for, and the unit that it ends with; `lastLevel`, `water_level_mm`."""
    names = [part for part in re.split(r"[.\[\]\"']+", path) if part and not part.isdigit()]
    last = names[-1] if names else ""
    words = re.findall(r"[a-z]+[0-9]*[a-z]*|[0-9]+|[^\x00-\x7f]+", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", last).lower())
    ending = words[-1] if len(words) > 1 and words[-1] in _UNIT_ENDINGS else ""
    for candidate in _candidates(words[:-1] if ending else words):
        if candidate in _MEANING_OF:
            return _MEANING_OF[candidate], ending
    return "", ""


def _candidates(words: list[str]) -> Iterator[str]:
    """The whole name, then its ends, then its beginnings: `water_level` before `level`."""
    yield "".join(words)
    for at in range(1, len(words)):
        yield "".join(words[at:])
    for at in range(len(words) - 1, 0, -1):
        yield "".join(words[:at])


def _fits(meaning: str, value: bool | float | str) -> bool:
    """Whether a value can have the meaning at all: a number where one is measured."""
    if meaning == TIME:
        return not isinstance(value, bool)
    metric = METRICS["level_m" if meaning == DISTANCE else meaning]
    return bool(metric.states) or (_number(value) is not None and not isinstance(value, bool))


def _number(value: bool | float | str) -> float | None:
    if isinstance(value, str):
        found = quantity(value)
        return None if found is None else found[0]
    return float(value)


def _battery(number: float, ending: str) -> tuple[str, str]:
    """Per cent, unless the number is rather volts (3.6) or millivolts (3600)."""
    if ending in ("mv", "v"):
        return "battery_v", ending
    if number > 100:
        return "battery_v", "mv"
    if 1 < number < 5 and number != int(number):
        return "battery_v", "v"
    return "battery_pct", ending


def _unit(meaning: str, ending: str, value: bool | float | str, number: float | None) -> str:
    """The unit, by the end of the field's name, else by which one makes the value possible; "" is the metric's own."""
    if meaning == TIME or number is None or (isinstance(value, str) and (quantity(value) or (0, ""))[1]):
        return ""
    metric = METRICS["level_m" if meaning == DISTANCE else meaning]
    named = _UNIT_OF_ENDING.get(ending, ending)
    if named and conversion(named, metric.unit) is not None:
        return "" if conversion(named, metric.unit) == (1.0, 0.0) else named
    if meaning == "rssi_dbm" and 0 < number < 32:
        return "csq"
    if meaning == "fill_ratio" and 1.2 < number <= 100:
        return "%"
    return _length(meaning, number) if metric.unit == "m" else ""


def _length(meaning: str, number: float) -> str:
    ranges = plausible_ranges("")
    high = 10.0 if meaning == DISTANCE else ranges[meaning].maximum
    if abs(number) <= high:
        return ""
    return "cm" if abs(number) <= 300 and number * 0.01 <= high else "mm"
