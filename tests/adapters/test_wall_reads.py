"""What the wall reads from both databases."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import Engine, insert

from dashboard.domain.city import NAMELESS, CityProfile
from dashboard.domain.metrics import METRICS
from dashboard.domain.readings import Device
from dashboard.domain.severity import AssetState, Severity
from dashboard.domain.text import Text
from dashboard.domain.wall_facts import CategoryCount, GridCount, NewsKind, RainSlice
from dashboard.ports.ingest import ObservationRow
from data_sources.db import tables as t
from data_sources.db.city import save_document
from data_sources.db.ingest.store import SqlIngestStore
from data_sources.db.walls.read_models import WallReader
from tests.adapters.city_of_four import HOUR, NOW, SECOND, asset, settle

MIDNIGHT: Final = NOW - NOW % (24 * HOUR)
SLICE: Final = 600 * SECOND
DIGEST: Final = "a" * 64
GAUGES: Final = (
    asset("YL-1", "rain", 120.3, 30.3, grid="G1"),
    asset("YL-2", "rain", 121.3, 30.3, grid="G2"),
)


@pytest.fixture
def devices(engine: Engine) -> dict[str, Device]:
    """The city of four with two rain gauges, by asset_id."""
    return settle(engine, more=GAUGES)


@pytest.fixture
def reader(engine: Engine, devices: dict[str, Device]) -> WallReader:
    """Reads for a wall of that city."""
    return WallReader(engine)


def know(
    engine: Engine, device: Device, state: AssetState, seen_us: int, **values: tuple[float, *tuple[int, ...]]
) -> None:
    """Stores the latest state of one device."""
    with SqlIngestStore(engine, lambda: NOW).begin() as work:
        latest = work.latest([device.asset_key])[device.asset_key]
        latest.state, latest.last_seen_us = state, seen_us
        latest.values.update({metric: list(value) for metric, value in values.items()})
        work.save_latest([latest])


def raise_alarm(engine: Engine, device: Device, severity: Severity, **fields: Any) -> int:
    """Stores one alarm; gives its key."""
    told = {
        "asset_key": device.asset_key,
        "grid_key": device.area_key,
        "rule_key": f"rule {severity}",
        "severity": severity.value,
        "peak_severity": severity.value,
        **dict.fromkeys(("raised_us", "last_raised_us", "worsened_us", "updated_us"), NOW),
        **fields,
    }
    with engine.begin() as connection:
        return int(connection.execute(insert(t.alarm).values(told).returning(t.alarm.c.alarm_key)).scalar_one())


def tell(engine: Engine, alarm_key: int, what: str, at_us: int, severity: str | None = "critical") -> None:
    """Stores one line of an alarm's story."""
    line = {"alarm_key": alarm_key, "what": what, "at_us": at_us, "severity": severity}
    with engine.begin() as connection:
        connection.execute(insert(t.alarm_event).values(line))


def see(engine: Engine, at_us: int, category: str | None, device: Device | None = None, **fields: Any) -> None:
    """Stores one camera event."""
    told = {
        "source": "frigate",
        "camera_ref": "CAM-1",
        "asset_key": device and device.asset_key,
        "grid_key": device and device.area_key,
        "category": category,
        "label": "stall",
        **dict.fromkeys(("first_us", "last_us", "updated_us"), at_us),
        **fields,
    }
    with engine.begin() as connection:
        connection.execute(insert(t.camera_event).values(told))


def test_the_city_has_a_name_once_one_was_stored(engine: Engine, reader: WallReader) -> None:
    assert reader.profile() == NAMELESS
    save_document(engine, "city", {"zh": "云溪市", "en": "Yunxi"}, NOW)
    assert reader.profile() == CityProfile(name=Text("云溪市", "Yunxi"))


def test_the_temperature_is_the_mean_of_what_the_gauges_told_lately(
    engine: Engine, devices: dict[str, Device], reader: WallReader
) -> None:
    know(engine, devices["YL-1"], AssetState.NORMAL, NOW, temperature_c=(20.0, NOW, 7))
    know(engine, devices["YL-2"], AssetState.NORMAL, NOW, temperature_c=(26.0, NOW - HOUR))
    know(engine, devices["JG-1"], AssetState.NORMAL, NOW, temperature_c=(60.0, NOW))
    assert reader.temperature_c(NOW - 2 * HOUR) == 23.0
    assert reader.temperature_c(NOW - SECOND) == 20.0
    assert reader.temperature_c(NOW + SECOND) is None


