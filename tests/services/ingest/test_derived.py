"""What follows from a report is stored and judged like what was reported."""

from __future__ import annotations

import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest

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
DEVICES = {"canonical:YY-1": KITCHEN, "canonical:YC-1": SITE}
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
