"""Reads places and permits from CSV, or from a vector file of points and polygons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from dashboard.domain.coordinates import Position
from dashboard.domain.people.rows import RowRefused
from dashboard.domain.sheets import number_of
from dashboard.domain.text import Text
from dashboard.domain.triage.allowance_rows import GroundRow, GroundsRead
from dashboard.ports.gates import GroundReader
from data_sources.geo.crs import DeclaredCrs, parse_crs
from data_sources.geo.features import Feature, FeatureFile, in_wgs84
from data_sources.geo.geodata import TABLES, read_features
from data_sources.geo.opening import plain_suffix, unusable
from data_sources.geo.properties import text_of
from data_sources.sheets import Columns, columns_of, line_place, row_of, table_of

_DRAWN: Final[Mapping[str, Sequence[str]]] = {
    "lon": ("lon", "longitude", "lng", "经度"),
    "lat": ("lat", "latitude", "纬度"),
}
_STORED_DIGITS: Final = 8
_NO_CRS: Final = "wgs84"
Refused = tuple[Text, str, Text]


class Grounds(GroundReader):
    """Reads the files; it holds nothing."""

    def read_grounds(
        self, path: Path, usual: Mapping[str, Sequence[str]], needed: Sequence[str], *, crs: str | None
    ) -> GroundsRead:
        """Return the rows in WGS-84. Raises BadInput when the file cannot be used at all."""
        if plain_suffix(path) in TABLES:
            return _of_table(path, usual, needed, crs)
        return _of_features(read_features(path), usual, needed, parse_crs(crs))


def _of_table(path: Path, usual: Mapping[str, Sequence[str]], needed: Sequence[str], crs: str | None) -> GroundsRead:
    """A table without positions needs no reference system: its rows name cameras or places."""
    names, lines = table_of(path)
    columns = columns_of(path, names, {**usual, **_DRAWN}, needed)
    declared = parse_crs(crs if _DRAWN.keys() & columns.keys() or crs else _NO_CRS)
    found: list[Feature] = []
    rejected: list[Refused] = []
    for line in lines:
        row = row_of(line, names, [columns[field] for field in needed])
        try:
            if isinstance(row, Text):
                raise RowRefused(row.zh, row.en)
            found.append(Feature(line.number, row, _point(row, columns)))
        except RowRefused as error:
            name = "" if isinstance(row, Text) else row[columns["number"]]
            rejected.append((line_place(line.number), name, error.reason))
    if not lines:
        raise unusable(
            path, "文件只有表头没有数据行，请重新导出", "the file has a heading but no rows; export it again"
        )
    return _read(FeatureFile(path=path, features=found), declared, columns, rejected, line_place)


def _point(row: Mapping[str, str], columns: Columns) -> shapely.Point | None:
    cells = [row[columns[field]] if field in columns else "" for field in _DRAWN]
    if not any(cells):
        return None
    try:
        return shapely.Point(*(number_of(cell) for cell in cells))
    except ValueError as error:
        raise RowRefused("经纬度须为十进制度数", "lon and lat are decimal degrees; give both or neither") from error


def _of_features(
    file: FeatureFile, usual: Mapping[str, Sequence[str]], needed: Sequence[str], crs: DeclaredCrs
) -> GroundsRead:
    names = list(dict.fromkeys(name for feature in file.features for name in feature.properties))
    return _read(file, crs, columns_of(file.path, names, usual, needed), [], _number)


def _number(number: int) -> Text:
    return Text(f"第 {number} 个要素", f"feature {number}")


def _read(
    file: FeatureFile, crs: DeclaredCrs, columns: Columns, rejected: list[Refused], place: Callable[[int], Text]
) -> GroundsRead:
    rows: list[GroundRow] = []
    for written, moved in zip(file.features, in_wgs84(file, crs), strict=True):
        cells = {field: text_of(written.properties.get(column)) for field, column in columns.items()}
        try:
            rows.append(_row(moved, cells, place(written.number)))
        except RowRefused as error:
            rejected.append((place(written.number), cells["number"], error.reason))
    return GroundsRead(rows=tuple(rows), rejected=tuple(rejected))


def _row(moved: Feature, cells: Mapping[str, str], where: Text) -> GroundRow:
    problem = moved.unreadable or moved.misplaced
    if problem is not None:
        raise RowRefused(problem.zh, problem.en)
    drawn = moved.shape
    if drawn is None or drawn.is_empty:
        return GroundRow(where=where, cells=cells)
    match drawn.geom_type:
        case "Point":
            lon, lat = drawn.coords[0][:2]
            return GroundRow(where=where, cells=cells, point=Position(lon, lat))
        case "Polygon" | "MultiPolygon":
            return GroundRow(where=where, cells=cells, polygons=_polygons(drawn))
    raise RowRefused(f"须画成点或面，不能是 {drawn.geom_type}", f"draw a point or a polygon, not a {drawn.geom_type}")


def _polygons(drawn: BaseGeometry) -> Any:
    sound = drawn if drawn.is_valid else shapely.make_valid(drawn, method="structure", keep_collapsed=False)
    if sound.is_empty or sound.area == 0.0:
        raise RowRefused("图形没有面积，请重画", "it has no surface; draw it again")
    rounded = shapely.transform(sound, lambda coordinates: coordinates.round(_STORED_DIGITS))
    told = mapping(rounded)["coordinates"]
    return (told,) if rounded.geom_type == "Polygon" else told
