"""The sewer network: each drainage station flows to the next one nearer the river, down to an outfall."""

from __future__ import annotations

import math
from dataclasses import replace

import shapely
from shapely import Polygon

from data_sources.demo_city.frame import Point, to_metres, true_ring
from data_sources.demo_city.plan import Plan
from data_sources.demo_city.records import Asset, Pipe

NEIGHBOURS = 10


def connect(plan: Plan, assets: tuple[Asset, ...]) -> tuple[tuple[Asset, ...], tuple[Pipe, ...]]:
    """The assets with `downstream` in the attributes of their drainage stations, and the pipes between these."""
    stations = [asset for asset in assets if asset.kind == "drainage"]
    places = [to_metres((station.lon, station.lat)) for station in stations]
    target = _downstream(plan, stations, places)
    pipes = tuple(_pipe(stations[k], stations[n]) for k, n in sorted(target.items()))
    flows = {stations[k].asset_id: stations[n].asset_id for k, n in target.items()}
    connected = tuple(
        replace(asset, attributes=asset.attributes | {"downstream": flows[asset.asset_id]})
        if asset.asset_id in flows
        else asset
        for asset in assets
    )
    return connected, pipes


def _downstream(plan: Plan, stations: list[Asset], places: list[Point]) -> dict[int, int]:
    """Per station the nearest one that lies lower and on the same bank; outfalls and lone stations have none."""
    river = Polygon(true_ring(plan.terrain.river.exterior.coords))
    shapely.prepare(river)
    heads = [_head_m(river, station, place) for station, place in zip(stations, places, strict=True)]
    order = sorted(range(len(stations)), key=lambda k: (heads[k], k))
    target: dict[int, int] = {}
    for position, k in enumerate(order):
        if stations[k].attributes["role"] == "outfall":
            continue
        lower = sorted(order[:position], key=lambda n: math.dist(places[n], places[k]))[:NEIGHBOURS]
        dry = [n for n in lower if not shapely.intersects(river, shapely.linestrings([places[n], places[k]]))]
        if dry:
            target[k] = dry[0]
    return target


def _head_m(river: Polygon, station: Asset, place: Point) -> float:
    """A stand-in for the pipe's height: outfalls lowest, trunks below branches, rising away from the river."""
    role = {"outfall": -10_000.0, "trunk": 0.0, "branch": 10_000.0}[str(station.attributes["role"])]
    return role + float(river.distance(shapely.Point(place)))


def _pipe(upstream: Asset, downstream: Asset) -> Pipe:
    return Pipe(
        upstream=upstream.asset_id,
        downstream=downstream.asset_id,
        diameter_mm=int(upstream.attributes["diameter_mm"]),
        geometry={
            "type": "LineString",
            "coordinates": [[upstream.lon, upstream.lat], [downstream.lon, downstream.lat]],
        },
    )
