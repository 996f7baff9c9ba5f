"""Grids: Voronoi cells of jittered, relaxed seeds inside the built-up edge, joined into nine blocks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely import LineString, Polygon

from dashboard.domain.catalogue.records import AreaClass
from data_sources.demo_city.chance import Dice
from data_sources.demo_city.frame import Point
from data_sources.demo_city.names import BLOCKS

GRID_COUNT: Final = 21
BLOCK_SIZES: Final = (3, 3, 3, 2, 2, 2, 2, 2, 2)
_RING_M: Final = 3_000


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One grid on the drawing board: name such as 锦屏-02, its block's and its own number in the block (from 1)."""

    name: str
    block: str
    block_number: int
    number: int
    shape: Polygon
    seed: Point

    @property
    def old_town(self) -> bool:
        """Whether it lies in the dense middle of the city."""
        return math.hypot(*self.seed) < 1_500

    @property
    def area_class(self) -> AreaClass:
        """How strictly it is kept: the old town most (A), then the ring around it (B), then what lies outside (C)."""
        if self.old_town:
            return AreaClass.A
        return AreaClass.B if math.hypot(*self.seed) < _RING_M else AreaClass.C


def make_cells(rng: Dice, edge: Polygon) -> list[Cell]:
    """The 21 grids, by block and number."""
    seeds = _relaxed_seeds(rng, edge)
    shapes = [_voronoi(seeds, k, edge) for k in range(GRID_COUNT)]
    blocks = _named(_blocks(rng, seeds, shapes), seeds)
    cells = []
    for number, (name, _) in enumerate(BLOCKS, start=1):
        members = sorted(blocks[name], key=lambda k: (-round(seeds[k][1] / 500), seeds[k][0]))
        for position, k in enumerate(members, start=1):
            cells.append(
                Cell(
                    name=f"{name}-{position:02d}",
                    block=name,
                    block_number=number,
                    number=position,
                    shape=shapes[k],
                    seed=seeds[k],
                )
            )
    return cells


def _relaxed_seeds(rng: Dice, edge: Polygon) -> list[Point]:
    """Jittered seeds after a few rounds of Lloyd's relaxation, closer together in the middle of the city."""
    samples = _samples(rng, edge, 1_200)
    seeds = samples[:GRID_COUNT]
    points = np.asarray(samples)
    for _ in range(7):
        away = ((points[:, None, :] - np.asarray(seeds)[None, :, :]) ** 2).sum(axis=2)
        nearest = away.argmin(axis=1).tolist()
        groups: list[list[Point]] = [[] for _ in seeds]
        for point, k in zip(samples, nearest, strict=True):
            groups[k].append(point)
        seeds = [_mean(group) if group else seed for group, seed in zip(groups, seeds, strict=True)]
    return [(x + rng.uniform(-130, 130), y + rng.uniform(-130, 130)) for x, y in seeds]


def _samples(rng: Dice, edge: Polygon, count: int) -> list[Point]:
    west, south, east, north = edge.bounds
    shapely.prepare(edge)
    samples: list[Point] = []
    while len(samples) < count:
        point = (rng.uniform(west, east), rng.uniform(south, north))
        dense = 0.38 + 0.62 * math.exp(-((math.hypot(*point) / 1_900) ** 2))
        if rng.random() < dense and shapely.contains_xy(edge, *point):
            samples.append(point)
    return samples


def _mean(points: list[Point]) -> Point:
    return math.fsum(x for x, _ in points) / len(points), math.fsum(y for _, y in points) / len(points)


def _voronoi(seeds: list[Point], own: int, edge: Polygon) -> Polygon:
    """The cell of one seed, its vertices on whole metres so that neighbours share them exactly."""
    corners: list[Point] = [(-9e3, -9e3), (9e3, -9e3), (9e3, 9e3), (-9e3, 9e3)]
    for k, other in enumerate(seeds):
        if k != own:
            corners = _half_plane(corners, seeds[own], other)
    cell = Polygon(corners).intersection(edge)
    assert isinstance(cell, Polygon)
    ring = [(float(round(x)), float(round(y))) for x, y in cell.exterior.coords]
    return Polygon([point for point, after in zip(ring, ring[1:], strict=False) if point != after])


