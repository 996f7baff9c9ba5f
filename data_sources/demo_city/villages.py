"""Villages outside the built-up edge: a lane or two, a few houses; their sewage is treated on the spot."""

from __future__ import annotations

import math
from dataclasses import dataclass

from shapely import LineString

from data_sources.demo_city.chance import Dice
from data_sources.demo_city.frame import Point
from data_sources.demo_city.roads import LANE, VILLAGES, Road


@dataclass(frozen=True, kw_only=True)
class Village:
    """One village: its lanes and houses on the drawing board and the low end where its sewage station stands."""

    name: str
    centre: Point
    station: Point
    lanes: tuple[Road, ...]
    houses: tuple[list[Point], ...]


def make_villages(rng: Dice) -> list[Village]:
    """All villages of this seed."""
    return [_village(rng, name, centre) for name, centre in VILLAGES]


def _village(rng: Dice, name: str, centre: Point) -> Village:
    angle, half = rng.uniform(-0.6, 0.6), rng.uniform(130, 240)
    houses: list[list[Point]] = []
    for row in (-3, -2, -1, 1, 2, 3):
        u = -half + rng.uniform(0, 30)
        while u < half:
            length = rng.uniform(18, 42)
            v = row * 27 + rng.uniform(-3, 3)
            if rng.random() < 0.8 - abs(u) / half * 0.35:
                corners = ((u, v), (u + length, v), (u + length, v + 11), (u, v + 11))
                houses.append([_placed(corner, centre, angle) for corner in corners])
            u += length + rng.uniform(8, 20)
    lanes = tuple(
        Road(name=f"{name}{suffix}", rank=LANE, line=LineString([_placed(a, centre, angle), _placed(b, centre, angle)]))
        for suffix, a, b in (("大路", (-half - 60, 5.0), (half + 60, 5.0)), ("中路", (0.0, -110.0), (0.0, 110.0)))
    )
    return Village(
        name=name, centre=centre, station=_placed((half + 30, -40.0), centre, angle), lanes=lanes, houses=tuple(houses)
    )


def _placed(point: Point, centre: Point, angle: float) -> Point:
    cos, sin = math.cos(angle), math.sin(angle)
    return centre[0] + point[0] * cos - point[1] * sin, centre[1] + point[0] * sin + point[1] * cos
