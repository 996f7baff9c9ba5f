"""The register: squads, areas, streets, assets, and the city's ready-made documents."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
)

from data_sources.db.tables._metadata import metadata

squad = Table(
    "squad",
    metadata,
    Column("squad_key", Integer, primary_key=True),
    Column("code", String(40), nullable=False, unique=True),
    Column("name", String(80), nullable=False),
    Column("kind", String(20), nullable=False, server_default="area"),
    Column("merged_into", String(40)),  # code of the squad that took over
    Column("merged_us", BigInteger),
)

area = Table(
    "area",
    metadata,
    Column("area_key", Integer, primary_key=True),
    Column("code", String(40), nullable=False, unique=True),
    Column("name", String(120), nullable=False),
    Column("level", String(40), nullable=False, index=True),
    Column("parent_key", ForeignKey("area.area_key"), index=True),
    Column("squad_key", ForeignKey("squad.squad_key")),
    Column("area_class", String(1)),  # AreaClass; none: as the area above
    Column("label_lon", Double),
    Column("label_lat", Double),
    Column("geometry", Text, nullable=False),  # GeoJSON, WGS-84
    Column("attributes", Text, nullable=False, server_default="{}"),
)

street = Table(
    "street",
    metadata,
    Column("street_key", Integer, primary_key=True),
    Column("name", String(120), nullable=False, index=True),
    Column("rank", SmallInteger, nullable=False),
    Column("geometry", Text, nullable=False),  # GeoJSON, WGS-84
)

asset = Table(
    "asset",
    metadata,
    Column("asset_key", Integer, primary_key=True),
    Column("asset_id", String(80), nullable=False, unique=True),
    Column("kind", String(40), nullable=False),
    Column("name", String(160), nullable=False),
    Column("lon", Double, nullable=False),
    Column("lat", Double, nullable=False),
    Column("source_crs", String(20), nullable=False, server_default="wgs84"),
    Column("device_ref", String(200), unique=True),
    Column("datum_m", Double),
    Column("grid_key", ForeignKey("area.area_key"), index=True),
    Column("unit_grid_key", ForeignKey("area.area_key")),
    Column("line_key", ForeignKey("area.area_key")),
    Column("street", String(120)),
    Column("attributes", Text, nullable=False, server_default="{}"),  # JSON object
    Index("ix_asset_kind_asset_id", "kind", "asset_id"),
)

# Ready-made documents for the browser, such as the built-in basemap and the pipe network.
city_document = Table(
    "city_document",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("content", LargeBinary, nullable=False),  # gzipped JSON
    Column("updated_us", BigInteger, nullable=False),
)