def _half_plane(corners: list[Point], own: Point, other: Point) -> list[Point]:
    """What of a convex polygon lies nearer to `own` than to `other`."""
    nx, ny = other[0] - own[0], other[1] - own[1]
    limit = (nx * (own[0] + other[0]) + ny * (own[1] + other[1])) / 2
    kept: list[Point] = []
    for a, b in zip(corners, corners[1:] + corners[:1], strict=True):
        da, db = nx * a[0] + ny * a[1] - limit, nx * b[0] + ny * b[1] - limit
        if da <= 0:
            kept.append(a)
        if (da <= 0) != (db <= 0):
            share = da / (da - db)
            kept.append((a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share))
    return kept


def _blocks(rng: Dice, seeds: list[Point], shapes: list[Polygon]) -> list[list[int]]:
    """The most compact of a number of drawn ways to join all grids into blocks."""
    numbers = range(len(shapes))
    neighbours = {a: [b for b in numbers if b != a and _shared_m(shapes[a], shapes[b]) > 150] for a in numbers}
    ways = []
    for _ in range(40):
        found = _partition(rng, frozenset(numbers), list(BLOCK_SIZES), neighbours, seeds)
        assert found is not None, "the grids of this seed cannot be joined into blocks"
        ways.append((math.fsum(_spread(tuple(group), seeds) ** 2 for group in found), found))
    return min(ways)[1]


def _shared_m(a: Polygon, b: Polygon) -> float:
    return float(a.intersection(b).length) if a.distance(b) < 1 else 0.0


def _partition(
    rng: Dice, free: frozenset[int], sizes: list[int], neighbours: dict[int, list[int]], seeds: list[Point]
) -> list[list[int]] | None:
    """Connected groups of the given sizes that use up `free`, compact ones first; None when there are none."""
    if not free:
        return []
    start = min(sorted(free), key=lambda k: (sum(n in free for n in neighbours[k]), -math.hypot(*seeds[k])))
    options = []
    for size in sorted(set(sizes)):
        options += _groups(start, size, free, neighbours)
    options.sort(key=lambda group: _spread(group, seeds) * rng.uniform(0.7, 1.4))
    for group in options:
        rest = list(sizes)
        rest.remove(len(group))
        tail = _partition(rng, free - set(group), rest, neighbours, seeds)
        if tail is not None:
            return [list(group), *tail]
    return None


def _groups(start: int, size: int, free: frozenset[int], neighbours: dict[int, list[int]]) -> list[tuple[int, ...]]:
    groups: set[tuple[int, ...]] = {(start,)}
    for _ in range(size - 1):
        groups = {
            tuple(sorted({*group, other}))
            for group in groups
            for member in group
            for other in neighbours[member]
            if other in free and other not in group
        }
    return sorted(groups)


def _spread(group: tuple[int, ...], seeds: list[Point]) -> float:
    middle = _mean([seeds[k] for k in group])
    return math.fsum(math.dist(seeds[k], middle) for k in group) / len(group)


def _named(groups: list[list[int]], seeds: list[Point]) -> dict[str, list[int]]:
    """Gives each group a name such that all lie as near as can be to their ideal places (by pairwise exchange)."""
    middles = [_mean([seeds[k] for k in group]) for group in groups]
    order = list(range(len(groups)))

    def cost(a: int, b: int) -> float:
        return math.dist(BLOCKS[a][1], middles[order[b]]) ** 2

    improved = True
    while improved:
        improved = False
        for a in range(len(order)):
            for b in range(a):
                if cost(a, b) + cost(b, a) < cost(a, a) + cost(b, b) - 1:
                    order[a], order[b] = order[b], order[a]
                    improved = True
    return {name: groups[g] for (name, _), g in zip(BLOCKS, order, strict=True)}


def border_lines(cells: list[Cell]) -> list[LineString]:
    """The straight borders between neighbouring cells."""
    lines = []
    for k, a in enumerate(cells):
        for b in cells[k + 1 :]:
            shared = a.shape.intersection(b.shape) if a.shape.distance(b.shape) < 1 else None
            points = _ends(a, b) if shared is not None and shared.length > 150 else None
            if points:
                lines.append(LineString(points))
    return lines


def _ends(a: Cell, b: Cell) -> list[Point] | None:
    common = sorted(set(a.shape.exterior.coords) & set(b.shape.exterior.coords))
    if len(common) < 2:
        return None
    return [(common[0][0], common[0][1]), (common[-1][0], common[-1][1])]
