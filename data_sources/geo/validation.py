"""Finds what is wrong between areas: overlaps, gaps, and shapes that reach outside their parent."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from dashboard.domain.grid import (
    PARENT_LEVELS,
    Area,
    AreaLevel,
    AreaProblem,
    AreaProblemKind,
    AreaReport,
    check_parents,
    without_bad_parents,
)
from dashboard.domain.text import Text
from data_sources.geo.features import shape_of

_METRES_PER_DEGREE: Final = 111_194.9
_SLIVER_WIDTH_M: Final = 0.5
_SMALLEST_M2: Final = 10.0
_LINE_TOLERANCE_M: Final = 1.0
_POLYGONS: Final = ("Polygon", "MultiPolygon")


class _Drawn(NamedTuple):
    area: Area
    shape: BaseGeometry


def validate(areas: Sequence[Area], known: Iterable[Area] = ()) -> AreaReport:
    """What is wrong between `areas`, and between them and the `known` areas that they do not replace.

    Overlaps and gaps narrower than 0.5 m (the best accuracy that surveys of city components promise, class A) or
    smaller than 10 m² are digitising slivers and not reported; lines may leave their parent by 1 m.
    """
    own = {area.code for area in areas}
    others = [area for area in known if area.code not in own]
    parents = check_parents(areas, others)
    drawn = [_Drawn(area, shape_of(area)) for area in without_bad_parents(areas, parents)]
    everything = drawn + [_Drawn(area, shape_of(area)) for area in others]
    by_code = {each.area.code: each for each in everything}
    found = [*_overlaps(everything, len(drawn)), *_gaps(drawn, everything, by_code), *_outside(drawn, by_code)]
    return parents + AreaReport(problems=tuple(found))


def with_parents(areas: Sequence[Area], known: Iterable[Area]) -> list[Area]:
    """The areas, where those without a parent got the one around their inner point.

    Asked are the levels in PARENT_LEVELS, finest first, among `areas` and `known`; where several areas are around the
    point, the smallest wins. An area of a level of its own stays without a parent.
    """
    own = {area.code for area in areas}
    candidates = [*areas, *(area for area in known if area.code not in own)]
    holders = {
        level: _Holders(candidates, level) for level in {each for levels in PARENT_LEVELS.values() for each in levels}
    }
    return [area if area.parent else replace(area, parent=_holder(area, holders)) for area in areas]


def _holder(area: Area, holders: Mapping[str, _Holders]) -> str | None:
    levels = PARENT_LEVELS.get(area.level, ())
    if not any(holders[level].codes for level in levels):
        return None
    inner = shape_of(area).representative_point()
    return next((code for level in levels if (code := holders[level].around(inner)) is not None), None)


class _Holders:
    """The polygons of one level, smallest first, that may be somebody's parent."""

    def __init__(self, areas: Iterable[Area], level: str) -> None:
        shapes = [(shape_of(area), area.code) for area in areas if area.level == level]
        shapes.sort(key=lambda pair: (pair[0].area, pair[1]))
        self.codes = [code for _, code in shapes]
        self._tree = shapely.STRtree([shape for shape, _ in shapes])

    def around(self, point: BaseGeometry) -> str | None:
        found = self._tree.query(point, predicate="intersects")
        return self.codes[int(found.min())] if len(found) else None


def _in_metres(shape: BaseGeometry) -> BaseGeometry:
    """The shape on a plane that touches the Earth at its own latitude."""
    _, south, _, north = shape.bounds
    across = _METRES_PER_DEGREE * math.cos(math.radians((south + north) / 2.0))
    scale = np.array([across, _METRES_PER_DEGREE])
    return shapely.transform(shape, lambda coordinates: coordinates * scale)


def _pieces(shape: BaseGeometry) -> list[BaseGeometry]:
    """The polygons of the shape in metres that are more than digitising slivers, largest first."""
    if shape.is_empty:
        return []
    parts = [part for part in shapely.get_parts(_in_metres(shape)) if part.geom_type in _POLYGONS]
    wide = [part for part in parts if part.area > _SMALLEST_M2 and 2.0 * part.area / part.length > _SLIVER_WIDTH_M]
    return sorted(wide, key=lambda part: -part.area)


