"""A position as its sender reports it, and as it is kept once it is believed."""

from __future__ import annotations

from typing import NamedTuple


class PositionReport(NamedTuple):
    """One position as it was sent, in WGS-84 degrees, not judged yet.

    `source` is `person:{number}`, `gb28181:{device id of 20 digits}` or `jt808:{terminal phone number}`, leading zeros
    kept. `at_us` is when it was measured, None where the sender gave no time: the arrival is taken. `lon` and `lat`
    are None where the sender had no fix. `accuracy_m` is the radius of the circle around it that the true place lies
    in with a probability of about two thirds, as phones tell it. `heading_deg` is clockwise from north.
    """

    source: str
    at_us: int | None
    lon: float | None
    lat: float | None
    accuracy_m: float | None = None
    speed_mps: float | None = None
    heading_deg: float | None = None
    battery_pct: float | None = None


class Position(NamedTuple):
    """A believed position, in WGS-84 degrees; `at_us` is never later than its arrival."""

    at_us: int
    lon: float
    lat: float
    accuracy_m: float | None = None
    speed_mps: float | None = None
    heading_deg: float | None = None
    battery_pct: float | None = None
