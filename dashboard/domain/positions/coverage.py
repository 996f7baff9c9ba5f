"""How much of a street line a patrol has walked or ridden."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from dashboard.domain.durations import SECOND_US
from dashboard.domain.positions.plane import LonLat, Plane, Point
from dashboard.domain.positions.reports import Position

NEAR_M: Final = 25.0
"""Half of a wide street, and what satellites are off between houses."""
GAP_S: Final = 120.0
"""Nobody knows which way somebody took while nothing was heard for longer."""
PATROL_MPS: Final = 7.0
"""25 km/h, as fast as electric bicycles may be (GB 17761-2018): who rides sees the street, who drives does not."""
ACCURATE_M: Final = 50.0
"""A position that may be farther off does not say on which street somebody is."""

CELL_M: Final = 200.0
"""The side of the squares by which steps are looked up; longer than what is walked between two reports."""

Interval = tuple[float, float]
"""From one part (0–1) of an edge to another."""


class LineCoverage(NamedTuple):
    """How long a line is, how much of it was walked, each metre once, as a share 0–1 too; when somebody last passed."""

    length_m: float
    walked_m: float
    share: float
    last_passed_us: int | None


class _Step(NamedTuple):
    """From one position of a track to the next, in metres of the plane; `at_us` is the later one's time."""

    at_us: int
    start: Point
    end: Point


class _Edge:
    """One straight piece of the line, and the parts of it that were passed."""

    def __init__(self, start: Point, end: Point, near_m: float) -> None:
        self.start = start
        self.along = (end[0] - start[0], end[1] - start[1])
        self.length_m = math.hypot(*self.along)
        # As four floats, since comparing them is what most of the time is spent with.
        self.west, self.east = min(start[0], end[0]) - near_m, max(start[0], end[0]) + near_m
        self.south, self.north = min(start[1], end[1]) - near_m, max(start[1], end[1]) + near_m
        self.passed: list[Interval] = []


def cover(
    line: Sequence[LonLat],
    positions: Sequence[Position],
    *,
    near_m: float = NEAR_M,
    gap_s: float = GAP_S,
    fastest_mps: float = PATROL_MPS,
    accurate_m: float = ACCURATE_M,
) -> LineCoverage:
    """Return what one person's positions cover of a street line, in WGS-84 degrees; `cover_together` tells how."""
    return cover_together(line, [positions], near_m=near_m, gap_s=gap_s, fastest_mps=fastest_mps, accurate_m=accurate_m)


def cover_together(
    line: Sequence[LonLat],
    tracks: Iterable[Sequence[Position]],
    *,
    near_m: float = NEAR_M,
    gap_s: float = GAP_S,
    fastest_mps: float = PATROL_MPS,
    accurate_m: float = ACCURATE_M,
) -> LineCoverage:
    """Return what several people cover of a street line between them, one track each.

    The line is walked where the straight way between two successive positions of one person runs within `near_m` of
    it, if they are at most `gap_s` apart and the way took less than `fastest_mps`. Positions less accurate than
    `accurate_m` are passed over. A single position covers nothing. Crossing a street covers `near_m` on both sides.
    """
    if not line:
        return LineCoverage(0.0, 0.0, 0.0, None)
    lons, lats = zip(*line, strict=True)
    plane = Plane.around((min(lons) + max(lons)) / 2.0, (min(lats) + max(lats)) / 2.0)
    corners = [plane.point(lon, lat) for lon, lat in line]
    edges = [_Edge(start, end, near_m) for start, end in pairwise(corners) if start != end]
    steps = [step for track in tracks for step in _steps(track, plane, gap_s, fastest_mps, accurate_m)]
    last_passed_us = _mark(edges, steps, near_m)
    length_m = math.fsum(edge.length_m for edge in edges)
    walked_m = math.fsum(edge.length_m * _union(edge.passed) for edge in edges)
    return LineCoverage(length_m, walked_m, min(1.0, walked_m / length_m) if length_m else 0.0, last_passed_us)


def cover_lines(
    lines: Sequence[Sequence[LonLat]], tracks: Iterable[Sequence[Position]], *, near_m: float = NEAR_M
) -> list[LineCoverage]:
    """Return what several people cover of each of many street lines, by the rule of `cover_together`.

    The lines lie within 5 km of each other's middle, or the metres are off by more than 0.1 %. Each step of a track is
    held only against the lines that are about where it is.
    """
    corners = [corner for line in lines for corner in line]
    if not corners:
        return [LineCoverage(0.0, 0.0, 0.0, None) for _ in lines]
    lons, lats = zip(*corners, strict=True)
    plane = Plane.around((min(lons) + max(lons)) / 2.0, (min(lats) + max(lats)) / 2.0)
    by_cell: dict[tuple[int, int], list[_Step]] = {}
    for track in tracks:
        for step in _steps(track, plane, GAP_S, PATROL_MPS, ACCURATE_M):
            for cell in _cells(*step.start, *step.end):
                by_cell.setdefault(cell, []).append(step)
    return [_cover(line, plane, by_cell, near_m) for line in lines]


def _cover(
    line: Sequence[LonLat], plane: Plane, by_cell: Mapping[tuple[int, int], Sequence[_Step]], near_m: float
) -> LineCoverage:
    points = [plane.point(lon, lat) for lon, lat in line]
    edges = [_Edge(start, end, near_m) for start, end in pairwise(points) if start != end]
    near: dict[int, _Step] = {}
    for edge in edges:
        for cell in _cells(edge.west, edge.south, edge.east, edge.north):
            near.update((id(step), step) for step in by_cell.get(cell, ()))
    last_passed_us = _mark(edges, near.values(), near_m)
    length_m = math.fsum(edge.length_m for edge in edges)
    walked_m = math.fsum(edge.length_m * _union(edge.passed) for edge in edges)
    return LineCoverage(length_m, walked_m, min(1.0, walked_m / length_m) if length_m else 0.0, last_passed_us)


