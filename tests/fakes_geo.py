"""An import store in memory, and builders of the files that people bring."""

from __future__ import annotations

import gzip
import json
import sqlite3
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import shapefile
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.domain.feeds import Feed
from dashboard.domain.grid import Area
from dashboard.domain.imports import AssetRecord
from dashboard.domain.rights import Actor
from tests.actors import OPERATOR
from tests.fakes_alarms import Noted

BY: Final[dict[str, Any]] = {"actor": OPERATOR, "clock": lambda: 1_763_700_000_000_000}
"""Who imports, and when."""

SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "fixtures" / "data"
"""The real data sets beside the repository; tests that read them skip where they are absent."""

WGS84_WKT = (
    'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
)
GAUSS_KRUEGER_120_WKT = (
    'PROJCS["CGCS2000_3_Degree_GK_CM_120E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",'
    'DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],'
    'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Factor",1.0],'
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)


class FakeImportStore:
    """The register as dictionaries; `writes` counts the transactions."""

    def __init__(self, areas: Sequence[Area] = (), assets: Sequence[AssetRecord] = ()) -> None:
        self.areas = {area.code: area for area in areas}
        self.assets = {asset.asset_id: asset for asset in assets}
        self.noted: list[Noted] = []
        self.writes = 0

    def list_areas(self) -> list[Area]:
        return list(self.areas.values())

    def list_assets(self) -> list[AssetRecord]:
        return list(self.assets.values())

    @contextmanager
    def begin(self) -> Iterator[FakeImportWork]:
        work = FakeImportWork(dict(self.areas), dict(self.assets), list(self.noted))
        yield work
        self.areas, self.assets, self.noted = work.areas, work.assets, work.noted
        self.writes += 1


@dataclass
class FakeImportWork:
    """One transaction."""

    areas: dict[str, Area]
    assets: dict[str, AssetRecord]
    noted: list[Noted]

    def save_areas(self, areas: Sequence[Area]) -> None:
        for area in areas:
            assert area.parent is None or area.parent in self.areas, f"{area.code} came before its parent"
            self.areas[area.code] = area

    def save_assets(self, assets: Sequence[AssetRecord]) -> None:
        self.assets.update({asset.asset_id: asset for asset in assets})

    def mapping_specs(self) -> Sequence[Mapping[str, Any]]:
        return []

    def replace_mappings(self, specs: Sequence[Mapping[str, Any]]) -> None:
        raise NotImplementedError

    def note_in_audit(self, actor: Actor, action: str, subject: str, detail: Mapping[str, object], at_us: int) -> None:
        assert json.dumps(detail)
        self.noted.append(Noted(actor.name, action, subject, detail))

    def bump(self, feeds: Iterable[Feed]) -> dict[Feed, int]:
        return dict.fromkeys(feeds, 1)


def box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    """A rectangle as a GeoJSON polygon."""
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def line(*positions: tuple[float, float]) -> dict[str, Any]:
    """A polyline as a GeoJSON geometry."""
    return {"type": "LineString", "coordinates": [list(position) for position in positions]}


def area(code: str, level: str, geometry: dict[str, Any], parent: str | None = None, **others: Any) -> Area:
    """An area whose name is its code."""
    return Area(code=code, name=code, level=level, geometry=geometry, parent=parent, **others)


def feature(geometry: Mapping[str, Any] | None, **properties: Any) -> dict[str, Any]:
    """A GeoJSON feature."""
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def point(lon: float, lat: float, **properties: Any) -> dict[str, Any]:
    """A GeoJSON feature of a point."""
    return feature({"type": "Point", "coordinates": [lon, lat]}, **properties)


def write_geojson(path: Path, *features: dict[str, Any], **members: Any) -> Path:
    """A FeatureCollection at `path`, gzipped when the name says so."""
    text = json.dumps({"type": "FeatureCollection", **members, "features": list(features)}, ensure_ascii=False)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


def write_shapefile(path: Path, shapes: Sequence[BaseGeometry], names: Sequence[str], encoding: str, prj: str) -> Path:
    """A shapefile with the columns BGID and 名称 in `encoding`; an empty `prj` leaves the .prj out."""
    with shapefile.Writer(str(path.with_suffix("")), encoding=encoding) as writer:
        writer.field("BGID", "C", size=20)
        writer.field("名称", "C", size=60)
        for number, (shape, name) in enumerate(zip(shapes, names, strict=True), start=1):
            writer.shape(shape.__geo_interface__)
            writer.record(f"G{number}", name)
    path.with_suffix(".cpg").unlink(missing_ok=True)
    if prj:
        path.with_suffix(".prj").write_text(prj)
    return path


def write_geopackage(path: Path, shapes: Sequence[BaseGeometry | None], names: Sequence[str], srs_id: int) -> Path:
    """A GeoPackage with one layer 网格 of the columns code and name."""
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript("""
            PRAGMA journal_mode = WAL;
            CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT,
                organization_coordsys_id INTEGER, definition TEXT, description TEXT);
            CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT);
            CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER);
            CREATE TABLE "网格" (fid INTEGER PRIMARY KEY, geom BLOB, code TEXT, name TEXT);
            INSERT INTO gpkg_contents VALUES ('网格', 'features');
        """)
        organization = "EPSG" if srs_id > 0 else "NONE"
        database.execute(
            "INSERT INTO gpkg_spatial_ref_sys VALUES ('x', ?, ?, ?, 'undefined', '')", (srs_id, organization, srs_id)
        )
        database.execute("INSERT INTO gpkg_geometry_columns VALUES ('网格', 'geom', ?)", (srs_id,))
        for number, (shape, name) in enumerate(zip(shapes, names, strict=True), start=1):
            row = (number, None if shape is None else _geopackage_blob(shape, srs_id), f"G{number}", name)
            database.execute('INSERT INTO "网格" VALUES (?, ?, ?, ?)', row)
    return path


def _geopackage_blob(shape: BaseGeometry, srs_id: int) -> bytes:
    """The header with little-endian order and an envelope of two dimensions (flags 0b0011)."""
    return b"GP\x00\x03" + struct.pack("<i4d", srs_id, *shape.bounds) + shapely.to_wkb(shape)
