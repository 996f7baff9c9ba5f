"""Cuts many small shapes to one large one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry


def cut_to(shapes: Sequence[Polygon], land: BaseGeometry) -> Iterator[tuple[BaseGeometry | None, bool]]:
    """For each shape what of it lies on the land (None: nothing), and whether that is all of it."""
    shapely.prepare(land)
    touched = shapely.intersects(land, shapes)
    whole = shapely.contains(land, shapes)
    for shape, reaches, complete in zip(shapes, touched, whole, strict=True):
        if complete:
            yield shape, True
        else:
            yield (shape.intersection(land) if reaches else None), False
