"""The pipe network is drawn once for all who look at it in the same way."""

from __future__ import annotations

from datetime import UTC

from callbacks.sensors_overviews import DrainageDrawings
from dashboard.domain.text import Language
from dashboard.services.sensors_overview import OVERVIEW_SLICE_US, SensorsOverview
from layouts.viewer import Theme, Viewer
from tests.fakes_alarms import FakeClock
from tests.readout_builders import NOW_US
from tests.web.fake_page_services import FakeReads


def test_it_is_drawn_once_per_look_until_there_is_a_newer_overview() -> None:
    clock, source = FakeClock(NOW_US - NOW_US % OVERVIEW_SLICE_US), FakeReads()
    drawings = DrainageDrawings(SensorsOverview(source, clock=clock, zone=UTC, ingest_counts=lambda: None))
    chinese = Viewer(Language.CHINESE, Theme.DARK, UTC)
    english = chinese._replace(language=Language.ENGLISH)
    first, other = drawings.drawn_for(chinese), drawings.drawn_for(english)
    assert drawings.drawn_for(chinese) is first
    assert str(first) != str(other)
    clock.now_us += OVERVIEW_SLICE_US
    assert drawings.drawn_for(chinese) is not first
