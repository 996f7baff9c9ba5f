"""Water points, drainage stations, rain gauges and car parks by urgency."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from dashboard.domain.readouts import CarPark, Station
from dashboard.domain.sensors import sensor_types
from dashboard.domain.severity import AssetState
from dashboard.domain.still_order import Standing

WET_M: Final = 0.05
"""A road with as much water on it counts as wet."""

_ORDER: Final = tuple(AssetState)


def headline(kind: str) -> str:
    """The metric that stands for a kind: the first of its sensor type."""
    return sensor_types()[kind].metrics[0]


@cache
def scale_of(kind: str) -> tuple[float, float]:
    """A bar's full length and where its first limit stands, in the headline's unit."""
    metric = headline(kind)
    limits = sorted(
        level.threshold for rule in sensor_types()[kind].rules if rule.metric == metric for level in rule.levels
    )
    if not limits:
        return 1.0, 1.0
    return max(limits[-1] * 1.1, limits[0]), limits[0]


@cache
def steps_of(kind: str) -> tuple[tuple[float, AssetState], ...]:
    """From which headline on which state is reached, by the kind's own limits, the mild ones first.

    It is the one scale in which bars, trends and pipes are coloured, also while an alarm of something else is open.
    """
    metric = headline(kind)
    levels = [level for rule in sensor_types()[kind].rules if rule.metric == metric for level in rule.levels]
    return tuple(sorted((level.threshold, AssetState(level.severity.value)) for level in levels))


def state_reached(kind: str, value: float) -> AssetState:
    """The state of the highest limit that a headline has reached."""
    return next((state for limit, state in reversed(steps_of(kind)) if value >= limit), AssetState.NORMAL)


def highest_first(stations: Sequence[Station]) -> list[Station]:
    """By the figure that their rows show, the highest first; those without one, or with an old one, come last."""

    def place(station: Station) -> tuple[bool, bool, float, str]:
        value = station.values.get(headline(station.kind))
        return (value is None, station.state is AssetState.OFFLINE, -(value or 0.0), station.asset_id)

    return sorted(stations, key=place)


def worst_first(stations: Sequence[Station]) -> list[Station]:
    """Severe states first, offline last, then by the share of the first limit that is reached."""

    def urgency(station: Station) -> tuple[int, float, str]:
        rank = -1 if station.state is AssetState.OFFLINE else _ORDER.index(station.state)
        return (-rank, -limit_share(station), station.asset_id)

    return sorted(stations, key=urgency)


def is_wet(road: Station) -> bool:
    """Whether water stands at a road point."""
    return road.values.get("depth_m", 0.0) >= WET_M


def urgent(stations: Sequence[Station], roads: Sequence[Station]) -> list[Station]:
    """Wet or disturbed road points and all drainage stations, the most urgent first."""
    return worst_first([*(road for road in roads if is_wet(road) or road.state is not AssetState.NORMAL), *stations])


def limit_share(station: Station) -> float:
    """How much of its first limit a station's headline has reached."""
    return station.values.get(headline(station.kind), 0.0) / scale_of(station.kind)[1]


def station_standing(station: Station) -> Standing:
    """What its place in a list depends on."""
    return Standing(station.asset_id, station.state, limit_share(station))


def fullest_first(car_parks: Sequence[CarPark]) -> list[CarPark]:
    """Those that are fullest, then by number; those that have not reported come last."""
    return sorted(car_parks, key=lambda park: (-occupancy(park), park.asset_id))


def occupancy(park: CarPark) -> float:
    """Which share of its bays is taken; -1 while that is not known."""
    return -1.0 if park.occupied is None else park.occupied / max(park.capacity, 1)


def car_park_standing(park: CarPark) -> Standing:
    """What its place in a list depends on."""
    return Standing(park.asset_id, park.state, occupancy(park))
