"""From places to assets: grid, unit grid, id, device reference and position."""

from __future__ import annotations

from typing import Final

import shapely
from shapely import STRtree

from data_sources.demo_city.areas import AreaTree, grid_code
from data_sources.demo_city.chance import Dice
from data_sources.demo_city.frame import bend, unbent_to_lonlat
from data_sources.demo_city.placement import Ground, Place, asset_counts, places
from data_sources.demo_city.profiles import PROFILES, Profile, id_prefix
from data_sources.demo_city.records import Asset

OUTSIDE_OK: Final = ("sewage",)


def make_assets(ground: Ground, tree: AreaTree, assets: int | None) -> tuple[Asset, ...]:
    """All assets of the city, kind by kind; exactly as many as asked for."""
    found: list[Asset] = []
    for kind, count in asset_counts(assets).items():
        found += _of_kind(ground, tree, kind, count)
    return tuple(found)


def _of_kind(ground: Ground, tree: AreaTree, kind: str, count: int) -> list[Asset]:
    wanted = count + count // 8 + 40
    candidates = places(ground, kind, wanted)
    grids = _grids(ground, candidates)
    kept = [(place, code) for place, code in zip(candidates, grids, strict=True) if code or kind in OUTSIDE_OK]
    assert len(kept) >= count, f"the city has room for only {len(kept)} of {count} {kind}"
    rng = Dice.of(ground.plan.seed, "devices", kind)
    profiles = _profiles(kind)
    return [
        _asset(kind, number, place, code, tree, _drawn(rng, profiles))
        for number, (place, code) in enumerate(kept[:count], 1)
    ]


def _grids(ground: Ground, candidates: list[Place]) -> list[str | None]:
    """The grid of each place; None outside, on water or within 1.5 m of a border."""
    shapes = [cell.shape.buffer(-1.5) for cell in ground.plan.cells]
    codes = [grid_code(cell) for cell in ground.plan.cells]
    points = shapely.points([place.site.point for place in candidates])
    found: list[str | None] = [None] * len(candidates)
    rows, columns = STRtree(shapes).query(points, predicate="within")
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        found[row] = codes[column]
    water = ground.plan.terrain.water
    shapely.prepare(water)
    wet = shapely.contains(water, points)
    return [None if soaked else code for code, soaked in zip(found, wet, strict=True)]


def _profiles(kind: str) -> list[Profile]:
    return [profile for profile in PROFILES if profile.kind == kind]


def _drawn(rng: Dice, profiles: list[Profile]) -> Profile:
    return rng.choices(profiles, [profile.share for profile in profiles])[0]


def _asset(kind: str, number: int, place: Place, code: str | None, tree: AreaTree, profile: Profile) -> Asset:
    asset_id = f"{id_prefix(kind)}-{number:04d}"
    metres = bend(place.site.point)
    lon, lat = unbent_to_lonlat(metres)
    device_ref = profile.device_ref(asset_id, number)
    if profile.uplink == "frigate":
        device_ref = f"frigate:cam_{number:04d}"
    return Asset(
        asset_id=asset_id,
        kind=kind,
        name=place.site.name,
        lon=lon,
        lat=lat,
        device_ref=device_ref,
        uplink=profile.uplink,
        profile=profile.key,
        datum_m=_datum_m(place, profile),
        area_code=code,
        unit_code=tree.unit_at(metres, code) if code else None,
        street=place.site.street,
        attributes=place.attributes,
    )


def _datum_m(place: Place, profile: Profile) -> float | None:
    """The sensor hangs half a metre below the rim, above the pipe's bottom (the zero of its level)."""
    if not profile.needs_datum:
        return None
    depth = place.attributes.get("depth_m", 3.4)
    return round(float(depth) - 0.4, 2)
