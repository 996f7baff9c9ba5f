"""The city on the drawing board: everything built, nothing projected yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shapely import unary_union
from shapely.geometry.base import BaseGeometry

from data_sources.demo_city.basemap import (
    basemap,
    line_feature,
    outline_feature,
    polygon_feature,
    polygon_features,
    road_layers,
)
from data_sources.demo_city.buildings import footprints
from data_sources.demo_city.chance import Dice
from data_sources.demo_city.grids import Cell, make_cells
from data_sources.demo_city.lattice import Quarter, fill
from data_sources.demo_city.names import CREEKS, LAKE, RIVER, StreetNames
from data_sources.demo_city.roads import MainRoads, Road, make_roads
from data_sources.demo_city.terrain import LAKE_BANK_M, Terrain, make_terrain
from data_sources.demo_city.villages import Village, make_villages


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Terrain, grids, roads, quarters and villages."""

    seed: int
    terrain: Terrain
    cells: tuple[Cell, ...]
    roads: MainRoads
    quarters: tuple[Quarter, ...]
    villages: tuple[Village, ...]

    @property
    def streets(self) -> list[Road]:
        """Every road inside the district, main roads first."""
        return [*self.roads.roads, *(street for quarter in self.quarters for street in quarter.streets)]


def make_plan(seed: int) -> Plan:
    """The plan of this seed."""
    terrain = make_terrain(Dice.of(seed, "terrain"))
    cells = make_cells(Dice.of(seed, "grids"), terrain.edge)
    names = StreetNames(Dice.of(seed, "names"))
    roads = make_roads(Dice.of(seed, "roads"), terrain, cells, names)
    quarters = tuple(fill(Dice.of(seed, "quarter", cell.name), cell, terrain, roads, names) for cell in cells)
    villages = tuple(make_villages(Dice.of(seed, "villages")))
    return Plan(seed=seed, terrain=terrain, cells=tuple(cells), roads=roads, quarters=quarters, villages=villages)


def draw(plan: Plan) -> dict[str, Any]:
    """The plan as basemap JSON."""
    streets = road_layers([*plan.streets, *(lane for village in plan.villages for lane in village.lanes)])
    plots = [polygon_feature(plot.outline, step_m=400) for quarter in plan.quarters for plot in quarter.plots]
    terrain = plan.terrain
    return basemap(
        [
            ("hills", "polygon", polygon_features(terrain.hills)),
            ("built_up", "polygon", polygon_features([(None, 0, terrain.edge)])),
            ("park", "polygon", _parks(plan)),
            ("block", "polygon", plots),
            ("building", "polygon", _buildings(plan)),
            ("water", "polygon", _water(terrain)),
            *((key, "line", features) for key, features in streets.items()),
            ("bridge", "line", [line_feature(line, name, rank) for name, line, rank in plan.roads.bridges]),
        ]
    )


def _water(terrain: Terrain) -> list[dict[str, Any]]:
    land = unary_union(terrain.islets)
    named: list[tuple[str, int, BaseGeometry]] = [(RIVER, 0, terrain.river), (LAKE, 1, terrain.lake)]
    named += [(name, 2, creek.difference(terrain.river)) for name, creek in zip(CREEKS, terrain.creeks, strict=True)]
    return polygon_features((name, rank, shape.difference(land)) for name, rank, shape in named)


def _parks(plan: Plan) -> list[dict[str, Any]]:
    terrain = plan.terrain
    islets = [(name, 1, islet) for name, islet in zip(("梨洲", "湖心岛"), terrain.islets, strict=True)]
    within = unary_union([terrain.edge, terrain.lake.buffer(LAKE_BANK_M)])
    taken = unary_union([terrain.water, plan.roads.corridor])
    green = terrain.shores.buffer(-9).difference(taken).intersection(within)
    return polygon_features(
        [
            *islets,
            (None, 2, green.simplify(2)),
            *((name, 0, park) for quarter in plan.quarters for name, park in quarter.parks),
        ]
    )


def _buildings(plan: Plan) -> list[dict[str, Any]]:
    rng = Dice.of(plan.seed, "buildings")
    houses = [house for quarter in plan.quarters for plot in quarter.plots for house in footprints(rng, plot)]
    houses += [house for village in plan.villages for house in village.houses]
    return [outline_feature(house) for house in houses]
