"""The area tree: built-up area, blocks, grids, lines and unit grids, with squads."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import shapely
from shapely import LineString, MultiPolygon, Polygon, unary_union

from data_sources.demo_city.cutting import cut_to
from data_sources.demo_city.frame import Point, bend, path_to_lonlat, to_lonlat, true_ring, unbent_to_lonlat
from data_sources.demo_city.grids import Cell
from data_sources.demo_city.names import BLOCKS, CITY, DISTRICT_CODE, SQUADS
from data_sources.demo_city.records import Area, GeoJson, Squad

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from data_sources.demo_city.plan import Plan

LINE_COUNT: Final = 125
UNIT_M: Final = 100.0
SLIVER_M2: Final = 2_500.0
UnitKey = tuple[int, int, str]


@dataclass(frozen=True, kw_only=True)
class AreaTree:
    """All areas, and which unit grid lies at (column, row, grid code)."""

    areas: tuple[Area, ...]
    units: dict[UnitKey, str]

    def unit_at(self, metres: Point, grid_code: str) -> str | None:
        """The code of the unit grid at a point given in true metres."""
        return self.units.get((math.floor(metres[0] / UNIT_M), math.floor(metres[1] / UNIT_M), grid_code))


def block_code(number: int) -> str:
    """Block code: 6 digits district + 3 block."""
    return f"{DISTRICT_CODE}{number:03d}"


def grid_code(cell: Cell) -> str:
    """Grid code: 6 digits district + 3 block + 3 grid; a unit grid adds 3 more (GB/T 30428.1: 6+3+3+3)."""
    return f"{block_code(cell.block_number)}{cell.number:03d}"


def squads() -> tuple[Squad, ...]:
    """The six squads with their blocks."""
    numbers = {name: number for number, (name, _) in enumerate(BLOCKS, start=1)}
    return tuple(
        Squad(key=key, name=name, areas=tuple(block_code(numbers[block]) for block in blocks))
        for key, name, blocks in SQUADS
    )


def squad_of_block() -> dict[str, str]:
    """The squad's key by block name."""
    return {block: key for key, _, blocks in SQUADS for block in blocks}


def make_areas(plan: Plan) -> AreaTree:
    """The whole tree of a plan."""
    shapes = {cell.name: _true_shape(cell) for cell in plan.cells}
    city = unary_union(list(shapes.values()))
    squad_by_block = squad_of_block()
    areas = [_area(DISTRICT_CODE, f"{CITY.zh}建成区", "built_up_area", None, None, city)]
    for number, (name, _) in enumerate(BLOCKS, start=1):
        union = unary_union([shapes[cell.name] for cell in plan.cells if cell.block == name])
        areas.append(_area(block_code(number), name, "block", DISTRICT_CODE, squad_by_block[name], union))
    for cell in plan.cells:
        parent = block_code(cell.block_number)
        squad = squad_by_block[cell.block]
        grid = _area(grid_code(cell), cell.name, "grid", parent, squad, shapes[cell.name], bend(cell.seed))
        areas.append(replace(grid, area_class=cell.area_class))
    areas += _lines(plan, squad_by_block)
    unit_areas, units = _unit_grids(plan, shapes, squad_by_block)
    return AreaTree(areas=(*areas, *unit_areas), units=units)


def _true_shape(cell: Cell) -> Polygon:
    return Polygon(true_ring(cell.shape.exterior.coords))


def _area(
    code: str,
    name: str,
    level: str,
    parent: str | None,
    squad: str | None,
    shape: BaseGeometry,
    label: Point | None = None,
) -> Area:
    if label is None:
        middle = shape.centroid if shape.contains(shape.centroid) else shape.representative_point()
        label = (middle.x, middle.y)
    return Area(
        code=code,
        name=name,
        level=level,
        parent=parent,
        squad=squad,
        geometry=_geojson(shape),
        label=unbent_to_lonlat(label),
    )


def _geojson(shape: BaseGeometry) -> GeoJson:
    if isinstance(shape, MultiPolygon):
        return {"type": "MultiPolygon", "coordinates": [_rings(part) for part in shape.geoms]}
    assert isinstance(shape, Polygon)
    return {"type": "Polygon", "coordinates": _rings(shape)}


def _rings(shape: Polygon) -> list[list[list[float]]]:
    return [[list(unbent_to_lonlat((x, y))) for x, y in ring.coords] for ring in (shape.exterior, *shape.interiors)]


