"""What of a camera's picture is nobody's business: masks that are painted over, faces and plates that are blurred."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from dashboard.domain.camera_events import Box
from dashboard.domain.text import Text
from dashboard.errors import BadInput

BLUR_VERSION: Final = 1
"""Grows whenever something else is found or covered: copies of before are made anew."""
MOST_POLYGONS: Final = 20
MOST_CORNERS: Final = 50
MOST_BOXES: Final = 50
_FEWEST_CORNERS: Final = 3
_PEOPLE: Final = ("person", "human", "people", "pedestrian", "face")
_VEHICLES: Final = ("car", "truck", "bus", "vehicle", "motorvehicle", "motorcycle", "van", "lorry")
_PARKED: Final = "0505"
_HEAD: Final = 0.34
_PLATE_FROM: Final = 0.45

NO_MASK: Final = Text(
    "遮挡区写作多边形的列表，每个多边形是 [x, y] 顶点的列表，x、y 是画面宽高的比例 0–1",
    "a mask is written as a list of polygons, each a list of corners [x, y], which are parts (0–1) of width and height",
)

Polygon = tuple[tuple[float, float], ...]
"""Corners as parts (0–1) of the picture's width and height."""


class CameraMask(NamedTuple):
    """What is painted over in every picture of a camera before it is stored; `camera` is its `device_ref`."""

    camera: str
    polygons: tuple[Polygon, ...]


def polygons_of(value: object) -> tuple[Polygon, ...]:
    """Return the polygons that are written so. Raises BadInput, with what is wrong."""
    if not isinstance(value, list | tuple) or not 1 <= len(value) <= MOST_POLYGONS:
        raise BadInput(_with(f"1 至 {MOST_POLYGONS} 个多边形", f"1 to {MOST_POLYGONS} polygons"))
    return tuple(_polygon(each) for each in value)


def personal_boxes(label: str, category: str | None, bbox: Box | None, told: Sequence[Box]) -> tuple[Box, ...]:
    """Return what is to be blurred by what the source says: the boxes of faces and plates that it tells, and of a
    person's box the head, of a vehicle's box the part where plates are."""
    words = {word for part in label.lower().split("/") for word in (part, part.rpartition("_")[2])}
    if bbox is None:
        return tuple(told[:MOST_BOXES])
    if words & set(_PEOPLE):
        told = [*told, Box(bbox.x, bbox.y, bbox.w, bbox.h * _HEAD)]
    if words & set(_VEHICLES) or category == _PARKED:
        told = [*told, Box(bbox.x, bbox.y + bbox.h * _PLATE_FROM, bbox.w, bbox.h * (1 - _PLATE_FROM))]
    return tuple(told[-MOST_BOXES:])


def _polygon(value: object) -> Polygon:
    if not isinstance(value, list | tuple) or not _FEWEST_CORNERS <= len(value) <= MOST_CORNERS:
        raise BadInput(
            _with(
                f"每个多边形 {_FEWEST_CORNERS} 至 {MOST_CORNERS} 个顶点",
                f"each polygon has {_FEWEST_CORNERS} to {MOST_CORNERS} corners",
            )
        )
    corners = tuple(_corner(each) for each in value)
    if _area(corners) == 0:
        raise BadInput(_with("顶点在一条直线上，遮不住任何东西", "its corners lie on a line: nothing is covered"))
    return corners


def _corner(value: object) -> tuple[float, float]:
    if isinstance(value, list | tuple) and len(value) == 2:
        x, y = value
        if _is_part(x) and _is_part(y):
            return float(x), float(y)
    raise BadInput(_with(f"顶点 {value!r:.40} 不对", f"the corner {value!r:.40} is wrong"))


def _is_part(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and 0 <= value <= 1


def _area(corners: Polygon) -> float:
    turned = (*corners[1:], corners[0])
    return abs(math.fsum(x * b - a * y for (x, y), (a, b) in zip(corners, turned, strict=True)))


def _with(zh: str, en: str) -> Text:
    return Text(f"{NO_MASK.zh}：{zh}", f"{NO_MASK.en}: {en}")
