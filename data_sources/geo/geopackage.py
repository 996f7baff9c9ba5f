"""Reads GeoPackage (OGC 12-128): an SQLite file whose shapes are WKB behind a short header."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final, NamedTuple

import shapely
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from dashboard.domain.text import Text
from data_sources.geo.features import Feature, FeatureFile
from data_sources.geo.opening import read_bytes, unusable

_SQLITE_MAGIC: Final = b"SQLite format 3\x00"
_JOURNAL_VERSIONS: Final = slice(18, 20)
_ENVELOPE_BYTES: Final = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
_LAYERS: Final = """
    SELECT c.table_name, g.column_name, s.organization, s.organization_coordsys_id, s.definition
    FROM gpkg_contents c JOIN gpkg_geometry_columns g USING (table_name)
    LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id
    WHERE c.data_type = 'features' ORDER BY c.table_name
"""


class _Layer(NamedTuple):
    table: str
    column: str
    organization: str | None
    number: int | None
    definition: str | None

    def statement(self) -> str | None:
        """What the layer says of its reference system; 0 and −1 mean undefined."""
        if self.number is None or self.number <= 0:
            return None
        if (self.organization or "").upper() == "EPSG":
            return f"EPSG:{self.number}"
        return self.definition


def read_geopackage(path: Path) -> FeatureFile:
    """The features of the only layer of a GeoPackage.

    Raises BadInput when the file is damaged, has unsaved edits beside it, or has several layers.
    """
    with closing(sqlite3.connect(":memory:")) as database:
        database.text_factory = lambda raw: raw.decode("utf-8", "replace")
        try:
            database.deserialize(_database_bytes(path))
            layer = _only_layer(path, [_Layer(*row) for row in database.execute(_LAYERS)])
            features = list(_features(database, layer))
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise unusable(
                path, f"GeoPackage 已损坏（{error}），请重新导出", f"not a sound GeoPackage ({error}); export it again"
            ) from error
    if not features:
        raise unusable(
            path,
            f"图层 {layer.table} 没有要素，请重新导出",
            f"the layer {layer.table} has no features; export it again",
        )
    return FeatureFile(path=path, features=features, statement=layer.statement())


def _database_bytes(path: Path) -> bytes:
    """The file as SQLite can open it in memory: write-ahead logging is a matter of the disk and is switched off."""
    journal = path.with_name(path.name + "-wal")
    if journal.exists() and journal.stat().st_size:
        raise unusable(
            path,
            f"另一程序在 {journal.name} 中有未保存的修改，请先保存并关闭",
            f"another program has unsaved edits in {journal.name}; save and close it there first",
        )
    data = bytearray(read_bytes(path))
    if not data.startswith(_SQLITE_MAGIC):
        raise unusable(path, "不是 GeoPackage，请重新导出", "not a GeoPackage; export it again")
    if len(data) < _promised_bytes(data):
        raise unusable(
            path,
            "GeoPackage 不完整（缺结尾），请重新复制",
            "not a sound GeoPackage (its end is missing); copy it again",
        )
    data[_JOURNAL_VERSIONS] = b"\x01\x01"
    return bytes(data)


def _promised_bytes(data: bytearray) -> int:
    """The length that the header tells: page size (1 stands for 65 536) times the number of pages."""
    page_bytes, pages = int.from_bytes(data[16:18], "big"), int.from_bytes(data[28:32], "big")
    return (65_536 if page_bytes == 1 else page_bytes) * pages


def _only_layer(path: Path, layers: list[_Layer]) -> _Layer:
    if len(layers) != 1:
        names = ", ".join(layer.table for layer in layers) or "none"
        raise unusable(
            path,
            f"只能有一个要素图层，文件里是 {names}；请把一个图层单独导出",
            f"one layer of features is needed, found {names}; export one layer to a file of its own",
        )
    return layers[0]


def _features(database: sqlite3.Connection, layer: _Layer) -> Iterator[Feature]:
    quoted = '"{}"'.format(layer.table.replace('"', '""'))
    cursor = database.execute(" ".join(("SELECT * FROM", quoted)))
    names = [column[0] for column in cursor.description]
    for number, row in enumerate(cursor, start=1):
        properties: dict[str, Any] = dict(zip(names, row, strict=True))
        blob = properties.pop(layer.column, None)
        shape, fault = _shape(blob)
        yield Feature(number, properties, shape, fault)


def _shape(blob: Any) -> tuple[BaseGeometry | None, Text | None]:
    if blob is None:
        return None, None
    try:
        return shapely.force_2d(shapely.from_wkb(_wkb(blob))), None
    except (GEOSException, ValueError, TypeError, LookupError) as error:
        return None, Text(f"图形无法读取（{error}）", f"the shape cannot be read ({error})")


def _wkb(blob: bytes) -> bytes:
    if blob[:2] != b"GP":
        raise ValueError("no GeoPackage header")
    return blob[8 + _ENVELOPE_BYTES[(blob[3] >> 1) & 0b111] :]
