"""Tiles out of MBTiles and PMTiles files."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from dashboard.errors import SettingsError
from dashboard.settings import Settings
from data_sources.geo.tiles import TileFile

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
WEBP = b"RIFF\x00\x00\x00\x00WEBP"


def mbtiles(path: Path, *, kind: str = "png") -> Path:
    """A file with the tile 2/1/0, counted from the north."""
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE metadata (name, value)")
        database.execute("CREATE TABLE tiles (zoom_level, tile_column, tile_row, tile_data)")
        database.execute("INSERT INTO metadata VALUES ('format', ?)", (kind,))
        database.execute("INSERT INTO tiles VALUES (2, 1, 3, ?)", (PNG + b"north",))
    return path


def pmtiles(path: Path, *, kind: TileType = TileType.JPEG) -> Path:
    """A file with the tile 2/1/0, counted from the north."""
    bounds = dict.fromkeys(("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7", "center_lon_e7"), 0)
    header = {"tile_type": kind, "tile_compression": Compression.NONE, "center_zoom": 2, "center_lat_e7": 0, **bounds}
    with path.open("wb") as file:
        writer = Writer(file)  # type: ignore[no-untyped-call]  # the package is untyped
        writer.write_tile(zxy_to_tileid(2, 1, 0), JPEG + b"north")  # type: ignore[no-untyped-call]
        writer.finalize(header, {})  # type: ignore[no-untyped-call]
    return path


def test_both_kinds_count_rows_from_the_north(tmp_path: Path) -> None:
    one, other = TileFile(mbtiles(tmp_path / "a.mbtiles")), TileFile(pmtiles(tmp_path / "a.pmtiles"))
    assert one.tile(2, 1, 0) == ("image/png", PNG + b"north")
    assert other.tile(2, 1, 0) == ("image/jpeg", JPEG + b"north")
    for tiles in (one, other):
        assert [tiles.tile(*place) for place in ((2, 1, 3), (2, 4, 0), (3, 1, 0), (-1, 0, 0), (25, 0, 0))] == [None] * 5


def test_vector_tiles_are_refused_with_what_to_do(tmp_path: Path) -> None:
    for path in (mbtiles(tmp_path / "v.mbtiles", kind="pbf"), pmtiles(tmp_path / "v.pmtiles", kind=TileType.MVT)):
        with pytest.raises(SettingsError, match="PNG, JPEG or WebP"):
            TileFile(path)


@pytest.mark.parametrize("name", ["x.mbtiles", "x.pmtiles"])
@pytest.mark.parametrize("content", [b"", b"nonsense" * 100])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SettingsError, match="XIUHUA_BASEMAP"):
        TileFile(path)


def test_the_page_draws_a_file_by_our_own_address_and_wmts_by_leaflet_s_names(tmp_path: Path) -> None:
    assert Settings().basemap_tiles == "builtin"
    assert Settings(basemap=str(mbtiles(tmp_path / "a.mbtiles"))).basemap_tiles == "/api/v1/map/tiles/{z}/{x}/{y}"
    wmts = "https://tiles.example/wmts?m={TileMatrix}&c={TileCol}&r={TileRow}"
    assert Settings(basemap=wmts).basemap_tiles == "https://tiles.example/wmts?m={z}&c={x}&r={y}"
