"""Inside the grids: a turned lattice of streets with gaps, parks and blocks."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import shapely
from shapely import LineString, Polygon, affinity

from data_sources.demo_city.chance import Dice
from data_sources.demo_city.curves import blob
from data_sources.demo_city.cutting import cut_to
from data_sources.demo_city.frame import Point
from data_sources.demo_city.grids import Cell
from data_sources.demo_city.names import StreetNames
from data_sources.demo_city.roads import LANE, STREET, MainRoads, Road
from data_sources.demo_city.terrain import Terrain

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


REACH_M: Final = 6_000.0


@dataclass(frozen=True, kw_only=True)
class Plot:
    """One building plot: its outline and, in the lattice's own frame, its unclipped rectangle and angle."""

    outline: Polygon
    rectangle: tuple[float, float, float, float]
    whole: bool
    angle: float
    central: float
    """1 in the middle of the city, towards 0 at its edge."""


@dataclass(frozen=True, kw_only=True)
class Quarter:
    """What one grid is filled with."""

    cell: Cell
    streets: tuple[Road, ...]
    parks: tuple[tuple[str | None, Polygon], ...]
    plots: tuple[Plot, ...]


def fill(rng: Dice, cell: Cell, terrain: Terrain, roads: MainRoads, names: StreetNames) -> Quarter:
    """Streets, parks and plots of one grid."""
    angle = _angle(rng, cell)
    central = math.exp(-((math.hypot(*cell.seed) / 2_100) ** 2))
    us, vs = _rulers(rng, cell, angle, central)
    parks = _parks(rng, cell, terrain, roads)
    land = cell.shape.difference(terrain.shores)
    open_land = land.difference(shapely.union_all([park for _, park in parks])) if parks else land
    streets = _streets(rng, cell, angle, us, vs, open_land, names)
    building_land = open_land.buffer(-9).difference(roads.corridor).difference(_green(parks))
    plots = _plots(rng, angle, us, vs, building_land, central)
    return Quarter(cell=cell, streets=streets, parks=tuple(parks), plots=plots)


def _green(parks: list[tuple[str | None, Polygon]]) -> BaseGeometry:
    return shapely.union_all([park.buffer(9) for _, park in parks])


def _angle(rng: Dice, cell: Cell) -> float:
    outward = math.atan2(cell.seed[1], cell.seed[0])
    return 0.22 * math.sin(2 * outward) + rng.uniform(-0.24, 0.24)


def _rulers(rng: Dice, cell: Cell, angle: float, central: float) -> tuple[list[float], list[float]]:
    """The positions of the streets across (u) and along (v) the grid, in its own turned frame."""
    corners = [_turn(point, -angle) for point in cell.shape.exterior.coords]
    broad, deep = (200 - 75 * central, 128 - 38 * central)
    return (
        _ruler(rng, min(u for u, _ in corners), max(u for u, _ in corners), broad),
        _ruler(rng, min(v for _, v in corners), max(v for _, v in corners), deep),
    )


def _ruler(rng: Dice, low: float, high: float, step: float) -> list[float]:
    at = low + rng.uniform(0.2, 0.9) * step
    marks = []
    while at < high:
        marks.append(at)
        at += step * rng.uniform(0.68, 1.36)
    return marks


def _turn(point: tuple[float, ...], angle: float) -> Point:
    cos, sin = math.cos(angle), math.sin(angle)
    return point[0] * cos - point[1] * sin, point[0] * sin + point[1] * cos


def _parks(rng: Dice, cell: Cell, terrain: Terrain, roads: MainRoads) -> list[tuple[str | None, Polygon]]:
    land = cell.shape.buffer(-25).difference(terrain.shores).difference(roads.corridor)
    parks: list[tuple[str | None, Polygon]] = []
    west, south, east, north = cell.shape.bounds
    for _ in range(rng.choice((2, 2, 3, 3, 4))):
        centre = (rng.uniform(west, east), rng.uniform(south, north))
        radius = rng.uniform(80, 190)
        shape = Polygon(blob(rng, centre, (radius * 1.2, radius * 0.85), 0.18, 28, rng.uniform(0, 3))).intersection(
            land
        )
        if isinstance(shape, Polygon) and shape.area > 9_000:
            parks.append((None, shape))
    return parks


