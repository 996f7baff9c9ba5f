"""The main roads: ring road, six arterials, collectors along grid borders, embankments, and the bridges."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from shapely import LineString, MultiLineString, Polygon, line_merge, unary_union
from shapely import Point as ShapelyPoint

from data_sources.demo_city.chance import Dice
from data_sources.demo_city.curves import spline
from data_sources.demo_city.frame import Point
from data_sources.demo_city.grids import Cell, border_lines
from data_sources.demo_city.names import RING_QUARTERS, StreetNames
from data_sources.demo_city.terrain import CREEK_BANK_M, LAKE_BANK_M, RIVER_BANK_M, Terrain

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

LANE: Final = 0
STREET: Final = 1
COLLECTOR: Final = 2
ARTERIAL: Final = 3
RING: Final = 4
HALF_WIDTH_M: Final = {LANE: 4.0, STREET: 7.0, COLLECTOR: 11.0, ARTERIAL: 17.0, RING: 20.0}

ARTERIALS: Final[tuple[tuple[str, tuple[Point, ...]], ...]] = (
    (
        "绣城大道",
        (
            (-13_500.0, 4_900.0),
            (-9_000.0, 3_900.0),
            (-5_500.0, 2_750.0),
            (-2_500.0, 2_350.0),
            (200.0, 2_150.0),
            (3_000.0, 2_500.0),
            (5_300.0, 2_150.0),
            (8_500.0, 2_300.0),
            (13_500.0, 3_300.0),
        ),
    ),
    (
        "中山路",
        (
            (-13_500.0, 600.0),
            (-9_000.0, 900.0),
            (-6_000.0, 500.0),
            (-3_600.0, 950.0),
            (-1_500.0, 720.0),
            (500.0, 800.0),
            (2_700.0, 1_000.0),
            (5_000.0, 400.0),
            (8_000.0, -300.0),
            (13_500.0, -900.0),
        ),
    ),
    (
        "锦绣大道",
        (
            (-13_500.0, -2_000.0),
            (-9_000.0, -1_300.0),
            (-5_500.0, -1_350.0),
            (-3_000.0, -1_250.0),
            (-1_700.0, -1_750.0),
            (300.0, -2_050.0),
            (2_700.0, -1_750.0),
            (4_300.0, -1_350.0),
            (6_500.0, -1_500.0),
            (9_500.0, -1_900.0),
            (13_500.0, -1_700.0),
        ),
    ),
    (
        "大成路",
        (
            (-3_900.0, 9_000.0),
            (-3_400.0, 6_000.0),
            (-2_350.0, 3_600.0),
            (-2_150.0, 1_800.0),
            (-2_350.0, 0.0),
            (-2_150.0, -1_500.0),
            (-1_550.0, -3_000.0),
            (-1_900.0, -5_000.0),
            (-3_000.0, -9_000.0),
        ),
    ),
    (
        "人民路",
        (
            (300.0, 9_000.0),
            (-300.0, 6_000.0),
            (150.0, 3_700.0),
            (-250.0, 1_800.0),
            (-150.0, 200.0),
            (150.0, -1_400.0),
            (-150.0, -3_000.0),
            (600.0, -5_200.0),
            (1_000.0, -9_000.0),
        ),
    ),
    (
        "桃源路",
        (
            (3_700.0, 9_000.0),
            (3_500.0, 6_200.0),
            (2_750.0, 3_900.0),
            (2_550.0, 2_200.0),
            (2_200.0, 700.0),
            (2_450.0, -900.0),
            (2_150.0, -2_400.0),
            (3_400.0, -4_300.0),
            (4_600.0, -6_000.0),
            (5_200.0, -9_000.0),
        ),
    ),
)
VILLAGES: Final = (
    ("上徐村", (-5_650.0, 3_150.0)),
    ("下陈村", (-6_900.0, 1_500.0)),
    ("茗山村", (-6_150.0, -900.0)),
    ("岭墩村", (-5_050.0, -1_900.0)),
    ("塔下村", (5_350.0, 2_250.0)),
    ("蒋葭村", (5_650.0, 550.0)),
    ("王溆村", (5_900.0, -3_150.0)),
    ("斗门村", (6_500.0, -1_150.0)),
    ("马头村", (2_050.0, 4_300.0)),
    ("后胡村", (-2_500.0, 4_250.0)),
    ("石门村", (-2_150.0, -4_400.0)),
    ("南岙村", (1_350.0, -4_350.0)),
    ("楼岩村", (3_900.0, -3_600.0)),
    ("西坞村", (-8_300.0, 3_300.0)),
    ("柏坑村", (3_500.0, 5_100.0)),
    ("河泊村", (8_700.0, -2_500.0)),
    ("高地村", (8_300.0, 2_650.0)),
    ("前葛村", (-7_700.0, 350.0)),
)


@dataclass(frozen=True, kw_only=True)
class Road:
    """One named road on the drawing board; `rank` as in HALF_WIDTH_M."""

    name: str
    rank: int
    line: LineString


@dataclass(frozen=True, kw_only=True)
class MainRoads:
    """All roads above the lattice, the bridges they need and the place where the ring dips under the railway road."""

    roads: tuple[Road, ...]
    bridges: tuple[tuple[str, LineString, int], ...]
    underpass: Point
    corridor: BaseGeometry
    """What the roads take from the building land."""


def make_roads(rng: Dice, terrain: Terrain, cells: list[Cell], names: StreetNames) -> MainRoads:
    """The main roads of this seed."""
    ring = _ring(rng)
    arterials = [
        Road(name=name, rank=ARTERIAL, line=LineString(spline(_shifted(rng, course)))) for name, course in ARTERIALS
    ]
    main = unary_union([road.line for road in (*ring, *arterials)])
    collectors = _collectors(cells, terrain, main, names)
    shores = _embankments(terrain, names)
    roads = [*ring, *arterials, *collectors, *shores]
    people = next(road for road in arterials if road.name == "人民路")
    crossing = unary_union([road.line for road in ring]).intersection(people.line)
    north = max(_points(crossing), key=lambda point: point[1])
    corridor = unary_union([road.line.buffer(HALF_WIDTH_M[road.rank] + 5, quad_segs=3) for road in roads])
    return MainRoads(roads=tuple(roads), bridges=tuple(_bridges(roads, terrain)), underpass=north, corridor=corridor)


def _shifted(rng: Dice, course: tuple[Point, ...]) -> list[Point]:
    return [(x + rng.uniform(-70, 70), y + rng.uniform(-70, 70)) for x, y in course]


def _ring(rng: Dice) -> list[Road]:
    phases = [rng.uniform(0, 2 * math.pi) for _ in range(2)]
    outline = []
    for k in range(241):
        angle = math.pi / 4 + 2 * math.pi * k / 240
        reach = 1 + 0.035 * math.cos(2 * angle + phases[0]) + 0.03 * math.cos(3 * angle + phases[1])
        square = (abs(math.cos(angle)) ** 2.6 + abs(math.sin(angle)) ** 2.6) ** (-1 / 2.6)
        outline.append((3_150 * reach * square * math.cos(angle), 2_480 * reach * square * math.sin(angle) + 60))
    return [
        Road(name=name, rank=RING, line=LineString(outline[q * 60 : q * 60 + 61]))
        for q, name in enumerate(RING_QUARTERS)
    ]


def _collectors(cells: list[Cell], terrain: Terrain, main: BaseGeometry, names: StreetNames) -> list[Road]:
    """A collector along each border between grids, unless a main road runs there or it would need a long bridge."""
    near = main.buffer(110)
    broad = unary_union([terrain.river.buffer(RIVER_BANK_M), terrain.lake.buffer(LAKE_BANK_M)])
    roads = []
    for line in border_lines(cells):
        middle = line.interpolate(0.5, normalized=True)
        name = names.take(old_town=math.hypot(middle.x, middle.y) < 1_300)
        if line.intersection(near).length > 0.55 * line.length:
            continue
        parts = _lines(line.difference(broad))
        roads += [Road(name=name, rank=COLLECTOR, line=part) for part in parts if part.length > 120]
    return roads


def _embankments(terrain: Terrain, names: StreetNames) -> list[Road]:
    """Roads along both banks of the river, along the old creek and round the lake, within the city."""
    inside = terrain.edge.buffer(-120)
    roads = []
    for shape, distance, low_m, labels in (
        (terrain.river, RIVER_BANK_M, 400.0, ("江滨路", "滨江路", "沿江路", "临江路")),
        (terrain.creeks[0], CREEK_BANK_M, 300.0, ("龙潭溪路", "柳堤路")),
        (terrain.lake, LAKE_BANK_M, 150.0, ("环湖路", "湖滨路")),
    ):
        bank = Polygon(shape.exterior).buffer(distance, quad_segs=4).exterior.simplify(4)
        wet = terrain.water.buffer(16)
        parts = sorted(
            _lines(bank.intersection(inside).difference(wet)), key=lambda part: (-part.length, part.coords[0])
        )
        long_parts = [part for part in parts if part.length > low_m]
        for k, part in enumerate(long_parts):
            name = labels[k] if k < len(labels) else names.take(old_town=False)
            roads.append(Road(name=name, rank=COLLECTOR, line=part))
    return roads


def _bridges(roads: list[Road], terrain: Terrain) -> list[tuple[str, LineString, int]]:
    """Where a main road crosses water, with 12 m of ramp on both sides."""
    bridges = []
    reach = terrain.water.buffer(12)
    for road in roads:
        if road.rank < COLLECTOR:
            continue
        name = f"{road.name.removesuffix('路')}桥"
        parts = _lines(road.line.intersection(reach))
        bridges += [(name, part, road.rank) for part in parts if part.length > 25]
    return bridges


def _lines(shape: BaseGeometry) -> list[LineString]:
    """The line strings in a geometry, joined where they touch, in a fixed order."""
    if isinstance(shape, MultiLineString):
        shape = line_merge(shape)
    parts = shape.geoms if hasattr(shape, "geoms") else [shape]
    lines = [part for part in parts if isinstance(part, LineString) and part.length > 0]
    return sorted(lines, key=lambda part: tuple(part.coords[0]))


def _points(shape: BaseGeometry) -> list[Point]:
    parts = shape.geoms if hasattr(shape, "geoms") else [shape]
    return [(part.x, part.y) for part in parts if isinstance(part, ShapelyPoint)]
