"""The open alarms are asked for once per revision of their feed, and anew after twenty seconds: their figures move."""

from __future__ import annotations

from dashboard.domain.durations import SECOND_US
from dashboard.services.views import ALARMS_SLICE_US, Views
from tests.fakes_alarms import FakeClock
from tests.readout_builders import alarm_line
from tests.web.fake_page_services import SHANGHAI, FakeReads


def test_what_an_alarm_compares_is_never_older_than_a_slice_of_time() -> None:
    reads, clock = FakeReads(), FakeClock(1_000 * ALARMS_SLICE_US)
    views = Views(reads, clock=clock, zone=SHANGHAI)
    assert views.alarms(7)[0].now is None
    reads.alarms = [alarm_line(now=31.5)]
    clock.now_us += ALARMS_SLICE_US - SECOND_US
    assert views.alarms(7)[0].now is None
    clock.now_us += SECOND_US
    assert views.alarms(7)[0].now == 31.5
    assert reads.asked.count("alarms") == 2
