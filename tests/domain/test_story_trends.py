"""Whether a story still gets worse, stands or has eased."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from dashboard.domain.alarms import Move
from dashboard.domain.durations import MINUTE_US
from dashboard.domain.severity import Severity
from dashboard.domain.story_trends import LATELY_US, Trend, trend_of

MINOR, MAJOR, CRITICAL = Severity
NOW_US = 100 * MINUTE_US


class Row(NamedTuple):
    """An alarm."""

    severity: Severity
    worsened_us: int
    move: Move | None


def row(severity: Severity, move: Move | None = None, *, asked_min: int = 60) -> Row:
    return Row(severity, NOW_US - asked_min * MINUTE_US, move)


RISES = Move(NOW_US - 2 * MINUTE_US, worse=True)
STANDS = Move(NOW_US - 40 * MINUTE_US, worse=True)
FELL = Move(NOW_US - 2 * MINUTE_US, worse=False)
FELL_LONG_AGO = Move(NOW_US - 50 * MINUTE_US, worse=False)


@pytest.mark.parametrize(
    ("rows", "trend"),
    [
        pytest.param([row(MINOR, RISES)], Trend.WORSE, id="one that rises"),
        pytest.param([row(MINOR, STANDS)], Trend.STEADY, id="one that rose long ago"),
        pytest.param([row(MINOR, FELL)], Trend.EASED, id="one that fell"),
        pytest.param([row(MINOR, FELL_LONG_AGO)], Trend.EASED, id="one that fell long ago stays so"),
        pytest.param([row(CRITICAL, RISES), *[row(MAJOR, FELL)] * 9], Trend.WORSE, id="a red one rises"),
        pytest.param([row(MAJOR, RISES), *[row(MAJOR, STANDS)] * 3], Trend.WORSE, id="a quarter rises"),
        pytest.param([row(MAJOR, RISES), *[row(MAJOR, FELL)] * 4], Trend.STEADY, id="a fifth rises, others fell"),
        pytest.param([row(MAJOR, STANDS), row(MAJOR, FELL)], Trend.EASED, id="half fell"),
        pytest.param([*[row(MAJOR, STANDS)] * 2, row(MAJOR, FELL)], Trend.STEADY, id="less than half fell"),
        pytest.param([row(MINOR, asked_min=3)], Trend.STEADY, id="a single one that is new has not moved"),
        pytest.param([row(MINOR, asked_min=3), *[row(MINOR)] * 3], Trend.SPREADING, id="a quarter is new"),
        pytest.param([row(MINOR, asked_min=3), *[row(MINOR)] * 4], Trend.STEADY, id="a fifth is new"),
        pytest.param([row(MAJOR, asked_min=3), *[row(MAJOR, FELL)] * 4], Trend.STEADY, id="a fifth new, others fell"),
        pytest.param([row(CRITICAL, asked_min=3), *[row(MAJOR, FELL)] * 9], Trend.SPREADING, id="a red one is new"),
        pytest.param([row(MINOR, asked_min=30)], Trend.STEADY, id="a state that is old never eases"),
        pytest.param([row(MAJOR, FELL, asked_min=1)], Trend.EASED, id="raised lately and back already"),
        pytest.param([row(MAJOR, STANDS, asked_min=1)] * 2, Trend.SPREADING, id="came back lately"),
    ],
)
def test_the_trend_of_a_story(rows: list[Row], trend: Trend) -> None:
    assert trend_of(rows, NOW_US) is trend


def test_a_rise_is_told_for_ten_minutes() -> None:
    rises = Row(MINOR, 0, Move(NOW_US, worse=True))
    told = [trend_of([rises], NOW_US + passed_us) for passed_us in (0, LATELY_US - 1, LATELY_US)]
    assert told == [Trend.WORSE, Trend.WORSE, Trend.STEADY]
