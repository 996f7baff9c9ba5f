"""Series are made short without losing peaks or steps."""

from __future__ import annotations

from dashboard.analytics.trends import thinned, thinned_states
from dashboard.domain.readouts import HistoryPoint


def _points(*values: float) -> list[HistoryPoint]:
    return [HistoryPoint(place * 1_000_000, value, value, value) for place, value in enumerate(values)]


def test_a_short_series_stays_as_it_is() -> None:
    points = _points(1, 2, 3)
    assert thinned(points, 3) == points


def test_a_thinned_series_keeps_its_highest_and_lowest_values() -> None:
    values = [float(place % 7) for place in range(10_000)]
    values[4_321] = 99.0
    shown = thinned(_points(*values), 500)
    assert len(shown) <= 500
    assert max(point.high for point in shown) == 99.0
    assert min(point.low for point in shown) == 0.0
    assert [point.at_us for point in shown] == sorted(point.at_us for point in shown)


def test_an_enumeration_keeps_its_changes_and_its_ends() -> None:
    shown = thinned_states(_points(0, 0, 1, 1, 1, 0, 0))
    assert [(point.at_us // 1_000_000, point.value) for point in shown] == [(0, 0), (2, 1), (5, 0), (6, 0)]


def test_nothing_stays_nothing() -> None:
    assert thinned([], 10) == []
    assert thinned_states([]) == []
