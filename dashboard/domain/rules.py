"""Alarm rules as data: what is compared with what, and how patiently."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from dashboard.domain.severity import Severity
from dashboard.domain.text import Text


class Comparison(StrEnum):
    """How a reading is held against a level's threshold."""

    ABOVE = "above"
    BELOW = "below"
    EQUALS = "equals"
    MAGNITUDE = "magnitude"
    RISE = "rise"
    SILENCE = "silence"


class Level(NamedTuple):
    """From `threshold` on, the alarm has this severity. For an enumeration the threshold is the state's index."""

    severity: Severity
    threshold: float


@dataclass(frozen=True, kw_only=True, slots=True)
class AlarmRule:
    """One rule of one sensor type.

    `levels` are ordered from mild to severe. A level is left again only when the reading is back by more than
    `hysteresis` (in the metric's unit). The condition must hold for `minimum_duration_s` before the alarm is
    raised. `RISE` compares the increase within `window_s` seconds; `MAGNITUDE` the absolute value; `SILENCE` the
    seconds since the last reading (its metric is empty, and the worker evaluates it).
    """

    key: str
    label: Text
    metric: str
    comparison: Comparison
    levels: tuple[Level, ...]
    hysteresis: float = 0.0
    minimum_duration_s: float = 0.0
    window_s: float = 0.0
