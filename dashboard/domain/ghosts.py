"""Ghosts: devices that speak although nobody registered them, and what it takes to take one in."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from dashboard.domain.coordinates import Position, position_problem
from dashboard.domain.field_rules import ABSENT, FieldRule, field_rule_from_dict, parse_path, resolve
from dashboard.domain.ghost_guesses import DISTANCE, TIME, Guess
from dashboard.domain.imports import DATUM_RANGE_M, LONGEST, DeviceRow
from dashboard.domain.mappings import MappingEntry
from dashboard.domain.metrics import METRICS
from dashboard.domain.quarantine import topic_pattern
from dashboard.domain.readings import Problem, Stranger
from dashboard.domain.text import Text
from dashboard.domain.timestamps import BadTime, parse_time
from dashboard.errors import MappingError

GENERIC: Final = "generic"
CANONICAL: Final = "canonical"
FIELDS: Final = "fields"
"""The name under which a fault of the whole table of fields is told."""
BAD_CHOICE: Final = "bad_choice"
"""The code of a meaning, unit or factor that the field cannot have."""
_LEVEL: Final = "level_m"
_WGS84: Final = "wgs84"
_WIDE: Final = {"+": "[^/]+", "#": ".+"}


class Met(NamedTuple):
    """What a device that nobody registered said: by which uplink, and the mapping that will read it, if one does."""

    uplink: str
    stranger: Stranger
    entry: MappingEntry | None


class KnownAsset(NamedTuple):
    """An asset that has the device already, while its messages cannot be read for want of a mapping."""

    asset_id: str
    name: str
    kind: str
    lon: float
    lat: float


class WaitingMessage(NamedTuple):
    """The newest message in quarantine of an unknown device, and how many different ones came how often since when."""

    device_ref: str
    channel: str
    topic: str
    payload: bytes
    payload_bytes: int
    messages: int
    times: int
    first_us: int
    last_us: int
    known: KnownAsset | None = None


class Ghost(NamedTuple):
    """A device that nobody registered: its newest message, and what it seems to be.

    `fields` are empty where nothing can be read of it yet. A ghost that `is_mapped` needs no mapping: `entry` reads
    it (None: by its canonical names).
    """

    message: WaitingMessage
    uplink: str
    profile: str
    body: object
    kind: str
    fields: tuple[Guess, ...]
    is_mapped: bool
    entry: MappingEntry | None

    @property
    def device_ref(self) -> str:
        """The reference under which it will be known."""
        return self.message.device_ref

    @property
    def name_there(self) -> str:
        """What its network calls it, a proposal for its number: the last part of its reference that has a digit."""
        parts = self.device_ref.partition(":")[2].split("/")
        told = next((part for part in reversed(parts) if any(sign.isdigit() for sign in part)), parts[-1])
        return told[: LONGEST["asset_id"]]

    @property
    def like(self) -> str:
        """What else a mapping may hold for: the model, or all topics of that pattern; "" for this device alone."""
        if self.uplink != GENERIC:
            return self.profile
        pattern = topic_pattern(self.message.topic)
        return pattern if pattern != self.message.topic and pattern[:1] not in _WIDE else ""


class Choice(NamedTuple):
    """What a person says of a field: its meaning (a metric's key, DISTANCE, TIME; "": none), the unit and a factor."""

    path: str
    meaning: str
    unit: str = ""
    scale: str = ""


class Unread(NamedTuple):
    """Why a field cannot be read as it was chosen: the code of a refusal, or BAD_CHOICE, and the fault."""

    code: str
    detail: str


class Reading(NamedTuple):
    """What a field comes to: a value of the metric, a moment, or the problem with it."""

    metric: str
    value: float | None = None
    moment_us: int | None = None
    problem: Unread | None = None


class Entrance(NamedTuple):
    """The form of a device to take in, as it was filled in; `alike` extends the mapping to all that are like it."""

    device_ref: str
    asset_id: str
    name: str
    kind: str
    lon: str
    lat: str
    datum_m: str = ""
    choices: tuple[Choice, ...] = ()
    alike: bool = False


Faults = dict[str, Text]
"""What is wrong, by the name of the input; that of a field is its path."""

_EMPTY: Final = Text("请填写", "Please fill this in")
_NO_NUMBER: Final = Text("须为十进制度数，如 121.4213", "Decimal degrees are needed, such as 121.4213")
_NO_DATUM: Final = Text("须为米数，如 5.20", "Metres are needed, such as 5.20")
_DATUM_MISSING: Final = Text("有距离字段，须填写安装基准", "A distance needs the datum of the device")
_NO_MEANING: Final = Text("请至少选定一个字段的含义", "Say of at least one field what it measures")
_TWICE: Final = Text("这个含义已用于上面的字段", "A field above has this meaning already")
_NO_SCALE: Final = Text("系数须为数字", "The factor must be a number")


def row_of(entrance: Entrance) -> tuple[DeviceRow | None, Faults]:
    """The device as an import would bring it, or what is wrong by input."""
    faults: Faults = {}
    texts = {name: getattr(entrance, name).strip() for name in ("asset_id", "name", "kind")}
    for name, text in texts.items():
        if not text and name != "name":
            faults[name] = _EMPTY
        elif len(text) > LONGEST[name]:
            faults[name] = Text(f"最多 {LONGEST[name]} 个字符", f"At most {LONGEST[name]} characters")
    position, datum_m = _position(entrance, faults), _datum_m(entrance, faults)
    if faults or position is None:
        return None, faults
    row = DeviceRow(
        where=Text("表单", "the form"),
        position=position,
        source_crs=_WGS84,
        device_ref=entrance.device_ref,
        datum_m=datum_m,
        given=frozenset({"device_ref", "datum_m"}),
        asset_id=texts["asset_id"],
        kind=texts["kind"],
        name=texts["name"] or None,
    )
    return row, faults


def _position(entrance: Entrance, faults: Faults) -> Position | None:
    numbers = {name: _figure(getattr(entrance, name)) for name in ("lon", "lat")}
    for name, number in numbers.items():
        if number is None:
            faults[name] = _NO_NUMBER if getattr(entrance, name).strip() else _EMPTY
    lon, lat = numbers["lon"], numbers["lat"]
    if lon is None or lat is None:
        return None
    problem = position_problem(lon, lat)
    if problem is not None:
        faults["lon"] = problem
    return Position(lon, lat)


def _datum_m(entrance: Entrance, faults: Faults) -> float | None:
    if not entrance.datum_m.strip():
        if any(choice.meaning == DISTANCE for choice in entrance.choices):
            faults["datum_m"] = _DATUM_MISSING
        return None
    number, (low, high) = _figure(entrance.datum_m), DATUM_RANGE_M
    if number is None or not low <= number <= high:
        faults["datum_m"] = _NO_DATUM
    return number


def datum_of(text: str) -> float | None:
    """The datum as it was typed so far; None while it is none."""
    return _figure(text)


def _figure(text: str) -> float | None:
    try:
        number = float(text.replace("−", "-"))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def spec_of(ghost: Ghost, choices: Sequence[Choice], *, alike: bool) -> tuple[dict[str, Any] | None, Faults]:
    """The mapping entry that the choices ask for (None when none is needed), or what is wrong by field."""
    if ghost.is_mapped or not ghost.fields:
        return None, {}
    faults: Faults = {}
    spec: dict[str, Any] = {"match": _match(ghost, alike), "fields": []}
    taken: set[str] = set()
    for choice in choices:
        if not choice.meaning:
            continue
        fault = _TWICE if _metric(choice) in taken else _add(spec, choice)
        taken.add(_metric(choice))
        if fault is not None:
            faults[choice.path] = fault
    if not spec["fields"] and not faults:
        faults[FIELDS] = _NO_MEANING
    return (None, faults) if faults else (spec, {})


def _add(spec: dict[str, Any], choice: Choice) -> Text | None:
    """Add a choice to the entry; return what is wrong with it."""
    try:
        if choice.meaning == TIME:
            parse_path(choice.path)
            spec["time"] = choice.path
            return None
        field = _field(choice)
        if field is None:
            return _NO_SCALE
        field_rule_from_dict(field, 1)
    except MappingError as error:
        return Text(str(error), str(error))
    spec["fields"].append(field)
    return None


def _metric(choice: Choice) -> str:
    return _LEVEL if choice.meaning == DISTANCE else choice.meaning


def _field(choice: Choice) -> dict[str, Any] | None:
    """The choice as a field of mappings.yaml; None when its factor is no number."""
    field: dict[str, Any] = {"path": choice.path, "metric": _metric(choice)}
    if choice.meaning == DISTANCE:
        field["from_datum"] = True
    metric = METRICS.get(field["metric"])
    if metric is not None and metric.states:
        return field
    if choice.unit.strip():
        field["unit"] = choice.unit.strip()
    if choice.scale.strip():
        factor = _figure(choice.scale)
        if factor is None:
            return None
        field["scale"] = factor
    return field


def _match(ghost: Ghost, alike: bool) -> dict[str, str]:
    """What the entry holds for: this device, or all that are like it."""
    match = {"uplink": re.escape(ghost.uplink)}
    if ghost.uplink == GENERIC:
        pattern = ghost.like if alike else ""
        return match | {"topic": _topics(pattern) if pattern else re.escape(ghost.message.topic)}
    if alike and ghost.like:
        return match | {"profile": re.escape(ghost.profile)}
    return match | {"device_ref": re.escape(ghost.device_ref)}


def _topics(pattern: str) -> str:
    """A topic's pattern as the regular expression of a mapping."""
    return "/".join(_WIDE.get(level) or re.escape(level) for level in pattern.split("/"))


def read_choices(
    ghost: Ghost, choices: Sequence[Choice], kind: str, datum_m: float | None = None
) -> Mapping[str, Reading]:
    """What the fields of the newest message come to by these choices, by path; those without a meaning are left out."""
    return {choice.path: _read(ghost, choice, kind, datum_m) for choice in choices if choice.meaning}


def _read(ghost: Ghost, choice: Choice, kind: str, datum_m: float | None) -> Reading:
    try:
        raw = resolve(ghost.body, parse_path(choice.path))
        if choice.meaning == TIME:
            return Reading(TIME, moment_us=parse_time(raw, ghost.message.last_us))
        field = _field(choice)
        rule = field_rule_from_dict(field, 1) if field is not None else None
    except (MappingError, BadTime) as error:
        return Reading(choice.meaning, problem=Unread(BAD_CHOICE, str(error)))
    if rule is None:
        return Reading(choice.meaning, problem=Unread(BAD_CHOICE, _NO_SCALE.en))
    return _value(rule, raw, datum_m, kind)


def _value(rule: FieldRule, raw: object, datum_m: float | None, kind: str) -> Reading:
    if raw is ABSENT:
        return Reading(rule.metric.key, problem=Unread(BAD_CHOICE, "there is no such field"))
    value = rule.read(raw, datum_m, kind)
    if isinstance(value, Problem):
        return Reading(rule.metric.key, problem=Unread(value.code, value.detail))
    return Reading(rule.metric.key, value=value)


def choices_of(ghost: Ghost) -> tuple[Choice, ...]:
    """The guesses as choices, to begin with."""
    return tuple(Choice(guess.path, guess.meaning, guess.unit) for guess in ghost.fields)


def standing_reading(ghost: Ghost, kind: str, datum_m: float | None = None) -> Mapping[str, float]:
    """What a ghost that is mapped already will be read as, by metric."""
    if ghost.entry is not None:
        return ghost.entry.read(ghost.body, datum_m, kind).values
    readings = read_choices(ghost, [choice for choice in choices_of(ghost) if choice.meaning], kind)
    return {reading.metric: reading.value for reading in readings.values() if reading.value is not None}