def _lines(plan: Plan, squad_by_block: dict[str, str]) -> list[Area]:
    """The 125 lines: the longest main streets inside each grid, six in all but the smallest."""
    smallest = sorted(plan.cells, key=lambda cell: cell.shape.area)[: 6 * len(plan.cells) - LINE_COUNT]
    areas = []
    for cell in plan.cells:
        wanted = 5 if cell in smallest else 6
        for number, (name, line) in enumerate(_main_streets(plan, cell)[:wanted], start=1):
            coordinates = path_to_lonlat([(x, y) for x, y in line.coords])
            middle = line.interpolate(0.5, normalized=True)
            areas.append(
                Area(
                    code=f"{grid_code(cell)}L{number:02d}",
                    name=name,
                    level="line",
                    parent=grid_code(cell),
                    squad=squad_by_block[cell.block],
                    geometry={"type": "LineString", "coordinates": coordinates},
                    label=to_lonlat((middle.x, middle.y)),
                )
            )
    return areas


def _main_streets(plan: Plan, cell: Cell) -> list[tuple[str, LineString]]:
    """One piece of each street inside a grid, the most important first."""
    inside = cell.shape.buffer(-12)
    shapely.prepare(inside)
    best: dict[str, tuple[float, LineString]] = {}
    for road in plan.streets:
        if road.rank == 0 or not shapely.intersects(inside, road.line):
            continue
        shape = road.line.intersection(inside)
        for part in shape.geoms if hasattr(shape, "geoms") else [shape]:
            weight = part.length + 220 * (road.rank - 1)
            if isinstance(part, LineString) and part.length > 150 and weight > best.get(road.name, (0.0, part))[0]:
                best[road.name] = (weight, part)
    ordered = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
    return [(name, part) for name, (_, part) in ordered]


def _unit_grids(
    plan: Plan, shapes: dict[str, Polygon], squad_by_block: dict[str, str]
) -> tuple[list[Area], dict[UnitKey, str]]:
    areas: list[Area] = []
    units: dict[UnitKey, str] = {}
    for cell in plan.cells:
        code = grid_code(cell)
        pieces, homes = _squares(shapes[cell.name])
        numbering = sorted(pieces, key=lambda key: (-key[1], key[0]))
        codes = {key: f"{code}{number:03d}" for number, key in enumerate(numbering, start=1)}
        squad = squad_by_block[cell.block]
        areas += [_area(codes[key], codes[key][-6:], "unit_grid", code, squad, pieces[key]) for key in numbering]
        units |= {(*key, code): codes[home] for key, home in homes.items()}
    return areas, units


SquareKey = tuple[int, int]


def _squares(shape: Polygon) -> tuple[dict[SquareKey, BaseGeometry], dict[SquareKey, SquareKey]]:
    """The 100 m squares of a grid, cut at its border; slivers are joined to the larger square beside them."""
    west, south, east, north = (math.floor(side / UNIT_M) for side in shape.bounds)
    keys = [(column, row) for column in range(west, east + 1) for row in range(south, north + 1)]
    boxes = [shapely.box(c * UNIT_M, r * UNIT_M, (c + 1) * UNIT_M, (r + 1) * UNIT_M) for c, r in keys]
    cut = zip(keys, cut_to(boxes, shape), strict=True)
    pieces = {key: part for key, (part, _) in cut if part is not None and part.area > 0.5}
    homes = {key: _home(key, pieces) for key in pieces}
    members: dict[SquareKey, list[BaseGeometry]] = {}
    for key, home in homes.items():
        members.setdefault(home, []).append(pieces[key])
    joined = {home: parts[0] if len(parts) == 1 else unary_union(parts) for home, parts in members.items()}
    return joined, homes


def _home(key: SquareKey, pieces: dict[SquareKey, BaseGeometry]) -> SquareKey:
    if pieces[key].area >= SLIVER_M2:
        return key
    column, row = key
    beside = [(column - 1, row), (column + 1, row), (column, row - 1), (column, row + 1)]
    large = [
        other
        for other in beside
        if other in pieces and pieces[other].area >= SLIVER_M2 and pieces[other].distance(pieces[key]) < 0.01
    ]
    return max(large, key=lambda other: (pieces[other].area, other)) if large else key
