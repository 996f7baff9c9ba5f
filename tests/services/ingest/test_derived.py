"""What follows from a report is stored and judged like what was reported."""

from __future__ import annotations

import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dashboard.domain.feeds import Feed
from dashboard.domain.metrics import METRICS
from dashboard.domain.readings import Delivery, Device, from_us
from dashboard.services.alarms.rule_book import RuleBook
from dashboard.services.ingest.intake import Intake
from dashboard.services.ingest.recording import Ingest
from data_sources.cameras import camera_sources
from data_sources.uplinks import uplinks, usual_mappings
from tests.fakes_alarms import FakeClock, FakeNotifier
from tests.fakes_ingest import FakeIngestStore
from tests.servers import NOW

KITCHEN = Device(1, "YY-1", "fumes", None, None)
SITE = Device(2, "YC-1", "site_air", None, None)
OTHERS = [Device(key, f"YC-{key}", "site_air", None, None) for key in (3, 4, 5)]
DEVICES = {f"canonical:{each.asset_id}": each for each in (KITCHEN, SITE, *OTHERS)}
NAMES = {metric.number: key for key, metric in METRICS.items()}


class Rig:
    """An ingest of a city eight hours east of UTC."""

    def __init__(self) -> None:
        self.clock = FakeClock(NOW)
        self.store = FakeIngestStore(DEVICES, self.clock)
        intake = Intake(uplinks(), camera_sources(), usual_mappings(), zone=ZoneInfo("Asia/Shanghai"))
        self.ingest = Ingest(self.store, intake, RuleBook(self.store), FakeNotifier(), self.clock)
        self.ingest.refresh()

    def report(self, device: Device, at: str, **values: Any) -> dict[str, float]:
        """What is stored of a report of that moment."""
        body = json.dumps({"ts": at, "values": values}).encode()
        topic = f"xiuhua/v1/{device.kind}/{device.asset_id}/observation"
        before = set(self.store.tables.observations)
        self.ingest.record([Delivery(topic, body, self.clock())])
        rows = [row for key, row in self.store.tables.observations.items() if key not in before]
        return {NAMES[row.metric]: row.value for row in rows}


@pytest.fixture
def rig() -> Rig:
    return Rig()


def moment(rig: Rig, minutes_ago: int) -> str:
    return from_us(rig.clock() - minutes_ago * 60_000_000).isoformat()


def test_whether_the_exhaust_is_purified_is_stored_beside_fan_and_purifier(rig: Rig) -> None:
    stored = rig.report(KITCHEN, moment(rig, 1), fumes_mgm3=1.1, fan=True, purifier=False)
    assert stored == {"fumes_mgm3": 1.1, "fan": 1.0, "purifier": 0.0, "exhaust": 2.0}
    assert "exhaust" not in rig.report(KITCHEN, moment(rig, 0), fumes_mgm3=1.2)


def test_noise_is_held_against_the_hour_of_the_city(rig: Rig) -> None:
    at = from_us(rig.clock()).astimezone(ZoneInfo("Asia/Shanghai"))
    stored = rig.report(SITE, at.isoformat(), noise_db=60.0)
    assert stored["noise_over_db"] == (5.0 if at.hour >= 22 or at.hour < 6 else -10.0)
    assert rig.report(SITE, moment(rig, 5), pm10_ugm3=88) == {"pm10_ugm3": 88.0}


def test_what_cannot_be_measured_adds_nothing(rig: Rig) -> None:
    assert rig.report(SITE, moment(rig, 2), noise_db=0, pm10_ugm3=70) == {"pm10_ugm3": 70.0}


def test_dust_is_held_against_the_other_stations_of_the_district(rig: Rig) -> None:
    for each, value in zip(OTHERS, (60, 64, 90), strict=True):
        assert rig.report(each, moment(rig, 1), pm10_ugm3=value) == {"pm10_ugm3": value}
    rig.clock.now_us += 61_000_000
    rig.ingest.refresh()
    stored = rig.report(SITE, moment(rig, 0), pm10_ugm3=170)
    assert stored == {"pm10_ugm3": 170.0, "pm10_region_ugm3": 64.0, "pm10_over_ugm3": 106.0}


def test_dust_far_above_the_region_alarms_when_it_lasts_though_the_site_keeps_its_own_limit(rig: Rig) -> None:
    for minute in range(13):
        for each in OTHERS:
            rig.report(each, moment(rig, 0), pm10_ugm3=50 + minute)
        rig.report(SITE, moment(rig, 0), pm10_ugm3=146)
        rig.clock.now_us += 61_000_000
        rig.ingest.refresh()
    raised = [alarm for alarm in rig.store.tables.alarms.values() if alarm.device.asset_id == "YC-1"]
    assert [(alarm.rule_key, alarm.threshold) for alarm in raised] == [("site_air.pm10_region", 80.0)]


def test_stations_of_another_district_are_no_region(rig: Rig) -> None:
    rig.store.paths = {7: ("330213", "330213001"), 8: ("330281", "330281002")}
    places = {each: each._replace(area_key=8) for each in OTHERS} | {SITE: SITE._replace(area_key=7)}
    rig.store.devices_by_ref.update({f"canonical:{each.asset_id}": moved for each, moved in places.items()})
    rig.store.tables.feeds[Feed.REGISTRY] += 1
    for each in OTHERS:
        rig.report(each, moment(rig, 0), pm10_ugm3=50)
    rig.clock.now_us += 61_000_000
    rig.ingest.refresh()
    assert rig.report(SITE, moment(rig, 0), pm10_ugm3=146) == {"pm10_ugm3": 146.0}
