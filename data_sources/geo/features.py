"""What every vector format comes to: features with properties and a shape, and their way to WGS-84."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from dashboard.domain.coordinates import has_no_fix
from dashboard.domain.grid import Area
from dashboard.domain.text import Text
from data_sources.geo.crs import Coordinates, DeclaredCrs
from data_sources.geo.opening import unusable

_SAMPLES: Final = 20


class Feature(NamedTuple):
    """One feature: its number in the file from 1, and why it has no shape when it should have one."""

    number: int
    properties: Mapping[str, Any]
    shape: BaseGeometry | None
    unreadable: Text | None = None
    misplaced: Text | None = None


@dataclass(frozen=True, kw_only=True)
class FeatureFile:
    """The features of a file and what it says of its reference system itself (WKT, URN, name or nothing)."""

    path: Path
    features: Sequence[Feature]
    statement: str | None = None


def shape_of(area: Area) -> BaseGeometry:
    """The geometry of the area as a shape."""
    return shape(dict(area.geometry))


def in_wgs84(file: FeatureFile, crs: DeclaredCrs) -> list[Feature]:
    """The features in WGS-84; those that cannot be in `crs` lose their shape and carry the reason.

    Raises BadInput when the file says otherwise, or when more than half of its features cannot be in `crs`.
    """
    shaped = [feature for feature in file.features if feature.shape is not None and not feature.shape.is_empty]
    faults = _faults(shaped, crs)
    _refuse_misfit(file.path, crs, faults, [feature for feature in shaped if not _is_without_fix(feature)])
    fitting = [feature for feature in shaped if feature.number not in faults]
    if file.statement is not None and fitting:
        _refuse_contradiction(file.path, crs, file.statement, fitting)
    shapes = shapely.transform([feature.shape for feature in fitting], crs.to_wgs84)
    moved = {feature.number: shape for feature, shape in zip(fitting, shapes, strict=True)}
    return [
        feature._replace(shape=moved.get(feature.number), misplaced=faults.get(feature.number))
        for feature in file.features
    ]


def _faults(features: Sequence[Feature], crs: DeclaredCrs) -> dict[int, Text]:
    found = {feature.number: crs.problem(shapely.get_coordinates(feature.shape)) for feature in features}
    return {number: fault for number, fault in found.items() if fault is not None}


def _is_without_fix(feature: Feature) -> bool:
    return feature.shape is not None and has_no_fix(*shapely.get_coordinates(feature.shape)[0].tolist())


def _refuse_misfit(path: Path, crs: DeclaredCrs, faults: Mapping[int, Text], placed: Sequence[Feature]) -> None:
    """A device without a fix says nothing about the reference system; of the others, half must be possible."""
    misfits = [faults[feature.number] for feature in placed if feature.number in faults]
    if len(misfits) * 2 > len(placed):
        raise unusable(
            path,
            f"{len(placed)} 个位置中有 {len(misfits)} 个与坐标系 {crs.name} 不符：{misfits[0].zh}",
            f"{len(misfits)} of {len(placed)} positions do not fit --crs {crs.name}: {misfits[0].en}",
        )


def _refuse_contradiction(path: Path, crs: DeclaredCrs, statement: str, features: Sequence[Feature]) -> None:
    step = max(1, math.ceil(len(features) / _SAMPLES))
    firsts = [shapely.get_coordinates(feature.shape)[0] for feature in features[::step]]
    sample: Coordinates = np.array(firsts, dtype=np.float64)
    said = crs.contradiction(statement, sample)
    if said is not None:
        raise unusable(
            path,
            f"声明的坐标系是 {crs.name}，而文件自己写着 {said}；请按后者声明，"
            "或删去文件里错误的说明（.prj、crs、srs_id）",
            f"declared as {crs.name}, but the file itself says {said}; declare that, "
            "or remove the wrong statement (.prj file, crs member, srs_id) from the file",
        )
