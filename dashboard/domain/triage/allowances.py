"""Places where something is allowed (疏导点) and permits (占道许可): what cameras see there is no finding."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.coordinates import Bounds, Position, distance_m
from dashboard.domain.hours import ALWAYS, Hours
from dashboard.domain.positions.areas import Ring
from dashboard.domain.positions.fences import outside_m
from dashboard.domain.readings import from_us, midnight_before, to_us
from dashboard.domain.text import Text

Month = int
"""Month × 100 + day: 0315 is the 15th of March."""
_NEW_YEAR: Final[Month] = 101
_OLD_YEAR: Final[Month] = 1231


class Seen(NamedTuple):
    """Where a camera saw something: its asset, where that stands, and the zones as the camera names them."""

    camera: str | None
    spot: Position | None
    zone: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """A piece of the city: polygons (outer ring first), or a circle around a point.

    `cameras` limit it to what these see, each as `asset` or `asset#zone`: without them whatever a camera that stands
    inside sees counts.
    """

    polygons: tuple[tuple[Ring, ...], ...] = ()
    centre: Position | None = None
    radius_m: float = 0.0
    cameras: frozenset[str] = frozenset()

    def holds(self, seen: Seen) -> bool:
        """Return whether what is seen lies on it."""
        if self.cameras:
            zones = (seen.zone or "").split(",")
            return seen.camera in self.cameras or any(f"{seen.camera}#{zone}" in self.cameras for zone in zones)
        if seen.spot is None:
            return False
        if self.centre is not None:
            return distance_m(self.centre, seen.spot) <= self.radius_m
        return outside_m(seen.spot, self.polygons) == 0.0

    @property
    def middle(self) -> Position | None:
        """Return a point to show it at."""
        if self.centre is not None or not self.polygons:
            return self.centre
        box = bounds_of(self.polygons[0][0])
        return Position((box.west + box.east) / 2, (box.south + box.north) / 2)


def bounds_of(ring: Ring) -> Bounds:
    """Return the box around a ring."""
    lons, lats = [lon for lon, _ in ring], [lat for _, lat in ring]
    return Bounds(min(lons), min(lats), max(lons), max(lats))


class AllowanceKind(StrEnum):
    """What allows it. The values are stored: they never change."""

    PLACE = "place"
    PERMIT = "permit"


class Holder(StrEnum):
    """What kind of body holds a permit; who it is stays with the office that gave it."""

    SHOP = "shop"
    COMPANY = "company"
    VENDOR = "vendor"
    WORKS = "works"
    EVENT = "event"
    OTHER = "other"


HOLDER_LABELS: Final = {
    Holder.SHOP: Text("店铺", "shop"),
    Holder.COMPANY: Text("单位", "company"),
    Holder.VENDOR: Text("摊主", "stallholder"),
    Holder.WORKS: Text("施工", "works"),
    Holder.EVENT: Text("活动", "event"),
    Holder.OTHER: Text("其他", "other"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Allowance:
    """A place or permit by its number: on this ground, in these hours, these categories are allowed.

    A place may have a season (`season_from` to `season_until`, both included, over New Year where it ends before it
    begins), a permit has days (`from_day` to `until_day`, both included). `capacity` is how many stalls a place has.
    """

    kind: AllowanceKind
    number: str
    name: str
    ground: Ground
    categories: frozenset[str]
    hours: Hours = ALWAYS
    capacity: int | None = None
    season_from: Month = _NEW_YEAR
    season_until: Month = _OLD_YEAR
    from_day: date = date.min
    until_day: date = date.max
    holder: Holder | None = None

    def is_open(self, at_us: int, zone: tzinfo) -> bool:
        """Return whether its season, days and hours hold at the moment."""
        day = from_us(at_us).astimezone(zone).date()
        return self.from_day <= day <= self.until_day and self._in_season(day) and self.hours.hold(at_us, zone)

    def closes_us(self, at_us: int, zone: tzinfo) -> int:
        """Return the moment, not after the next midnight, at which it is worth asking again whether it is open."""
        midnight = to_us(midnight_before(at_us, zone) + timedelta(days=1))
        turn = self.hours.turn_us(at_us, zone)
        return midnight if turn is None else min(midnight, turn)

    def _in_season(self, day: date) -> bool:
        when = day.month * 100 + day.day
        if self.season_from <= self.season_until:
            return self.season_from <= when <= self.season_until
        return when >= self.season_from or when <= self.season_until
