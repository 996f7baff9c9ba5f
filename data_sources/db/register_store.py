"""The register of areas and assets as the imports see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from shapely.geometry import shape
from sqlalchemy import Connection, Engine, Table, delete, insert, select
from sqlalchemy.orm import aliased

from dashboard.domain.coordinates import Position
from dashboard.domain.feeds import Feed
from dashboard.domain.grid import Area, Duty
from dashboard.domain.imports import AssetRecord
from dashboard.ports.operations import Clock
from dashboard.ports.register import ImportStore, MappingStore
from data_sources.db import tables as t
from data_sources.db.asset_states import NEVER_SEEN
from data_sources.db.engine import reading, writing
from data_sources.db.feeds import bump
from data_sources.db.json_columns import packed, unpacked
from data_sources.db.mapping_rows import mapping_specs
from data_sources.db.upserts import upsert

_STREET: Final = "street"
_SOURCE_CRS: Final = "source_crs"
_CHUNK: Final = 2000
_LONGEST_STREET: Final = 120

Label = tuple[float, float]


class SqlRegister(ImportStore, MappingStore):
    """Areas and assets, read whole and upserted whole."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def list_areas(self) -> list[Area]:
        """Every area, in the order of import."""
        parent = aliased(t.area)
        query = (
            select(t.area, parent.c.code.label("parent_code"), t.squad.c.code.label("squad_code"))
            .outerjoin(parent, parent.c.area_key == t.area.c.parent_key)
            .outerjoin(t.squad, t.squad.c.squad_key == t.area.c.squad_key)
            .order_by(t.area.c.area_key)
        )
        with reading(self._engine) as connection:
            duties: dict[int, list[Duty]] = {}
            for row in connection.execute(select(t.duty).order_by(t.duty.c.duty_key)).mappings():
                duties.setdefault(row["area_key"], []).append(Duty(row["title"], row["role"]))
            return [_area(row, duties.get(row["area_key"], [])) for row in connection.execute(query).mappings()]

    def list_assets(self) -> list[AssetRecord]:
        """Every asset, in the order of import."""
        with reading(self._engine) as connection:
            codes = dict(connection.execute(select(t.area.c.area_key, t.area.c.code)).all())
            rows = connection.execute(select(t.asset).order_by(t.asset.c.asset_key)).mappings()
            return [_asset(row, codes) for row in rows]

    def upsert_areas(
        self, areas: Sequence[Area], assets: Sequence[AssetRecord], labels: Mapping[str, Label] | None = None
    ) -> None:
        """Store the areas by their code, parents first, and the assets that lie elsewhere now."""
        with writing(self._engine) as connection:
            squads = _squad_keys(connection, {area.squad for area in areas if area.squad})
            for level in _by_depth(areas):
                _upsert_level(connection, level, squads, labels or {})
            _replace_duties(connection, areas)
            _upsert_assets(connection, assets)
            bump(connection, [Feed.REGISTRY])

    def upsert_assets(self, assets: Sequence[AssetRecord]) -> None:
        """Store the assets by their asset_id; a new one begins as offline."""
        with writing(self._engine) as connection:
            _upsert_assets(connection, assets)
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
        rows = [{"position": position, "spec": packed(dict(spec))} for position, spec in enumerate(specs)]
        with writing(self._engine) as connection:
            connection.execute(delete(t.device_mapping))
            if rows:
                connection.execute(insert(t.device_mapping), rows)
            bump(connection, [Feed.MAPPINGS])


def _area(row: Any, duties: Sequence[Duty]) -> Area:
    return Area(
        code=row["code"],
        name=row["name"],
        level=row["level"],
        geometry=unpacked(row["geometry"]),
        parent=row["parent_code"],
        squad=row["squad_code"],
        duties=tuple(duties),
        source_crs=unpacked(row["attributes"]).get(_SOURCE_CRS, "wgs84"),
    )


def _asset(row: Any, codes: Mapping[int, str]) -> AssetRecord:
    attributes = unpacked(row["attributes"])
    if row["street"]:
        attributes[_STREET] = row["street"]
    return AssetRecord(
        asset_id=row["asset_id"],
        kind=row["kind"],
        name=row["name"],
        position=Position(row["lon"], row["lat"]),
        source_crs=row["source_crs"],
        device_ref=row["device_ref"],
        datum_m=row["datum_m"],
        grid=codes.get(row["grid_key"]),
        unit_grid=codes.get(row["unit_grid_key"]),
        line=codes.get(row["line_key"]),
        attributes=attributes,
    )


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
    return _keys(connection, t.squad, "code", "squad_key")


def _keys(connection: Connection, table: Table, code: str, key: str) -> dict[str, int]:
    return {row[0]: row[1] for row in connection.execute(select(table.c[code], table.c[key]))}


def _upsert_level(
    connection: Connection, areas: Sequence[Area], squads: Mapping[str, int], labels: Mapping[str, Label]
) -> None:
    known = _keys(connection, t.area, "code", "area_key")
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
                "attributes": packed({_SOURCE_CRS: area.source_crs}),
            }
        )
    columns = [name for name in rows[0] if name != "code"] if rows else []
    for start in range(0, len(rows), _CHUNK):
        connection.execute(
            upsert(connection.dialect.name, t.area, ["code"], update=columns), rows[start : start + _CHUNK]
        )


def _label(area: Area) -> Label:
    point = shape(dict(area.geometry)).representative_point()
    return point.x, point.y


def _replace_duties(connection: Connection, areas: Sequence[Area]) -> None:
    keys = _keys(connection, t.area, "code", "area_key")
    with_duties = [area for area in areas if area.duties]
    if not with_duties:
        return
    for area in with_duties:
        connection.execute(delete(t.duty).where(t.duty.c.area_key == keys[area.code]))
    rows = [
        {"area_key": keys[area.code], "title": duty.title, "role": duty.role}
        for area in with_duties
        for duty in area.duties
    ]
    connection.execute(insert(t.duty), rows)


def _upsert_assets(connection: Connection, assets: Sequence[AssetRecord]) -> None:
    if not assets:
        return
    keys = _keys(connection, t.area, "code", "area_key")
    rows = [_asset_row(asset, keys) for asset in assets]
    columns = [name for name in rows[0] if name != "asset_id"]
    for start in range(0, len(rows), _CHUNK):
        connection.execute(
            upsert(connection.dialect.name, t.asset, ["asset_id"], update=columns), rows[start : start + _CHUNK]
        )
    ids = _keys(connection, t.asset, "asset_id", "asset_key")
    states = [{"asset_key": ids[asset.asset_id], **NEVER_SEEN} for asset in assets]
    connection.execute(upsert(connection.dialect.name, t.asset_state, ["asset_key"], update=[]), states)


def _asset_row(asset: AssetRecord, keys: Mapping[str, int]) -> dict[str, Any]:
    attributes = dict(asset.attributes)
    street = attributes.get(_STREET)
    if fits := isinstance(street, str) and len(street) <= _LONGEST_STREET:
        del attributes[_STREET]
    return {
        "asset_id": asset.asset_id,
        "kind": asset.kind,
        "name": asset.name,
        "lon": asset.position.lon,
        "lat": asset.position.lat,
        "source_crs": asset.source_crs,
        "device_ref": asset.device_ref,
        "datum_m": asset.datum_m,
        "grid_key": keys.get(asset.grid or ""),
        "unit_grid_key": keys.get(asset.unit_grid or ""),
        "line_key": keys.get(asset.line or ""),
        "street": street if fits else None,
        "attributes": packed(attributes),
    }
