"""The register on both databases: areas and assets land, update, and keep what was not given."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Engine

from dashboard.domain.coordinates import Position
from dashboard.domain.feeds import Feed
from data_sources.db.city import CityReader
from data_sources.db.ingest.store import SqlIngestStore
from data_sources.db.register_store import SqlRegister
from tests.adapters.city_of_four import AREAS, ASSETS, NOW, settle


def test_areas_and_assets_come_back_as_they_were_stored(engine: Engine) -> None:
    settle(engine)
    register = SqlRegister(engine, lambda: NOW)
    assert {area.code: area for area in register.list_areas()} == {area.code: area for area in AREAS}
    assert register.list_assets() == list(ASSETS)


def test_the_map_is_told_the_class_of_an_area_that_has_one(engine: Engine) -> None:
    settle(engine)
    told = [each["properties"] for each in CityReader(engine).areas()["features"]]
    assert {each["code"]: each["area_class"] for each in told if "area_class" in each} == {"G1": "B"}


def test_the_same_number_updates_and_keeps_the_device_s_key(engine: Engine) -> None:
    devices = settle(engine)
    register = SqlRegister(engine, lambda: NOW)
    moved = replace(ASSETS[0], position=Position(121.6, 30.6), grid="G2", device_ref="deveui:24e124136b502217")
    register.upsert_assets([moved])
    registry = SqlIngestStore(engine, lambda: NOW).registry()
    assert register.list_assets() == [moved, *ASSETS[1:]]
    assert registry["deveui:24e124136b502217"].asset_key == devices["JG-1"].asset_key
    assert "canonical:JG-1" not in registry


def test_an_import_is_noticed_by_its_revision(engine: Engine) -> None:
    settle(engine)
    store = SqlIngestStore(engine, lambda: NOW)
    before = store.revisions()[Feed.REGISTRY]
    SqlRegister(engine, lambda: NOW).upsert_areas([replace(AREAS[1], name="新网格")], [replace(ASSETS[0], grid="G2")])
    assert store.revisions()[Feed.REGISTRY] == before + 1
    register = SqlRegister(engine, lambda: NOW)
    assert {area.code: area.name for area in register.list_areas()}["G1"] == "新网格"
    assert register.list_assets()[0].grid == "G2"


def test_nothing_to_store_is_no_error(engine: Engine) -> None:
    register = SqlRegister(engine, lambda: NOW)
    register.upsert_areas([], [])
    register.upsert_assets([])
    register.replace_mappings([])
    assert (register.list_areas(), register.list_assets()) == ([], [])
