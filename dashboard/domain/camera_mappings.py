"""What cameras see as categories of the trade: label, zone and how long it stood, as ordered data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dashboard.errors import MappingError

SOURCE_KEY: Final = "camera_source"
"""What an entry of mappings.yaml matches by that is of cameras: the key of their source."""

_MATCH_KEYS: Final = (SOURCE_KEY, "label", "zone", "camera", "min_dwell_s")
_ENTRY_KEYS: Final = frozenset({"match", "category"})
_CATEGORY: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]{1,19}")
_LONGEST_DWELL_S: Final = 7 * 86_400


@dataclass(frozen=True, kw_only=True, slots=True)
class CameraEntry:
    """One entry: what it matches (regular expressions, all of them whole) and the category that it gives.

    Of several zones one must match. What has not stood for `min_dwell_s`, or does not tell, does not match.
    """

    patterns: Mapping[str, re.Pattern[str]]
    min_dwell_s: float
    category: str

    def matches(self, source: str, label: str, zone: str | None, camera: str, dwell_s: float | None) -> bool:
        """Whether an event of this source, label, zone and camera is what the entry is for."""
        if self.min_dwell_s and (dwell_s is None or dwell_s < self.min_dwell_s):
            return False
        told = {SOURCE_KEY: (source,), "label": (label,), "camera": (camera,), "zone": tuple((zone or "").split(","))}
        return all(
            any(pattern.fullmatch(each) is not None for each in told[key]) for key, pattern in self.patterns.items()
        )


def is_camera_entry(entry: object) -> bool:
    """Whether an entry of mappings.yaml is about what cameras see."""
    match = entry.get("match") if isinstance(entry, Mapping) else None
    return isinstance(match, Mapping) and SOURCE_KEY in match


def camera_entry_from_dict(entry: Mapping[str, object], number: int = 1) -> CameraEntry:
    """One such entry as an object. Raises MappingError with the entry's `number` and what is wrong."""
    try:
        return _entry(entry)
    except MappingError as error:
        raise MappingError(f"mapping entry {number}: {error}") from error


def _entry(entry: Mapping[str, object]) -> CameraEntry:
    unknown = set(entry) - _ENTRY_KEYS
    if unknown:
        raise MappingError(f"unknown key {min(unknown)!r}; an entry of cameras has match and category")
    match = entry["match"]
    assert isinstance(match, Mapping), "is_camera_entry looked at it"
    unknown = set(match) - set(_MATCH_KEYS)
    if unknown:
        raise MappingError(f"match: unknown key {min(unknown)!r}; allowed are {', '.join(_MATCH_KEYS)}")
    category = entry.get("category")
    if not isinstance(category, str) or not _CATEGORY.fullmatch(category):
        raise MappingError(f'category must be a code in quotes such as "0505", not {category!r:.40}')
    patterns = {key: pattern_of(key, value) for key, value in match.items() if key != "min_dwell_s"}
    return CameraEntry(patterns=patterns, min_dwell_s=_dwell_s(match.get("min_dwell_s", 0)), category=category)


def _dwell_s(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _LONGEST_DWELL_S:
        raise MappingError(f"match.min_dwell_s must be seconds, at most {_LONGEST_DWELL_S}, not {value!r:.40}")
    return float(value)


def pattern_of(key: str, value: object) -> re.Pattern[str]:
    """Return a value of `match` as a regular expression. Raises MappingError."""
    if not isinstance(value, str):
        raise MappingError(f"match.{key} must be a text (a regular expression), not {value!r:.40}")
    try:
        return re.compile(value)
    except re.error as error:
        raise MappingError(f"match.{key}: {value!r:.80} is not a regular expression: {error}") from error