def _cells(x: float, y: float, other_x: float, other_y: float) -> Iterator[tuple[int, int]]:
    """The cells of CELL_M that the rectangle between two points touches."""
    west, east = sorted((x, other_x))
    south, north = sorted((y, other_y))
    columns = range(math.floor((west) / CELL_M), math.floor((east) / CELL_M) + 1)
    rows = range(math.floor((south) / CELL_M), math.floor((north) / CELL_M) + 1)
    return ((column, row) for column in columns for row in rows)


def _steps(
    track: Sequence[Position], plane: Plane, gap_s: float, fastest_mps: float, accurate_m: float
) -> Iterator[_Step]:
    """The steps of one track that count."""
    accurate = [each for each in track if (each.accuracy_m or 0.0) <= accurate_m]
    accurate.sort(key=lambda each: each.at_us)
    placed = [(each.at_us, plane.point(each.lon, each.lat)) for each in accurate]
    for (from_us, start), (at_us, end) in pairwise(placed):
        elapsed_s = (at_us - from_us) / SECOND_US
        if 0.0 < elapsed_s <= gap_s and math.dist(start, end) < fastest_mps * elapsed_s:
            yield _Step(at_us, start, end)


def _mark(edges: Sequence[_Edge], steps: Iterable[_Step], near_m: float) -> int | None:
    """Note on the edges what the steps pass; the time of the newest step that passes any.

    The newest steps come first, so that an edge that one of them passes whole needs no further look.
    """
    last_passed_us: int | None = None
    left = list(edges)
    for step in sorted(steps, key=lambda each: -each.at_us):
        (x, y), (end_x, end_y) = step.start, step.end
        west, east = (x, end_x) if x < end_x else (end_x, x)
        south, north = (y, end_y) if y < end_y else (end_y, y)
        close = [e for e in left if e.west <= east and west <= e.east and e.south <= north and south <= e.north]
        for edge in close:
            interval = _passed(edge, step, near_m)
            if interval is None:
                continue
            last_passed_us = step.at_us if last_passed_us is None else last_passed_us
            edge.passed.append(interval)
            if interval == (0.0, 1.0):
                left.remove(edge)
    return last_passed_us


def _passed(edge: _Edge, step: _Step, near_m: float) -> Interval | None:
    """The part of an edge within `near_m` of a step, or None.

    What is that near is a stadium: a rectangle and a round end at both sides. It is convex, so the edge meets it in
    one piece: from the first to the last meeting with any of the three.
    """
    met = [
        _in_circle(edge, step.start, near_m),
        _in_circle(edge, step.end, near_m),
        _in_rectangle(edge, step, near_m),
    ]
    found = [interval for interval in met if interval is not None]
    if not found:
        return None
    return min(start for start, _ in found), max(end for _, end in found)


def _in_circle(edge: _Edge, centre: Point, radius_m: float) -> Interval | None:
    """Where |start + t·along − centre| ≤ radius, for t in 0–1."""
    along_x, along_y = edge.along
    to_x, to_y = edge.start[0] - centre[0], edge.start[1] - centre[1]
    square = along_x * along_x + along_y * along_y
    half = to_x * along_x + to_y * along_y
    root = half * half - square * (to_x * to_x + to_y * to_y - radius_m * radius_m)
    if root < 0.0:
        return None
    root = math.sqrt(root)
    return _clipped((-half - root) / square, (-half + root) / square)


def _in_rectangle(edge: _Edge, step: _Step, near_m: float) -> Interval | None:
    """Where an edge runs beside a step: between its ends, and not farther than `near_m` to either side."""
    way_x, way_y = step.end[0] - step.start[0], step.end[1] - step.start[1]
    way_m = math.hypot(way_x, way_y)
    if not way_m:
        return None
    way_x, way_y = way_x / way_m, way_y / way_m
    to_x, to_y = edge.start[0] - step.start[0], edge.start[1] - step.start[1]
    along_x, along_y = edge.along
    lengthwise = _between(to_x * way_x + to_y * way_y, along_x * way_x + along_y * way_y, 0.0, way_m)
    sideways = _between(to_y * way_x - to_x * way_y, along_y * way_x - along_x * way_y, -near_m, near_m)
    if lengthwise is None or sideways is None:
        return None
    return _clipped(max(lengthwise[0], sideways[0]), min(lengthwise[1], sideways[1]))


def _between(value: float, rise: float, least: float, most: float) -> Interval | None:
    """Where least ≤ value + t·rise ≤ most; None is nowhere."""
    if not rise:
        return (-math.inf, math.inf) if least <= value <= most else None
    one, other = (least - value) / rise, (most - value) / rise
    return (one, other) if one <= other else (other, one)


def _clipped(start: float, end: float) -> Interval | None:
    start, end = max(0.0, start), min(1.0, end)
    return (start, end) if start <= end else None


def _union(intervals: Iterable[Interval]) -> float:
    """How much the intervals cover between them, each part once."""
    covered, reached = 0.0, 0.0
    for start, end in sorted(intervals):
        if end > reached:
            covered += end - max(start, reached)
            reached = end
    return min(1.0, covered)
