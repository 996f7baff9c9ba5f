"""Which reported positions are believed."""

from __future__ import annotations

import math
from typing import Final

from dashboard.domain import coordinates
from dashboard.domain.coordinates import CHINA
from dashboard.domain.durations import DAY_US, MINUTE_US, SECOND_US
from dashboard.domain.positions.refusals import PositionRefusal
from dashboard.domain.positions.reports import Position, PositionReport

FUTURE_TOLERANCE_US: Final = 2 * MINUTE_US
"""How far a sender's clock may be ahead: more than a phone's ever is, less than a wrong time zone."""
OLDEST_US: Final = DAY_US
"""Older than this, what was buffered without a network tells nothing of a shift any more."""
FASTEST_MPS: Final = 70.0
"""252 km/h: no vehicle of a bureau reaches it."""
LEAST_ACCURATE_M: Final = 1_000.0
"""Worse than this is the place of a radio mast."""
ASSUMED_ACCURACY_M: Final = 10.0
"""Taken in the look for jumps where the sender tells none: satellites under an open sky."""

_ZERO_DEG: Final = 0.001


def judge(report: PositionReport, received_us: int, previous: Position | None) -> Position | PositionRefusal:
    """Return the position as it is kept, or why it is not believed.

    A time up to 2 minutes ahead of `received_us` is taken as the arrival, so that several of one delivery may get the
    same. `previous` is the last believed one of the same source, later ones included: a position that comes late is
    held against it in the same way. What a sender gives in the order of measuring is judged one after the other, each
    against the last that was believed. Optional values that cannot be true are left out; of 360° comes 0°.
    """
    at_us = received_us if report.at_us is None else report.at_us
    if report.lon is None or report.lat is None:
        return PositionRefusal.NOT_LOCATED
    found = _fault_of_place(report.lon, report.lat) or _fault_of_time(at_us, received_us) or _fault_of_fix(report)
    if found is not None:
        return found
    position = Position(
        at_us,
        report.lon,
        report.lat,
        _within(report.accuracy_m, 0.0, LEAST_ACCURATE_M),
        _within(report.speed_mps, 0.0, FASTEST_MPS),
        _heading(report.heading_deg),
        _within(report.battery_pct, 0.0, 100.0),
    )
    # The stated time, not the arrival: of a fast clock's buffered positions the last minutes all arrive at once.
    if previous is not None and _has_jumped(previous, position):
        return PositionRefusal.JUMP
    return position._replace(at_us=min(at_us, received_us))


def _fault_of_place(lon: float, lat: float) -> PositionRefusal | None:
    if not (math.isfinite(lon) and math.isfinite(lat)):
        return PositionRefusal.NOT_FINITE
    if abs(lon) > 180.0 or abs(lat) > 90.0:
        return PositionRefusal.OFF_THE_GLOBE
    if max(abs(lon), abs(lat)) <= _ZERO_DEG:
        return PositionRefusal.ZERO
    return None if CHINA.contain(lon, lat) else PositionRefusal.OUTSIDE_CHINA


def _fault_of_time(at_us: int, received_us: int) -> PositionRefusal | None:
    if at_us - received_us > FUTURE_TOLERANCE_US:
        return PositionRefusal.IN_THE_FUTURE
    return PositionRefusal.TOO_OLD if received_us - at_us > OLDEST_US else None


def _fault_of_fix(report: PositionReport) -> PositionRefusal | None:
    """A negative accuracy is how iOS says that the coordinates are not valid (CLLocation.horizontalAccuracy)."""
    accuracy_m = report.accuracy_m
    if accuracy_m is not None and accuracy_m < 0.0:
        return PositionRefusal.NOT_LOCATED
    if accuracy_m is not None and accuracy_m > LEAST_ACCURATE_M:
        return PositionRefusal.INACCURATE
    return PositionRefusal.TOO_FAST if (report.speed_mps or 0.0) > FASTEST_MPS else None


def _has_jumped(one: Position, other: Position) -> bool:
    """Whether the time between them does not suffice for the way, less what both may be off."""
    way_m = coordinates.distance_m(coordinates.Position(one.lon, one.lat), coordinates.Position(other.lon, other.lat))
    elapsed_s = abs(other.at_us - one.at_us) / SECOND_US
    return way_m - _radius_m(one) - _radius_m(other) > FASTEST_MPS * elapsed_s


def _radius_m(position: Position) -> float:
    return ASSUMED_ACCURACY_M if position.accuracy_m is None else position.accuracy_m


def _within(value: float | None, least: float, most: float) -> float | None:
    return value if value is not None and least <= value <= most else None


def _heading(degrees: float | None) -> float | None:
    """0 ≤ heading < 360; phones write −1 while they do not move."""
    return None if degrees is None or not 0.0 <= degrees <= 360.0 else degrees % 360.0
