"""Building footprints: slabs in rows, point towers, courtyards, halls and sheds, each plot in one manner."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import shapely

from data_sources.demo_city.chance import Dice
from data_sources.demo_city.frame import Point
from data_sources.demo_city.lattice import Plot

Box = tuple[float, float, float, float]


def footprints(rng: Dice, plot: Plot) -> list[list[Point]]:
    """The corners of the buildings of one plot, on the drawing board."""
    u0, v0, u1, v1 = plot.rectangle
    area: Box = (u0 + 8, v0 + 8, u1 - 8, v1 - 8)
    boxes = [box for box in _manner(rng, area, plot.central) if box[2] - box[0] > 7 and box[3] - box[1] > 7]
    houses = [[_turned(point, plot.angle) for point in _corners(box)] for box in boxes]
    if plot.whole or not houses:
        return houses
    inner = plot.outline.buffer(-5)
    shapely.prepare(inner)
    inside = np.atleast_1d(shapely.contains_properly(inner, shapely.polygons(np.asarray(houses))))
    return [house for house, fits in zip(houses, inside, strict=True) if fits]


def _manner(rng: Dice, area: Box, central: float) -> Iterator[Box]:
    draw = rng.random()
    if draw < 0.10 + 0.14 * central:
        return _halls(rng, area)
    if draw < 0.30 + 0.10 * central:
        return _courtyard(rng, area)
    if draw < 0.50:
        return _towers(rng, area)
    if draw > 0.84 + 0.3 * central:
        return _sheds(rng, area)
    return _slabs(rng, area)


def _slabs(rng: Dice, area: Box) -> Iterator[Box]:
    """Parallel residential slabs, 11–13 m deep."""
    u0, v0, u1, v1 = area
    rows = max(1, round((v1 - v0) / rng.uniform(30, 38)))
    columns = max(1, round((u1 - u0) / rng.uniform(50, 72)))
    pitch, wide = (v1 - v0) / rows, (u1 - u0) / columns
    for row in range(rows):
        for column in range(columns):
            if rng.random() < 0.1:
                continue
            u, v = u0 + column * wide, v0 + row * pitch + rng.uniform(0, 4)
            yield u, v, u + wide - rng.uniform(8, 18), v + rng.uniform(11, 14)


def _towers(rng: Dice, area: Box) -> Iterator[Box]:
    u0, v0, u1, v1 = area
    rows, columns = max(1, round((v1 - v0) / 52)), max(1, round((u1 - u0) / 56))
    for row in range(rows):
        for column in range(columns):
            size = rng.uniform(20, 29)
            u = u0 + (column + 0.5) * (u1 - u0) / columns - size / 2 + (6 if row % 2 else -6)
            v = v0 + (row + 0.5) * (v1 - v0) / rows - size / 2
            yield u, v, u + size, v + size * rng.uniform(0.7, 1.0)


def _courtyard(rng: Dice, area: Box) -> Iterator[Box]:
    """Shops along all four kerbs round a yard."""
    u0, v0, u1, v1 = area
    depth = rng.uniform(11, 15)
    gate = rng.uniform(0.3, 0.7)
    middle = u0 + (u1 - u0) * gate
    yield u0, v0, middle - 6, v0 + depth
    yield middle + 6, v0, u1, v0 + depth
    yield u0, v1 - depth, u1, v1
    yield u0, v0 + depth + 5, u0 + depth, v1 - depth - 5
    yield u1 - depth, v0 + depth + 5, u1, v1 - depth - 5
    if (u1 - u0) > 95 and (v1 - v0) > 70:
        yield u0 + depth + 16, (v0 + v1) / 2 - 8, u1 - depth - 16, (v0 + v1) / 2 + 6


def _halls(rng: Dice, area: Box) -> Iterator[Box]:
    """One or two large public buildings."""
    u0, v0, u1, v1 = area
    split = u0 + (u1 - u0) * rng.uniform(0.4, 0.66)
    yield u0 + 4, v0 + rng.uniform(4, 14), split - 7, v1 - rng.uniform(4, 18)
    if rng.random() < 0.75:
        yield split + 7, v0 + rng.uniform(6, 24), u1 - 4, v1 - rng.uniform(6, 24)


def _sheds(rng: Dice, area: Box) -> Iterator[Box]:
    u0, v0, u1, v1 = area
    rows = max(1, math.floor((v1 - v0) / 40))
    pitch = (v1 - v0) / rows
    split = rng.uniform(0.35, 0.65)
    for row in range(rows):
        v = v0 + row * pitch
        yield u0, v, u0 + (u1 - u0) * split - 6, v + pitch - 12
        if rng.random() < 0.8:
            yield u0 + (u1 - u0) * split + 6, v, u1 - rng.uniform(0, 25), v + pitch - 12


def _corners(box: Box) -> tuple[Point, ...]:
    return (box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3])


def _turned(point: Point, angle: float) -> Point:
    cos, sin = math.cos(angle), math.sin(angle)
    return point[0] * cos - point[1] * sin, point[0] * sin + point[1] * cos
