"""Device mappings: which field of which payload is which metric, as ordered data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from dashboard.domain.field_rules import ABSENT, FieldRule, Path, field_rule_from_dict, parse_path, resolve
from dashboard.domain.metrics import METRICS
from dashboard.domain.readings import Problem
from dashboard.errors import MappingError

_MATCH_KEYS: Final = ("uplink", "device_ref", "profile", "topic")
_ENTRY_KEYS: Final = frozenset({"match", "fields", "device_id", "time", "each"})
_CACHE_LIMIT: Final = 200_000


class FieldReadings(NamedTuple):
    """What the fields of one payload came to: values by metric, problems by field, and how many fields were found."""

    values: dict[str, float]
    problems: list[Problem]
    found: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MappingEntry:
    """One entry: what it matches (regular expressions by key, all of them whole) and how fields become metrics.

    `device_id` and `time` say where a generic payload has them. With `each`, a generic payload holds a list of
    reports there, and the paths of the fields and of the time begin at one of them.
    """

    match: Mapping[str, re.Pattern[str]]
    fields: tuple[FieldRule, ...]
    device_id: Path | None = None
    time: Path | None = None
    each: Path | None = None

    def matches(self, subject: Mapping[str, str]) -> bool:
        """Whether every given pattern matches its part of `subject` whole."""
        return all(pattern.fullmatch(subject[key]) is not None for key, pattern in self.match.items())

    def read(self, body: object, datum_m: float | None) -> FieldReadings:
        """The metrics in `body`. Of several fields with the same metric the first present wins.

        A field that cannot be read becomes a Problem with its path; the others are kept.
        """
        values: dict[str, float] = {}
        problems: list[Problem] = []
        found = 0
        for rule in self.fields:
            raw = resolve(body, rule.path)
            if raw is ABSENT:
                raw = rule.missing
            else:
                found += 1
            if raw is ABSENT or rule.metric.key in values:
                continue
            value = rule.read(raw, datum_m)
            if isinstance(value, Problem):
                problems.append(value)
            else:
                values[rule.metric.key] = value
        return FieldReadings(values, problems, found)


@dataclass(frozen=True, kw_only=True)
class MappingRules:
    """Mapping entries in order: the first that matches wins."""

    entries: tuple[MappingEntry, ...] = ()
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
        return MappingRules(
            entries=tuple(mapping_from_dict(entry, number) for number, entry in enumerate(entries, start=1))
        )

    def followed_by(self, others: MappingRules) -> MappingRules:
        """These rules first, then `others`."""
        return MappingRules(entries=self.entries + others.entries)

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
            if _is_generic(entry.match):
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
    match = _match(_table(data.get("match"), "match"))
    fields = data.get("fields")
    if not isinstance(fields, list) or not fields:
        raise MappingError("fields must be a list of at least one field")
    return MappingEntry(
        match=match,
        fields=tuple(field_rule_from_dict(each, number) for number, each in enumerate(fields, start=1)),
        device_id=_optional_path(data, "device_id"),
        time=_optional_path(data, "time"),
        each=_optional_path(data, "each"),
    )


def _match(data: Mapping[str, object]) -> dict[str, re.Pattern[str]]:
    unknown = set(data) - set(_MATCH_KEYS)
    if unknown:
        raise MappingError(f"match: unknown key {min(unknown)!r}; allowed are {', '.join(_MATCH_KEYS)}")
    if not data:
        raise MappingError("match must name at least one of " + ", ".join(_MATCH_KEYS))
    match = {key: _pattern(key, value) for key, value in data.items()}
    if _is_generic(match):
        if "topic" not in match:
            raise MappingError("match: a generic entry needs a topic")
        topic_filters(match["topic"].pattern)
    return match


def _pattern(key: str, value: object) -> re.Pattern[str]:
    if not isinstance(value, str):
        raise MappingError(f"match.{key} must be a text (a regular expression), not {value!r:.40}")
    try:
        return re.compile(value)
    except re.error as error:
        raise MappingError(f"match.{key}: {value!r:.80} is not a regular expression: {error}") from error


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
