"""The streets of the demo city as a net to walk on, in true metres from the centre."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

import shapely
from numpy import array, float64
from numpy.typing import NDArray
from shapely import LineString, Point, STRtree, unary_union
from shapely.geometry.base import BaseGeometry

from data_sources.demo_city.frame import Point as Metres
from data_sources.demo_city.frame import to_metres
from data_sources.demo_city.records import GeoJson, Street

OUTSIDE_COSTS: Final = 8.0
"""Each metre outside of the own area counts as so many: who can stay inside does."""
_GRAIN_DIGITS: Final = 1

Steps = Mapping[Metres, Metres]
"""Where each reached node was reached from."""


class StreetNet:
    """The streets with a node at each bend and crossing; what hangs together with nothing else is left out."""

    def __init__(self, streets: Iterable[Street]) -> None:
        lines = [line for street in streets for line in lines_in_metres(street.geometry)]
        self._beside = _largest(_neighbours(lines))
        self._nodes = sorted(self._beside)
        self._tree = STRtree(shapely.points(self._nodes))

    def nearest(self, point: Metres) -> Metres:
        """Return the node that is nearest to a point."""
        return self._nodes[int(self._tree.nearest(Point(point)))]

    def within(self, area: BaseGeometry) -> list[Metres]:
        """Return the nodes in an area, in a fixed order."""
        return [self._nodes[index] for index in sorted(self._tree.query(area, predicate="intersects"))]

    def is_crossing(self, node: Metres) -> bool:
        """Whether more than two ways leave from here; False for what is no node."""
        return len(self._beside.get(node, ())) > 2

    def path(self, start: Metres, end: Metres, home: BaseGeometry | None = None) -> list[Metres]:
        """Return the shortest way between two points over the streets, both included; inside `home` as far as it can.

        The first and the last piece lead straight to the nearest node.
        """
        first, last = self.nearest(start), self.nearest(end)
        steps = self._search(first, last, _costs(home))
        middle = [last]
        while middle[-1] != first:
            middle.append(steps[middle[-1]])
        ends = [start, *reversed(middle), end]
        return [point for before, point in pairwise([None, *ends]) if before != point and point is not None]

    def _search(self, first: Metres, last: Metres, cost: Callable[[Metres], float]) -> Steps:
        """Dijkstra's search; it ends as soon as `last` is reached, which it always is."""
        best, steps, queue = {first: 0.0}, dict[Metres, Metres](), [(0.0, first)]
        while queue:
            spent, here = heapq.heappop(queue)
            if here == last:
                break
            if spent > best[here]:
                continue
            for there in self._beside[here]:
                total = spent + math.dist(here, there) * cost(there)
                if total < best.get(there, math.inf):
                    best[there], steps[there] = total, here
                    heapq.heappush(queue, (total, there))
        return steps


def lines_in_metres(geometry: GeoJson) -> list[list[Metres]]:
    """Return a LineString or the parts of a MultiLineString as true metres from the centre."""
    parts = [geometry["coordinates"]] if geometry["type"] == "LineString" else geometry["coordinates"]
    return [[to_metres((lon, lat)) for lon, lat in part] for part in parts]


def area_in_metres(geometry: GeoJson) -> BaseGeometry:
    """Return a polygon, or several, as true metres from the centre."""
    return shapely.transform(shapely.geometry.shape(geometry), _to_metres)


def _to_metres(points: NDArray[float64]) -> NDArray[float64]:
    return array([to_metres((lon, lat)) for lon, lat in points])


def _costs(home: BaseGeometry | None) -> Callable[[Metres], float]:
    if home is None:
        return lambda _: 1.0
    shapely.prepare(home)
    known: dict[Metres, float] = {}

    def cost(node: Metres) -> float:
        if node not in known:
            known[node] = 1.0 if shapely.intersects_xy(home, *node) else OUTSIDE_COSTS
        return known[node]

    return cost


def _neighbours(lines: Sequence[Sequence[Metres]]) -> dict[Metres, tuple[Metres, ...]]:
    noded = unary_union([LineString(line) for line in lines])
    beside: dict[Metres, dict[Metres, None]] = {}
    for piece in getattr(noded, "geoms", [noded]):
        for one, other in pairwise(_grained(piece.coords)):
            if one != other:
                beside.setdefault(one, {})[other] = None
                beside.setdefault(other, {})[one] = None
    return {node: tuple(others) for node, others in beside.items()}


def _grained(points: Iterable[Sequence[float]]) -> Iterator[Metres]:
    """Points to the decimetre, so that ends that meet are one node."""
    return ((round(point[0], _GRAIN_DIGITS), round(point[1], _GRAIN_DIGITS)) for point in points)


def _largest(beside: Mapping[Metres, tuple[Metres, ...]]) -> dict[Metres, tuple[Metres, ...]]:
    """The largest part that hangs together."""
    found: list[set[Metres]] = []
    seen: set[Metres] = set()
    for node in beside:
        if node not in seen:
            found.append(_around(node, beside))
            seen |= found[-1]
    return {node: beside[node] for node in max(found, key=len)}


def _around(node: Metres, beside: Mapping[Metres, tuple[Metres, ...]]) -> set[Metres]:
    reached, left = {node}, [node]
    while left:
        fresh = [other for other in beside[left.pop()] if other not in reached]
        reached.update(fresh)
        left += fresh
    return reached
