"""Kinds of assets on the map; sensor types are the kinds that measure."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from dashboard.domain.text import Text

if TYPE_CHECKING:
    from datetime import timedelta

    from dashboard.domain.rules import AlarmRule


@dataclass(frozen=True, kw_only=True)
class AssetKind:
    """A kind of asset: its name, its map layer and its icon (a file name in assets/icons without .svg).

    Assets of a kind that `is_person` stand for people: they have alarms like others, and are in no list of devices, on
    no map and in no figure of devices (`device_types`, `people_kinds`).
    """

    key: str
    label: Text
    layer: str
    icon: str
    is_person: bool = False


Derive = Callable[[Mapping[str, float], int], Mapping[str, float]]
"""What follows from the values of a report and the minute of the city's day, by metric; nothing where nothing does."""


@dataclass(frozen=True, kw_only=True)
class Regional:
    """A metric that is held against what the other stations of the district say.

    `region` is the metric that tells the region's value and `over` by how much the station is above it, below it
    negative. A region's value above `ceiling` counts as that: in bad air everybody keeps some room, and no more.
    """

    metric: str
    region: str
    over: str
    ceiling: float = math.inf


@dataclass(frozen=True, kw_only=True)
class Wave:
    """How a simulated metric moves: `base ± daily_swing` over the day plus `noise`, within the metric's range.

    For a metric with states (an occupied bay, a running pump) it is the share of time in the highest state.
    """

    base: float
    daily_swing: float = 0.0
    noise: float = 0.0


@dataclass(frozen=True, kw_only=True)
class SimulatorProfile:
    """How a simulated device of this type behaves: one report each `interval_s`, on one of these `uplinks`."""

    interval_s: float
    waves: dict[str, Wave]
    uplinks: tuple[str, ...] = ("canonical",)


NOT_SIMULATED: Final = SimulatorProfile(interval_s=math.inf, waves={}, uplinks=())
"""For what no device measures."""


@dataclass(frozen=True, kw_only=True)
class SensorType(AssetKind):
    """A kind of asset that measures.

    `metrics` are what it can report, the headline first; `chart` are those drawn in its history. Without a
    reading for `silent_after` it counts as offline. `derive` adds what follows from the values of one report and the
    city's time of day; what `regional` tells follows from the reports of others.
    """

    metrics: tuple[str, ...]
    chart: tuple[str, ...]
    rules: tuple[AlarmRule, ...]
    silent_after: timedelta
    simulator: SimulatorProfile = field(default=NOT_SIMULATED, repr=False)
    derive: Derive | None = field(default=None, repr=False)
    regional: Regional | None = field(default=None, repr=False)


LAYERS: Final[dict[str, Text]] = {
    "manhole": Text("智能井盖", "Manhole covers"),
    "drainage": Text("排水 · 积水", "Drainage and water"),
    "parking": Text("停车", "Parking"),
    "camera": Text("视频", "Cameras"),
    "speaker": Text("音柱", "Loudspeakers"),
    "tree": Text("古树", "Ancient trees"),
    "environment": Text("环卫 · 广告", "Bins and signs"),
    "air": Text("油烟 · 扬尘", "Fumes and dust"),
}
