"""Mappings as ordered data: which field of which payload is which metric, and what cameras see is which category."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, timedelta, timezone, tzinfo
from typing import Final, NamedTuple

from dashboard.domain.camera_events import CameraEventReport
from dashboard.domain.camera_mappings import CameraEntry, camera_entry_from_dict, is_camera_entry, pattern_of
from dashboard.domain.field_rules import ABSENT, FieldRule, Path, field_rule_from_dict, parse_path, resolve
from dashboard.domain.metrics import METRICS
from dashboard.domain.readings import Problem
from dashboard.domain.refusals import NO_MEASUREMENT
from dashboard.domain.timestamps import BEIJING
from dashboard.errors import MappingError

_MATCH_KEYS: Final = ("uplink", "device_ref", "profile", "topic")
_ENTRY_KEYS: Final = frozenset({"match", "fields", "device_id", "time", "zone", "each", "ignore"})
_OFFSET: Final = re.compile(r"([+-])([0-9]{2}):?([0-9]{2})")
_CACHE_LIMIT: Final = 200_000


class FieldRefusal(NamedTuple):
    """A field whose value was not taken: its metric, what stood there (shortened), and the code of the reason."""

    metric: str
    value: str
    code: str


class FieldReadings(NamedTuple):
    """What the fields of one payload came to: values by metric, what was refused, and how many fields were found.

    `problems` are those of the refused that a better mapping may cure; what is no measurement stays none.
    """

    values: dict[str, float]
    problems: list[Problem]
    found: int
    refused: Sequence[FieldRefusal] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class MappingEntry:
    """One entry: what it matches (regular expressions by key, all of them whole) and how fields become metrics.

    `device_id` and `time` say where a generic payload has them. With `each`, a generic payload holds a list of
    reports there, and the paths of the fields and of the time begin at one of them. `zone` is that of times which
    are written without one. What matches an entry to `ignore` measures nothing, and that is no fault. `counters` are
    the metrics whose values count up for ever.
    """

    match: Mapping[str, re.Pattern[str]]
    fields: tuple[FieldRule, ...]
    device_id: Path | None = None
    time: Path | None = None
    each: Path | None = None
    zone: tzinfo = BEIJING
    ignore: bool = False
    counters: frozenset[str] = frozenset()

    def matches(self, subject: Mapping[str, str]) -> bool:
        """Whether every given pattern matches its part of `subject` whole."""
        return all(pattern.fullmatch(subject[key]) is not None for key, pattern in self.match.items())

    def read(self, body: object, datum_m: float | None, kind: str = "") -> FieldReadings:
        """The metrics in `body`, of an asset of `kind`. Of several fields with the same metric the first taken wins.

        A field that cannot be read is refused with its path and value; the others are kept.
        """
        values: dict[str, float] = {}
        problems: list[Problem] = []
        refused: list[FieldRefusal] = []
        found = 0
        for rule in self.fields:
            raw = resolve(body, rule.path)
            if raw is ABSENT:
                raw = rule.missing
            else:
                found += 1
            if raw is ABSENT or rule.metric.key in values:
                continue
            value = rule.read(raw, datum_m, kind)
            if not isinstance(value, Problem):
                values[rule.metric.key] = value
                continue
            refused.append(FieldRefusal(rule.metric.key, f"{raw!r:.60}", value.code))
            if value.code != NO_MEASUREMENT:
                problems.append(value)
        return FieldReadings(values, problems, found, refused)


@dataclass(frozen=True, kw_only=True)
class MappingRules:
    """Mapping entries in order: the first that matches wins. Those of `cameras` stand by themselves."""

    entries: tuple[MappingEntry, ...] = ()
    cameras: tuple[CameraEntry, ...] = ()
    _found: dict[tuple[str, str, str, str], MappingEntry | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @staticmethod
    def empty() -> MappingRules:
        """No mappings at all: only canonical metric names are understood."""
        return MappingRules()

    @staticmethod
    def from_dicts(entries: Iterable[object]) -> MappingRules:
        """Rules from plain data as in mappings.yaml. Raises MappingError naming the entry (from 1) and the fault."""
        numbered = list(enumerate(entries, start=1))
        of_cameras = [(number, entry) for number, entry in numbered if is_camera_entry(entry)]
        others = [(number, entry) for number, entry in numbered if not is_camera_entry(entry)]
        return MappingRules(
            entries=tuple(mapping_from_dict(entry, number) for number, entry in others),
            cameras=tuple(camera_entry_from_dict(_table(entry, "it"), number) for number, entry in of_cameras),
        )

    def followed_by(self, others: MappingRules) -> MappingRules:
        """These rules first, then `others`."""
        return MappingRules(entries=self.entries + others.entries, cameras=self.cameras + others.cameras)

    def category_of(self, report: CameraEventReport) -> str | None:
        """The category that the first matching entry gives to what a camera saw; without one the source's own."""
        seen = (report.source, report.label, report.zone, report.camera_ref, report.dwell_s)
        return next((entry.category for entry in self.cameras if entry.matches(*seen)), report.category)

    def find(self, uplink: str, device_ref: str, profile: str, topic: str) -> MappingEntry | None:
        """The first entry that matches, or None; remembered for the next message of the same device."""
        key = (uplink, device_ref, profile, topic)
        try:
            return self._found[key]
        except KeyError:
            pass
        subject = dict(zip(_MATCH_KEYS, key, strict=True))
        entry = next((entry for entry in self.entries if entry.matches(subject)), None)
        if len(self._found) >= _CACHE_LIMIT:
            self._found.clear()
        self._found[key] = entry
        return entry

    def generic_topic_filters(self) -> tuple[str, ...]:
        """The MQTT subscriptions that the generic entries need: leading literal segments, then `#`."""
        filters: dict[str, None] = {}
        for entry in self.entries:
            if _is_generic(entry.match) and not entry.ignore:
                filters.update(dict.fromkeys(topic_filters(entry.match["topic"].pattern)))
        return tuple(filters)


