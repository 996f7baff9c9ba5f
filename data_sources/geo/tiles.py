"""Map tiles out of one file: MBTiles (SQLite) or PMTiles, raster only."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final, NamedTuple

from pmtiles.reader import MmapSource, Reader
from pmtiles.tile import MagicNumberNotFound, SpecVersionUnsupported, TileType

from dashboard.errors import SettingsError

DEEPEST_ZOOM: Final = 24
_MAGIC: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"RIFF", "image/webp"),
)
_RASTER_FORMATS: Final = frozenset({"png", "jpg", "jpeg", "webp"})
_RASTER_TYPES: Final = frozenset({TileType.PNG, TileType.JPEG, TileType.WEBP})
_TILE: Final = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
_VECTOR: Final = "XIUHUA_BASEMAP={path}: holds {kind} tiles; give a file with PNG, JPEG or WebP tiles"

# The package has no types.
_open_source: Final[Any] = MmapSource
_open_archive: Final[Any] = Reader

_Read = Callable[[int, int, int], bytes | None]


class Tile(NamedTuple):
    """One tile as it lies in the file."""

    media_type: str
    content: bytes


class TileFile:
    """A tile file, read by any number of threads. Raises SettingsError when it is none, or holds vector tiles."""

    def __init__(self, path: Path) -> None:
        self._read = _mbtiles(path) if path.suffix == ".mbtiles" else _pmtiles(path)

    def tile(self, zoom: int, column: int, row: int) -> Tile | None:
        """The tile at zoom/column/row, rows from the north as in XYZ; None where there is none."""
        if not (0 <= zoom <= DEEPEST_ZOOM and 0 <= column < 2**zoom and 0 <= row < 2**zoom):
            return None
        content = self._read(zoom, column, row)
        if content is None:
            return None
        return next((Tile(media_type, content) for magic, media_type in _MAGIC if content.startswith(magic)), None)


def _mbtiles(path: Path) -> _Read:
    """Reads an MBTiles file, whose rows count from the south; each read has its own connection."""
    address = f"{path.resolve().as_uri()}?mode=ro"

    def read(zoom: int, column: int, row: int) -> bytes | None:
        with closing(sqlite3.connect(address, uri=True)) as database:
            found = database.execute(_TILE, (zoom, column, 2**zoom - 1 - row)).fetchone()
        return bytes(found[0]) if found else None

    try:
        with closing(sqlite3.connect(address, uri=True)) as database:
            kind = database.execute("SELECT value FROM metadata WHERE name = 'format'").fetchone()
            database.execute(_TILE, (0, 0, 0)).fetchone()
    except sqlite3.Error as error:
        raise SettingsError(f"XIUHUA_BASEMAP={path}: is no MBTiles file ({error})") from error
    if kind is not None and kind[0] not in _RASTER_FORMATS:
        raise SettingsError(_VECTOR.format(path=path, kind=kind[0]))
    return read


def _pmtiles(path: Path) -> _Read:
    """Reads a PMTiles file of version 3."""
    try:
        with path.open("rb") as file:
            reader = _open_archive(_open_source(file))
        kind = reader.header()["tile_type"]
    except (OSError, ValueError, LookupError, MagicNumberNotFound, SpecVersionUnsupported) as error:
        raise SettingsError(
            f"XIUHUA_BASEMAP={path}: is no PMTiles file of version 3 ({type(error).__name__})"
        ) from error
    if kind not in _RASTER_TYPES:
        raise SettingsError(_VECTOR.format(path=path, kind=kind.name))

    def read(zoom: int, column: int, row: int) -> bytes | None:
        content: bytes | None = reader.get(zoom, column, row)
        return content

    return read