def _overlaps(everything: Sequence[_Drawn], new: int) -> Iterator[AreaProblem]:
    """Areas of the same level that share a surface; at least one of each pair is among the first `new`."""
    polygons = [index for index, each in enumerate(everything) if _is_divided(each)]
    shapes: NDArray[np.object_] = np.array([everything[index].shape for index in polygons], dtype=object)
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    for left, right in sorted(zip(one.tolist(), other.tolist(), strict=True)):
        first, second = everything[polygons[left]], everything[polygons[right]]
        if left >= right or polygons[left] >= new or first.area.level != second.area.level:
            continue
        square_metres = sum(piece.area for piece in _pieces(shapely.intersection(first.shape, second.shape)))
        if square_metres:
            name, size = second.area.code, f"{square_metres:,.0f} m²"
            detail = Text(f"与 {name} 重叠 {size}", f"overlaps {name} by {size}")
            yield AreaProblem(AreaProblemKind.OVERLAP, first.area.code, detail)


def _gaps(
    drawn: Sequence[_Drawn], everything: Sequence[_Drawn], by_code: Mapping[str, _Drawn]
) -> Iterator[AreaProblem]:
    """What the children of one level leave uncovered of their parent; without a parent, the holes between them."""
    families: dict[tuple[str | None, str], list[BaseGeometry]] = defaultdict(list)
    for each in everything:
        if _is_divided(each):
            families[_family(each.area, by_code)].append(each.shape)
    touched = {_family(each.area, by_code) for each in drawn if _is_divided(each)}
    for parent, level in sorted(touched, key=str):
        union = shapely.union_all(families[parent, level])
        whole = by_code[parent].shape if parent else _without_holes(union)
        left_over = shapely.difference(whole, union)
        pieces = _pieces(left_over)
        if pieces:
            yield _gap(parent or level, level, pieces, left_over)


def _is_divided(each: _Drawn) -> bool:
    """Surfaces that the city is divided into; waters lie where they lie."""
    return each.shape.geom_type in _POLYGONS and each.area.level != AreaLevel.WATER


def _family(area: Area, by_code: Mapping[str, _Drawn]) -> tuple[str | None, str]:
    parent = by_code.get(area.parent) if area.parent else None
    holds = parent is not None and parent.shape.geom_type in _POLYGONS and parent.area.code != area.code
    return (parent.area.code if parent is not None and holds else None), area.level


def _without_holes(shape: BaseGeometry) -> BaseGeometry:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return shapely.union_all([shapely.Polygon(part.exterior) for part in parts])


def _gap(code: str, level: str, pieces: Sequence[BaseGeometry], left_over: BaseGeometry) -> AreaProblem:
    widest = max(shapely.get_parts(left_over), key=lambda part: float(part.area)).representative_point()
    size, where = f"{sum(piece.area for piece in pieces):,.0f} m²", f"{widest.x:.5f}, {widest.y:.5f}"
    return AreaProblem(
        AreaProblemKind.GAP,
        code,
        Text(
            f"{level} 之间有 {len(pieces)} 处缝隙，共 {size}，最大一处在 {where}",
            f"{len(pieces)} gaps between {level} areas, {size} in all, the largest at {where}",
        ),
    )


def _outside(drawn: Sequence[_Drawn], by_code: Mapping[str, _Drawn]) -> Iterator[AreaProblem]:
    for area, shape in drawn:
        parent = by_code.get(area.parent) if area.parent else None
        if parent is None or parent.shape.geom_type not in _POLYGONS or parent.shape.covers(shape):
            continue
        outside = shapely.difference(shape, parent.shape)
        size = _size_outside(area, outside)
        if size:
            name = parent.area.code
            detail = Text(f"有 {size} 在 {name} 之外", f"{size} of it lie outside {name}")
            yield AreaProblem(AreaProblemKind.OUTSIDE_PARENT, area.code, detail)


def _size_outside(area: Area, outside: BaseGeometry) -> str | None:
    if area.level == AreaLevel.LINE:
        metres = float(_in_metres(outside).length)
        return f"{metres:,.0f} m" if metres > _LINE_TOLERANCE_M else None
    square_metres = sum(piece.area for piece in _pieces(outside))
    return f"{square_metres:,.0f} m²" if square_metres else None
