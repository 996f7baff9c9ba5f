"""Generates the demo city."""

from __future__ import annotations

from data_sources.demo_city.areas import make_areas, squads
from data_sources.demo_city.assets import make_assets
from data_sources.demo_city.frame import path_to_lonlat, to_lonlat
from data_sources.demo_city.names import CITY
from data_sources.demo_city.placement import make_ground
from data_sources.demo_city.plan import Plan, draw, make_plan
from data_sources.demo_city.profiles import mappings
from data_sources.demo_city.records import DemoCity, Street
from data_sources.demo_city.roads import Road
from data_sources.demo_city.sewers import connect


def generate(seed: int = 7, assets: int | None = None) -> DemoCity:
    """The district of this seed with `assets` devices (None: the standard city). Same arguments, same city."""
    plan = make_plan(seed)
    tree = make_areas(plan)
    connected, pipes = connect(plan, make_assets(make_ground(plan), tree, assets))
    return DemoCity(
        seed=seed,
        name=CITY,
        areas=tree.areas,
        squads=squads(),
        streets=_streets(plan),
        assets=connected,
        pipes=pipes,
        basemap=draw(plan),
        mappings=mappings(),
    )


def _streets(plan: Plan) -> tuple[Street, ...]:
    by_name: dict[str, list[Road]] = {}
    for road in plan.streets:
        by_name.setdefault(road.name, []).append(road)
    return tuple(_street(number, name, roads) for number, (name, roads) in enumerate(by_name.items(), start=1))


def _street(number: int, name: str, roads: list[Road]) -> Street:
    longest = max(roads, key=lambda road: road.line.length)
    middle = longest.line.interpolate(0.5, normalized=True)
    lines = [path_to_lonlat([(x, y) for x, y in road.line.coords], 120.0) for road in roads]
    return Street(
        key=f"ST-{number:04d}",
        name=name,
        rank=longest.rank,
        geometry={"type": "MultiLineString", "coordinates": lines},
        label=to_lonlat((middle.x, middle.y)),
    )