def test_counts_of_a_time_hold_its_beginning_and_not_its_end(
    engine: Engine, devices: dict[str, Device], reader: WallReader
) -> None:
    for at_us in (NOW - HOUR, NOW - 1, NOW):
        raise_alarm(engine, devices["JG-1"], Severity.MINOR, raised_us=at_us, cleared_us=NOW)
        see(engine, at_us, "0504")
    assert reader.alarms_raised(NOW - HOUR, NOW) == 2
    assert reader.events_seen(NOW - HOUR, NOW) == 2
    assert reader.alarms_raised(NOW + 1, NOW + HOUR) == 0


def test_events_are_told_by_hour_and_by_category(engine: Engine, reader: WallReader) -> None:
    for hour, category in ((0, "0504"), (0, "0101"), (7, "0504"), (23, None), (-1, "0504")):
        see(engine, MIDNIGHT + hour * HOUR, category)
    hours = reader.events_by_hour(MIDNIGHT)
    assert (len(hours), sum(hours)) == (24, 4)
    assert (hours[0], hours[7], hours[23]) == (2, 1, 1)
    categories = reader.events_by_category(MIDNIGHT)
    assert categories[0] == CategoryCount("0504", 2)
    assert {found.category for found in categories[1:]} == {"0101", None}


def test_grids_are_ranked_by_red_alarms_and_then_by_all_that_happens(
    engine: Engine, devices: dict[str, Device], reader: WallReader
) -> None:
    raise_alarm(engine, devices["JG-2"], Severity.CRITICAL)
    raise_alarm(engine, devices["JG-1"], Severity.MINOR)
    raise_alarm(engine, devices["PB-1"], Severity.MAJOR)
    raise_alarm(engine, devices["YL-1"], Severity.MAJOR, cleared_us=NOW)
    raise_alarm(engine, devices["YL-1"], Severity.CRITICAL, shelved_until_us=NOW + HOUR)
    raise_alarm(engine, devices["YL-2"], Severity.CRITICAL, suppressed=True)
    see(engine, NOW, "0504", devices["JG-1"])
    ranked = [GridCount("G2", "二网格", 1, 1, 0), GridCount("G1", "一网格", 2, 0, 1)]
    assert reader.hot_grids(MIDNIGHT, 8) == ranked
    assert reader.hot_grids(MIDNIGHT, 1) == ranked[:1]