def mapping_from_dict(entry: object, number: int = 1) -> MappingEntry:
    """One entry of mappings.yaml as an object. Raises MappingError with the entry's `number` and what is wrong."""
    try:
        return _entry(_table(entry, "the entry"))
    except MappingError as error:
        raise MappingError(f"mapping entry {number}: {error}") from error


def canonical_names(prefix: Path) -> MappingEntry:
    """The entry by which fields below `prefix` that bear canonical metric names mean just that."""
    rules = tuple(FieldRule(path=(*prefix, key), metric=metric) for key, metric in METRICS.items())
    return MappingEntry(match={}, fields=rules)


def topic_filters(pattern: str) -> list[str]:
    """MQTT filters that cover the topics a regular expression matches.

    `city/.+/well/.+` gives `city/#`. Raises MappingError when there is no literal first segment, because that
    would subscribe to everything on the broker.
    """
    return [_topic_filter(alternative) for alternative in _alternatives(pattern.removeprefix("^").removesuffix("$"))]


def _entry(data: Mapping[str, object]) -> MappingEntry:
    unknown = set(data) - _ENTRY_KEYS
    if unknown:
        raise MappingError(f"unknown key {min(unknown)!r}; allowed are {', '.join(sorted(_ENTRY_KEYS))}")
    ignore = data.get("ignore", False)
    if not isinstance(ignore, bool):
        raise MappingError(f"ignore must be true or false, not {ignore!r:.40}")
    match = _match(_table(data.get("match"), "match"), ignore)
    fields = () if ignore and "fields" not in data else _fields(data.get("fields"))
    return MappingEntry(
        match=match,
        fields=fields,
        device_id=_optional_path(data, "device_id"),
        time=_optional_path(data, "time"),
        each=_optional_path(data, "each"),
        zone=_zone(data.get("zone")),
        ignore=ignore,
        counters=frozenset(rule.metric.key for rule in fields if rule.counter),
    )


def _fields(fields: object) -> tuple[FieldRule, ...]:
    if not isinstance(fields, list) or not fields:
        raise MappingError("fields must be a list of at least one field")
    return tuple(field_rule_from_dict(each, number) for number, each in enumerate(fields, start=1))


def _zone(zone: object) -> tzinfo:
    """The zone of times without one: `UTC`, or an offset such as +08:00."""
    if zone is None:
        return BEIJING
    if str(zone).upper() in ("UTC", "Z"):
        return UTC
    found = _OFFSET.fullmatch(str(zone))
    if found is None or int(found[2]) > 14:
        raise MappingError(f'zone must be UTC or an offset such as "+08:00", not {zone!r:.40}')
    minutes = int(found[2]) * 60 + int(found[3])
    return timezone(timedelta(minutes=-minutes if found[1] == "-" else minutes))


def _match(data: Mapping[str, object], ignore: bool) -> dict[str, re.Pattern[str]]:
    unknown = set(data) - set(_MATCH_KEYS)
    if unknown:
        raise MappingError(f"match: unknown key {min(unknown)!r}; allowed are {', '.join(_MATCH_KEYS)}")
    if not data:
        raise MappingError("match must name at least one of " + ", ".join(_MATCH_KEYS))
    match = {key: pattern_of(key, value) for key, value in data.items()}
    if _is_generic(match):
        if "topic" not in match:
            raise MappingError("match: a generic entry needs a topic")
        if not ignore:
            topic_filters(match["topic"].pattern)
    return match


def _is_generic(match: Mapping[str, re.Pattern[str]]) -> bool:
    return "uplink" in match and match["uplink"].fullmatch("generic") is not None


def _table(value: object, name: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise MappingError(f"{name} must be a table of keys and values, not {value!r:.40}")
    return {str(key): each for key, each in value.items()}


def _optional_path(data: Mapping[str, object], key: str) -> Path | None:
    value = data.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise MappingError(f"{key} must be a path such as data.id, not {value!r:.40}")
    return parse_path(value)


def _alternatives(pattern: str) -> list[str]:
    """The parts of a regular expression between the `|` outside of all brackets."""
    parts, depth, start, escaped = [], 0, 0, False
    for at, char in enumerate(pattern):
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif char == "|" and depth == 0:
            parts.append(pattern[start:at])
            start = at + 1
    return [*parts, pattern[start:]]


def _topic_filter(pattern: str) -> str:
    """Literal segments as they stand, then `#`; also from a segment on that brokers may refuse in a filter."""
    literal: list[str] = []
    for segment in pattern.split("/"):
        plain = re.sub(r"\\([^A-Za-z0-9])", r"\1", segment)
        if re.search(r"(?<!\\)[.^$*+?{}\[\]|()]|\\[A-Za-z0-9]", segment) or re.search(r"[\s+#\0]", plain):
            if segment[:1] in ("?", "*", "{") and literal:
                literal.pop()
            break
        literal.append(plain)
    else:
        return "/".join(literal)
    if not any(literal):
        raise MappingError(f"match.topic: {pattern!r:.80} must begin with a literal segment, such as city/.+")
    return "/".join([*literal, "#"])
