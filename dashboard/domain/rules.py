"""Alarm rules as data: what is compared with what, how patiently, and how a site changes that."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from dashboard.domain.severity import Severity
from dashboard.domain.text import Text

if TYPE_CHECKING:
    from datetime import timedelta


class Comparison(StrEnum):
    """How a reading is held against a level's threshold."""

    ABOVE = "above"
    BELOW = "below"
    EQUALS = "equals"
    MAGNITUDE = "magnitude"
    RISE = "rise"
    TOTAL = "total"
    SILENCE = "silence"


WINDOWED: Final = frozenset({Comparison.RISE, Comparison.TOTAL})
"""These compare what came together in a window, not the reading itself."""


class Level(NamedTuple):
    """From `threshold` on, the alarm has this severity. For an enumeration the threshold is the state's index."""

    severity: Severity
    threshold: float


class RiseUpgrade(NamedTuple):
    """A fast rise makes an alarm one level worse: at least `rise` within `window_s`, from a reading of `floor` on."""

    rise: float
    window_s: float
    floor: float


class StoryKind(NamedTuple):
    """What rules have in common for the operator: alarms of one kind are told together."""

    key: str
    label: Text


BATTERY: Final = StoryKind("battery", Text("电量低", "Battery low"))
OFFLINE: Final = StoryKind("offline", Text("设备离线", "Device offline"))


@dataclass(frozen=True, kw_only=True, slots=True)
class AlarmRule:
    """One rule of one sensor type.

    `levels` are ordered from mild to severe; without levels the rule sleeps until a site sets them. A level is
    left again only when the reading is back by more than `hysteresis` (in the metric's unit). The condition must
    hold for `minimum_duration_s` before the alarm is raised. `RISE` compares the increase and `TOTAL` the sum of
    the readings within `window_s` seconds; `MAGNITUDE` the absolute value; `SILENCE` the seconds since the last
    reading (its metric is empty, and the worker evaluates it). Rules of one `story` are told together; without one a
    rule is its own story.
    """

    key: str
    label: Text
    metric: str
    comparison: Comparison
    levels: tuple[Level, ...]
    hysteresis: float = 0.0
    minimum_duration_s: float = 0.0
    window_s: float = 0.0
    upgrade: RiseUpgrade | None = None
    story: StoryKind | None = None


class Scope(StrEnum):
    """Where an override holds, the most general first."""

    KIND = "kind"
    AREA = "area"
    ASSET = "asset"


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleOverride:
    """What a site changes of one rule, for a whole kind, an area (with all below it) or one asset.

    `scope_ref` is the kind's key, the area's code or the asset's id. What is None stays as the next more general
    override or the sensor type has it.
    """

    rule_key: str
    scope: Scope
    scope_ref: str
    enabled: bool | None = None
    levels: tuple[Level, ...] | None = None
    hysteresis: float | None = None
    minimum_duration_s: float | None = None


def battery_low(kind: str) -> AlarmRule:
    """The battery rule that all battery-driven kinds share: below 20 %, until a new one shows 25 % or more."""
    return AlarmRule(
        key=f"{kind}.battery",
        label=BATTERY.label,
        metric="battery_pct",
        comparison=Comparison.BELOW,
        levels=(Level(Severity.MINOR, 20.0),),
        hysteresis=5.0,
        story=BATTERY,
    )


def offline(kind: str, silent_after: timedelta) -> AlarmRule:
    """The rule that a device which has been seen once keeps reporting."""
    return AlarmRule(
        key=f"{kind}.offline",
        label=OFFLINE.label,
        metric="",
        comparison=Comparison.SILENCE,
        levels=(Level(Severity.MINOR, silent_after.total_seconds()),),
        story=OFFLINE,
    )