def test_the_rain_of_all_gauges_is_told_in_slices_of_ten_minutes(
    engine: Engine, devices: dict[str, Device], reader: WallReader
) -> None:
    start = NOW - NOW % SLICE
    fell = ((devices["YL-1"], start, 3.0), (devices["YL-2"], start + SLICE - 1, 1.0), (devices["YL-1"], start, 2.0))
    rain = METRICS["rain_mm"].number
    with SqlIngestStore(engine, lambda: NOW).begin() as work:
        work.add_observations(
            [
                ObservationRow(at_us // HOUR, device.asset_key, rain, at_us, repeat, mm, at_us, 0)
                for repeat, (device, at_us, mm) in enumerate(fell)
            ]
        )
    assert reader.rain_curve(start - SLICE, start) == [RainSlice(start - SLICE, 0.0), RainSlice(start, 3.0)]


def test_a_city_without_gauges_has_no_rain_curve(engine: Engine) -> None:
    settle(engine)
    assert WallReader(engine).rain_curve(NOW - HOUR, NOW) == []


def test_arrivals_are_counted_by_hour_where_changes_are_known(
    engine: Engine, devices: dict[str, Device], reader: WallReader
) -> None:
    assert reader.arrivals_by_hour(MIDNIGHT) is None
    changes = ((0, True), (HOUR - 1, False), (9 * HOUR, True), (9 * HOUR + 1, True), (24 * HOUR, True))
    rows = [
        {"asset_key": devices["PB-1"].asset_key, "at_us": MIDNIGHT + at_us, "occupied": occupied}
        for at_us, occupied in changes
    ]
    with engine.begin() as connection:
        connection.execute(insert(t.parking_change), rows)
    hours = reader.arrivals_by_hour(MIDNIGHT)
    assert hours is not None
    assert (len(hours), sum(hours), hours[0], hours[9]) == (24, 3, 1, 2)


def test_the_longest_silent_come_first_and_those_never_heard_last(
    engine: Engine, devices: dict[str, Device], reader: WallReader
) -> None:
    for asset_id, seen_us in (("JG-1", 0), ("JG-2", NOW - HOUR), ("PB-1", NOW - 2 * HOUR)):
        know(engine, devices[asset_id], AssetState.OFFLINE, seen_us)
    for asset_id in ("YL-1", "YL-2"):
        know(engine, devices[asset_id], AssetState.NORMAL, NOW)
    silent = reader.silent_longest(8)
    assert [(found.asset_id, found.last_seen_us) for found in silent] == [
        ("PB-1", NOW - 2 * HOUR),
        ("JG-2", NOW - HOUR),
        ("JG-1", None),
    ], "CAM-1 has no device that could speak"
    assert reader.silent_longest(1) == silent[:1]


def test_batteries_are_counted_in_classes_and_the_emptiest_named(
    engine: Engine, devices: dict[str, Device], reader: WallReader
) -> None:
    for asset_id, percent in (("JG-1", 9.9), ("JG-2", 10.0), ("PB-1", 100.0)):
        know(engine, devices[asset_id], AssetState.NORMAL, NOW, battery_pct=(percent, NOW))
    know(engine, devices["YL-1"], AssetState.NORMAL, NOW, battery_v=(3.6, NOW))
    health = reader.batteries(2)
    assert health.classes == (1, 1, 0, 0, 0, 1)
    assert [battery.asset_id for battery in health.lowest] == ["JG-1", "JG-2"]


def test_the_news_tell_alarms_and_events_in_the_order_of_their_time(
    engine: Engine, devices: dict[str, Device], reader: WallReader
) -> None:
    shown = raise_alarm(engine, devices["JG-1"], Severity.CRITICAL)
    hidden = raise_alarm(engine, devices["JG-2"], Severity.CRITICAL, suppressed=True)
    tell(engine, shown, "raised", NOW - 3)
    tell(engine, shown, "acknowledged", NOW - 2)
    tell(engine, shown, "cleared", NOW, None)
    tell(engine, hidden, "raised", NOW)
    see(engine, NOW - 1, None, devices["PB-1"])
    told = reader.news(8)
    assert [(line.kind, line.asset_id, line.severity) for line in told] == [
        (NewsKind.CLEARED, "JG-1", None),
        (NewsKind.SEEN, "PB-1", None),
        (NewsKind.RAISED, "JG-1", Severity.CRITICAL),
    ]
    assert [line.about for line in told] == ["rule critical", "stall", "rule critical"]
    assert reader.news(1) == told[:1]


def test_the_newest_picture_near_a_place_is_found(
    engine: Engine, devices: dict[str, Device], reader: WallReader
) -> None:
    with engine.begin() as connection:
        connection.execute(
            insert(t.image).values(digest=DIGEST, media_type="image/jpeg", content=b"picture", stored_us=NOW)
        )
    see(engine, NOW, "0504", devices["JG-1"], label="unseen")
    see(engine, NOW - 2, "0504", devices["JG-1"], label="older", image_digest=DIGEST)
    see(engine, NOW - 1, "0504", devices["JG-1"], label="newer", image_digest=DIGEST)
    see(engine, NOW, "0504", devices["JG-2"], label="far", image_digest=DIGEST)
    near = reader.event_near(120.1005, 30.1, 100.0, NOW - HOUR)
    assert near is not None
    assert near.label == "newer"
    assert reader.event_near(120.1005, 30.1, 100.0, NOW) is None
    assert reader.event_near(120.11, 30.1, 100.0, NOW - HOUR) is None
