"""The demo city's yesterday: what is generated, and what the ingest makes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import delete, func, select

from bootstrap.city import settle_demo_city
from bootstrap.past import record_past
from dashboard.domain.readings import Observation, to_us
from dashboard.domain.sensors import sensor_types
from dashboard.errors import Conflict
from dashboard.settings import Settings
from data_sources.db import tables as t
from data_sources.db.engine import Database, create, reading, writing
from data_sources.db.migrate import migrate
from data_sources.db.register_store import SqlRegister
from data_sources.demo_city.city import generate
from data_sources.demo_city.devices import SimulatedDevice
from data_sources.demo_city.parking import taken_at_start
from data_sources.demo_city.past import DAY_S, SAMPLE, Past, histories, history, past_devices
from data_sources.demo_city.past_events import SIGHTINGS, faults, sighting_times, sightings
from data_sources.demo_city.records import DemoCity
from data_sources.demo_city.settle import settle

MORNING = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
"""Half past nine in the city."""
SEED = 7


@pytest.fixture(scope="module")
def past() -> Past:
    return Past.before(MORNING)


@pytest.fixture(scope="module")
def devices(city: DemoCity) -> list[SimulatedDevice]:
    return past_devices(city, sensor_types(), SEED)


def of_kind(devices: Sequence[SimulatedDevice], kind: str) -> list[SimulatedDevice]:
    return [device for device in devices if device.asset.kind == kind]


def hours_ago(observation: Observation) -> float:
    return (to_us(MORNING) - observation.measured_us) / 3.6e9


def test_every_kind_reports_over_the_whole_day_and_nothing_after_it(devices: list[SimulatedDevice], past: Past) -> None:
    for kind in {device.asset.kind for device in devices} - {"parking_bay"}:
        told = list(history(of_kind(devices, kind)[0], past))
        assert hours_ago(told[0]) > 22.9
        assert 0 <= hours_ago(told[-1]) < 0.5
        assert told == sorted(told, key=lambda observation: observation.measured_us)
        assert all(observation.history for observation in told)


def test_nobody_would_count_as_silent_when_the_simulation_takes_over(
    devices: list[SimulatedDevice], past: Past
) -> None:
    for device in devices[::17]:
        *_, last = history(device, past)
        assert timedelta(hours=hours_ago(last)) < device.sensor.silent_after / 3


def test_the_same_seed_and_moment_give_the_same_past(city: DemoCity, devices: list[SimulatedDevice]) -> None:
    again = past_devices(city, sensor_types(), SEED)
    assert next(histories(devices, Past.before(MORNING))) == next(histories(again, Past.before(MORNING)))


@pytest.mark.parametrize("hour", [0, 3, 5, 9, 14, 18, 22])
def test_one_shower_fell_within_the_day_and_has_drained_by_its_end(hour: int) -> None:
    past = Past.before(MORNING + timedelta(hours=hour))
    assert past.in_shower(0.0) is None
    assert past.in_shower(-DAY_S) is None
    assert past.in_shower(past.shower_s + 1_800) is not None


def test_it_rains_a_little_and_the_sewers_follow(devices: list[SimulatedDevice], past: Past) -> None:
    for gauge in of_kind(devices, "rain"):
        assert 3 < sum(observation.values["rain_mm"] for observation in history(gauge, past)) < 15
    drains = [list(history(device, past)) for device in of_kind(devices, "drainage")]
    in_shower = -past.shower_s / 3_600 - 1.5
    swollen = [mean_flow(told, in_shower) / mean_flow(told, in_shower + 4) for told in drains]
    assert sum(swollen) / len(swollen) > 1.15
    assert all(observation.values["fill_ratio"] < 0.75 for told in drains for observation in told)


def mean_flow(told: Sequence[Observation], around_h: float) -> float:
    flows = [seen.values["flow_lps"] for seen in told if abs(hours_ago(seen) - around_h) < 0.4]
    return sum(flows) / len(flows)


def test_bays_turn_over_by_day_more_than_by_night_and_end_as_the_simulation_finds_them(
    devices: list[SimulatedDevice], past: Past
) -> None:
    by_hour = dict.fromkeys(range(24), 0)
    for bay in of_kind(devices, "parking_bay")[:300]:
        told = list(history(bay, past))
        assert told[-1].values["occupied"] == taken_at_start(bay, past.moment(0.0))
        changes = told[:-1]
        assert all(a.values != b.values for a, b in zip(changes, changes[1:], strict=False))
        for change in changes:
            by_hour[int(past.moment(-hours_ago(change) * 3_600).hour)] += 1
    assert by_hour[10] > 3 * by_hour[2] > 0


def test_a_large_city_gets_a_past_for_a_sample_with_every_kind() -> None:
    large = generate(seed=3, assets=6_000)
    sample = past_devices(large, sensor_types(), 3)
    assert SAMPLE * 0.6 < len(sample) <= SAMPLE
    assert {device.asset.kind for device in sample} == {asset.kind for asset in large.assets}


def test_faults_and_sightings_lie_within_the_day(devices: list[SimulatedDevice], past: Past) -> None:
    incidents = faults(devices, SEED)
    assert len(incidents) >= 6
    assert all(-DAY_S < incident.start_s < incident.end_s < -600 for incident in incidents)
    times = sighting_times(past, SEED)
    assert len(times) == SIGHTINGS
    assert times == sorted(times)
    assert -DAY_S <= times[0] < times[-1] < 0


def test_sightings_bring_a_picture_and_their_end(city: DemoCity, past: Past) -> None:
    told = sightings(city, past, SEED)
    assert len(told) == 2 * SIGHTINGS
    assert all(delivery.received_us < to_us(MORNING) for delivery in told)
    assert sum(len(delivery.payload) > 1_000 for delivery in told) == SIGHTINGS


class Kept(NamedTuple):
    """How much is stored."""

    rows: Mapping[str, int]
    open_alarms: int
    stays_known: int


def kept(engine: Database) -> Kept:
    tables = (t.observation, t.observation_hourly, t.parking_change, t.alarm, t.camera_event, t.image, t.quarantine)
    with reading(engine) as connection:
        rows = {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables}
        open_alarms = select(func.count()).where(t.alarm.c.cleared_us.is_(None))
        stays = select(func.count()).where(t.parking_change.c.lasted_s > 0)
        return Kept(rows, connection.scalar(open_alarms) or 0, connection.scalar(stays) or 0)


def test_it_is_recorded_with_turnover_alarms_that_cleared_and_roll_ups_and_again_adds_nothing(
    tmp_path: Path,
) -> None:
    engine = create(f"sqlite:///{tmp_path}/xiuhua.db")
    migrate(engine, to_us(MORNING))
    small = generate(seed=SEED, assets=400)
    settle(small, SqlRegister(engine, lambda: to_us(MORNING)))

    record_past(engine, small, SEED, to_us(MORNING))
    once = kept(engine)
    record_past(engine, small, SEED, to_us(MORNING))

    assert kept(engine) == once
    assert all(count > 0 for name, count in once.rows.items() if name != "quarantine")
    assert once.rows["quarantine"] == 0
    assert once.open_alarms == 0
    engine.dispose()
    assert once.stays_known > 0.8 * once.rows["parking_change"]


def test_an_interrupted_settling_is_done_again_with_the_same_past_and_no_other_city(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    engine = create(settings.database)
    migrate(engine, to_us(MORNING))
    settle_demo_city(settings, SEED, 60)
    once = kept(engine)
    with writing(engine) as connection:
        connection.execute(delete(t.city_document).where(t.city_document.c.key == "city"))

    with pytest.raises(Conflict, match="another city"):
        settle_demo_city(settings, SEED, 61)
    settle_demo_city(settings, SEED, 60)

    assert kept(engine) == once
    engine.dispose()
