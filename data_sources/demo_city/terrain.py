"""The land before the city: river, creeks, lake, hills and the edge of the built-up area."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shapely import LineString, MultiPolygon, Polygon, unary_union
from shapely import Point as ShapelyPoint

from data_sources.demo_city.chance import Dice
from data_sources.demo_city.curves import blob, ribbon, spline
from data_sources.demo_city.frame import Point

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

RIVER_COURSE = (
    (-13_500.0, 3_300.0),
    (-9_600.0, 2_300.0),
    (-6_600.0, 2_150.0),
    (-4_700.0, 1_500.0),
    (-3_300.0, 400.0),
    (-2_100.0, -850.0),
    (-500.0, -1_150.0),
    (650.0, -350.0),
    (1_800.0, 250.0),
    (3_100.0, -150.0),
    (3_900.0, -1_500.0),
    (5_200.0, -2_450.0),
    (7_600.0, -2_700.0),
    (10_200.0, -3_900.0),
    (13_500.0, -4_600.0),
)
CREEK_COURSE = (
    (2_900.0, 9_000.0),
    (1_900.0, 6_800.0),
    (2_250.0, 5_000.0),
    (1_350.0, 3_500.0),
    (1_750.0, 2_150.0),
    (1_100.0, 1_150.0),
    (1_150.0, 60.0),
)
LAKE_CREEK_COURSE = ((-2_350.0, -2_350.0), (-1_900.0, -1_950.0), (-1_750.0, -1_500.0), (-1_450.0, -1_080.0))
HILL_CREEK_COURSE = (
    (2_600.0, -9_000.0),
    (2_200.0, -7_200.0),
    (2_750.0, -5_600.0),
    (2_150.0, -4_100.0),
    (2_550.0, -2_700.0),
    (3_350.0, -1_800.0),
    (3_950.0, -1_500.0),
)
RIVER_BANK_M = 42.0
CREEK_BANK_M = 30.0
LAKE_BANK_M = 60.0
LAKE = ((-2_650.0, -2_720.0), (640.0, 430.0))

HILL_RANGES = (
    (
        "凤凰山",
        (
            (4_500.0, 4_350.0),
            (5_500.0, 3_600.0),
            (6_700.0, 4_100.0),
            (7_700.0, 5_000.0),
            (6_000.0, 5_200.0),
            (8_900.0, 4_300.0),
        ),
        1_080.0,
    ),
    ("北屏山", ((-1_650.0, 5_150.0), (-1_200.0, 6_100.0), (-2_100.0, 6_900.0), (-600.0, 7_000.0)), 900.0),
    (
        "大雷山",
        ((-5_700.0, 4_900.0), (-6_600.0, 5_700.0), (-5_300.0, 6_300.0), (-8_200.0, 6_300.0), (-9_700.0, 5_900.0)),
        1_100.0,
    ),
    (
        "南岩山",
        (
            (-5_050.0, -3_550.0),
            (-5_950.0, -2_950.0),
            (-4_650.0, -4_700.0),
            (-6_400.0, -4_500.0),
            (-7_800.0, -3_900.0),
            (-7_400.0, -5_600.0),
        ),
        1_080.0,
    ),
    ("石屏山", ((-900.0, -5_350.0), (-1_300.0, -6_400.0), (100.0, -7_000.0)), 900.0),
    (
        "金峨岭",
        ((5_300.0, -4_350.0), (6_300.0, -5_200.0), (7_600.0, -5_000.0), (6_900.0, -6_500.0), (9_300.0, -6_300.0)),
        1_100.0,
    ),
    ("塔山", ((6_700.0, 1_250.0), (7_700.0, 1_500.0), (7_300.0, 700.0)), 640.0),
    ("西岙山", ((-8_600.0, -400.0), (-9_800.0, 100.0), (-9_600.0, -900.0)), 760.0),
    ("龙头山", ((10_300.0, 1_400.0), (11_300.0, 900.0), (11_100.0, 2_000.0)), 800.0),
)


@dataclass(frozen=True, kw_only=True)
class Terrain:
    """The natural ground; all shapes on the drawing board in metres. `hills` are (name, contour rank, outline)."""

    edge: Polygon
    river: Polygon
    river_line: list[Point]
    creeks: tuple[Polygon, ...]
    lake: Polygon
    islets: tuple[Polygon, ...]
    hills: tuple[tuple[str, int, Polygon], ...]
    water: MultiPolygon | Polygon
    shores: BaseGeometry
    """Water with its banks, up to the middle of the roads along it: no lattice street goes in there."""


def make_terrain(rng: Dice) -> Terrain:
    """River, creeks, lake, hills and built-up edge for this seed."""
    river_line = spline([(x + rng.uniform(-60, 60), y + rng.uniform(-60, 60)) for x, y in RIVER_COURSE])
    river = _river(rng, river_line)
    creeks = tuple(
        _creek(rng, course, width)
        for course, width in ((CREEK_COURSE, 26.0), (LAKE_CREEK_COURSE, 15.0), (HILL_CREEK_COURSE, 15.0))
    )
    lake = Polygon(blob(rng, LAKE[0], LAKE[1], 0.30, vertices=140, turn=0.35)).buffer(0)
    islets = (_islet(river_line), ShapelyPoint(LAKE[0][0] + 130, LAKE[0][1] + 40).buffer(70, quad_segs=8))
    edge = Polygon(blob(rng, (0.0, 0.0), (4_150.0, 3_300.0), 0.105, vertices=140))
    water = unary_union([river, *creeks, lake])
    assert isinstance(water, (Polygon, MultiPolygon))
    small = [creek.buffer(14) for creek in creeks[1:]]
    shores = unary_union([river.buffer(RIVER_BANK_M), creeks[0].buffer(CREEK_BANK_M), lake.buffer(LAKE_BANK_M), *small])
    return Terrain(
        edge=edge,
        river=river,
        river_line=river_line,
        creeks=creeks,
        lake=lake,
        islets=islets,
        water=water,
        shores=shores,
        hills=tuple(_hills(rng, edge)),
    )


def _river(rng: Dice, line: list[Point]) -> Polygon:
    phases = [rng.uniform(0, 2 * math.pi) for _ in range(3)]

    def half_width(share: float) -> float:
        swell = (
            20 * math.sin(share * 23 + phases[0])
            + 12 * math.sin(share * 61 + phases[1])
            + 6 * math.sin(share * 140 + phases[2])
        )
        island = 55 * math.exp(-(((share - 0.405) / 0.028) ** 2))
        return 78 + 45 * share + swell + island

    return Polygon(ribbon(line, half_width)).buffer(0)


def _creek(rng: Dice, course: tuple[Point, ...], width: float) -> Polygon:
    line = spline([(x + rng.uniform(-40, 40), y + rng.uniform(-40, 40)) for x, y in course[:-1]] + [course[-1]], 40.0)
    phase = rng.uniform(0, 6)
    return Polygon(
        ribbon(line, lambda share: width * (0.75 + 0.45 * share + 0.14 * math.sin(share * 40 + phase)))
    ).buffer(0)


def _islet(river_line: list[Point]) -> Polygon:
    middle = round(0.405 * (len(river_line) - 1))
    path = river_line[middle - 5 : middle + 6]
    return Polygon(ribbon(path, lambda share: 2 + 46 * math.sin(math.pi * share) ** 0.8)).buffer(0)


def _hills(rng: Dice, edge: Polygon) -> list[tuple[str, int, Polygon]]:
    keep_out = edge.buffer(260)
    contours = []
    for name, peaks, radius in HILL_RANGES:
        bases = [(peak, radius * rng.uniform(0.75, 1.15), rng.uniform(0, 3), rng.random()) for peak in peaks]
        for rank in range(5):
            shape = _contour(bases, rank).difference(keep_out)
            parts = shape.geoms if isinstance(shape, MultiPolygon) else [shape]
            contours += [(name, rank, part) for part in parts if isinstance(part, Polygon) and part.area > 20_000]
    return contours


def _contour(bases: list[tuple[Point, float, float, float]], rank: int) -> Polygon | MultiPolygon:
    shapes = []
    for centre, radius, turn, seed in bases:
        reach = radius * (1 - 0.185 * rank)
        outline = blob(
            Dice.of("contour", round(seed * 1e6), rank // 2), centre, (reach * 1.15, reach * 0.85), 0.22, turn=turn
        )
        shapes.append(Polygon(outline).buffer(0))
    ridge = [
        LineString([a[0], b[0]]).buffer(260 - 60 * rank) for a, b in zip(bases, bases[1:], strict=False) if rank < 3
    ]
    merged = unary_union([*shapes, *ridge]).buffer(-90).buffer(180).buffer(-90).simplify(8)
    assert isinstance(merged, (Polygon, MultiPolygon))
    return merged
