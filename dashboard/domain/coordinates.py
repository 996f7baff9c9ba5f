"""Positions and the reference systems that Chinese maps use: WGS-84, CGCS2000, GCJ-02 and BD-09."""

from __future__ import annotations

import math
from collections.abc import Callable
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.text import Text


class Position(NamedTuple):
    """Longitude and latitude in degrees, east and north positive."""

    lon: float
    lat: float


class Datum(StrEnum):
    """The reference systems that have names of their own; all others are written EPSG:n."""

    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"
    BD09 = "bd09"

    @property
    def is_shifted(self) -> bool:
        """Whether its positions are deliberately displaced from the true ones (GCJ-02 and BD-09)."""
        return self in (Datum.GCJ02, Datum.BD09)


class Bounds(NamedTuple):
    """A box in degrees."""

    west: float
    south: float
    east: float
    north: float

    def contain(self, lon: float, lat: float) -> bool:
        """Whether the position lies in the box, its edge included."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


CHINA: Final = Bounds(72.004, 0.8293, 137.8347, 55.8271)
"""Outside of this box GCJ-02 and BD-09 are the same as WGS-84 (constants of the public algorithm)."""

_KRASSOVSKY_A: Final = 6378245.0
_KRASSOVSKY_E2: Final = 0.00669342162296594323
_BAIDU_PI: Final = math.pi * 3000.0 / 180.0
_EARTH_RADIUS_M: Final = 6371008.8
_MAX_ROUNDS: Final = 30
_CONVERGED_DEG: Final = 1e-9
_UNSIGNED_OVERFLOW: Final = 429496  # hundredths of a degree: 2³² millionths


def _waves(value: float, *periods: tuple[float, float]) -> float:
    return sum(amplitude * math.sin(value * factor * math.pi) for amplitude, factor in periods) * 2.0 / 3.0


def _shift(lon: float, lat: float) -> Position:
    """The GCJ-02 displacement in degrees at a WGS-84 position."""
    x, y = lon - 105.0, lat - 35.0
    root = math.sqrt(abs(x))
    ripple = _waves(x, (20.0, 6.0), (20.0, 2.0))
    north_m = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple
    north_m += _waves(y, (20.0, 1.0), (40.0, 1.0 / 3.0), (160.0, 1.0 / 12.0), (320.0, 1.0 / 30.0))
    east_m = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple
    east_m += _waves(x, (20.0, 1.0), (40.0, 1.0 / 3.0), (150.0, 1.0 / 12.0), (300.0, 1.0 / 30.0))
    phi = math.radians(lat)
    flattening = 1.0 - _KRASSOVSKY_E2 * math.sin(phi) ** 2
    meridian = _KRASSOVSKY_A * (1.0 - _KRASSOVSKY_E2) / flattening**1.5
    parallel = _KRASSOVSKY_A / math.sqrt(flattening) * math.cos(phi)
    return Position(math.degrees(east_m / parallel), math.degrees(north_m / meridian))


def wgs84_to_gcj02(lon: float, lat: float) -> Position:
    """WGS-84 to GCJ-02; a position outside the China box passes through unchanged."""
    if not CHINA.contain(lon, lat):
        return Position(lon, lat)
    shift = _shift(lon, lat)
    return Position(lon + shift.lon, lat + shift.lat)


def gcj02_to_wgs84(lon: float, lat: float) -> Position:
    """The exact inverse of `wgs84_to_gcj02`, found by iteration to within a millimetre."""
    return _inverse(wgs84_to_gcj02, lon, lat)


def gcj02_to_bd09(lon: float, lat: float) -> Position:
    """GCJ-02 to BD-09; a position outside the China box passes through unchanged."""
    if not CHINA.contain(lon, lat):
        return Position(lon, lat)
    radius = math.hypot(lon, lat) + 0.00002 * math.sin(lat * _BAIDU_PI)
    angle = math.atan2(lat, lon) + 0.000003 * math.cos(lon * _BAIDU_PI)
    return Position(radius * math.cos(angle) + 0.0065, radius * math.sin(angle) + 0.006)


def bd09_to_gcj02(lon: float, lat: float) -> Position:
    """The exact inverse of `gcj02_to_bd09`, found by iteration to within a millimetre."""
    return _inverse(gcj02_to_bd09, lon, lat)


def wgs84_to_bd09(lon: float, lat: float) -> Position:
    """WGS-84 to BD-09, by way of GCJ-02."""
    return gcj02_to_bd09(*wgs84_to_gcj02(lon, lat))


def bd09_to_wgs84(lon: float, lat: float) -> Position:
    """BD-09 to WGS-84, by way of GCJ-02."""
    return gcj02_to_wgs84(*bd09_to_gcj02(lon, lat))


def _inverse(forward: Callable[[float, float], Position], lon: float, lat: float) -> Position:
    """The position that `forward` sends to (lon, lat); the displacement varies slowly, so this settles in a few rounds.

    Just inside the edge of the China box there are positions that nothing is sent to; they pass through unchanged.
    """
    if not CHINA.contain(lon, lat):
        return Position(lon, lat)
    guess = Position(lon, lat)
    for _ in range(_MAX_ROUNDS):
        reached = forward(*guess)
        error = Position(reached.lon - lon, reached.lat - lat)
        if max(abs(error.lon), abs(error.lat)) < _CONVERGED_DEG:
            return guess
        guess = Position(guess.lon - error.lon, guess.lat - error.lat)
    return Position(lon, lat)


_TO_WGS84: Final[dict[Datum, Callable[[float, float], Position]]] = {
    Datum.WGS84: Position,
    Datum.CGCS2000: Position,
    Datum.GCJ02: gcj02_to_wgs84,
    Datum.BD09: bd09_to_wgs84,
}
_FROM_WGS84: Final[dict[Datum, Callable[[float, float], Position]]] = {
    Datum.WGS84: Position,
    Datum.CGCS2000: Position,
    Datum.GCJ02: wgs84_to_gcj02,
    Datum.BD09: wgs84_to_bd09,
}


def to_wgs84(lon: float, lat: float, datum: Datum) -> Position:
    """A geographic position in `datum` as WGS-84; CGCS2000 agrees with it within decimetres and is taken as equal."""
    return _TO_WGS84[datum](lon, lat)


def from_wgs84(lon: float, lat: float, datum: Datum) -> Position:
    """A WGS-84 position in `datum`."""
    return _FROM_WGS84[datum](lon, lat)


def distance_m(one: Position, other: Position) -> float:
    """The great-circle distance in metres on a sphere of mean radius (within 0.6 % of the ellipsoid)."""
    phi, phi_other = math.radians(one.lat), math.radians(other.lat)
    across = math.sin((phi_other - phi) / 2.0) ** 2
    across += math.cos(phi) * math.cos(phi_other) * math.sin(math.radians(other.lon - one.lon) / 2.0) ** 2
    return 2.0 * _EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(across)))


def looks_swapped(lon: float, lat: float) -> bool:
    """Whether the two numbers cannot be (lon, lat) of a city but are a place in China the other way round."""
    return not CHINA.contain(lon, lat) and abs(lat) > 72.0 and CHINA.contain(lat, lon)


def has_no_fix(lon: float, lat: float) -> bool:
    """Whether the numbers are what devices write without a position: NaN, 0/0 or an overflow of 32 bits."""
    if not (math.isfinite(lon) and math.isfinite(lat)):
        return True
    return max(abs(lon), abs(lat)) < 1e-4 or any(int(value * 100) == _UNSIGNED_OVERFLOW for value in (lon, lat))


def position_problem(lon: float, lat: float) -> Text | None:
    """Why (lon, lat) in degrees cannot be where something stands, or None when it can.

    Refused are NaN and infinity, 0/0, 4294.967 (an unsigned −1 in millionths of a degree, written by receivers
    without a fix), swapped numbers, and whatever is off the globe.
    """
    if has_no_fix(lon, lat):
        return Text(
            f"{lon:g}, {lat:g} 表示设备无定位，请填写实际坐标",
            f"{lon:g}, {lat:g} is what devices write without a fix; give the real position",
        )
    if looks_swapped(lon, lat):
        return Text("经度与纬度似乎颠倒，请交换两列", "longitude and latitude look swapped; exchange them")
    if not (abs(lon) <= 180.0 and abs(lat) <= 90.0):
        return Text(
            "经度须在 ±180、纬度须在 ±90 之内；若为投影坐标（米），请用 EPSG:n 导入",
            "longitude must be within ±180 and latitude within ±90; for metres declare EPSG:n",
        )
    return None
