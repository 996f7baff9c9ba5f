"""Areas, assets and mappings as rows, inside a transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, or_, select
from sqlalchemy.orm import aliased

from dashboard.domain.catalogue.records import AreaClass
from dashboard.domain.coordinates import Position
from dashboard.domain.grid import Area, Duty
from dashboard.domain.imports import AssetRecord
from dashboard.ports.ghosts import RegisterRows
from data_sources.db import tables as t
from data_sources.db.asset_states import NEVER_SEEN
from data_sources.db.cameras.traits import save_traits
from data_sources.db.json_columns import packed, unpacked
from data_sources.db.mapping_rows import read_mapping_specs
from data_sources.db.part import SqlPart
from data_sources.db.upserts import upsert

SOURCE_CRS: Final = "source_crs"
CHUNK: Final = 2000
_STREET: Final = "street"
_LONGEST_STREET: Final = 120


class SqlRegisterRows(SqlPart, RegisterRows):
    """What is read and changed in the register to take in devices."""

    def areas(self) -> Sequence[Area]:
        """Every area."""
        return all_areas(self._connection)

    def rivals(self, asset_id: str, device_ref: str) -> Sequence[AssetRecord]:
        """The assets that have that number or that device."""
        a = t.asset.c
        return assets_where(self._connection, or_(a.asset_id == asset_id, a.device_ref == device_ref))

    def save_assets(self, assets: Sequence[AssetRecord]) -> None:
        """Store them by their asset_id; a new one begins as offline."""
        _upsert_assets(self._connection, assets)

    def mapping_specs(self) -> Sequence[Mapping[str, Any]]:
        """The imported device mappings in their order."""
        return read_mapping_specs(self._connection)

    def replace_mappings(self, specs: Sequence[Mapping[str, Any]]) -> None:
        """Store the device mappings in this order in place of those before."""
        replace_mapping_specs(self._connection, specs)


def all_areas(connection: Connection) -> list[Area]:
    """Every area, in the order of import."""
    parent = aliased(t.area)
    query = (
        select(t.area, parent.c.code.label("parent_code"), t.squad.c.code.label("squad_code"))
        .outerjoin(parent, parent.c.area_key == t.area.c.parent_key)
        .outerjoin(t.squad, t.squad.c.squad_key == t.area.c.squad_key)
        .order_by(t.area.c.area_key)
    )
    duties: dict[int, list[Duty]] = {}
    r = t.responsibility.c
    for row in connection.execute(
        select(r.area_key, r.title, r.role).where(r.title.is_not(None)).order_by(r.responsibility_key)
    ).mappings():
        duties.setdefault(row["area_key"], []).append(Duty(row["title"], row["role"]))
    return [_area(row, duties.get(row["area_key"], [])) for row in connection.execute(query).mappings()]


def assets_where(connection: Connection, *conditions: ColumnElement[bool]) -> list[AssetRecord]:
    """The assets that meet the conditions, in the order of import."""
    codes = dict(connection.execute(select(t.area.c.area_key, t.area.c.code)).all())
    query = select(t.asset).where(*conditions).order_by(t.asset.c.asset_key)
    return [_asset(row, codes) for row in connection.execute(query).mappings()]


def replace_mapping_specs(connection: Connection, specs: Sequence[Mapping[str, Any]]) -> None:
    """Store the device mappings in this order in place of those before."""
    rows = [{"position": position, "spec": packed(dict(spec))} for position, spec in enumerate(specs)]
    connection.execute(delete(t.device_mapping))
    if rows:
        connection.execute(insert(t.device_mapping), rows)


def _area(row: Any, duties: Sequence[Duty]) -> Area:
    return Area(
        code=row["code"],
        name=row["name"],
        level=row["level"],
        geometry=unpacked(row["geometry"]),
        parent=row["parent_code"],
        squad=row["squad_code"],
        duties=tuple(duties),
        source_crs=unpacked(row["attributes"]).get(SOURCE_CRS, "wgs84"),
        area_class=area_class_in(row["area_class"]),
    )


def area_class_in(stored: str | None) -> AreaClass | None:
    """Return the class of an area as it is stored."""
    return None if stored is None else AreaClass(stored)


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


def keys_of(connection: Connection, table: Table, code: str, key: str) -> dict[str, int]:
    """The keys of a table's rows by their codes."""
    return {row[0]: row[1] for row in connection.execute(select(table.c[code], table.c[key]))}


def _upsert_assets(connection: Connection, assets: Sequence[AssetRecord]) -> None:
    """Store the assets by their asset_id; a new one begins as offline."""
    if not assets:
        return
    keys = keys_of(connection, t.area, "code", "area_key")
    rows = [_asset_row(asset, keys) for asset in assets]
    columns = [name for name in rows[0] if name != "asset_id"]
    for start in range(0, len(rows), CHUNK):
        connection.execute(
            upsert(connection.dialect.name, t.asset, ["asset_id"], update=columns), rows[start : start + CHUNK]
        )
    ids = keys_of(connection, t.asset, "asset_id", "asset_key")
    states = [{"asset_key": ids[asset.asset_id], **NEVER_SEEN} for asset in assets]
    connection.execute(upsert(connection.dialect.name, t.asset_state, ["asset_key"], update=[]), states)
    save_traits(connection, {ids[asset.asset_id]: asset for asset in assets})


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
