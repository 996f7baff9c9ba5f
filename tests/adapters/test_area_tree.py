"""What lies below an area, on both databases, also in a tree that an import has bent into a ring."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select, update

from dashboard.domain.alarms import AlarmTransition, Change
from dashboard.domain.machine_reads import AssetQuery
from dashboard.domain.severity import Severity
from data_sources.db import tables as t
from data_sources.db.alarms.store import SqlAlarmStore
from data_sources.db.area_tree import keys_below
from data_sources.db.asset_reader import AssetReader
from data_sources.db.read_models import DeskReader
from tests.adapters.city_of_four import NOW, settle


@pytest.fixture
def city(engine: Engine) -> Engine:
    """The city of four with an alarm in its first grid."""
    device = settle(engine)["JG-1"]
    with SqlAlarmStore(engine, lambda: NOW).begin() as work:
        raised = AlarmTransition(Change.RAISED, "manhole.tilt", Severity.MAJOR, 22.0, 20.0, NOW)
        work.apply_transitions(device, [raised], suppressed=False)
    return engine


@pytest.fixture
def ring(city: Engine) -> Engine:
    """The same where the block lies below its own grid."""
    a = t.area.c
    with city.begin() as connection:
        grid = connection.execute(select(a.area_key).where(a.code == "G1")).scalar_one()
        connection.execute(update(t.area).where(a.code == "B1").values(parent_key=grid))
    return city


def codes_below(engine: Engine, code: str) -> list[str]:
    """The codes of the areas from `code` down."""
    query = select(t.area.c.code).where(t.area.c.area_key.in_(keys_below(code))).order_by(t.area.c.code)
    with engine.connect() as connection:
        return list(connection.scalars(query))


def test_an_area_holds_itself_and_all_below_it(city: Engine) -> None:
    assert codes_below(city, "B1") == ["B1", "G1", "G2", "L1"]
    assert codes_below(city, "G1") == ["G1", "L1"]
    assert codes_below(city, "X9") == []


def test_a_ring_of_areas_ends(ring: Engine) -> None:
    assert codes_below(ring, "G1") == ["B1", "G1", "G2", "L1"]


def test_assets_and_alarms_of_a_ring_are_found_once(ring: Engine) -> None:
    assets = AssetReader(ring).assets(AssetQuery(area="B1", limit=10))
    assert [asset.asset_id for asset in assets] == ["JG-1", "JG-2", "PB-1"]
    alarms = SqlAlarmStore(ring, lambda: NOW).list_alarms(None, "B1", 10, None)
    assert [alarm.device.asset_id for alarm in alarms] == ["JG-1"]


def test_the_sheet_of_an_asset_in_a_ring_can_be_read(ring: Engine) -> None:
    sheet = DeskReader(ring).asset_sheet("JG-1")
    assert sheet is not None
    assert {"B1", "G1"} <= {step.code for step in sheet.areas}


def test_areas_of_a_squad_hold_all_below_each_of_them(city: Engine) -> None:
    reader = DeskReader(city)
    assert reader.codes_below({"G1", "G2"}) == {"G1", "G2", "L1"}
    assert reader.codes_below(frozenset()) == frozenset()
