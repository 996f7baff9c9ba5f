"""The newest known of a metric is what is shown and judged, whatever its age and however it came."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dashboard.domain.alarm_records import Alarm
from dashboard.domain.readings import Delivery, Device
from dashboard.domain.severity import AssetState
from dashboard.services.alarms.rule_book import RuleBook
from dashboard.services.ingest.intake import Intake
from dashboard.services.ingest.recording import Ingest
from data_sources.cameras import camera_sources
from data_sources.uplinks import uplinks, usual_mappings
from tests.fakes_alarms import FakeClock, FakeNotifier
from tests.fakes_ingest import HOUR, NOW, SECOND, FakeIngestStore, canonical

MINUTE = 60 * SECOND
MANHOLE = Device(asset_key=1, asset_id="t-mh", kind="manhole", datum_m=None, area_key=None)
ROAD = Device(asset_key=2, asset_id="t-rw", kind="road_water", datum_m=None, area_key=None)
BAY = Device(asset_key=3, asset_id="t-bay", kind="parking_bay", datum_m=None, area_key=None)
LORA = Device(asset_key=4, asset_id="t-abp", kind="manhole", datum_m=None, area_key=None)
DEVICES = {
    "canonical:t-mh": MANHOLE,
    "canonical:t-rw": ROAD,
    "canonical:t-bay": BAY,
    "deveui:70b3d57ed00a0001": LORA,
}


class Rig:
    """One ingest on a store in memory."""

    def __init__(self) -> None:
        self.clock = FakeClock(NOW)
        self.store = FakeIngestStore(DEVICES, self.clock)
        intake = Intake(uplinks(), camera_sources(), usual_mappings())
        self.ingest = Ingest(self.store, intake, RuleBook(self.store), FakeNotifier(), self.clock)
        self.ingest.refresh()

    def hear(
        self, device: Device, received_us: int = NOW, *, again: bool = False, retained: bool = False, **body: Any
    ) -> int:
        """Record one canonical message; return how many observations of it were new."""
        self.clock.now_us = max(self.clock.now_us, received_us)
        delivery = canonical(device.asset_id, received_us, **body)._replace(redelivered=again, retained=retained)
        return self.ingest.record([delivery]).accepted

    def value(self, device: Device, metric: str) -> float:
        """The newest value."""
        return float(self.store.tables.latest[device.asset_key].values[metric][0])

    def state(self, device: Device) -> AssetState:
        """What the map shows."""
        return self.store.tables.latest[device.asset_key].state

    def alarms(self) -> list[Alarm]:
        """All there ever were."""
        return list(self.store.tables.alarms.values())

    def noted(self) -> list[tuple[str, str, str]]:
        """What was not taken, or is told of the device: field, code, value."""
        return [(row.field, row.code, row.value) for row in self.store.tables.refusals]


@pytest.fixture
def rig() -> Rig:
    return Rig()


def frame(counter: int, tilt: float, cover: str, received_us: int) -> Delivery:
    """A frame of an ABP device as ChirpStack sends it."""
    body = {
        "deduplicationId": f"a-{received_us}",
        "time": "2025-11-21T04:40:00Z",
        "deviceInfo": {"deviceProfileName": "custom", "devEui": "70b3d57ed00a0001"},
        "devAddr": "01ab23cd",
        "fCnt": counter,
        "object": {"tilt_deg": tilt, "cover": cover},
    }
    return Delivery("application/9/device/70b3d57ed00a0001/event/up", json.dumps(body).encode(), received_us)


def test_a_device_that_restarts_its_counter_with_an_open_cover_is_heard(rig: Rig) -> None:
    rig.ingest.record([frame(0, 0.5, "closed", NOW), frame(1, 0.6, "closed", NOW + MINUTE)])
    rig.ingest.record([frame(0, 70, "open", NOW + 2 * MINUTE)])
    assert rig.state(LORA) is AssetState.CRITICAL


def test_of_two_readings_of_one_second_the_higher_number_is_the_newest_in_either_order(rig: Rig) -> None:
    rig.hear(MANHOLE, ts=NOW, seq=2, values={"cover": "open"})
    rig.hear(MANHOLE, ts=NOW, seq=1, values={"cover": "closed"})
    assert rig.state(MANHOLE) is AssetState.CRITICAL
    rig.hear(MANHOLE, ts=NOW, seq=3, values={"cover": "closed"})
    assert rig.state(MANHOLE) is AssetState.NORMAL


def test_without_a_number_the_later_arrival_is_the_newest(rig: Rig) -> None:
    rig.hear(MANHOLE, ts=NOW, values={"cover": "closed"})
    rig.hear(MANHOLE, NOW + SECOND, ts=NOW, values={"cover": "open"})
    assert rig.state(MANHOLE) is AssetState.CRITICAL


def test_a_repeat_of_the_same_second_does_not_become_the_newest(rig: Rig) -> None:
    rig.hear(MANHOLE, ts=NOW, values={"cover": "closed"})
    rig.hear(MANHOLE, ts=NOW, values={"cover": "open"})
    assert rig.hear(MANHOLE, again=True, ts=NOW, values={"cover": "closed"}) == 0
    assert rig.state(MANHOLE) is AssetState.CRITICAL


def test_a_toggle_within_a_second_without_times_ends_as_it_was_said_last(rig: Rig) -> None:
    for number, occupied in enumerate([True, False, True]):
        assert rig.hear(BAY, NOW + number * SECOND // 4, values={"occupied": occupied}) == 1
    assert rig.value(BAY, "occupied") == 1


def test_a_toggle_that_the_broker_delivers_again_adds_no_row_and_ends_the_same(rig: Rig) -> None:
    for again in (False, True):
        for number, occupied in enumerate([True, False, True]):
            rig.hear(BAY, NOW + number * SECOND // 4, again=again, values={"occupied": occupied})
    assert len(rig.store.tables.observations) == 3
    assert rig.value(BAY, "occupied") == 1


def test_a_clock_that_is_ahead_does_not_keep_a_flood_from_showing(rig: Rig) -> None:
    rig.hear(ROAD, ts=NOW + 9 * MINUTE, seq=1, values={"depth_m": 0.0})
    rig.hear(ROAD, NOW + MINUTE, ts=NOW + MINUTE, seq=2, values={"depth_m": 0.5})
    assert rig.value(ROAD, "depth_m") == 0.5
    assert rig.state(ROAD) is AssetState.CRITICAL


def test_a_message_from_ahead_is_one_row_however_often_it_is_delivered(rig: Rig) -> None:
    for received_us in (NOW, NOW + MINUTE):
        rig.hear(ROAD, received_us, ts=NOW + 9 * MINUTE, seq=1, values={"depth_m": 0.1})
    assert len(rig.store.tables.observations) == 1


def test_an_opening_that_is_heard_an_hour_late_raises_its_alarm(rig: Rig) -> None:
    rig.hear(MANHOLE, NOW - 2 * HOUR, ts=NOW - 2 * HOUR, seq=1, values={"cover": "closed"})
    rig.hear(MANHOLE, ts=NOW - 61 * MINUTE, seq=2, values={"cover": "open"})
    assert rig.state(MANHOLE) is AssetState.CRITICAL


def test_a_closing_that_is_heard_late_clears_the_alarm(rig: Rig) -> None:
    first = NOW - 59 * MINUTE - 45 * SECOND
    rig.hear(MANHOLE, ts=first, seq=1, values={"cover": "open"})
    rig.hear(MANHOLE, NOW + 25 * SECOND, ts=first + 5 * SECOND, seq=2, values={"cover": "closed"})
    (alarm,) = rig.alarms()
    assert alarm.cleared_us == first + 5 * SECOND
    assert rig.state(MANHOLE) is AssetState.NORMAL


def test_an_older_reading_that_comes_late_neither_shows_nor_clears(rig: Rig) -> None:
    rig.hear(MANHOLE, ts=NOW, values={"cover": "open"})
    rig.hear(MANHOLE, NOW + MINUTE, ts=NOW - MINUTE, values={"cover": "closed"})
    assert rig.state(MANHOLE) is AssetState.CRITICAL


def test_what_the_broker_kept_without_a_time_is_never_now(rig: Rig) -> None:
    rig.hear(ROAD, values={"depth_m": 0.0})
    assert rig.hear(ROAD, NOW + MINUTE, retained=True, values={"depth_m": 0.6}) == 0
    assert rig.value(ROAD, "depth_m") == 0.0
    assert rig.alarms() == []


def test_a_flapping_sensor_is_one_alarm_with_a_count(rig: Rig) -> None:
    for number in range(16):
        at_us = NOW + number * 10 * SECOND
        rig.hear(ROAD, at_us, ts=at_us, seq=number, values={"depth_m": 0.5 if number % 2 else 0.0})
    (alarm,) = rig.alarms()
    assert alarm.raise_count == 8
    assert alarm.cleared_us is None


def test_a_condition_that_comes_back_after_a_while_is_a_new_alarm(rig: Rig) -> None:
    for minute, depth_m in ((0, 0.5), (1, 0.0), (30, 0.5)):
        rig.hear(ROAD, NOW + minute * MINUTE, ts=NOW + minute * MINUTE, values={"depth_m": depth_m})
    assert len(rig.alarms()) == 2


@pytest.mark.parametrize(("behind_h", "told"), [(8, "-8 h"), (-8, "+8 h"), (1, "-1 h")])
def test_a_clock_that_is_off_by_whole_hours_is_told_at_the_device(rig: Rig, behind_h: int, told: str) -> None:
    for number in range(4):
        received_us = NOW + number * MINUTE
        rig.hear(ROAD, received_us, ts=received_us - behind_h * HOUR - SECOND, values={"depth_m": 0.01 * number})
    assert rig.noted()[-1] == ("time", "wrong_clock", told)


def test_what_waited_in_a_tunnel_says_nothing_of_the_clock(rig: Rig) -> None:
    for number in range(50):
        rig.hear(ROAD, ts=NOW - 2 * HOUR + number * 2 * MINUTE, values={"depth_m": 0.01})
    assert rig.noted() == []


def test_a_clock_that_was_mended_is_no_longer_told(rig: Rig) -> None:
    for number, behind_h in enumerate([8, 8, 8, 0, 8, 8]):
        received_us = NOW + number * MINUTE
        rig.hear(ROAD, received_us, ts=received_us - behind_h * HOUR, values={"depth_m": 0.01 * number})
    assert len(rig.noted()) == 1


def test_a_refused_value_of_a_message_that_the_broker_kept_is_counted(rig: Rig) -> None:
    rig.hear(ROAD, retained=True, values={"depth_m": 9.999})
    assert rig.noted() == [("depth_m", "out_of_range", "9.999")]
    assert rig.store.tables.latest[ROAD.asset_key].last_seen_us == 0
