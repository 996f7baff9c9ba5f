"""In which grid a case lies, at which street line, and of which class its place is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from dashboard.domain.catalogue.records import AreaClass
from dashboard.domain.grid import AreaLevel
from dashboard.domain.positions.areas import PatrolArea
from dashboard.domain.positions.fences import outside_m
from dashboard.domain.positions.plane import Plane, from_segment_m
from dashboard.domain.text import Text
from dashboard.domain.trees import path_up

NEAR_LINE_M: Final = 40.0
"""A street and its two pavements: what is farther from the middle line belongs to no line."""
BEYOND_M: Final = 3_000.0
"""What is farther from every grid is a slip of the pin, or of a phone that does not know where it is."""


class Spot(NamedTuple):
    """A position in WGS-84 degrees."""

    lon: float
    lat: float


class ClassedArea(NamedTuple):
    """The code of the area above an area, and the area's own class."""

    parent: str | None
    area_class: AreaClass | None


class Found(NamedTuple):
    """The codes of the grid around a position and of the street line at it; `squad` is whose they are."""

    area: str | None = None
    line: str | None = None
    squad: str | None = None


def place_in(areas: Sequence[PatrolArea], lon: float, lat: float) -> Found:
    """Return where a position lies among grids and street lines; of several lines the nearest within 40 m.

    The line says whose it is; without one the grid does.
    """
    spot = Spot(lon, lat)
    grids = (each for each in areas if each.level != AreaLevel.LINE and each.shape.polygons)
    grid = next((each for each in grids if outside_m(spot, each.shape.polygons) == 0.0), None)
    near = min(_distances(areas, spot), key=lambda pair: pair[0], default=None)
    line = near[1] if near is not None and near[0] <= NEAR_LINE_M else None
    squad = (line.squad if line is not None else None) or (grid.squad if grid is not None else None)
    return Found(None if grid is None else grid.code, None if line is None else line.code, squad)


def beyond_m(areas: Sequence[PatrolArea], lon: float, lat: float) -> float:
    """Return how far a position lies outside of every grid, in metres; 0 inside, and in a city without grids."""
    spot = Spot(lon, lat)
    polygons = [polygon for each in areas if each.level != AreaLevel.LINE for polygon in each.shape.polygons]
    return outside_m(spot, polygons) if polygons else 0.0


def outside_city(away_m: float) -> Text | None:
    """Return what somebody is told whose place lies so far outside of every grid; None for what may be reported."""
    if away_m <= BEYOND_M:
        return None
    return Text(
        f"位置在城市之外，离最近的网格 {away_m / 1000:.0f} 公里：请把图钉移到事发地点",
        f"the place lies outside the city, {away_m / 1000:.0f} km from the nearest grid: move the pin to where it is",
    )


def _distances(areas: Sequence[PatrolArea], spot: Spot) -> Iterator[tuple[float, PatrolArea]]:
    plane = Plane.around(spot.lon, spot.lat)
    for each in areas:
        if each.level != AreaLevel.LINE:
            continue
        for line in each.shape.lines:
            points = [plane.point(lon, lat) for lon, lat in line]
            pairs = zip(points, points[1:], strict=False)
            yield min((from_segment_m((0.0, 0.0), *pair) for pair in pairs), default=float("inf")), each


def class_of(area: str | None, line: str | None, areas: Mapping[str, ClassedArea]) -> AreaClass | None:
    """Return the class of a place: that of its street line, else of the smallest area around it that has one."""
    parents = {code: each.parent for code, each in areas.items()}
    near = [] if line is None else [line]
    path = [areas.get(code) for code in (*near, *path_up(area, parents), *path_up(line, parents))]
    return next((each.area_class for each in path if each is not None and each.area_class is not None), None)
