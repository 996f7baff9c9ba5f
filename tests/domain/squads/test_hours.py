"""At which hours most comes, counted by hand."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from dashboard.domain.durations import HOUR_US
from dashboard.domain.medians import middle
from dashboard.domain.squads.hours import HourCount, by_offset, days_like, heat_of, peak_of
from dashboard.domain.squads.speeds import change

SATURDAY = date(2026, 11, 28)


def hours(**counts: int) -> list[int]:
    """Counts by hour: h18=4."""
    found = [0] * 24
    for name, count in counts.items():
        found[int(name[1:])] = count
    return found


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        (hours(h18=4, h19=6, h20=6, h21=5, h7=9), (18, 22, 21, 30)),
        (hours(h23=5, h0=5, h1=2, h12=3), (23, 3, 12, 15)),
        (hours(h3=5, h4=5, h12=10), (12, 16, 10, 20)),
        (hours(h20=10), (20, 24, 10, 10)),
    ],
    ids=["evening", "over midnight", "begins with more", "single hour"],
)
def test_the_four_hours_with_the_most_are_found(counts: list[int], told: tuple[int, ...]) -> None:
    peak = peak_of(counts)
    assert peak is not None
    assert (peak.from_hour, peak.until_hour, peak.cases, peak.total) == told
    assert sum(count for hour, count in enumerate(counts) if peak.has(hour)) == peak.cases


def test_of_few_cases_no_hour_is_said_to_have_more() -> None:
    assert peak_of(hours(h18=9)) is None


def test_the_largest_categories_have_a_row_and_the_others_one_together() -> None:
    counts = [
        HourCount("店外经营", 18, 9),
        HourCount("店外经营", 19, 2),
        HourCount("流动摊贩", 19, 8),
        HourCount("机动车违停", 9, 5),
        HourCount("暴露垃圾", 7, 2),
        HourCount("沿街晾挂", 7, 1),
    ]
    heat = heat_of(counts, 8, is_worked=False)
    assert [(row.category, row.total) for row in heat.rows] == [
        ("店外经营", 11),
        ("流动摊贩", 8),
        ("机动车违停", 5),
        (None, 3),
    ]
    assert (heat.total, heat.rows[0].hours[18], heat.rows[3].hours[7]) == (27, 9, 3)
    assert heat.peak is not None
    assert (heat.peak.from_hour, heat.peak.cases) == (18, 19)
    assert [row.category for row in heat_of(counts[:5], 8, is_worked=True).rows][-1] == "暴露垃圾"
    assert heat_of([], 8, is_worked=True).rows == ()


def test_days_like_today_are_those_that_are_worked_as_today_is() -> None:
    holiday = date(2026, 11, 25)
    found = days_like(SATURDAY, lambda day: day.weekday() < 5 and day != holiday)
    assert len(found) == 9
    assert holiday in found
    assert SATURDAY not in found
    assert min(found) >= SATURDAY - timedelta(days=30)


def test_days_of_both_sides_of_a_change_of_the_clocks_are_counted_by_their_own() -> None:
    days = (date(2026, 10, 24), date(2026, 10, 25), date(2026, 10, 26))
    assert [(group.offset_us // HOUR_US, group.days) for group in by_offset(days, ZoneInfo("Europe/Berlin"))] == [
        (2, days[:1]),
        (1, days[1:]),
    ]


@pytest.mark.parametrize(("values", "told"), [([], None), ([3.0], 3.0), ([1.0, 2.0], 1.5), ([1.0, 2.0, 9.0], 2.0)])
def test_the_median_is_the_middle(values: list[float], told: float | None) -> None:
    assert middle(values) == told


@pytest.mark.parametrize(
    ("now", "before", "digits", "rose"),
    [(6.0, 9.0, 0, -3.0), (5.4, 4.4, 0, 1.0), (4.6, 5.4, 0, 0.0), (96.8, 97.2, 1, -0.4), (-0.2, 0.2, 0, 0.0)],
)
def test_what_rose_is_the_difference_of_the_figures_that_are_shown(
    now: float, before: float, digits: int, rose: float
) -> None:
    assert change(now, before, digits) == rose
