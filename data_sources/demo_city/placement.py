"""Puts the assets where a city would have them, each kind by its own rule."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

import shapely
from shapely import Point as ShapelyPoint

from dashboard.domain.camera_register import ANGLE, BEARING, RANGE, CameraKind
from dashboard.domain.camera_register import KIND as CAMERA_KIND
from data_sources.demo_city.chance import Dice
from data_sources.demo_city.frame import Point
from data_sources.demo_city.names import CAR_PARKS, UNDERPASS
from data_sources.demo_city.roads import ARTERIAL, COLLECTOR, LANE, RING, STREET
from data_sources.demo_city.sites import Crossing, Site, Stretch, make_crossings, make_stretches, spread

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from data_sources.demo_city.plan import Plan

STANDARD_COUNTS: Final = {
    "manhole": 520, "drainage": 120, "road_water": 24, "rain": 12, "parking_bay": 1_500, "car_park": 14,
    "camera": 729, "speaker": 60, "tree": 24, "sewage": 18, "bin": 480, "sign": 160,
    "fumes": 48, "site_air": 12,
}  # fmt: skip
_SCALED: Final = {"manhole": 0.37, "parking_bay": 0.33, "bin": 0.19, "sign": 0.08, "drainage": 0.03}
TRUNK_POINTS: Final = 58
_KITCHENS: Final = ("饭店", "面馆", "火锅店", "烧烤店", "小吃店", "食堂")
_TREES: Final = ("香樟", "银杏", "枫香", "罗汉松", "苦槠", "国槐")


class Place(NamedTuple):
    """An asset's place with what the place itself decides."""

    site: Site
    attributes: dict[str, str | int | float | bool]


def asset_counts(assets: int | None) -> dict[str, int]:
    """How many of each kind: the standard city, or one scaled to `assets` in all.

    More devices become more covers, bays, bins, signs and stations; fewer are taken off the same kinds.
    """
    counts = dict(STANDARD_COUNTS)
    if assets is None:
        return counts
    surplus = assets - sum(counts.values())
    if surplus >= 0:
        for kind, share in _SCALED.items():
            counts[kind] += int(surplus * share)
        counts["manhole"] += assets - sum(counts.values())
        return counts
    return _fewer(counts, max(0, assets))


