"""Reads ESRI shapefiles, loose, gzipped or in a zip archive, with attribute tables in UTF-8 or GBK."""

from __future__ import annotations

import codecs
import io
import struct
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import shapefile
import shapely
from shapely.errors import GEOSException, ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from dashboard.domain.text import Text
from data_sources.geo.features import Feature, FeatureFile
from data_sources.geo.opening import plain_suffix, read_bytes, unusable

Parts = Mapping[str, bytes]
"""The files of one shapefile by their suffix: .shp, .dbf, .prj, .cpg."""

_WANTED: Final = (".shp", ".dbf", ".prj", ".cpg")
_LANGUAGE_DRIVERS: Final = {0x4D: "gb18030", 0x7A: "gb18030", 0x4F: "big5"}
_LANGUAGE_DRIVER_AT: Final = 29
_CODE_PAGES: Final = {"936": "gb18030", "54936": "gb18030", "65001": "utf-8", "gbk": "gb18030", "gb2312": "gb18030"}
_FILE_CODE: Final = 9994
_HEADER_BYTES: Final = 100
_REPLACEMENT: Final = "\ufffd"
_BROKEN: Final = (shapefile.ShapefileException, struct.error, ValueError, LookupError, TypeError, OSError)


def read_shapefile(path: Path) -> FeatureFile:
    """The features of a shapefile given as `.shp` (with its `.dbf`, `.prj`, `.cpg` beside it) or as `.zip`.

    Raises BadInput when it is damaged, or when a zip archive holds no or several shapefiles.
    """
    parts = _zip_parts(path) if plain_suffix(path) == ".zip" else _loose_parts(path)
    _refuse_unsound(path, parts.get(".shp", b""))
    try:
        features = list(_features(parts, _encoding(parts)))
    except _BROKEN as error:
        raise unusable(
            path, f"Shapefile 已损坏（{error}），请重新导出", f"not a sound shapefile ({error}); export it again"
        ) from error
    if not features:
        raise unusable(path, "Shapefile 没有要素，请重新导出", "the shapefile has no features; export it again")
    statement = parts.get(".prj", b"").decode("utf-8", "replace").strip()
    return FeatureFile(path=path, features=features, statement=statement or None)


def _refuse_unsound(path: Path, shapes: bytes) -> None:
    """Holds the file code (9994) and the length in 16-bit words that begin the header against the file."""
    if len(shapes) < _HEADER_BYTES or struct.unpack(">i", shapes[:4])[0] != _FILE_CODE:
        raise unusable(
            path,
            "Shapefile 已损坏（没有 .shp 文件头），请重新导出",
            "not a sound shapefile (no .shp header); export it again",
        )
    if struct.unpack(">i", shapes[24:28])[0] * 2 != len(shapes):
        raise unusable(
            path,
            "Shapefile 不完整（长度与文件头不符），请重新复制",
            "not a sound shapefile (its length is not what its header says); copy it again",
        )


def _loose_parts(path: Path) -> Parts:
    stem = _stem(path.name)
    read_bytes(path)
    siblings = [each for each in path.parent.iterdir() if each.is_file() and _stem(each.name) == stem]
    present = {plain_suffix(each): each for each in siblings if each.stat().st_size}
    return {suffix: read_bytes(present[suffix]) for suffix in _WANTED if suffix in present}


def _zip_parts(path: Path) -> Parts:
    try:
        with zipfile.ZipFile(io.BytesIO(read_bytes(path))) as archive:
            names = [name for name in archive.namelist() if not name.startswith("__MACOSX/")]
            shapes = [name for name in names if name.lower().endswith(".shp")]
            if len(shapes) != 1:
                raise unusable(
                    path,
                    f"压缩包里须恰有一个 .shp，现有 {len(shapes)} 个；请单独打包一个图层",
                    f"one .shp in the archive is needed, found {len(shapes)}; pack one layer alone",
                )
            own = {Path(name).suffix.lower(): name for name in names if _stem(name) == _stem(shapes[0])}
            return {suffix: archive.read(own[suffix]) for suffix in _WANTED if suffix in own}
    except (zipfile.BadZipFile, OSError, RuntimeError) as error:
        raise unusable(
            path,
            f"压缩包无法读取（{error}），请不加密码重新打包",
            f"the zip archive cannot be read ({error}); pack it again without a password",
        ) from error


def _stem(name: str) -> str:
    path = Path(name)
    return str(path.with_suffix("").with_suffix("") if path.suffix.lower() == ".gz" else path.with_suffix("")).lower()


def _encoding(parts: Parts) -> str:
    """The encoding of the attribute table: of those claimed, UTF-8 and GB18030, the one with fewest faults."""
    table = parts.get(".dbf", b"")
    claimed = parts.get(".cpg", b"").decode("ascii", "ignore").strip().lower()
    claimed = claimed.removeprefix("cp").removeprefix("windows-")
    marked = _LANGUAGE_DRIVERS.get(table[_LANGUAGE_DRIVER_AT], "") if len(table) > _LANGUAGE_DRIVER_AT else ""
    candidates = (_CODE_PAGES.get(claimed, claimed), marked, "utf-8", "gb18030")
    usable = [name for name in dict.fromkeys(candidates) if name and _is_codec(name)]
    return min(usable, key=lambda name: _faults(table, name))


def _is_codec(name: str) -> bool:
    try:
        return bool(codecs.lookup(name))
    except LookupError:
        return False


def _faults(table: bytes, encoding: str) -> int:
    """How many characters are not of that encoding; one at the end of a text is only cut off by a narrow column."""
    if not table:
        return 0
    with _reader({".dbf": table}, encoding) as reader:
        names = [field.name for field in reader.data_fields]
        texts = [value for record in reader.iterRecords() for value in record if isinstance(value, str)]
    return sum(text.removesuffix(_REPLACEMENT).count(_REPLACEMENT) for text in [*names, *texts])


def _reader(parts: Parts, encoding: str) -> Any:
    streams = {suffix[1:]: io.BytesIO(content) for suffix, content in parts.items() if suffix in (".shp", ".dbf")}
    return shapefile.Reader(encoding=encoding, encodingErrors="replace", **streams)


def _features(parts: Parts, encoding: str) -> Iterator[Feature]:
    with _reader(parts, encoding) as reader:
        records = reader.iterRecords() if ".dbf" in parts else iter(())
        for number, drawn in enumerate(reader.iterShapes(), start=1):
            record = next(records, None)
            built, fault = _shape(drawn)
            yield Feature(number, {} if record is None else _whole(record.as_dict()), built, fault)


def _whole(properties: Mapping[str, Any]) -> dict[str, Any]:
    """The properties without the halves of characters that a narrow column cut off."""
    return {
        name.removesuffix(_REPLACEMENT): value.removesuffix(_REPLACEMENT) if isinstance(value, str) else value
        for name, value in properties.items()
    }


def _shape(drawn: Any) -> tuple[BaseGeometry | None, Text | None]:
    if drawn.shapeType == shapefile.NULL or not drawn.points:
        return None, None
    try:
        return shapely.force_2d(shape(drawn.__geo_interface__)), None
    except (ValueError, LookupError, TypeError, ShapelyError, GEOSException, shapefile.ShapefileException) as error:
        return None, Text(f"图形无法读取（{error}）", f"the shape cannot be read ({error})")
