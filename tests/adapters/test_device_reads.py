"""What the device page reads from both databases: stations with trends, car parks, roadside parking, the register."""

from __future__ import annotations

from typing import Final

import pytest
from sqlalchemy import Engine, insert, select

from dashboard.domain.metrics import METRICS
from dashboard.domain.readings import Device
from dashboard.domain.readouts import CarPark, RegisterQuery, RoadsideParking, StreetParking
from dashboard.domain.severity import AssetState
from dashboard.ports.ingest import ObservationRow
from data_sources.db import tables as t
from data_sources.db.city import save_document
from data_sources.db.device_read_models import DeviceReader
from data_sources.db.ingest.store import SqlIngestStore
from tests.adapters.city_of_four import HOUR, NOW, SECOND, asset, settle

MIDNIGHT: Final = NOW - NOW % (24 * HOUR)
PIECE: Final = 120 * SECOND
MORE: Final = (
    asset("PS-1", "drainage", 120.3, 30.3, grid="G1"),
    asset("PS-2", "drainage", 121.3, 30.3, grid="G2"),
    asset("RG-1", "rain", 120.3, 30.3),
    asset("RG-2", "rain", 120.4, 30.3),
    asset("PB-2", "parking_bay", 120.2, 30.2, attributes={"street": "县前街"}),
    asset("PB-3", "parking_bay", 120.2, 30.2, attributes={"street": "县前街"}),
    asset("TCC-1", "car_park", 120.2, 30.2, attributes={"capacity": 400}),
)


@pytest.fixture
def devices(engine: Engine) -> dict[str, Device]:
    """The city of four and what a device page shows, by asset_id."""
    return settle(engine, more=MORE)


@pytest.fixture
def reader(engine: Engine, devices: dict[str, Device]) -> DeviceReader:
    """Reads for that city's device page."""
    return DeviceReader(engine)


def know(engine: Engine, device: Device, **values: float) -> None:
    """Stores the latest values of a normal device."""
    with SqlIngestStore(engine, lambda: NOW).begin() as work:
        latest = work.latest([device.asset_key])[device.asset_key]
        latest.state, latest.last_seen_us = AssetState.NORMAL, NOW
        latest.values.update({metric: [value, NOW] for metric, value in values.items()})
        work.save_latest([latest])