def _fewer(counts: dict[str, int], assets: int) -> dict[str, int]:
    total = sum(counts.values())
    scaled = {kind: count * assets // total for kind, count in counts.items()}
    scaled["manhole"] += assets - sum(scaled.values())
    return scaled


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What the placing rules look at."""

    plan: Plan
    stretches: list[Stretch]
    crossings: list[Crossing]
    land: BaseGeometry

    def holds(self, point: Point) -> bool:
        """Whether something can stand there: inside a grid, clear of its border, and dry."""
        return bool(shapely.contains_xy(self.land, *point))


def make_ground(plan: Plan) -> Ground:
    """The streets and crossings of a plan, ready for placing."""
    grids = shapely.union_all([cell.shape.buffer(-2) for cell in plan.cells])
    land = shapely.difference(grids, plan.terrain.water)
    shapely.prepare(land)
    return Ground(plan=plan, stretches=make_stretches(plan), crossings=make_crossings(plan), land=land)


def places(ground: Ground, kind: str, count: int) -> list[Place]:
    """`count` places for assets of `kind`. The same seed gives the same first places whatever the count."""
    rng = Dice.of(ground.plan.seed, "place", kind)
    return list(islice(_RULES[kind](ground, rng), count))


def _ordered(ground: Ground, rng: Dice, pull: float) -> list[Stretch]:
    """The stretches in a drawn order that prefers the centre (`pull` 0 does not)."""
    keyed = [
        (rng.random() ** (1 / (0.12 + s.central * pull + 0.08 * s.road.rank)), k)
        for k, s in enumerate(ground.stretches)
    ]
    return [ground.stretches[k] for _, k in sorted(keyed, reverse=True)]


def _along(
    ground: Ground, rng: Dice, *, pull: float, spacing_m: tuple[float, float], inset_m: float, run: int
) -> Iterator[Site]:
    """Runs of at most `run` places, stretch by stretch, side after side, for as long as anybody asks."""
    stretches = _ordered(ground, rng, pull)
    shift = 0.0
    while stretches:
        for side in (1, -1):
            for stretch in stretches:
                chance = Dice.of(ground.plan.seed, stretch.road.name, round(stretch.start), side, shift)
                yield from islice(stretch.sites(spacing_m, inset_m + shift, side, chance), run)
        shift += 1.7
        run = 400


def _manholes(ground: Ground, rng: Dice) -> Iterator[Place]:
    for site in _along(ground, rng, pull=0.9, spacing_m=(30, 50), inset_m=2.6, run=4):
        use = rng.choices(("雨水", "污水", "给水", "电力", "通信", "燃气"), (32, 30, 12, 10, 12, 4))[0]
        yield Place(site, {"use": use, "depth_m": round(rng.uniform(1.6, 4.2), 1)})


def _bays(ground: Ground, rng: Dice) -> Iterator[Place]:
    for site in _along(ground, rng, pull=1.6, spacing_m=(6.2, 6.4), inset_m=1.3, run=14):
        yield Place(site, {"heading_deg": round(site.heading_deg, 1), "free_minutes": rng.choice((15, 30, 30))})


def _bins(ground: Ground, rng: Dice) -> Iterator[Place]:
    for site in _along(ground, rng, pull=0.9, spacing_m=(70, 120), inset_m=-2.2, run=1):
        yield Place(site, {"volume_l": rng.choice((120, 240, 240))})


def _signs(ground: Ground, rng: Dice) -> Iterator[Place]:
    for site in _along(ground, rng, pull=1.4, spacing_m=(60, 140), inset_m=-4.0, run=1):
        form = rng.choice(("楼顶广告", "墙面广告", "立柱广告", "店招"))
        yield Place(site, {"form": form, "area_m2": rng.choice((6, 12, 18, 36, 80))})


def _kitchens(ground: Ground, rng: Dice) -> Iterator[Place]:
    for site in _along(ground, rng, pull=1.8, spacing_m=(80, 160), inset_m=-5.0, run=1):
        form = rng.choice(_KITCHENS)
        yield Place(site._replace(name=f"{site.name}{form}"), {"form": form, "hoods": rng.choice((1, 2, 2, 4, 6))})


def _building_sites(ground: Ground, rng: Dice) -> Iterator[Place]:
    """Set back from streets outside the centre, far from each other."""
    along = islice(_along(ground, rng, pull=0.1, spacing_m=(150, 240), inset_m=-26.0, run=1), 300)
    wide = [site for site in along if ground.holds(site.point)]
    for k in spread([site.point for site in wide], len(wide), 700.0):
        site = wide[k]._replace(name=f"{wide[k].name}工地")
        stage = rng.choice(("土方", "主体", "主体", "装修", "拆除"))
        yield Place(site, {"stage": stage, "area_m2": rng.randrange(4, 60) * 1_000})


def _cameras(ground: Ground, rng: Dice) -> Iterator[Place]:
    keyed = sorted(
        ((rng.random() ** (1 / (c.weight * (0.25 + _central(c.point)))), k) for k, c in enumerate(ground.crossings)),
        reverse=True,
    )
    number = 0
    for corner in range(4):
        for _, k in keyed:
            crossing, number = ground.crossings[k], number + 1
            kind = _looks_at(number, crossing)
            mount = "球机" if crossing.rank > 2 or kind is CameraKind.HIGH_POINT else "枪机"
            site = _corner(crossing, corner)
            name = f"{site.name}高点" if kind is CameraKind.HIGH_POINT else site.name
            view = _view(Dice.of(ground.plan.seed, "camera view", number), kind, corner)
            yield Place(site._replace(name=name), {"mount": mount, CAMERA_KIND: kind.value, **view})


def _looks_at(number: int, crossing: Crossing) -> CameraKind:
    """Every thirtieth stands on a roof; the others look at streets, at shops where these are small, or at drains."""
    if number % 30 == 7:
        return CameraKind.HIGH_POINT
    if number % 12 == 5:
        return CameraKind.DRAIN
    return CameraKind.SHOP_FRONT if crossing.rank <= 1 else CameraKind.STREET


def _view(rng: Dice, kind: CameraKind, corner: int) -> dict[str, str | int | float | bool]:
    """Towards the middle of the crossing; from a roof far and wide."""
    towards = ((225, 45, 315, 135)[corner] + rng.randrange(-25, 26)) % 360
    if kind is CameraKind.HIGH_POINT:
        return {BEARING: towards, ANGLE: rng.choice((60, 75, 90)), RANGE: rng.choice((600, 900, 1_200))}
    return {BEARING: towards, ANGLE: rng.choice((45, 60, 85)), RANGE: rng.choice((40, 60, 80))}


def _speakers(ground: Ground, rng: Dice) -> Iterator[Place]:
    crossings = [c for c in ground.crossings if c.rank >= 1 and ground.holds(_corner(c, 2).point)]
    order = sorted(range(len(crossings)), key=lambda k: -rng.random() * (0.3 + _central(crossings[k].point)))
    chosen = spread([crossings[k].point for k in order], min(len(order), 60), 420.0)
    for index in chosen:
        yield Place(_corner(crossings[order[index]], 2), {"height_m": rng.choice((4, 6, 8))})


def _road_water(ground: Ground, rng: Dice) -> Iterator[Place]:
    x, y = ground.plan.roads.underpass
    yield Place(Site((x + 4, y - 3), UNDERPASS, "环城北路"), {"low_point": True, "underpass": True})
    river = ground.plan.terrain.water
    low = [
        c
        for c in ground.crossings
        if c.rank >= 2 and ground.holds(c.point) and river.distance(ShapelyPoint(c.point)) < 420
    ]
    low.sort(key=lambda c: (river.distance(ShapelyPoint(c.point)) * rng.uniform(0.4, 1.6), c.point))
    for k in spread([c.point for c in low], 400, 520.0):
        yield Place(
            Site(low[k].point, f"{low[k].name}积水点", low[k].streets[0]), {"low_point": True, "underpass": False}
        )


def _rain(ground: Ground, _rng: Dice) -> Iterator[Place]:
    seeds = sorted(ground.plan.cells, key=lambda cell: (cell.number, cell.block_number))
    crossings = [c for c in ground.crossings if ground.holds((c.point[0] + 18, c.point[1] + 14))]
    for cell in seeds:
        nearest = min(crossings, key=lambda c: math.dist(c.point, cell.seed))
        name = f"{cell.block}雨量站" if cell.number == 1 else f"{cell.block}{cell.number}号雨量站"
        yield Place(
            Site((nearest.point[0] + 18, nearest.point[1] + 14), name, nearest.streets[0]), {"resolution_mm": 0.2}
        )


def _trees(ground: Ground, rng: Dice) -> Iterator[Place]:
    old = [s for s in _ordered(ground, rng, 2.5) if s.road.rank <= 1]
    for stretch in old:
        species = rng.choice(_TREES)
        for site in islice(stretch.sites((40, 90), -6.0, 1, rng), 1):
            named = site._replace(name=f"{species} · {site.name}")
            age = rng.choice((110, 130, 160, 210, 260, 310, 420, 520))
            yield Place(
                named, {"species": species, "age_years": age, "grade": 1 if age >= 500 else 2 if age >= 300 else 3}
            )


def _sewage(ground: Ground, rng: Dice) -> Iterator[Place]:
    for village in ground.plan.villages:
        households = rng.randrange(60, 320, 10)
        yield Place(
            Site(village.station, f"{village.name}农污站", None), {"village": village.name, "households": households}
        )


def _car_parks(ground: Ground, rng: Dice) -> Iterator[Place]:
    crossings = [c for c in ground.crossings if ground.holds((c.point[0] + 34, c.point[1] - 30))]
    rng.shuffle(crossings)
    crossings.sort(key=lambda c: -(_central(c.point) + 0.1 * min(c.rank, 3)))
    home = next((k for k, c in enumerate(crossings) if "县前街" in c.streets), 0)
    order = [home, *(k for k in range(len(crossings)) if k != home)]
    chosen = spread([crossings[k].point for k in order], len(CAR_PARKS), 620.0)
    named = [CAR_PARKS[2], *CAR_PARKS[:2], *CAR_PARKS[3:]]
    for index, (name, capacity) in zip(chosen, named, strict=True):
        crossing = crossings[order[index]]
        point = (crossing.point[0] + 34, crossing.point[1] - 30)
        yield Place(Site(point, name, crossing.streets[0]), {"capacity": capacity, "indoor": capacity > 300})


def _corner(crossing: Crossing, corner: int) -> Site:
    away = 9.0 + 3.0 * crossing.rank
    dx, dy = ((1, 1), (-1, -1), (1, -1), (-1, 1))[corner]
    return Site((crossing.point[0] + dx * away, crossing.point[1] + dy * away), crossing.name, crossing.streets[0])


def _central(point: Point) -> float:
    return math.exp(-((math.hypot(*point) / 2_600) ** 2))


def _drainage(ground: Ground, rng: Dice) -> Iterator[Place]:
    """Pumping stations where main roads meet the water, then points along the sewers under the streets."""
    yield from _outfalls(ground)
    trunk = _sewer(ground, rng, (RING, ARTERIAL, COLLECTOR), "trunk", 1_000)
    yield from islice(trunk, TRUNK_POINTS)
    yield from _sewer(ground, rng, (STREET,), "branch", 600)
    yield from trunk
    yield from _sewer(ground, rng, (LANE,), "branch", 400)


def _outfalls(ground: Ground) -> Iterator[Place]:
    """A pumping station at one end of each bridge inside the city."""
    for k, (name, line, _) in enumerate(ground.plan.roads.bridges):
        (ax, ay), (bx, by) = line.coords[0], line.coords[-1]
        (x, y), (dx, dy) = ((ax, ay), (ax - bx, ay - by)) if k % 2 else ((bx, by), (bx - ax, by - ay))
        side = ("东" if dx > 0 else "西") if abs(dx) > abs(dy) else ("北" if dy > 0 else "南")
        place = (x + 14 + dx * 0.05, y + 14 + dy * 0.05)
        if ground.holds(place):
            yield Place(Site(place, f"{name}{side}泵站", None), {"role": "outfall", "diameter_mm": 1_500})


def _sewer(ground: Ground, rng: Dice, ranks: tuple[int, ...], role: str, diameter_mm: int) -> Iterator[Place]:
    label = "干管" if role == "trunk" else "支管"
    stretches = [stretch for stretch in _ordered(ground, rng, 0.8) if stretch.road.rank in ranks]
    for shift in (0.0, 1.5):
        for stretch in stretches:
            for site in islice(stretch.sites((120, 200), 4.0 + shift, 1, rng), 1):
                yield Place(site._replace(name=f"{site.name}{label}"), {"role": role, "diameter_mm": diameter_mm})


_RULES: Final[dict[str, Callable[[Ground, Dice], Iterator[Place]]]] = {
    "manhole": _manholes,
    "drainage": _drainage,
    "road_water": _road_water,
    "rain": _rain,
    "parking_bay": _bays,
    "car_park": _car_parks,
    "camera": _cameras,
    "speaker": _speakers,
    "tree": _trees,
    "sewage": _sewage,
    "bin": _bins,
    "sign": _signs,
    "fumes": _kitchens,
    "site_air": _building_sites,
}
