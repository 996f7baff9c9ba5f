"""Of which time figures are, and of which those beside them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from dashboard.domain.readings import from_us, to_us
from dashboard.domain.squads.periods import SquadPeriod, spans_of

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("period", "told"),
    [
        (SquadPeriod.NOW, ("11-27 19:30", "11-27 21:30", "11-26 19:30", "11-26 21:30")),
        (SquadPeriod.TODAY, ("11-27 00:00", "11-27 21:30", "11-26 00:00", "11-26 21:30")),
        (SquadPeriod.WEEK, ("11-23 00:00", "11-27 21:30", "11-16 00:00", "11-20 21:30")),
    ],
)
def test_a_period_is_held_against_as_much_of_the_one_before(period: SquadPeriod, told: tuple[str, ...]) -> None:
    now_us = to_us(datetime(2026, 11, 27, 21, 30, tzinfo=SHANGHAI))
    spans = spans_of(period, now_us, SHANGHAI)
    moments = [from_us(each).astimezone(SHANGHAI) for span in spans for each in span]
    assert tuple(f"{each:%m-%d %H:%M}" for each in moments) == told


def test_the_day_before_a_change_of_the_clocks_ends_at_the_same_time_of_day() -> None:
    now_us = to_us(datetime(2026, 10, 25, 12, 0, tzinfo=BERLIN))
    spans = spans_of(SquadPeriod.TODAY, now_us, BERLIN)
    assert from_us(spans.before.until_us) == datetime(2026, 10, 24, 10, 0, tzinfo=UTC)
    assert from_us(spans.before.from_us) == datetime(2026, 10, 23, 22, 0, tzinfo=UTC)
