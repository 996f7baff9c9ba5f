"""Since when somebody stays at one place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from dashboard.domain import coordinates
from dashboard.domain.positions.reports import Position

STILL_WITHIN_M: Final = 30.0
"""Whoever stays within this of the place where they stopped has not moved on."""


class Still(NamedTuple):
    """Where somebody stopped, in WGS-84 degrees, and since when they have not been seen elsewhere."""

    anchor_lon: float
    anchor_lat: float
    since_us: int


def moved(state: Still | None, position: Position, radius_m: float = STILL_WITHIN_M) -> Still:
    """Return the state after one more position: the same within `radius_m` of the anchor, else a new one from here.

    The accuracy of the position counts for the anchor: only who cannot be within the radius has left it. Positions
    come in the order of time; one before `since_us` changes nothing. Silence is not seen here: how old the last
    position is has to be asked beside it.
    """
    if state is None:
        return Still(position.lon, position.lat, position.at_us)
    if position.at_us <= state.since_us:
        return state
    anchor = coordinates.Position(state.anchor_lon, state.anchor_lat)
    away_m = coordinates.distance_m(anchor, coordinates.Position(position.lon, position.lat))
    if away_m - (position.accuracy_m or 0.0) <= radius_m:
        return state
    return Still(position.lon, position.lat, position.at_us)


def still_since(track: Iterable[Position], radius_m: float = STILL_WITHIN_M) -> int | None:
    """Return since when the person of this track stays where they are, in µs since the epoch; None without any."""
    state: Still | None = None
    for position in sorted(track, key=lambda each: each.at_us):
        state = moved(state, position, radius_m)
    return None if state is None else state.since_us