def _streets(
    rng: Dice, cell: Cell, angle: float, us: list[float], vs: list[float], land: BaseGeometry, names: StreetNames
) -> tuple[Road, ...]:
    """Both families of lattice lines, with gaps; every third line is a street, the others lanes."""
    across = [[_turn((u, v), angle) for v in (-REACH_M, REACH_M)] for u in us]
    along = [[_turn((u, v), angle) for u in (-REACH_M, REACH_M)] for v in vs]
    streets: list[Road] = []
    for family, crossed in ((across, vs), (along, us)):
        offset = rng.randrange(3)
        stops = [stop + REACH_M for stop in crossed]
        for k, ends in enumerate(family):
            rank = STREET if (k + offset) % 3 == 0 else LANE
            pieces = _pieces(rng, LineString(ends), stops, land, 0.05 if rank else 0.2)
            if pieces:
                name = names.take(old_town=cell.old_town)
                streets += [Road(name=name, rank=rank, line=piece) for piece in pieces]
    return tuple(streets)


def _pieces(rng: Dice, line: LineString, stops: list[float], land: BaseGeometry, gap: float) -> list[LineString]:
    """The parts of a lattice line on land, with some stretches between two stops left out."""
    clipped = line.intersection(land)
    pieces = []
    for part in clipped.geoms if hasattr(clipped, "geoms") else [clipped]:
        if not isinstance(part, LineString) or part.length < 60:
            continue
        start, end = sorted((line.project(shapely.Point(part.coords[0])), line.project(shapely.Point(part.coords[-1]))))
        marks = [start, *[stop for stop in stops if start + 25 < stop < end - 25], end]
        pieces += [_stretch(line, a, b) for a, b in _runs(rng, marks, gap) if b - a > 55]
    return pieces


def _runs(rng: Dice, marks: list[float], gap: float) -> list[tuple[float, float]]:
    runs: list[tuple[float, float]] = []
    for a, b in zip(marks, marks[1:], strict=False):
        if rng.random() < gap:
            continue
        if runs and runs[-1][1] == a:
            runs[-1] = (runs[-1][0], b)
        else:
            runs.append((a, b))
    return runs


def _stretch(line: LineString, start: float, end: float) -> LineString:
    a, b = line.interpolate(start), line.interpolate(end)
    return LineString([(a.x, a.y), (b.x, b.y)])


def _plots(
    rng: Dice, angle: float, us: list[float], vs: list[float], land: BaseGeometry, central: float
) -> tuple[Plot, ...]:
    """The rectangles between lattice lines, cut to the building land."""
    rectangles = [
        (u0 + 6, v0 + 6, u1 - 6, v1 - 6)
        for u0, u1 in zip([us[0] - 150, *us], [*us, us[-1] + 150], strict=True)
        for v0, v1 in zip([vs[0] - 110, *vs], [*vs, vs[-1] + 110], strict=True)
        if rng.random() > 0.045
    ]
    boxes = [affinity.rotate(shapely.box(*box), angle, origin=(0, 0), use_radians=True) for box in rectangles]
    return tuple(
        Plot(outline=outline, rectangle=rectangle, whole=whole, angle=angle, central=central)
        for rectangle, (shape, whole) in zip(rectangles, cut_to(boxes, land), strict=True)
        for outline in _outlines(shape, whole)
    )


def _outlines(shape: BaseGeometry | None, whole: bool) -> Iterator[Polygon]:
    """The polygons in a cut rectangle that are worth building on."""
    for part in getattr(shape, "geoms", [shape]):
        if isinstance(part, Polygon) and part.area > 1_300:
            outline = part if whole else part.simplify(2)
            if isinstance(outline, Polygon):
                yield outline
