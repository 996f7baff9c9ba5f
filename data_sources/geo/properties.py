"""Finds out which property of a file holds the code, the name and the parent, under the names that offices use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from dashboard.domain.catalogue.rows import area_class_of
from dashboard.domain.imports import AreaFields
from dashboard.domain.people.rows import RowRefused
from data_sources.geo.opening import unusable

USUAL_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "code": (
        "code", "编码", "网格编码", "网格编号", "区划代码", "代码", "编号", "dywgcode", "bgid",
        "bgcode", "wgcode", "wgbm", "gridcode", "grid_code", "areacode", "area_code", "adcode", "gb",
        "objid", "osm_id", "@id", "id",
    ),
    "name": (
        "name", "名称", "网格名称", "街道名称", "社区名称", "道路名称", "dywgname", "bgname", "wgname", "wgmc",
        "gridname", "grid_name", "objname", "mc", "name:zh", "name:zh-hans",
    ),
    "level": ("level", "级别", "层级", "area_level"),
    "parent": (
        "parent", "parent_code", "parentcode", "上级", "上级编码", "父级", "父级编码", "sjbm", "pcode", "p_code",
    ),
    "squad": ("squad", "中队", "责任中队", "所属中队"),
    "area_class": ("area_class", "区域类别", "区域等级", "区域类型", "class", "类别"),
}  # fmt: skip
"""The names that are recognised for each field, best first; upper and lower case are the same."""

_NOT_ALWAYS_CODES: Final = ("代码", "编号", "gb", "objid", "osm_id", "@id", "id")
_NOT_ALWAYS_CLASSES: Final = ("class", "类别")
_DISTINCT_SHARE: Final = 0.9


class Columns(NamedTuple):
    """The property that holds each field, None where no property does."""

    code: str | None
    name: str | None
    level: str | None
    parent: str | None
    squad: str | None
    area_class: str | None


def find_columns(path: Path, rows: Sequence[Mapping[str, Any]], fields: AreaFields) -> Columns:
    """The properties named in `fields`, and for those not named the first usual one that is filled.

    An `id` or the like is only taken as the code when nine of ten values are distinct, and a `class` or 类别 only as
    the class of the areas when a value is one. Raises BadInput when a
    property named in `fields` does not occur in the file.
    """
    present = {key.lower(): key for row in rows for key in row}
    declared = {field: getattr(fields, field) for field in USUAL_NAMES}
    for field, name in declared.items():
        if name is not None and name.lower() not in present:
            known = ", ".join(sorted(present.values())[:20]) or "none"
            raise unusable(
                path,
                f"没有属性 {name!r}（{field}）；文件里有：{known}",
                f"no property {name!r} for the {field}; the file has: {known}",
            )
    return Columns(
        **{field: present[name.lower()] if name else _usual(field, present, rows) for field, name in declared.items()}
    )


def _usual(field: str, present: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> str | None:
    for name in USUAL_NAMES[field]:
        column = present.get(name)
        if column is None:
            continue
        values = [value for row in rows if (value := text_of(row.get(column)))]
        if values and _is_meant(name, values):
            return column
    return None


def _is_meant(name: str, values: Sequence[str]) -> bool:
    if name in _NOT_ALWAYS_CLASSES:
        return any(map(_is_class, values))
    return name not in _NOT_ALWAYS_CODES or _is_distinct(values)


def _is_class(value: str) -> bool:
    try:
        return area_class_of(value) is not None
    except RowRefused:
        return False


def _is_distinct(values: Sequence[str]) -> bool:
    return len(set(values)) >= _DISTINCT_SHARE * len(values)


def text_of(value: Any) -> str:
    """A property as text: None is empty, whole floats lose their `.0`, blanks around are dropped."""
    if value is None or isinstance(value, (dict, list)):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def value_of(row: Mapping[str, Any], column: str | None) -> str:
    """The text in that column of the row; empty when there is no such column."""
    return text_of(row.get(column)) if column is not None else ""
