"""Splines, blobs and walks along paths. Floats are added by fsum: from Python 3.12 on plain sum rounds otherwise."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from data_sources.demo_city.chance import Dice
from data_sources.demo_city.frame import Point


def spline(points: Sequence[Point], step_m: float = 60.0) -> list[Point]:
    """A Catmull-Rom curve through the points, with a vertex about each `step_m`."""
    first = (2 * points[0][0] - points[1][0], 2 * points[0][1] - points[1][1])
    last = (2 * points[-1][0] - points[-2][0], 2 * points[-1][1] - points[-2][1])
    padded = [first, *points, last]
    curve: list[Point] = []
    for k in range(len(points) - 1):
        a, b, c, d = padded[k : k + 4]
        count = max(2, math.ceil(math.dist(b, c) / step_m))
        curve.extend(_catmull(a, b, c, d, t / count) for t in range(count))
    return [*curve, points[-1]]


def _catmull(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    def axis(p: float, q: float, r: float, s: float) -> float:
        return 0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t**2 + (3 * q - p - 3 * r + s) * t**3)

    return axis(a[0], b[0], c[0], d[0]), axis(a[1], b[1], c[1], d[1])


def blob(
    rng: Dice, centre: Point, radii: Point, roughness: float, vertices: int = 64, turn: float = 0.0
) -> list[Point]:
    """A closed, smooth, irregular outline about an ellipse; `roughness` 0 is the ellipse itself."""
    waves = [(roughness * rng.uniform(0.35, 1.0) / k, k, rng.uniform(0, 2 * math.pi)) for k in range(2, 6)]
    cos_turn, sin_turn = math.cos(turn), math.sin(turn)
    outline = []
    for k in range(vertices):
        angle = 2 * math.pi * k / vertices
        reach = 1 + math.fsum(size * math.cos(order * angle + phase) for size, order, phase in waves)
        x, y = radii[0] * reach * math.cos(angle), radii[1] * reach * math.sin(angle)
        outline.append((centre[0] + x * cos_turn - y * sin_turn, centre[1] + x * sin_turn + y * cos_turn))
    return outline


def normals(path: Sequence[Point]) -> list[Point]:
    """The unit normal (to the left) at each vertex."""
    found = []
    for k in range(len(path)):
        a, b = path[max(0, k - 1)], path[min(len(path) - 1, k + 1)]
        length = math.dist(a, b) or 1.0
        found.append((-(b[1] - a[1]) / length, (b[0] - a[0]) / length))
    return found


def ribbon(path: Sequence[Point], half_width: Callable[[float], float]) -> list[Point]:
    """The outline of a band along `path` whose half width depends on the share (0–1) of the way."""
    sides = list(zip(path, normals(path), strict=True))
    last = len(path) - 1
    left = [(p[0] + n[0] * half_width(k / last), p[1] + n[1] * half_width(k / last)) for k, (p, n) in enumerate(sides)]
    right = [(p[0] - n[0] * half_width(k / last), p[1] - n[1] * half_width(k / last)) for k, (p, n) in enumerate(sides)]
    return left + right[::-1]


def length_of(path: Sequence[Point]) -> float:
    """The length of a path in metres."""
    return math.fsum(math.dist(a, b) for a, b in zip(path, path[1:], strict=False))


def walk(path: Sequence[Point], distances: Sequence[float]) -> Iterator[tuple[Point, Point]]:
    """(point, unit direction) at each of the ascending `distances` along `path`; those beyond its end are left out."""
    travelled, segment = 0.0, 0
    for distance in distances:
        while segment < len(path) - 1:
            a, b = path[segment], path[segment + 1]
            size = math.dist(a, b)
            if travelled + size >= distance and size > 0:
                share = (distance - travelled) / size
                yield _between(a, b, share), ((b[0] - a[0]) / size, (b[1] - a[1]) / size)
                break
            travelled += size
            segment += 1


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
