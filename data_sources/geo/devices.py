"""Reads devices from CSV or from a vector file of points."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.domain.coordinates import Position
from dashboard.domain.imports import (
    DATUM_RANGE_M,
    LONGEST,
    DeviceRow,
    DevicesRead,
    Rejection,
    is_device_ref,
    rounded_by_excel,
)
from dashboard.domain.sheets import number_of
from dashboard.domain.text import Text
from data_sources.geo.crs import DeclaredCrs, parse_crs
from data_sources.geo.features import Feature, FeatureFile, in_wgs84
from data_sources.geo.opening import unusable
from data_sources.geo.properties import text_of
from data_sources.sheets import Columns, Line, columns_of, line_place, row_of, table_of

_USUAL_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "asset_id": ("asset_id", "资产编号", "部件编码", "设备编码", "编号"),
    "kind": ("kind", "类型", "设备类型"),
    "name": ("name", "名称", "设备名称"),
    "lon": ("lon", "longitude", "lng", "经度"),
    "lat": ("lat", "latitude", "纬度"),
    "device_ref": ("device_ref", "设备标识"),
    "datum_m": ("datum_m", "基准高程"),
    "area_code": ("area_code", "网格编码", "所属网格"),
}
_DRAWN: Final = ("lon", "lat")
_NEEDED: Final = ("asset_id", "kind", "lon", "lat")
_CRS_COLUMNS: Final = ("crs", "坐标系")


class _RowError(Exception):
    """Why a row cannot land."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.reason = Text(zh, en)


def devices_of_csv(path: Path, crs: DeclaredCrs) -> DevicesRead:
    """The devices of a CSV file with the columns asset_id, kind, lon, lat and any others.

    Comma, semicolon or tab; what cannot be read is rejected with its line number, the rest is kept. Raises BadInput
    when a needed column is missing or doubled, or when the positions do not fit `crs`.
    """
    names, lines = table_of(path)
    columns = columns_of(path, names, _USUAL_NAMES, _NEEDED)
    points: list[Feature] = []
    rejected: list[Rejection] = []
    for line in lines:
        try:
            points.append(_csv_point(line, names, columns))
        except _RowError as error:
            rejected.append(Rejection(line_place(line.number), _first(line.cells), error.reason))
    if not points and not rejected:
        raise unusable(
            path, "文件只有表头没有数据行，请重新导出", "the file has a heading but no rows; export it again"
        )
    return _devices(FeatureFile(path=path, features=points), crs, columns, rejected, line_place)


def devices_of_features(file: FeatureFile, crs: DeclaredCrs) -> DevicesRead:
    """The devices of a vector file: points with the properties asset_id, kind and any others."""
    names = dict.fromkeys(name for feature in file.features for name in feature.properties)
    there = [*(name for name in names if name.lower() not in _DRAWN), *_DRAWN]
    columns = columns_of(file.path, there, _USUAL_NAMES, _NEEDED)
    points: list[Feature] = []
    rejected: list[Rejection] = []
    for feature in file.features:
        point = _only_point(feature.shape)
        if point is not None:
            points.append(feature._replace(shape=point))
        else:
            reason = feature.unreadable or Text("设备须画为一个点", "a device must be drawn as one point")
            name = text_of(feature.properties.get(columns["asset_id"]))
            rejected.append(Rejection(_number(feature.number), name, reason))
    return _devices(replace(file, features=points), crs, columns, rejected, _number)


def _only_point(drawn: BaseGeometry | None) -> shapely.Point | None:
    """The point that a device is drawn as, also as a multipoint of one; None for anything else."""
    points = [part for part in shapely.get_parts(drawn) if isinstance(part, shapely.Point) and not part.is_empty]
    return points[0] if drawn is not None and len(shapely.get_parts(drawn)) == len(points) == 1 else None


def _number(number: int) -> Text:
    return Text(f"第 {number} 个要素", f"feature {number}")


def _first(cells: Sequence[str]) -> str:
    return cells[0].strip()[:80] if cells else ""


def _csv_point(line: Line, names: Sequence[str], columns: Columns) -> Feature:
    row = row_of(line, names, [columns[field] for field in _NEEDED])
    if isinstance(row, Text):
        raise _RowError(row.zh, row.en)
    lon, lat = (_degrees(row[columns[field]], field) for field in _DRAWN)
    return Feature(line.number, row, shapely.Point(lon, lat))


