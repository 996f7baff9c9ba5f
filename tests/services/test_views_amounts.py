"""Charts of sums over a time: readings for two days, hours before that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dashboard.domain.asset_charts import Chart
from dashboard.domain.durations import DAY_US, HOUR_US
from dashboard.domain.readouts import History, HistoryPoint, HistoryRange
from dashboard.domain.rule_preview import PastHour
from dashboard.domain.rules import Comparison
from dashboard.domain.sensors import alarm_rules
from dashboard.services.views import CHART_POINTS, Views
from tests.web.fake_page_services import SHANGHAI, FakeReads

NOW_US = 490_000 * HOUR_US
RAIN = alarm_rules()["rain.three_hours"]
PART_US = HOUR_US // 4


@dataclass
class Gauge(FakeReads):
    """It rained 1 mm each quarter of an hour, for ten days; the newest hour is not rolled up."""

    raw_from: list[int] = field(default_factory=list)

    def observations(self, asset_id: str, metric: str, from_us: int, until_us: int) -> Sequence[HistoryPoint]:
        self.raw_from.append(from_us)
        return [HistoryPoint(at_us, 1.0, 1.0, 1.0) for at_us in range(from_us, until_us + 1, PART_US)]

    def hourly(self, asset_id: str, metric: str, from_us: int, until_us: int) -> Sequence[PastHour]:
        oldest = max(from_us, NOW_US - 10 * DAY_US) // HOUR_US
        return [PastHour(hour, 4, 0.0, 1.0, 1.0) for hour in range(oldest, until_us // HOUR_US - 1)]


def chart(gauge: Gauge, span: HistoryRange, **change: Any) -> History:
    """The chart of the sum of three hours."""
    rule = replace(RAIN, **change)
    return Views(gauge, clock=lambda: NOW_US, zone=SHANGHAI).chart("YL-1", Chart("rain_mm", rule, (rule,)), span)


def test_a_day_is_summed_from_readings_and_begins_with_a_full_window() -> None:
    gauge = Gauge()
    found = chart(gauge, HistoryRange.DAY)
    assert gauge.raw_from == [NOW_US - 27 * HOUR_US]
    assert found.points[0].at_us == found.from_us == NOW_US - DAY_US
    assert {point.value for point in found.points} == {13.0}, "a window counts what is older by less than a twelfth"
    assert not found.hourly


def test_a_week_takes_its_older_sums_from_hours() -> None:
    gauge = Gauge()
    found = chart(gauge, HistoryRange.WEEK)
    assert gauge.raw_from == [NOW_US - HOUR_US], "the hours before are rolled up"
    assert found.points[0].at_us >= NOW_US - 7 * DAY_US
    assert {12.0 <= point.low <= point.high <= 13.5 for point in found.points} == {True}
    assert len(found.points) <= CHART_POINTS
    assert found.hourly


def test_a_rise_is_not_told_from_hours() -> None:
    gauge = Gauge()
    found = chart(gauge, HistoryRange.WEEK, comparison=Comparison.RISE)
    assert gauge.raw_from == [NOW_US - 51 * HOUR_US]
    assert found.points[0].at_us >= NOW_US - 51 * HOUR_US


def test_a_chart_without_a_window_is_the_metric_itself() -> None:
    found = Views(Gauge(), clock=lambda: NOW_US, zone=SHANGHAI).chart("YL-1", Chart("rain_mm"), HistoryRange.DAY)
    assert {point.value for point in found.points} == {1.0}
