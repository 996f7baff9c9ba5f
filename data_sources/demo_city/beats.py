"""Who walks where in the demo city: each one's own lines, joined to one path over the streets."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Final

import shapely
from shapely import LineString
from shapely import Point as ShapelyPoint
from shapely.geometry.base import BaseGeometry

from dashboard.domain.people.posts import Post, Role
from dashboard.domain.people.records import Person
from data_sources.demo_city.bureau import DemoBureau
from data_sources.demo_city.frame import Point
from data_sources.demo_city.records import Area, DemoCity
from data_sources.demo_city.street_net import StreetNet, area_in_metres, lines_in_metres

_SHARP_DEG: Final = 35.0
"""A bend sharper than this is a corner too."""
_NODE_IS_NEAR_M: Final = 4.0
_APART_M: Final = 5.0
"""Corners that are nearer to the one before are part of it."""
_ASTRAY_M: Final = 30.0
"""So far outside of the squad's area a way may run along its border."""
_LEADS_A_GRID: Final = frozenset({Role.GRID_LEADER, Role.BLOCK_LEADER})


class Path:
    """A way of straight pieces, in true metres from the centre; `corners` are distances along it."""

    def __init__(self, points: Sequence[Point], corners: Iterable[float] = ()) -> None:
        self.points = tuple(points)
        self._along = (0.0, *accumulate(math.dist(one, other) for one, other in pairwise(self.points)))
        self.length_m = self._along[-1]
        inner = sorted({*corners, 0.0})
        apart = [m for before, m in pairwise([-math.inf, *inner]) if m - before >= _APART_M]
        self.corners = (*(m for m in apart if m == 0.0 or m <= self.length_m - _APART_M), self.length_m)

    def at(self, along_m: float) -> Point:
        """Return the point so far along the path; beyond an end the end itself."""
        index = self._piece(along_m)
        start, end = self._along[index], self._along[index + 1]
        part = min(1.0, max(0.0, (along_m - start) / (end - start))) if end > start else 0.0
        (x, y), (to_x, to_y) = self.points[index], self.points[index + 1]
        return x + part * (to_x - x), y + part * (to_y - y)

    def heading_deg(self, along_m: float, *, forth: bool) -> float:
        """Return the direction of whoever walks there, clockwise from north."""
        index = self._piece(along_m)
        (x, y), (to_x, to_y) = self.points[index], self.points[index + 1]
        degrees = math.degrees(math.atan2(to_x - x, to_y - y))
        return (degrees if forth else degrees + 180.0) % 360.0

    def _piece(self, along_m: float) -> int:
        return min(max(0, bisect_right(self._along, along_m) - 1), len(self.points) - 2)


@dataclass(frozen=True, kw_only=True)
class Beat:
    """What somebody walks, there and back: the path, the lines that it was laid for, and the squad's area."""

    path: Path
    lines: tuple[str, ...]
    fence: BaseGeometry


class Beats:
    """The beats of a bureau; each is laid when it is asked for first, and the same for the same city."""

    def __init__(self, city: DemoCity, bureau: DemoBureau) -> None:
        self._city = city
        self._people = {person.number: person for person in bureau.people if person.squad}
        self._bureau = bureau
        self._laid: dict[str, Beat] = {}

    @cached_property
    def net(self) -> StreetNet:
        """The streets."""
        return StreetNet(self._city.streets)

    def of(self, number: str) -> Beat | None:
        """Return the beat of somebody; None for those of no squad, and where there is no street line to walk."""
        person = self._people.get(number)
        if person is None:
            return None
        if number not in self._laid:
            lines = self._lines(person)
            if not lines:
                return None
            fence = self._fences[person.squad or ""]
            codes = tuple(line.code for line in lines)
            self._laid[number] = Beat(path=self._path(lines, fence), lines=codes, fence=fence)
        return self._laid[number]

    @cached_property
    def _fences(self) -> Mapping[str, BaseGeometry]:
        found: dict[str, list[BaseGeometry]] = {}
        for area in self._city.areas:
            if area.level == "block" and area.squad:
                found.setdefault(area.squad, []).append(area_in_metres(area.geometry))
        return {squad: shapely.unary_union(blocks) for squad, blocks in found.items()}

    @cached_property
    def _areas(self) -> Mapping[str, Area]:
        return {area.code: area for area in self._city.areas if area.level != "unit_grid"}

    @cached_property
    def _held(self) -> Mapping[str, Mapping[Role, list[str]]]:
        """The codes of the areas that each one answers for, by role."""
        found: dict[str, dict[Role, list[str]]] = {}
        for each in self._bureau.responsibilities:
            if each.person is not None and isinstance(each.role, Role):
                found.setdefault(each.person, {}).setdefault(each.role, []).append(each.area)
        return found

    def _lines(self, person: Person) -> list[Area]:
        """An officer's own; all of a grid leader's grid; else the longest of each grid of the block or squad."""
        held = self._held.get(person.number, {})
        if person.post == Post.OFFICER and Role.LINE_OFFICER in held:
            return [self._areas[code] for code in held[Role.LINE_OFFICER]]
        grids = [code for role in _LEADS_A_GRID for code in held.get(role, ())]
        lines = [area for area in self._areas.values() if area.level == "line" and area.squad == person.squad]
        if person.post == Post.GRID_LEADER and grids:
            return [line for line in lines if line.parent in grids]
        mine = [line for line in lines if not grids or self._areas[line.parent or ""].parent in grids]
        longest: dict[str | None, Area] = {}
        for line in sorted(mine, key=lambda line: (-_length_m(line), line.code)):
            longest.setdefault(line.parent, line)
        return list(longest.values())

    def _path(self, lines: Sequence[Area], fence: BaseGeometry) -> Path:
        """The lines one after the other, over streets of their own area where there are any.

        A line that cannot be reached without leaving the squad's area is left out.
        """
        home = shapely.unary_union([area_in_metres(self._areas[line.parent or ""].geometry) for line in lines])
        ground = fence.buffer(_ASTRAY_M)
        left = [lines_in_metres(line.geometry)[0] for line in lines]
        points: list[Point] = list(left.pop(0))
        while left:
            here = points[-1]
            line = min(left, key=lambda line: min(math.dist(here, end) for end in (line[0], line[-1])))
            left.remove(line)
            ways = (line, line[::-1])
            for way in sorted(ways, key=lambda way: math.dist(here, way[0])):
                between = self.net.path(here, way[0], home)
                if ground.covers(LineString(between)):
                    points += [*between[1:-1], *way]
                    break
        points = [points[0], *(point for before, point in pairwise(points) if before != point)]
        return Path(points, self._corners(points))

    def _corners(self, points: Sequence[Point]) -> Iterator[float]:
        """Where other streets leave, and where the path bends sharply."""
        line = LineString(points)
        for node in self.net.within(line.buffer(_NODE_IS_NEAR_M)):
            if self.net.is_crossing(node):
                yield line.project(ShapelyPoint(node))
        along_m = 0.0
        for before, point, after in zip(points, points[1:], points[2:], strict=False):
            along_m += math.dist(before, point)
            if _bend_deg(before, point, after) > _SHARP_DEG:
                yield along_m


def _bend_deg(before: Point, point: Point, after: Point) -> float:
    first = math.atan2(point[1] - before[1], point[0] - before[0])
    second = math.atan2(after[1] - point[1], after[0] - point[0])
    return abs(math.degrees(math.remainder(second - first, math.tau)))


def _length_m(line: Area) -> float:
    return Path(lines_in_metres(line.geometry)[0]).length_m
