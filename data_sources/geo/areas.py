"""Turns the features of a file into areas: right type of shape, repaired, with a code each."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from dashboard.domain.catalogue.rows import area_class_of
from dashboard.domain.grid import (
    MAX_CODE_LENGTH,
    Area,
    AreaLevel,
    AreaProblem,
    AreaProblemKind,
    AreaReport,
    Duty,
    check_codes,
    property_problem,
)
from dashboard.domain.imports import AreaFields, AreasRead
from dashboard.domain.people.rows import RowRefused
from dashboard.domain.text import Text
from data_sources.geo.crs import DeclaredCrs
from data_sources.geo.features import Feature, FeatureFile, in_wgs84
from data_sources.geo.opening import unusable
from data_sources.geo.properties import Columns, find_columns, value_of

_POLYGONS: Final = ("Polygon", "MultiPolygon")
_LINES: Final = ("LineString", "MultiLineString")
_STORED_DIGITS: Final = 8


def areas_of(file: FeatureFile, crs: DeclaredCrs, level: str | None, fields: AreaFields) -> AreasRead:
    """The areas of the file in WGS-84, of `level`, or where that is None of the level that each feature tells.

    Left out with a reason: shapes that are empty, unreadable, of the wrong type or misplaced, codes and shapes that
    come twice, unusable names and classes. Repaired and reported: shapes that cross themselves. A feature without a
    code gets one made from its shape, the same in every import.
    """
    features = in_wgs84(file, crs)
    columns = find_columns(file.path, [feature.properties for feature in features], fields)
    if level is None and columns.level is None:
        raise unusable(
            file.path, "没有说明层级的属性，请指定层级（--level）", "no property tells the level; give it with --level"
        )
    drawn: list[tuple[Area, BaseGeometry]] = []
    problems: list[AreaProblem] = []
    for feature in features:
        own_level = level or value_of(feature.properties, columns.level)
        shape, found = _sound_shape(feature, own_level, value_of(feature.properties, columns.code))
        problems += found
        if shape is not None:
            shape = shapely.transform(shape, lambda coordinates: coordinates.round(_STORED_DIGITS))
            area = _area(feature, shape, own_level, columns, crs.name)
            try:
                drawn.append((_classed(area, value_of(feature.properties, columns.area_class)), shape))
            except RowRefused as refused:
                problems.append(AreaProblem(AreaProblemKind.BAD_PROPERTY, area.code[:MAX_CODE_LENGTH], refused.reason))
    single = _singled(drawn)
    return AreasRead(single.areas, AreaReport(problems=tuple(problems)) + single.report)


def _sound_shape(feature: Feature, level: str, code: str) -> tuple[BaseGeometry | None, list[AreaProblem]]:
    name = code or f"#{feature.number}"
    shape = feature.shape
    if feature.unreadable is not None:
        return None, [AreaProblem(AreaProblemKind.UNREADABLE, name, feature.unreadable)]
    if feature.misplaced is not None:
        return None, [AreaProblem(AreaProblemKind.BAD_POSITION, name, feature.misplaced)]
    if shape is None or shape.is_empty:
        return None, [
            AreaProblem(AreaProblemKind.EMPTY, name, Text("没有图形，请补画或删除", "no shape; draw or delete it"))
        ]
    wanted = _LINES if level == AreaLevel.LINE else _POLYGONS if level in set(AreaLevel) else _POLYGONS + _LINES
    if shape.geom_type not in wanted:
        reason = Text(f"{level} 不能是 {shape.geom_type}", f"a {level} cannot be a {shape.geom_type}")
        return None, [AreaProblem(AreaProblemKind.WRONG_GEOMETRY, name, reason)]
    return _repaired(shape, name)


def _repaired(shape: BaseGeometry, name: str) -> tuple[BaseGeometry | None, list[AreaProblem]]:
    if shape.geom_type in _LINES:
        if shape.length == 0.0:
            pointless = Text("线的长度为零，请重画", "a line without length; draw it again")
            return None, [AreaProblem(AreaProblemKind.EMPTY, name, pointless)]
        return shape, []
    if shape.is_valid:
        return shape, []
    reason = shapely.is_valid_reason(shape)
    repaired = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    if repaired.is_empty:
        return None, [AreaProblem(AreaProblemKind.EMPTY, name, Text(f"没有面积（{reason}）", f"no surface ({reason})"))]
    return repaired, [AreaProblem(AreaProblemKind.INVALID, name, Text(f"已修复：{reason}", f"repaired: {reason}"))]


def _area(feature: Feature, shape: BaseGeometry, level: str, columns: Columns, source_crs: str) -> Area:
    properties = feature.properties
    code = value_of(properties, columns.code) or _made_code(level, shape)
    return Area(
        code=code,
        name=value_of(properties, columns.name) or code,
        level=level,
        geometry=mapping(shape),
        parent=value_of(properties, columns.parent) or None,
        squad=value_of(properties, columns.squad) or None,
        duties=_duties(properties),
        source_crs=source_crs,
    )


def _classed(area: Area, said: str) -> Area:
    """The area with the class that its file tells. Raises RowRefused."""
    return replace(area, area_class=area_class_of(said))


def _made_code(level: str, shape: BaseGeometry) -> str:
    return f"{level}-{hashlib.sha256(shapely.normalize(shape).wkb).hexdigest()[:8]}"


def _duties(properties: Mapping[str, Any]) -> tuple[Duty, ...]:
    """The `duties` property: `[{"title": "锦屏-02 网格长", "role": "网格长"}, …]`."""
    listed = properties.get("duties")
    entries: Sequence[Any] = listed if isinstance(listed, list) else ()
    return tuple(
        Duty(str(entry["title"]), str(entry.get("role", "")))
        for entry in entries
        if isinstance(entry, dict) and entry.get("title")
    )


def _singled(drawn: Sequence[tuple[Area, BaseGeometry]]) -> AreasRead:
    """The areas without those that come twice, by shape within a level or by code, and without the unusable."""
    unusable = [problem for area, _ in drawn if (problem := property_problem(area))]
    usable = [(area, shape) for area, shape in drawn if property_problem(area) is None]
    by_shape: dict[tuple[str, bytes], Area] = {}
    doubled: list[AreaProblem] = []
    for area, shape in usable:
        first = by_shape.setdefault((area.level, shapely.normalize(shape).wkb), area)
        if first is not area:
            reason = Text(
                f"与 {first.code} 图形相同，请删除其一", f"the same shape as {first.code}; delete one of them"
            )
            doubled.append(AreaProblem(AreaProblemKind.DUPLICATE_GEOMETRY, area.code, reason))
    by_code: dict[str, Area] = {}
    for area in by_shape.values():
        by_code.setdefault(area.code, area)
    report = AreaReport(problems=(*unusable, *doubled)) + check_codes(by_shape.values())
    return AreasRead(list(by_code.values()), report)
