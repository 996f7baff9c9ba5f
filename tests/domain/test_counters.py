"""Counts that go up for ever: the increase is the measurement."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.domain.counters import counted, increase
from dashboard.domain.plausibility import plausible_ranges

RAIN = frozenset({"rain_mm"})


def increases(*counts: float) -> list[float | None]:
    memory: dict[str, Any] = {}
    return [increase(memory, "rain_mm", count, number) for number, count in enumerate(counts)]


def test_the_first_count_measures_nothing() -> None:
    assert increases(30.0) == [None]


def test_the_increase_is_the_measurement() -> None:
    assert increases(30.0, 30.2, 30.2, 30.4) == [None, pytest.approx(0.2), 0.0, pytest.approx(0.2)]


def test_a_count_that_began_anew_is_itself_the_increase() -> None:
    assert increases(30.0, 0.4, 0.6) == [None, 0.4, pytest.approx(0.2)]


def test_a_small_step_back_is_a_correction_and_no_cloudburst() -> None:
    assert increases(30.2, 30.0, 30.4) == [None, 0.0, pytest.approx(0.4)]


def test_a_count_that_comes_late_says_nothing() -> None:
    memory: dict[str, Any] = {}
    assert increase(memory, "rain_mm", 30.4, 20) is None
    assert increase(memory, "rain_mm", 30.2, 10) is None
    assert increase(memory, "rain_mm", 30.4, 20) is None
    assert increase(memory, "rain_mm", 30.6, 30) == pytest.approx(0.2)


def test_what_is_no_counter_stays_and_an_impossible_increase_is_told() -> None:
    memory: dict[str, Any] = {}
    ranges = plausible_ranges("rain")
    first = counted(memory, {"rain_mm": 10.0, "battery_pct": 80}, RAIN, 1, ranges)
    assert first.values == {"battery_pct": 80}
    later = counted(memory, {"rain_mm": 4_000.0, "battery_pct": 80}, RAIN, 2, ranges)
    assert (later.values, later.refused) == ({"battery_pct": 80}, {"rain_mm": 3_990.0})
