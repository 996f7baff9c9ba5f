"""Where things can stand: kerbs and crossings of the streets, with the address a person would give."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import shapely
from shapely import Point as ShapelyPoint
from shapely import STRtree

from data_sources.demo_city.chance import Dice
from data_sources.demo_city.curves import length_of, walk
from data_sources.demo_city.frame import Point
from data_sources.demo_city.roads import HALF_WIDTH_M, Road

if TYPE_CHECKING:
    from data_sources.demo_city.plan import Plan

STRETCH_M: Final = 240.0
NUMBER_PITCH_M: Final = 7.0


class Site(NamedTuple):
    """One place: on the drawing board, its address, its street and the direction of the street there."""

    point: Point
    name: str
    street: str | None
    heading_deg: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A part of a street inside one grid, from `start` to `end` metres along it."""

    road: Road
    path: list[Point]
    start: float
    end: float
    central: float
    origin: float = 0.0

    def sites(self, spacing_m: tuple[float, float], inset_m: float, side: int, rng: Dice) -> Iterator[Site]:
        """Places along one kerb (`side` 1 left, -1 right), `inset_m` inside (negative: outside) the kerb line."""
        at = self.start + rng.uniform(0.1, 0.9) * spacing_m[0]
        marks = []
        while at < self.end:
            marks.append(at)
            at += rng.uniform(*spacing_m)
        away = (HALF_WIDTH_M[self.road.rank] - inset_m) * side
        for mark, (point, (dx, dy)) in zip(marks, walk(self.path, marks), strict=False):
            place = (point[0] - dy * away, point[1] + dx * away)
            yield Site(
                place,
                f"{self.road.name} {self._number(mark, side)} 号",
                self.road.name,
                math.degrees(math.atan2(dx, dy)),
            )

    def _number(self, mark: float, side: int) -> int:
        """House numbers rise along the street, odd on the left, even on the right."""
        return 2 * int((mark - self.origin) / NUMBER_PITCH_M) + (1 if side > 0 else 2)


def make_stretches(plan: Plan) -> list[Stretch]:
    """All streets inside the built-up area, cut into stretches of about 240 m."""
    inside = plan.terrain.edge.buffer(-15)
    shapely.prepare(inside)
    stretches: list[Stretch] = []
    for road in plan.streets:
        path = [(x, y) for x, y in road.line.coords]
        total = length_of(path)
        count = max(1, round(total / STRETCH_M))
        middles = [place for place, _ in walk(path, [total * (k + 0.5) / count for k in range(count)])]
        kept = [k for k, middle in enumerate(middles) if shapely.contains_xy(inside, *middle)]
        for k in kept:
            central = math.exp(-((math.hypot(*middles[k]) / 2_300) ** 2))
            bounds = (total * k / count, total * (k + 1) / count)
            origin = total * kept[0] / count
            stretches.append(
                Stretch(road=road, path=path, start=bounds[0], end=bounds[1], central=central, origin=origin)
            )
    return stretches


class Crossing(NamedTuple):
    """A street crossing: its place, both street names, the higher rank and both together."""

    point: Point
    streets: tuple[str, str]
    rank: int
    weight: float

    @property
    def name(self) -> str:
        """As people say it: 县前街 · 中山路口."""
        return (
            f"{self.streets[0]}{self.streets[1]}口"
            if self.streets[1][-1] in "路街"
            else f"{self.streets[0]}与{self.streets[1]}口"
        )


def make_crossings(plan: Plan) -> list[Crossing]:
    """Where two streets of different names meet, at most one in 25 m, the important ones first."""
    roads = plan.streets
    lines = [road.line for road in roads]
    left, right = STRtree(lines).query(lines, predicate="intersects")
    pairs = sorted({(min(a, b), max(a, b)) for a, b in zip(left.tolist(), right.tolist(), strict=True) if a != b})
    pairs = [(a, b) for a, b in pairs if roads[a].name != roads[b].name]
    meets = shapely.intersection([lines[a] for a, _ in pairs], [lines[b] for _, b in pairs])
    edge = plan.terrain.edge.buffer(-40)
    shapely.prepare(edge)
    found: dict[tuple[int, int], Crossing] = {}
    for (a, b), meet in zip(pairs, meets, strict=True):
        major, minor = (roads[a], roads[b]) if roads[a].rank >= roads[b].rank else (roads[b], roads[a])
        for part in meet.geoms if hasattr(meet, "geoms") else [meet]:
            if not isinstance(part, ShapelyPoint) or not shapely.contains_xy(edge, part.x, part.y):
                continue
            key = (round(part.x / 25), round(part.y / 25))
            crossing = Crossing((part.x, part.y), (major.name, minor.name), major.rank, 1.0 + major.rank + minor.rank)
            if key not in found or found[key].weight < crossing.weight:
                found[key] = crossing
    return sorted(found.values(), key=lambda crossing: (-crossing.weight, crossing.point))


def spread(points: list[Point], count: int, gap_m: float) -> list[int]:
    """Indexes of up to `count` points, in order, none nearer to another than `gap_m`; the gap shrinks as need be."""
    chosen: list[int] = []
    while len(chosen) < count and gap_m > 1:
        taken = [points[k] for k in chosen]
        for k, point in enumerate(points):
            if len(chosen) == count:
                break
            if k not in chosen and all(math.dist(point, other) >= gap_m for other in taken):
                chosen.append(k)
                taken.append(point)
        gap_m *= 0.7
    return chosen
