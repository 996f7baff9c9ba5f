"""Who came to the demo's shifts of the past."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from dashboard.domain.durations import HOUR_US, MINUTE_US
from dashboard.domain.roster.duty import DutySpan, moment_us
from data_sources.demo_city.turnouts import past_turnouts

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 11, 16)
SPANS = [
    DutySpan(f"XC{person:04d}", start_us, start_us + 9 * HOUR_US, "D", day)
    for day in (MONDAY + timedelta(number) for number in range(7))
    for start_us in [moment_us(day, 480, ZONE)]
    for person in range(100)
]
LATER_US = SPANS[-1].end_us


def test_almost_everybody_came_about_in_time_and_the_same_again() -> None:
    turnouts = past_turnouts(SPANS, 7, LATER_US)
    assert turnouts == past_turnouts(SPANS, 7, LATER_US) != past_turnouts(SPANS, 8, LATER_US)
    assert 0.95 < len(turnouts) / len(SPANS) < 0.995
    starts = {(span.person, span.day): span for span in SPANS}
    for turnout in turnouts:
        span = starts[turnout.person, turnout.day]
        assert -15 * MINUTE_US <= turnout.signed_in_us - span.start_us <= 27 * MINUTE_US
        assert turnout.signed_out_us is not None
        assert abs(turnout.signed_out_us - span.end_us) <= 17 * MINUTE_US


def test_shifts_that_have_not_ended_have_no_turnout_yet() -> None:
    assert {each.day for each in past_turnouts(SPANS, 7, LATER_US - 1)} == {MONDAY + timedelta(n) for n in range(6)}
