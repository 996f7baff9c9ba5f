"""How figures, times and lengths of time read."""

from __future__ import annotations

import pytest

from layouts.formatting import clock, duration, full_time, number, percent, reading, with_unit
from tests.readout_builders import CHINESE, ENGLISH, NOW_US


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [(5889, 0, "5,889"), (-0.25, 2, "−0.25"), (None, 1, "—"), (0.0, 1, "0.0")],
    ids=["thousands", "minus", "nothing", "zero"],
)
def test_a_number_has_separators_and_fixed_decimals(value: float | None, digits: int, shown: str) -> None:
    assert number(value, digits) == shown


def test_a_share_of_nothing_is_a_dash_and_not_zero() -> None:
    assert percent(0, 0) == "—"


@pytest.mark.parametrize(
    ("metric", "value", "chinese", "english"),
    [
        ("cover", 1.0, "倾斜", "tilted"),
        ("occupied", 0.0, "空闲", "free"),
        ("running", 1.0, "运行", "running"),
        ("depth_m", 0.28, "0.28\u2009m", "0.28\u2009m"),
        ("tilt_deg", 22.4, "22.4°", "22.4°"),
        ("uncleaned_days", 41.0, "41\u2009天", "41\u2009d"),
        ("still_min", 12.0, "12\u2009分钟", "12\u2009min"),
    ],
    ids=["cover", "bay", "pump", "metres", "degrees without a gap", "days", "minutes"],
)
def test_a_reading_is_words_or_a_figure_with_its_unit(metric: str, value: float, chinese: str, english: str) -> None:
    assert with_unit(CHINESE, metric, value) == chinese
    assert with_unit(ENGLISH, metric, value) == english


def test_a_reading_without_a_unit_is_the_figure_alone() -> None:
    assert reading(CHINESE, "fill_ratio", 0.5) == with_unit(CHINESE, "fill_ratio", 0.5) == "0.50"


def test_times_are_told_in_the_city_time_zone() -> None:
    assert clock(CHINESE, NOW_US) == "21:07:42"
    assert full_time(CHINESE, NOW_US) == "2026-11-21 周六 21:07:42"
    assert full_time(ENGLISH, NOW_US) == "2026-11-21 Sat 21:07:42"


@pytest.mark.parametrize(
    ("seconds", "shown"), [(45, "45\u2009秒"), (600, "10\u2009分"), (7200, "2\u2009小时"), (172800, "2\u2009天")]
)
def test_a_length_of_time_has_its_largest_whole_unit(seconds: float, shown: str) -> None:
    assert duration(CHINESE, seconds) == shown
