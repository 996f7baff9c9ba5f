"""Kitchens and building sites of the demo city: when they cook and work, and how an older city gets them."""

from __future__ import annotations

from dataclasses import replace
from statistics import mean

import pytest

from dashboard.domain.imports import AssetRecord
from dashboard.domain.kinds import SensorType
from dashboard.domain.sensors import device_types
from data_sources.demo_city.devices import SimulatedDevice, make_devices
from data_sources.demo_city.models import Moment, readings
from data_sources.demo_city.records import DemoCity
from data_sources.demo_city.scenarios import Scenario
from data_sources.demo_city.settle import settle_new_kinds


@pytest.fixture(scope="module")
def devices(city: DemoCity) -> list[SimulatedDevice]:
    sensors: dict[str, SensorType] = device_types()
    return [each for each in make_devices(city.assets, sensors, city.seed) if each.asset.kind in ("fumes", "site_air")]


def average(devices: list[SimulatedDevice], kind: str, metric: str, hour: float) -> float:
    """What devices of a kind report at an hour of a calm day, on average."""
    moment = Moment(scenario=Scenario.CALM, elapsed_s=hour * 3_600, hour=hour)
    return mean(readings(each, moment)[metric] for each in devices if each.asset.kind == kind)


def test_kitchens_cook_at_noon_and_in_the_evening_with_the_purifier_on(devices: list[SimulatedDevice]) -> None:
    for metric in ("fan", "purifier"):
        assert [average(devices, "fumes", metric, hour) for hour in (3.0, 11.5, 15.0, 18.0, 23.0)] == [0, 1, 0, 1, 0]
    assert average(devices, "fumes", "fumes_mgm3", 11.5) > 5 * average(devices, "fumes", "fumes_mgm3", 3.0)
    assert average(devices, "fumes", "fumes_mgm3", 11.5) < 2.0
    assert 0 < average(devices, "fumes", "fan", 7.0) < 1


def test_building_sites_are_dusty_and_loud_by_day_and_keep_the_limits(devices: list[SimulatedDevice]) -> None:
    assert average(devices, "site_air", "pm10_ugm3", 9.5) > 1.3 * average(devices, "site_air", "pm10_ugm3", 3.0)
    assert average(devices, "site_air", "noise_db", 9.5) > average(devices, "site_air", "noise_db", 12.8) + 3
    assert average(devices, "site_air", "noise_db", 3.0) < 55.0
    assert average(devices, "site_air", "noise_db", 9.5) < 70.0


def test_rain_lays_the_dust(devices: list[SimulatedDevice]) -> None:
    moment = Moment(scenario=Scenario.STORM, elapsed_s=1_200.0, hour=10.0)
    wet = mean(readings(each, moment)["pm10_ugm3"] for each in devices if each.asset.kind == "site_air")
    assert wet < 0.6 * average(devices, "site_air", "pm10_ugm3", 10.0)


class FakeRegister:
    """A register with the assets of an older city; `added` are those that came."""

    def __init__(self, kinds: set[str]) -> None:
        position = (121.4, 29.65)
        self.known = [
            AssetRecord(asset_id=kind, kind=kind, name=kind, position=position)  # type: ignore[arg-type]
            for kind in sorted(kinds)
        ]
        self.added: list[AssetRecord] = []

    def list_assets(self) -> list[AssetRecord]:
        return self.known

    def upsert_assets(self, assets: list[AssetRecord]) -> None:
        self.added += assets


def test_a_city_of_before_gets_the_kinds_that_it_lacks_and_nothing_else(city: DemoCity) -> None:
    register = FakeRegister({each.kind for each in city.assets} - {"fumes", "site_air"})
    assert settle_new_kinds(city, register, 60)  # type: ignore[arg-type]
    assert {each.kind for each in register.added} == {"fumes", "site_air"}
    assert len(register.added) == 60


def test_a_city_that_differs_by_more_is_left_alone(city: DemoCity) -> None:
    register = FakeRegister({each.kind for each in city.assets} - {"fumes"})
    assert not settle_new_kinds(replace(city), register, 60)  # type: ignore[arg-type]
    assert register.added == []
