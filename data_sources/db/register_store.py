"""The register of areas and assets as the imports see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from shapely.geometry import shape
from sqlalchemy import Connection, Engine, delete, insert, select

from dashboard.domain.feeds import Feed
from dashboard.domain.grid import Area
from dashboard.domain.imports import AssetRecord
from dashboard.ports.operations import Clock
from dashboard.ports.register import ImportStore, MappingStore
from data_sources.db import tables as t
from data_sources.db.engine import reading, writing
from data_sources.db.feeds import bump
from data_sources.db.json_columns import packed
from data_sources.db.mapping_rows import mapping_specs
from data_sources.db.register_rows import (
    CHUNK,
    SOURCE_CRS,
    all_areas,
    assets_where,
    keys_of,
    replace_mapping_specs,
    upsert_assets,
)
from data_sources.db.upserts import upsert

Label = tuple[float, float]


class SqlRegister(ImportStore, MappingStore):
    """Areas and assets, read whole and upserted whole."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def list_areas(self) -> list[Area]:
        """Every area, in the order of import."""
        with reading(self._engine) as connection:
            return all_areas(connection)

    def list_assets(self) -> list[AssetRecord]:
        """Every asset, in the order of import."""
        with reading(self._engine) as connection:
            return assets_where(connection)

    def upsert_areas(
        self, areas: Sequence[Area], assets: Sequence[AssetRecord], labels: Mapping[str, Label] | None = None
    ) -> None:
        """Store the areas by their code, parents first, and the assets that lie elsewhere now."""
        with writing(self._engine) as connection:
            squads = _squad_keys(connection, {area.squad for area in areas if area.squad})
            for level in _by_depth(areas):
                _upsert_level(connection, level, squads, labels or {})
            _replace_duties(connection, areas)
            upsert_assets(connection, assets)
            bump(connection, [Feed.REGISTRY])

    def upsert_assets(self, assets: Sequence[AssetRecord]) -> None:
        """Store the assets by their asset_id; a new one begins as offline."""
        with writing(self._engine) as connection:
            upsert_assets(connection, assets)
            bump(connection, [Feed.REGISTRY])

    def save_squads(self, names: Mapping[str, str]) -> None:
        """Store squads, code → name."""
        rows = [{"code": code, "name": name} for code, name in names.items()]
        with writing(self._engine) as connection:
            connection.execute(upsert(connection.dialect.name, t.squad, ["code"], update=["name"]), rows)

    def replace_streets(self, streets: Iterable[tuple[str, int, Mapping[str, Any]]]) -> None:
        """Store the streets (name, rank, geometry) in place of those before."""
        rows = [{"name": name, "rank": rank, "geometry": packed(shape)} for name, rank, shape in streets]
        with writing(self._engine) as connection:
            connection.execute(delete(t.street))
            if rows:
                connection.execute(insert(t.street), rows)

    def mapping_specs(self) -> list[dict[str, Any]]:
        """The imported device mappings in their order."""
        return mapping_specs(self._engine)

    def replace_mappings(self, specs: Sequence[Mapping[str, Any]]) -> None:
        """Store the device mappings in this order in place of those before."""
        with writing(self._engine) as connection:
            replace_mapping_specs(connection, specs)
            bump(connection, [Feed.MAPPINGS])


def _by_depth(areas: Sequence[Area]) -> list[list[Area]]:
    """The areas in layers, so that each one's parent is in an earlier layer or not among them."""
    layers: list[list[Area]] = []
    depth_of: dict[str, int] = {}
    for area in areas:
        depth = depth_of.get(area.parent or "", -1) + 1
        depth_of[area.code] = depth
        layers += [[] for _ in range(depth + 1 - len(layers))]
        layers[depth].append(area)
    return layers


def _squad_keys(connection: Connection, codes: Iterable[str]) -> dict[str, int]:
    rows = [{"code": code, "name": code} for code in sorted(codes)]
    if rows:
        connection.execute(upsert(connection.dialect.name, t.squad, ["code"], update=[]), rows)
    return keys_of(connection, t.squad, "code", "squad_key")


def _upsert_level(
    connection: Connection, areas: Sequence[Area], squads: Mapping[str, int], labels: Mapping[str, Label]
) -> None:
    known = keys_of(connection, t.area, "code", "area_key")
    rows = []
    for area in areas:
        lon, lat = labels.get(area.code) or _label(area)
        rows.append(
            {
                "code": area.code,
                "name": area.name,
                "level": area.level,
                "parent_key": known.get(area.parent or ""),
                "squad_key": squads.get(area.squad or ""),
                "label_lon": lon,
                "label_lat": lat,
                "geometry": packed(area.geometry),
                "attributes": packed({SOURCE_CRS: area.source_crs}),
            }
        )
    columns = [name for name in rows[0] if name != "code"] if rows else []
    for start in range(0, len(rows), CHUNK):
        connection.execute(
            upsert(connection.dialect.name, t.area, ["code"], update=columns), rows[start : start + CHUNK]
        )


def _label(area: Area) -> Label:
    point = shape(dict(area.geometry)).representative_point()
    return point.x, point.y


def _replace_duties(connection: Connection, areas: Sequence[Area]) -> None:
    """What somebody answers for already needs no title."""
    keys = keys_of(connection, t.area, "code", "area_key")
    with_duties = [area for area in areas if area.duties]
    if not with_duties:
        return
    r = t.responsibility.c
    for area in with_duties:
        connection.execute(delete(t.responsibility).where(r.area_key == keys[area.code], r.title.is_not(None)))
    taken = {
        (row.area_key, row.role) for row in connection.execute(select(r.area_key, r.role).where(r.title.is_(None)))
    }
    rows = [
        {"area_key": keys[area.code], "title": duty.title, "role": duty.role}
        for area in with_duties
        for duty in area.duties
        if (keys[area.code], duty.role) not in taken
    ]
    if rows:
        connection.execute(insert(t.responsibility), rows)
