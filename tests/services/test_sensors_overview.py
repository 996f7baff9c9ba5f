"""Overviews: shared between clients for ten seconds, with trends for what can be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC
from typing import Any

import pytest

from dashboard.domain.readouts import AreaStep, Station
from dashboard.domain.severity import AssetState
from dashboard.services.sensors_overview import OVERVIEW_SLICE_US, TRENDS_SHOWN, SensorsOverview
from tests.fakes_alarms import FakeClock
from tests.readout_builders import NOW_US, asset_sheet_of, station_of
from tests.web.fake_page_services import FakeReads


class Network(FakeReads):
    """A network with more stations than can be shown; it counts how often it is read."""

    def __init__(self) -> None:
        super().__init__()
        self.read, self.trends_for = 0, [""]

    def stations(self, kind: str) -> Sequence[Station]:
        self.read += kind == "drainage"
        calm = [station_of(f"PS-{number:02}", 0.1) for number in range(TRENDS_SHOWN + 2)]
        return [*calm, station_of("PS-red", 0.2, AssetState.CRITICAL)] if kind == "drainage" else []

    def trends(
        self, metric: str, asset_ids: Sequence[str], from_us: int, until_us: int
    ) -> Mapping[str, tuple[float, ...]]:
        self.trends_for = list(asset_ids) or self.trends_for
        return dict.fromkeys(asset_ids, (0.5,))


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOW_US - NOW_US % OVERVIEW_SLICE_US)


@pytest.fixture
def overview(network: Network, clock: FakeClock) -> SensorsOverview:
    source: Any = network
    return SensorsOverview(source, clock=clock, zone=UTC, ingest_counts=lambda: None)


def test_the_highest_figures_come_first_and_only_they_have_trends(network: Network, overview: SensorsOverview) -> None:
    stations = overview.drainage().stations
    assert stations[0].asset_id == "PS-red"
    assert [bool(station.trend) for station in stations] == [True] * TRENDS_SHOWN + [False] * 3
    assert network.trends_for == [station.asset_id for station in stations[:TRENDS_SHOWN]]


def test_it_is_read_once_for_all_who_ask_within_ten_seconds(
    network: Network, overview: SensorsOverview, clock: FakeClock
) -> None:
    assert overview.drainage() is overview.drainage()
    assert network.read == 1
    clock.now_us += OVERVIEW_SLICE_US
    overview.drainage()
    assert network.read == 2


def test_the_rules_over_an_asset_are_those_of_its_areas_and_of_itself(
    network: Network, overview: SensorsOverview
) -> None:
    sheet = asset_sheet_of()
    assert {rule.key for rule in overview.rules_over(sheet)} == {"manhole.tilt", "manhole.cover", "manhole.offline"}, (
        "the battery's rule is switched off in G1, the water's has no level"
    )
    beside = replace(sheet, areas=(AreaStep("B1", "方桥", "block"), AreaStep("G1", "县前街", "line")))
    assert "manhole.battery" in {rule.key for rule in overview.rules_over(beside)}, "a line is beside the path"
    assert overview.rules_over(replace(sheet, kind="statue")) == ()
