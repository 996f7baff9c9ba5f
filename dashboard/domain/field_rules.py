"""One field of a payload: where it is, and how what stands there becomes a metric."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from dashboard.domain.metrics import METRICS, Metric
from dashboard.domain.plausibility import distance_is_measured, plausible_ranges
from dashboard.domain.readings import Problem
from dashboard.domain.refusals import NO_MEASUREMENT, OUT_OF_RANGE
from dashboard.domain.units import Conversion, conversion, known_units, quantity
from dashboard.errors import MappingError


class Where(NamedTuple):
    """The element of a list whose `key` has that `value`, wherever it stands in the list."""

    key: str
    value: str

    def pick(self, elements: list[object]) -> object:
        """The first such element; ABSENT when there is none."""
        for element in elements:
            if isinstance(element, dict) and self.value in (str(element.get(self.key)), *_names(element.get(self.key))):
                return element
        return ABSENT


Path = tuple[str | int | Where, ...]

ABSENT: Final = object()
"""Stands for a field that a payload does not have (or has as null)."""

_AS_IT_IS: Final = Conversion(1.0)
_FIELD_KEYS: Final = (
    "path",
    "metric",
    "unit",
    "scale",
    "offset",
    "range",
    "values",
    "invalid",
    "counter",
    "from_datum",
    "missing",
)
_PATH_PART: Final = re.compile(
    r"""(?:^|\.)(?P<key>[^.\[\]]+)
    |\[(?P<index>[0-9]{1,6})\]
    |\[(?P<quote>["'])(?P<quoted>.+?)(?P=quote)\]
    |\[(?P<by>[^\[\]="']+)=(?P<value>[^\[\]="']+)\]""",
    re.VERBOSE,
)
_MOST_COUNTED: Final = 1e12
_BOOLEANS: Final = {
    "1": 1.0,
    "true": 1.0,
    "on": 1.0,
    "yes": 1.0,
    "0": 0.0,
    "false": 0.0,
    "off": 0.0,
    "no": 0.0,
}


def parse_path(text: str) -> Path:
    """A written path as its parts. Raises MappingError when it is none.

    `data[0].distance` leads through an object and a list, `data[k=level].v` to the element of a list whose `k` is
    `level`, `object["water.level"]` to a key with a dot in it.
    """
    parts: list[str | int | Where] = []
    end = 0
    for found in _PATH_PART.finditer(text):
        if found.start() != end:
            break
        parts.append(_part(found))
        end = found.end()
    if not parts or end != len(text):
        raise MappingError(f"{text!r:.80} is not a path such as object.depth, data[0].distance or data[k=level].v")
    return tuple(parts)


def _part(found: re.Match[str]) -> str | int | Where:
    if found["index"] is not None:
        return int(found["index"])
    if found["by"] is not None:
        return Where(found["by"].strip(), found["value"].strip())
    return found["key"] or found["quoted"]


def resolve(body: object, path: Path) -> object:
    """What stands at `path` in a decoded payload; ABSENT when nothing does. A key may itself have dots."""
    found = body
    for part in path:
        if isinstance(part, str) and isinstance(found, dict):
            found = found.get(part)
        elif isinstance(part, int) and isinstance(found, list) and part < len(found):
            found = found[part]
        elif isinstance(part, Where) and isinstance(found, list):
            found = part.pick(found)
        else:
            return _at_dotted_key(body, path) if found is None else ABSENT
    return ABSENT if found is None else found


def _at_dotted_key(body: object, path: Path) -> object:
    """What stands where keys of `path` are written as one with dots between them, `{"sensor.level": 1.5}`."""
    for end in range(len(path), 1, -1):
        keys = path[:end]
        if isinstance(body, dict) and all(isinstance(part, str) for part in keys):
            inner = body.get(".".join(map(str, keys)))
            if inner is not None:
                return resolve(inner, path[end:])
    inner = resolve(body, path[:1])
    return ABSENT if inner is ABSENT or len(path) < 3 else _at_dotted_key(inner, path[1:])


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldRule:
    """Where a value stands and what it means.

    A number is taken `* scale + offset`, then converted into the metric's unit; it must lie in `minimum … maximum`
    (in the metric's unit, before the datum), or it is refused. With `from_datum` the number is the distance down
    from the sensor: the metric is `datum_m − distance`. `values` names what the words of the payload stand for.
    `invalid` are numbers and words of the payload that are no measurement; given, they stand for those that are known
    of such sensors (dashboard/domain/plausibility.py), as a `minimum` or `maximum` stands for the plausible range
    (not for that of a level that is worked out from the datum). `counter` marks a count that goes up for ever.
    `missing` is what an absent field means, for formats that are documented to leave out zeros.
    """

    path: Path
    metric: Metric
    conversion: Conversion = _AS_IT_IS
    scale: float = 1.0
    offset: float = 0.0
    minimum: float = -math.inf
    maximum: float = math.inf
    values: Mapping[str, float] | None = None
    invalid: frozenset[float | str] | None = None
    counter: bool = False
    from_datum: bool = False
    missing: object = ABSENT

    def read(self, raw: object, datum_m: float | None, kind: str = "") -> float | Problem:
        """The value of the metric at an asset of `kind`, or the Problem with this field."""
        if self.invalid is not None and _is_among(raw, self.invalid):
            return self._problem(NO_MEASUREMENT, raw, "is no measurement")
        if self.values is not None:
            return self._named(raw, self.values)
        if self.metric.states:
            value = state_value(self.metric, raw)
            return self._problem("unknown_value", raw, "is no state of it") if value is None else value
        number = self._number(raw)
        return number if isinstance(number, Problem) else self._stored(number, raw, datum_m, kind)

    def _named(self, raw: object, values: Mapping[str, float]) -> float | Problem:
        for name in _names(raw):
            if name in values:
                return values[name]
        return self._problem("unknown_value", raw, "is not among the values of the mapping")

    def _number(self, raw: object) -> float | Problem:
        """The number in the metric's unit."""
        if isinstance(raw, bool) or not isinstance(raw, int | float | str):
            return self._problem("not_a_number", raw, "is not a number")
        factor, shift = self.conversion
        if isinstance(raw, str):
            found = quantity(raw)
            if found is None:
                return self._problem("not_a_number", raw, "is not a number")
            raw, unit = found
            if unit:
                written = conversion(unit, self.metric.unit)
                if written is None:
                    return self._problem("bad_unit", unit, f"is not a unit of {self.metric.unit or 'it'}")
                factor, shift = written
        return (raw * self.scale + self.offset) * factor + shift

    def _stored(self, number: float, raw: object, datum_m: float | None, kind: str) -> float | Problem:
        if not self.minimum <= number <= self.maximum:
            return self._problem(OUT_OF_RANGE, raw, "is outside the range of the mapping")
        if self.counter:
            counted = 0 <= number <= _MOST_COUNTED
            return number if counted else self._problem(OUT_OF_RANGE, raw, "is no count that goes up")
        if self.from_datum:
            if datum_m is None:
                return self._problem("missing_datum", raw, "is a distance: import the device's datum_m")
            if self.invalid is None and not distance_is_measured(number):
                return self._problem(NO_MEASUREMENT, raw, "is what the sensor says without an echo")
            number = datum_m - number
        return self._plausible(number, raw, kind)

    def _plausible(self, number: float, raw: object, kind: str) -> float | Problem:
        low, high, sentinels = plausible_ranges(kind)[self.metric.key]
        if self.invalid is None and round(number, 6) in sentinels:
            return self._problem(NO_MEASUREMENT, raw, "is what such a sensor says without a measurement")
        if not self.from_datum and (self.minimum, self.maximum) != (-math.inf, math.inf):
            low, high = self.metric.minimum, self.metric.maximum
        if not low <= number <= high:
            fault = f"is {number:g} {self.metric.unit}".rstrip() + f", outside {low:g} … {high:g}"
            return self._problem(OUT_OF_RANGE, raw, fault)
        return number

    def _problem(self, code: str, raw: object, fault: str) -> Problem:
        return Problem(code, f"{path_text(self.path)} → {self.metric.key}: {raw!r:.60} {fault}")


def state_value(metric: Metric, raw: object) -> float | None:
    """The index of an enumeration's state by its name, of a truth value also by 0/1, on/off, yes/no; else None."""
    for name in _names(raw):
        if name in metric.states:
            return float(metric.states.index(name))
        if metric.states == ("false", "true") and name in _BOOLEANS:
            return _BOOLEANS[name]
    return None


def path_text(path: Path) -> str:
    """The path as people write it."""
    return "".join(_part_text(part) for part in path).removeprefix(".")


def _part_text(part: str | int | Where) -> str:
    if isinstance(part, Where):
        return f"[{part.key}={part.value}]"
    if isinstance(part, int):
        return f"[{part}]"
    return f'["{part}"]' if "." in part else f".{part}"


def _names(raw: object) -> tuple[str, ...]:
    """How a payload's value may be named in a mapping; YAML reads on/off/yes/no as truth values."""
    if isinstance(raw, str):
        name = raw.strip().lower()
    elif isinstance(raw, bool):
        return ("true", "1") if raw else ("false", "0")
    elif isinstance(raw, int) or (isinstance(raw, float) and raw.is_integer()):
        name = f"{raw:.0f}" if abs(raw) < 1e15 else ""
    elif isinstance(raw, float):
        name = repr(raw)
    else:
        name = ""
    return (name, "true" if _BOOLEANS[name] else "false") if name in _BOOLEANS else (name,)


def field_rule_from_dict(data: object, number: int) -> FieldRule:
    """One item of `fields` as an object. Raises MappingError with the field's `number` (from 1)."""
    try:
        return _field(data)
    except MappingError as error:
        raise MappingError(f"field {number}: {error}") from error


def _field(data: object) -> FieldRule:
    if not isinstance(data, Mapping):
        raise MappingError(f"must be a table with path and metric, not {data!r:.40}")
    unknown = [key for key in data if key not in _FIELD_KEYS]
    if unknown:
        raise MappingError(f"unknown key {unknown[0]!r:.40}; allowed are {', '.join(_FIELD_KEYS)}")
    metric = _metric(data.get("metric"))
    path = data.get("path")
    if not isinstance(path, str):
        raise MappingError("path is missing")
    low, high = _range(data.get("range"))
    return FieldRule(
        path=parse_path(path),
        metric=metric,
        conversion=_conversion(data.get("unit"), metric),
        scale=_number(data, "scale", 1.0),
        offset=_number(data, "offset", 0.0),
        minimum=low,
        maximum=high,
        values=_values(data.get("values"), metric),
        invalid=_invalid(data.get("invalid")),
        counter=_counter(data, metric),
        from_datum=_from_datum(data, metric),
        missing=data.get("missing", ABSENT),
    )


def _from_datum(data: Mapping[object, object], metric: Metric) -> bool:
    from_datum = data.get("from_datum", False)
    if not isinstance(from_datum, bool) or (from_datum and metric.unit != "m"):
        raise MappingError("from_datum must be true or false, and true only for a metric in m")
    return from_datum


def _counter(data: Mapping[object, object], metric: Metric) -> bool:
    counter = data.get("counter", False)
    if not isinstance(counter, bool) or (counter and (metric.states or "values" in data or data.get("from_datum"))):
        raise MappingError("counter must be true or false, and true only for a number without values and from_datum")
    return counter


def _invalid(data: object) -> frozenset[float | str] | None:
    if data is None:
        return None
    if not isinstance(data, list):
        raise MappingError(f"invalid must be a list of numbers and words such as [9999, 65535], not {data!r:.40}")
    return frozenset(_plain(each) for each in data)


def _plain(raw: object) -> float | str:
    """A payload's number, also one written as a text, or its word, so that they can be compared."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return float(raw) if abs(raw) < _MOST_COUNTED * 1e6 else str(raw)
    found = quantity(raw) if isinstance(raw, str) else None
    return found[0] if found is not None else _names(raw)[0]


def _is_among(raw: object, invalid: frozenset[float | str]) -> bool:
    return isinstance(raw, int | float | str) and _plain(raw) in invalid


def _metric(key: object) -> Metric:
    metric = METRICS.get(key) if isinstance(key, str) else None
    if metric is None:
        raise MappingError(f"unknown metric {key!r:.40}; the metrics are {', '.join(METRICS)}")
    return metric


def _conversion(unit: object, metric: Metric) -> Conversion:
    if unit is None:
        return _AS_IT_IS
    found = conversion(str(unit), metric.unit)
    if found is None:
        known = ", ".join(known_units(metric.unit)) or "none"
        raise MappingError(f"unit {unit!r:.20} cannot become {metric.unit or metric.key}; known are {known}")
    return found


def _number(data: Mapping[object, object], key: str, default: float) -> float:
    value = data.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise MappingError(f"{key} must be a number, not {value!r:.40}")
    return float(value)


def _range(value: object) -> tuple[float, float]:
    if value is None:
        return -math.inf, math.inf
    if not isinstance(value, list) or len(value) != 2:
        raise MappingError(f"range must be [lowest, highest], not {value!r:.40}")
    low, high = (_number({"range": each}, "range", 0.0) for each in value)
    if low > high:
        raise MappingError(f"range {value!r:.40} has the lowest above the highest")
    return low, high


def _values(data: object, metric: Metric) -> Mapping[str, float] | None:
    if data is None:
        return None
    if not isinstance(data, Mapping) or not data:
        raise MappingError("values must be a table such as {normal: closed, abnormal: open}")
    return {_names(word)[0]: _meaning(meaning, metric) for word, meaning in data.items()}


def _meaning(meaning: object, metric: Metric) -> float:
    if metric.states:
        value = state_value(metric, meaning)
        if value is None:
            raise MappingError(f"{metric.key} has the states {', '.join(metric.states)}, not {meaning!r:.40}")
        return value
    number = _number({"values": meaning}, "values", 0.0)
    if not metric.accepts(number):
        raise MappingError(f"{meaning!r:.40} is outside the range of {metric.key}")
    return number