def _degrees(cell: str, field: str) -> float:
    try:
        return number_of(cell)
    except ValueError as error:
        raise _RowError(
            f"{field} 不是数字：{cell!r}；请填写十进制度数", f"{field} is no number: {cell!r}; give decimal degrees"
        ) from error


def _devices(
    file: FeatureFile, crs: DeclaredCrs, columns: Columns, rejected: list[Rejection], place: Callable[[int], Text]
) -> DevicesRead:
    _refuse_other_crs(file, crs)
    rows: list[DeviceRow] = []
    for written, moved in zip(file.features, in_wgs84(file, crs), strict=True):
        try:
            rows.append(_device(written, moved, columns, crs, place(written.number)))
        except _RowError as error:
            name = text_of(written.properties.get(columns["asset_id"]))
            rejected.append(Rejection(place(written.number), name, error.reason))
    return DevicesRead(rows, rejected)


def _refuse_other_crs(file: FeatureFile, crs: DeclaredCrs) -> None:
    """Refuses a file whose rows themselves name another reference system than the declared one."""
    for feature in file.features:
        for name, value in feature.properties.items():
            if name.lower() in _CRS_COLUMNS and text_of(value) and parse_crs(text_of(value)).name != crs.name:
                raise unusable(
                    file.path,
                    f"声明的坐标系是 {crs.name}，而 {name} 列写着 {value}；请按后者声明",
                    f"declared as {crs.name}, but its column {name} says {value}; declare that",
                )


def _device(written: Feature, moved: Feature, columns: Columns, crs: DeclaredCrs, where: Text) -> DeviceRow:
    if moved.misplaced is not None or moved.shape is None:
        reason = moved.misplaced or Text("没有坐标", "no position")
        raise _RowError(reason.zh, reason.en)
    texts = {field: text_of(written.properties.get(column)) for field, column in columns.items()}
    _refuse_unusable(texts)
    taken = {"", *columns.values(), *(name for name in written.properties if name.lower() in _CRS_COLUMNS)}
    return DeviceRow(
        where=where,
        asset_id=texts["asset_id"],
        kind=texts["kind"],
        position=Position(*moved.shape.coords[0]),
        source_crs=crs.name,
        name=texts.get("name") or None,
        device_ref=_device_ref(texts.get("device_ref", "")),
        datum_m=_datum_m(texts.get("datum_m", "")),
        area_code=texts.get("area_code") or None,
        attributes={name: value for name, value in written.properties.items() if name not in taken},
        given=frozenset(columns),
    )


def _refuse_unusable(texts: Mapping[str, str]) -> None:
    for field in ("asset_id", "kind"):
        if not texts[field]:
            raise _RowError(f"{field} 为空，请填写", f"{field} is empty; fill it in")
    for field in ("asset_id", "device_ref"):
        if reason := rounded_by_excel(texts.get(field, "")):
            raise _RowError(reason.zh, reason.en)
    for field, limit in LONGEST.items():
        if len(texts.get(field, "")) > limit:
            raise _RowError(f"{field} 超过 {limit} 个字符", f"{field} is longer than {limit} characters; shorten it")


def _device_ref(cell: str) -> str | None:
    if not cell:
        return None
    if not is_device_ref(cell):
        raise _RowError(
            f"device_ref {cell!r} 缺少网络前缀，例如 deveui:24e124…",
            f"device_ref {cell!r} lacks the name of its network, as in deveui:24e124…",
        )
    network, _, device = cell.partition(":")
    if network != "deveui":
        return cell
    plain = re.sub(r"[\s:-]", "", device).lower()
    if not re.fullmatch(r"[0-9a-f]{16}", plain):
        raise _RowError(f"devEUI {device!r} 须为 16 位十六进制", f"a devEUI has 16 hexadecimal digits, not {device!r}")
    return f"deveui:{plain}"


def _datum_m(cell: str) -> float | None:
    if not cell:
        return None
    low, high = DATUM_RANGE_M
    try:
        metres = number_of(cell)
    except ValueError:
        metres = math.nan
    if not low <= metres <= high:
        raise _RowError(
            f"datum_m {cell!r} 须为 {low:g} 至 {high:g} 之间的米数",
            f"datum_m {cell!r} must be metres between {low:g} and {high:g}",
        )
    return metres
