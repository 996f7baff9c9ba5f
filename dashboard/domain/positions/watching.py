"""What is watched of people on duty: for how long they stand still, how far outside they are, how long unheard."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from dashboard.domain.compiled_rules import CompiledRules
from dashboard.domain.durations import MINUTE_US
from dashboard.domain.grid import AreaLevel
from dashboard.domain.positions.areas import PatrolArea
from dashboard.domain.positions.fences import Placed, Polygon, outside_m
from dashboard.domain.positions.known import KnownPosition
from dashboard.domain.positions.plane import LonLat, Plane
from dashboard.domain.roster.duty import Duty
from dashboard.domain.sensors.patrol import SENSOR

QUIET: Final[Mapping[str, float]] = dict.fromkeys(SENSOR.metrics, 0.0)
"""The values of whom nothing is to be said, and of everybody off duty."""
GRACE_US: Final = 10 * MINUTE_US
"""Nobody is missed so shortly after the beginning of the shift."""
_METRES_TOLD: Final = 10


class Place(NamedTuple):
    """How far outside of a fence somebody is (0 inside), and the code of the area that they are in or nearest to."""

    outside_m: float
    area: str | None


NOWHERE: Final = Place(0.0, None)
"""Where nothing is known, or nobody has an area."""


class Box(NamedTuple):
    """A polygon with the least and greatest longitude and latitude of its outer ring."""

    west: float
    south: float
    east: float
    north: float
    polygon: Polygon


class Fence:
    """The areas that somebody ought to be in; without any it holds everybody."""

    def __init__(self, areas: Iterable[PatrolArea] = ()) -> None:
        self.areas = [area for area in areas if area.shape.polygons]
        self._boxes = [(area.code, _box(polygon)) for area in self.areas for polygon in area.shape.polygons]

    def place(self, position: Placed) -> Place:
        """Return where a position is. The nearest boxes come first: a polygon is no nearer than the box around it."""
        nearest = NOWHERE
        for at_least_m, code, box in sorted(self._distances(position), key=lambda each: each[0]):
            if nearest.area is not None and at_least_m >= nearest.outside_m:
                break
            far_m = outside_m(position, [box.polygon])
            if nearest.area is None or far_m < nearest.outside_m:
                nearest = Place(far_m, code)
        return nearest

    def _distances(self, position: Placed) -> Iterator[tuple[float, str, Box]]:
        """How far it is to each box, in metres, 0 within."""
        plane = Plane.around(position.lon, position.lat)
        for code, box in self._boxes:
            lon = min(max(position.lon, box.west), box.east)
            lat = min(max(position.lat, box.south), box.north)
            yield math.hypot(*plane.point(lon, lat)), code, box

    def home(self) -> tuple[LonLat, str] | None:
        """Return the middle of the first area and its code, which say nothing of where anybody is."""
        if not self.areas:
            return None
        ring = self.areas[0].shape.polygons[0][0]
        middle = sum(lon for lon, _ in ring) / len(ring), sum(lat for _, lat in ring) / len(ring)
        return middle, self.areas[0].code


class Fences:
    """The fence of everybody, by the area of their shift and by their squad."""

    def __init__(self, areas: Sequence[PatrolArea] = ()) -> None:
        self._areas = {area.code: area for area in areas}
        self._grids = [area for area in areas if area.level == AreaLevel.GRID]
        self._known: dict[tuple[str | None, str | None], Fence] = {}

    def centre(self) -> tuple[LonLat, None]:
        """Return the middle of the first grid of the city, in no area; 0, 0 where there are none."""
        home = Fence(self._grids[:1]).home()
        return (home[0] if home else (0.0, 0.0)), None

    def fence(self, area: str | None, squad: str | None) -> Fence:
        """Return the area of the shift, a street line as its grid, an area above as the grids below it.

        Without one, or when it has none, all grids of the squad.
        """
        key = (area, squad)
        if key not in self._known:
            own = [grid for grid in self._grids if squad is not None and grid.squad == squad]
            self._known[key] = Fence(self._assigned(area) or own)
        return self._known[key]

    def _assigned(self, code: str | None) -> Sequence[PatrolArea]:
        area = self._areas.get(code or "")
        if area is not None and area.level == AreaLevel.LINE:
            area = self._areas.get(area.parent or "")
        if area is not None:
            return [area]
        return [grid for grid in self._grids if code is not None and grid.parent == code]


def begun_us(duty: Duty) -> int:
    """Return since when somebody's present duty runs: the begin of the shift or the sign-in, the later one."""
    begun = [duty.span.start_us] if duty.span else []
    begun += [duty.attendance.signed_in_us] if duty.attendance else []
    return max(begun, default=0)


def values_of(known: KnownPosition | None, place: Place, since_us: int, now_us: int) -> dict[str, float]:
    """Return what is watched of somebody on duty `since_us`, by metric: whole minutes, and metres in tens.

    The accuracy of the position counts for them. Nobody stands still or is missed since before the shift began, and
    nobody is missed in its first ten minutes. Of whom no position is known nothing but that is said.
    """
    heard_us = since_us if known is None else max(known.position.at_us, since_us)
    unheard_min = (now_us - heard_us) // MINUTE_US if now_us - since_us >= GRACE_US else 0
    if known is None:
        return {**QUIET, "unheard_min": float(max(0, unheard_min))}
    still_min = (known.position.at_us - max(known.still.since_us, since_us)) // MINUTE_US
    outside = max(0.0, place.outside_m - (known.position.accuracy_m or 0.0))
    return {
        "still_min": float(max(0, still_min)),
        "outside_m": float(outside // _METRES_TOLD * _METRES_TOLD),
        "unheard_min": float(max(0, unheard_min)),
    }


def as_far_as_listened(
    values: Mapping[str, float], told: Mapping[str, float], listening_us: int | None, now_us: int
) -> dict[str, float]:
    """Return the values where the ingest listens since a moment (None: not now), and `told` were told last.

    What nobody could hear makes nobody unheard, as it makes no device silent; who was so before stays so.
    """
    listened_min = 0.0 if listening_us is None else float((now_us - listening_us) // MINUTE_US)
    most_min = max(listened_min, told.get("unheard_min", 0.0))
    return {**values, "unheard_min": min(values["unheard_min"], most_min)}


def news(
    values: Mapping[str, float], told: Mapping[str, float], compiled: CompiledRules | None = None
) -> dict[str, float]:
    """Return which values are to be told, where `told` are those that were told last; none was is 0.

    A value that did not change is not told, nor one that is below half of the lowest limit as the one before it was:
    of who walks their round nothing is stored. The way back to 0 is told.
    """
    limits = _quiet_below(compiled)
    changed = {metric: value for metric, value in values.items() if value != told.get(metric, 0.0)}
    return {
        metric: value
        for metric, value in changed.items()
        if value == 0.0 or max(value, told.get(metric, 0.0)) >= limits[metric]
    }


def _quiet_below(compiled: CompiledRules | None) -> dict[str, float]:
    """Half of the lowest limit of each metric: the usual one, or that of the site where it is lower."""
    lowest = {rule.metric: rule.levels[0].threshold for rule in SENSOR.rules}
    for check in compiled.checks if compiled else ():
        lowest[check.metric] = min(check.high, lowest.get(check.metric, math.inf))
    return {metric: limit / 2.0 for metric, limit in lowest.items()}


def _box(polygon: Polygon) -> Box:
    lons, lats = [lon for lon, _ in polygon[0]], [lat for _, lat in polygon[0]]
    return Box(min(lons), min(lats), max(lons), max(lats), polygon)
