"""How many camera events there were today: counted once per revision of their feed, and anew when the day changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from dashboard.domain.durations import HOUR_US
from dashboard.domain.readings import midnight_before, to_us
from dashboard.services.views import Views
from tests.fakes_alarms import FakeClock
from tests.web.fake_page_services import SHANGHAI, FakeReads

EVENING_US = to_us(datetime(2026, 11, 21, 23, 0, tzinfo=SHANGHAI))


@dataclass
class Events(FakeReads):
    """One event an hour; remembers what it was asked for."""

    asked_for: list[tuple[int, int]] = field(default_factory=list)

    def events_seen(self, from_us: int, until_us: int) -> int:
        self.asked_for.append((from_us, until_us))
        return (until_us - from_us) // HOUR_US


def test_the_days_events_are_counted_once_a_revision_and_anew_at_midnight() -> None:
    events, clock = Events(), FakeClock(EVENING_US)
    views = Views(events, clock=clock, zone=SHANGHAI)
    assert [views.events_today(7), views.events_today(7), views.events_today(8)] == [23, 23, 23]
    clock.now_us += 2 * HOUR_US
    assert views.events_today(8) == 1
    evening = (EVENING_US - 23 * HOUR_US, EVENING_US)
    assert events.asked_for == [evening, evening, (EVENING_US + HOUR_US, EVENING_US + 2 * HOUR_US)]


def test_a_day_begins_at_midnight_in_its_zone() -> None:
    begun = midnight_before(EVENING_US, SHANGHAI)
    assert (begun.isoformat(), midnight_before(to_us(begun), SHANGHAI)) == ("2026-11-21T00:00:00+08:00", begun)
