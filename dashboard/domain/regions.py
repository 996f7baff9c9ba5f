"""What the air around a station is like: the others of its kind in the district, as they said last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dashboard.domain.durations import HOUR_US
from dashboard.domain.kinds import Regional
from dashboard.domain.medians import middle
from dashboard.domain.readings import Observation

RECENT_US: Final = HOUR_US
"""What a station said longer ago says nothing of the air now."""

ENOUGH: Final = 3
"""Fewer others are no region: one of them may stand beside a road or be broken."""


@dataclass(frozen=True, kw_only=True)
class Region:
    """The newest values of the stations of one kind in one district, by asset key, as of a moment."""

    values: Mapping[int, float]
    as_of_us: int

    def without(self, asset_key: int) -> float | None:
        """Return the median of the others; None of fewer than three."""
        others = [value for key, value in self.values.items() if key != asset_key]
        return middle(others) if len(others) >= ENOUGH else None


def beyond_region(observation: Observation, asset_key: int, regional: Regional, region: Region) -> Mapping[str, float]:
    """Return the region's value and by how much a report is above it; nothing where that is not known.

    What was measured more than an hour before or after the region's values is held against nothing.
    """
    value = observation.values.get(regional.metric)
    around = region.without(asset_key)
    if value is None or around is None or abs(observation.measured_us - region.as_of_us) > RECENT_US:
        return {}
    return {regional.region: around, regional.over: round(value - min(around, regional.ceiling), 3)}