def measure(engine: Engine, device: Device, metric: str, *readings: tuple[int, float]) -> None:
    """Stores readings of one metric."""
    number = METRICS[metric].number
    with SqlIngestStore(engine, lambda: NOW).begin() as work:
        work.add_observations(
            [
                ObservationRow(at_us // HOUR, device.asset_key, number, at_us, 1, value, at_us, 0)
                for at_us, value in readings
            ]
        )


def park(engine: Engine, device: Device, *changes: tuple[int, bool, float | None]) -> None:
    """Stores arrivals and departures of one bay."""
    rows = [
        {"asset_key": device.asset_key, "at_us": at_us, "occupied": occupied, "lasted_s": lasted_s}
        for at_us, occupied, lasted_s in changes
    ]
    with engine.begin() as connection:
        connection.execute(insert(t.parking_change), rows)


def test_states_are_stored_by_their_numbers_and_sorted_by_their_order(
    engine: Engine, devices: dict[str, Device], reader: DeviceReader
) -> None:
    known = dict(zip(("PS-1", "PS-2", "RG-1", "RG-2", "PB-2"), reversed(AssetState), strict=True))
    with SqlIngestStore(engine, lambda: NOW).begin() as work:
        latest = work.latest([devices[asset_id].asset_key for asset_id in known])
        for asset_id, state in known.items():
            latest[devices[asset_id].asset_key].state = state
        work.save_latest(latest.values())
    with engine.connect() as connection:
        stored = dict(connection.execute(select(t.asset_state.c.asset_key, t.asset_state.c.state)).all())
    assert {asset_id: stored[devices[asset_id].asset_key] for asset_id in known} == {
        asset_id: state.number for asset_id, state in known.items()
    }
    page = reader.register(RegisterQuery(sort="state"))
    assert [row.state for row in page.rows if row.asset_id in known] == list(AssetState)


def test_stations_come_with_their_newest_values(
    engine: Engine, devices: dict[str, Device], reader: DeviceReader
) -> None:
    know(engine, devices["PS-1"], fill_ratio=0.7, level_m=1.2)
    stations = {station.asset_id: station for station in reader.stations("drainage")}
    assert stations["PS-1"].values == {"fill_ratio": 0.7, "level_m": 1.2}
    assert (stations["PS-1"].state, stations["PS-1"].last_seen_us) == (AssetState.NORMAL, NOW)
    assert (stations["PS-2"].values, stations["PS-2"].last_seen_us) == ({}, None)
    assert stations["PS-2"].state is AssetState.OFFLINE
    assert not reader.stations("road_water")


def test_a_trend_is_the_means_of_two_minutes_each(
    engine: Engine, devices: dict[str, Device], reader: DeviceReader
) -> None:
    start = NOW - NOW % PIECE
    measure(engine, devices["PS-1"], "fill_ratio", (start, 0.2), (start + SECOND, 0.4), (start + PIECE, 0.5))
    measure(engine, devices["PS-1"], "level_m", (start, 9.0))
    measure(engine, devices["PS-2"], "fill_ratio", (start - 5 * HOUR, 0.9))
    trends = reader.trends("fill_ratio", ["PS-1", "PS-2"], start - HOUR, start + PIECE)
    assert list(trends) == ["PS-1"]
    assert trends["PS-1"] == pytest.approx((0.3, 0.5))
    assert reader.trends("fill_ratio", [], start - HOUR, start) == {}


def test_rain_is_the_mean_of_all_gauges(engine: Engine, devices: dict[str, Device], reader: DeviceReader) -> None:
    measure(engine, devices["RG-1"], "rain_mm", (NOW - SECOND, 2.0), (NOW, 1.0), (NOW - 2 * HOUR, 50.0))
    assert reader.rain_mm(NOW - HOUR, NOW) == 1.5


def test_car_parks_have_their_size_and_what_is_taken(
    engine: Engine, devices: dict[str, Device], reader: DeviceReader
) -> None:
    assert reader.car_parks() == [CarPark("TCC-1", "car_park TCC-1", 400, None, AssetState.OFFLINE)]
    know(engine, devices["TCC-1"], occupied_bays=384)
    assert reader.car_parks() == [CarPark("TCC-1", "car_park TCC-1", 400, 384, AssetState.NORMAL)]


def test_roadside_parking_is_counted_in_all_and_by_street(
    engine: Engine, devices: dict[str, Device], reader: DeviceReader
) -> None:
    know(engine, devices["PB-1"], occupied=1)
    know(engine, devices["PB-2"], occupied=0)
    park(engine, devices["PB-1"], (MIDNIGHT - 1, True, None), (MIDNIGHT + HOUR, False, 600.0))
    park(engine, devices["PB-2"], (MIDNIGHT, True, 60.0), (MIDNIGHT + 2 * HOUR, False, 1200.0))
    park(engine, devices["PB-3"], (MIDNIGHT + HOUR, True, None))
    roadside, streets = reader.roadside(MIDNIGHT, 8)
    arrivals = (1, 1, *[0] * 22)
    assert roadside == RoadsideParking(bays=3, reporting=2, occupied=1, arrivals_by_hour=arrivals, mean_stay_min=15.0)
    assert streets == [StreetParking("县前街", 2, 0, 2)]
    assert reader.roadside(MIDNIGHT, 0)[1] == []


def test_a_city_where_nobody_parked_yet_has_no_mean_stay(reader: DeviceReader) -> None:
    roadside, _ = reader.roadside(MIDNIGHT, 8)
    assert (roadside.bays, roadside.reporting, roadside.mean_stay_min) == (3, 0, None)


def test_pipes_are_those_of_the_imported_network(engine: Engine, reader: DeviceReader) -> None:
    assert reader.pipes() == []
    line = {"type": "LineString", "coordinates": [[120.3, 30.3], [121.3, 30.3]]}
    save_document(engine, "pipes", [{"from": "PS-1", "to": "PS-2", "diameter_mm": 800, "geometry": line}], NOW)
    (pipe,) = reader.pipes()
    assert (pipe.diameter_mm, pipe.line) == (800, ((120.3, 30.3), (121.3, 30.3)))


def test_outlines_are_those_of_the_largest_areas(reader: DeviceReader) -> None:
    rings = reader.outlines()
    assert len(rings) == 3
    assert max(rings)[:2] == ((121.0, 30.0), (122.0, 30.0))


def test_the_register_is_filtered_sorted_and_paged(
    engine: Engine, devices: dict[str, Device], reader: DeviceReader
) -> None:
    know(engine, devices["JG-2"], tilt_deg=1.0)

    def ids(query: RegisterQuery) -> list[str]:
        return [row.asset_id for row in reader.register(query).rows]

    assert ids(RegisterQuery(kind="manhole")) == ["JG-1", "JG-2"]
    assert ids(RegisterQuery(kind="manhole", sort="asset_id", descending=True)) == ["JG-2", "JG-1"]
    assert ids(RegisterQuery(state="normal")) == ["JG-2"]
    assert ids(RegisterQuery(area_code="G1", kind="drainage")) == ["PS-1"]
    assert ids(RegisterQuery(text="ps-")) == ["PS-1", "PS-2"]
    assert ids(RegisterQuery(text="%")) == []
    page = reader.register(RegisterQuery(limit=2, offset=1))
    assert (page.total, len(page.rows)) == (11, 2)
    assert ids(RegisterQuery(kind="manhole", sort="last_seen", descending=True)) == ["JG-2", "JG-1"]
