"""Series made short enough for a chart without losing their peaks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from dashboard.domain.readouts import HistoryPoint


def thinned(points: Sequence[HistoryPoint], limit: int) -> list[HistoryPoint]:
    """`points` (in time order) as at most `limit` points: each is the mean, lowest and highest of its slice of time."""
    if len(points) <= limit:
        return list(points)
    start_us = points[0].at_us
    width_us = (points[-1].at_us - start_us) // limit + 1
    slices = groupby(points, key=lambda point: (point.at_us - start_us) // width_us)
    return [_merged(list(members)) for _, members in slices]


def _merged(members: Sequence[HistoryPoint]) -> HistoryPoint:
    return HistoryPoint(
        at_us=members[len(members) // 2].at_us,
        value=sum(point.value for point in members) / len(members),
        low=min(point.low for point in members),
        high=max(point.high for point in members),
    )


def thinned_states(points: Sequence[HistoryPoint]) -> list[HistoryPoint]:
    """Only the points at which an enumerated value changes, and the last one, so that steps stay steps."""
    kept = [point for before, point in zip(points, points[1:], strict=False) if before.value != point.value]
    return [*points[:1], *kept, *([points[-1]] if points and (not kept or kept[-1] is not points[-1]) else [])]
