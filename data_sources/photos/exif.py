"""When and where a picture was taken, as the camera wrote it (Exif 3.0, CIPA DC-008)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from PIL.ExifTags import GPS, IFD, Base
from PIL.Image import Exif

from dashboard.domain.coordinates import Position, position_problem

_TIME: Final = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)")
_OFFSET: Final = re.compile(r"[+-]\d\d:\d\d")
_TIMES: Final = (
    (Base.DateTimeOriginal, Base.OffsetTimeOriginal),
    (Base.DateTimeDigitized, Base.OffsetTimeDigitized),
)
_OLDEST_YEAR: Final = 1990


def taken(exif: Exif) -> datetime | None:
    """Return when it was taken, without a zone where none is told; None where nothing can be read."""
    inside = exif.get_ifd(IFD.Exif)
    for time_tag, offset_tag in _TIMES:
        moment = _moment(inside.get(time_tag), inside.get(offset_tag))
        if moment is not None:
            return moment
    return None


def position(exif: Exif) -> Position | None:
    """Return where it was taken, WGS-84; None where nothing that is a place can be read."""
    gps = exif.get_ifd(IFD.GPSInfo)
    lon = _degrees(gps, GPS.GPSLongitude, GPS.GPSLongitudeRef, "W")
    lat = _degrees(gps, GPS.GPSLatitude, GPS.GPSLatitudeRef, "S")
    if lon is None or lat is None or position_problem(lon, lat) is not None:
        return None
    return Position(lon, lat)


def _moment(written: object, offset: object) -> datetime | None:
    time, zone = _TIME.fullmatch(str(written or "").strip("\0 ")), str(offset or "").strip("\0 ")
    if time is None:
        return None
    year, month, day, clock = time.groups()
    try:
        moment = datetime.fromisoformat(f"{year}-{month}-{day}T{clock}{zone if _OFFSET.fullmatch(zone) else ''}")
    except ValueError:
        return None
    return moment if moment.year >= _OLDEST_YEAR else None


def _degrees(gps: Mapping[int, Any], tag: int, ref_tag: int, negative: str) -> float | None:
    """Degrees, minutes and seconds as fractions, of which each may be nonsense."""
    parts = gps.get(tag)
    if not isinstance(parts, tuple) or len(parts) != 3:
        return None
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ArithmeticError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    return -value if str(gps.get(ref_tag, "")).strip("\0 ").upper() == negative else value
