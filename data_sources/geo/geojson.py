"""Reads GeoJSON (RFC 7946 and the older form with a `crs` member)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import shapely
from shapely.errors import GEOSException, ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from dashboard.domain.text import Text
from data_sources.geo.features import Feature, FeatureFile
from data_sources.geo.opening import read_text, unusable

_GEOMETRIES: Final = frozenset(
    ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection")
)


def read_geojson(path: Path) -> FeatureFile:
    """The features of a GeoJSON file: a FeatureCollection, one Feature, or a bare geometry.

    Raises BadInput when the file is not GeoJSON; a single broken feature only loses its shape.
    """
    document = _parsed(path)
    entries = [_feature(number, entry) for number, entry in enumerate(_entries(path, document), start=1)]
    if not entries:
        raise unusable(path, "文件没有要素，请重新导出", "the file has no features; export it again")
    return FeatureFile(path=path, features=entries, statement=_statement(document.get("crs")))


def _parsed(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise unusable(
            path,
            f"第 {error.lineno} 行第 {error.colno} 列不是 JSON（{error.msg}），请重新导出",
            f"broken JSON in line {error.lineno}, column {error.colno} ({error.msg}); export the file again",
        ) from error
    except RecursionError as error:
        raise unusable(
            path,
            "JSON 嵌套过深，不是 GeoJSON，请重新导出",
            "the JSON is nested too deeply to be GeoJSON; export the file again",
        ) from error
    if not isinstance(document, dict):
        raise unusable(
            path,
            "不是 GeoJSON（须为带 type 的 JSON 对象），请导出为 GeoJSON",
            "not GeoJSON (a JSON object with a type is needed); export as GeoJSON",
        )
    return document


def _entries(path: Path, document: dict[str, Any]) -> Sequence[Any]:
    kind = document.get("type")
    if kind == "FeatureCollection" and isinstance(document.get("features"), list):
        features: list[Any] = document["features"]
        return features
    if kind == "Feature":
        return [document]
    if kind in _GEOMETRIES:
        return [{"type": "Feature", "properties": {}, "geometry": document}]
    if kind == "Topology" or "geometryType" in document:
        other = "TopoJSON" if kind else "Esri JSON"
        raise unusable(path, f"这是 {other}，不是 GeoJSON，请先转换", f"this is {other}, not GeoJSON; convert it first")
    raise unusable(
        path,
        f"不是 GeoJSON（type 为 {kind!r}），请导出为 GeoJSON FeatureCollection",
        f"not GeoJSON (type {kind!r}); export as a GeoJSON FeatureCollection",
    )


def _statement(member: Any) -> str | None:
    properties = member.get("properties") if isinstance(member, dict) else None
    if not isinstance(properties, dict):
        return None
    if properties.get("code") is not None:
        return f"EPSG:{properties['code']}"
    return str(properties["name"]) if properties.get("name") else None


def _feature(number: int, entry: Any) -> Feature:
    if not isinstance(entry, dict):
        return Feature(number, {}, None, Text("不是 GeoJSON 要素", "this is not a GeoJSON feature"))
    properties = entry.get("properties")
    known = dict(properties) if isinstance(properties, dict) else {}
    if entry.get("id") is not None:
        known.setdefault("id", entry["id"])
    geometry = entry.get("geometry")
    if geometry is None:
        return Feature(number, known, None)
    built, fault = _shape(geometry)
    return Feature(number, known, built, fault)


def _shape(geometry: Any) -> tuple[BaseGeometry | None, Text | None]:
    try:
        built = shapely.force_2d(shape(geometry))
    except (ValueError, TypeError, LookupError, AttributeError, ShapelyError, GEOSException) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        return None, Text(f"图形无法读取（{reason}）", f"the shape cannot be read ({reason})")
    return built, None
