"""The register of cameras on both databases: counted by area and kind, listed by street, found by name."""

from __future__ import annotations

from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine, text

from dashboard.domain.camera_register import CameraKind, Tally, ViewFan
from dashboard.domain.imports import AssetRecord
from dashboard.domain.severity import AssetState
from dashboard.services.cameras.register import BRANCH_PAGE, CameraRegister
from data_sources.db.cameras.tree import CameraTreeReader
from data_sources.db.ingest.store import SqlIngestStore
from data_sources.db.register_store import SqlRegister
from tests.adapters.city_of_four import NOW, asset, settle
from tests.adapters.test_schema import migrations

VIEW: dict[str, Any] = {"view_bearing_deg": 90, "view_angle_deg": "60", "view_range_m": 900}


@pytest.fixture
def register(engine: Engine) -> CameraRegister:
    """The city of four with cameras in two grids of its block."""
    more = [
        _camera("SP-1", "县前街1号", "G1", street="县前街", camera_kind="街面"),
        _camera("SP-2", "县前街2号", "G2", street="县前街", camera_kind="street"),
        _camera("SP-3", "中心大厦高点", "G2", camera_kind="high_point", **VIEW),
        _camera("SP-4", "100%店", "B1", camera_kind="店面"),
    ]
    devices = settle(engine, more=more)
    with SqlIngestStore(engine, lambda: NOW).begin() as work:
        latest = work.latest([devices["SP-1"].asset_key])[devices["SP-1"].asset_key]
        latest.state, latest.last_seen_us = AssetState.NORMAL, NOW
        work.save_latest([latest])
    return CameraRegister(CameraTreeReader(engine), lambda: NOW)


def _camera(number: str, name: str, grid: str, **attributes: Any) -> AssetRecord:
    place = {"grid": grid, "attributes": attributes}
    found = asset(number, "camera", 120.1, 30.1, **place)
    return AssetRecord(**{**vars(found), "name": name})


def test_cameras_are_counted_in_the_area_around_their_grid(register: CameraRegister) -> None:
    (block, outside), kinds = register.tree()
    assert (block.code, block.name, block.tally) == ("B1", "一区块", Tally(4, 1))
    assert dict(block.kinds) == {
        CameraKind.STREET: Tally(2, 1),
        CameraKind.SHOP_FRONT: Tally(1, 0),
        CameraKind.HIGH_POINT: Tally(1, 0),
    }
    assert (outside.code, outside.tally) == ("", Tally(1, 0))
    assert kinds[CameraKind.OTHER] == Tally(1, 0)
    (only,), _ = register.tree(CameraKind.HIGH_POINT)
    assert only.tally == Tally(1, 0)


def test_a_leaf_lists_its_cameras_by_street_and_name(register: CameraRegister) -> None:
    found = register.cameras_of("B1", CameraKind.STREET)
    assert [(each.asset_id, each.area, each.is_live) for each in found] == [
        ("SP-1", "一区块", True),
        ("SP-2", "一区块", False),
    ]
    assert register.cameras_of("B1", CameraKind.HIGH_POINT)[0].view == ViewFan(90, 60, 900)
    assert [each.asset_id for each in register.cameras_of("B1", CameraKind.SHOP_FRONT)] == ["SP-4"]
    assert [each.asset_id for each in register.cameras_of(None, CameraKind.OTHER)] == ["CAM-1"]
    assert register.cameras_of("G1", CameraKind.STREET) == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("sp-3", {"SP-3"}),
        ("中心", {"SP-3"}),
        ("县前街", {"SP-1", "SP-2"}),
        ("zxd", {"SP-3"}),
        ("XQJ", {"SP-1", "SP-2"}),
        ("100%", {"SP-4"}),
        ("%", {"SP-4"}),
        ("_", set()),
        ("  ", set()),
        ("manhole", set()),
        ("x" * 500, set()),
    ],
)
def test_cameras_are_found_by_number_name_street_and_initials(
    register: CameraRegister, typed: str, found: set[str]
) -> None:
    answer = register.find(typed)
    assert {each.asset_id for each in answer.cameras} == found
    assert answer.total == len(found)


def test_a_search_keeps_to_the_kind_that_is_shown(register: CameraRegister) -> None:
    assert [each.asset_id for each in register.find("SP", CameraKind.SHOP_FRONT).cameras] == ["SP-4"]


def test_what_is_no_camera_any_more_is_in_no_tree(engine: Engine, register: CameraRegister) -> None:
    SqlRegister(engine, lambda: NOW).upsert_assets([asset("SP-4", "manhole", 120.1, 30.1, grid="B1")])
    later = CameraRegister(register.reads, lambda: NOW)
    assert list(later.find("SP-4").cameras) == []
    assert sum(tally.total for tally in later.tree()[1].values()) == 4


def test_many_cameras_of_one_leaf_come_page_by_page_and_a_search_tells_how_many(engine: Engine) -> None:
    settle(engine, more=[_camera(f"M-{number:03}", f"监控{number:03}", "G1") for number in range(150)])
    register = CameraRegister(CameraTreeReader(engine), lambda: NOW)
    first = register.cameras_of("B1", CameraKind.OTHER)
    assert [each.asset_id for each in first] == [f"M-{number:03}" for number in range(BRANCH_PAGE)]
    assert len(register.cameras_of("B1", CameraKind.OTHER, 3)) == 150
    found = register.find("jk")
    assert (len(found.cameras), found.total) == (60, 150)
    assert [each.asset_id for each in register.cameras(["M-140", "none", "M-001"])] == ["M-140", "M-001"]


def test_cameras_of_before_are_in_the_tree_and_found_by_initials(engine: Engine) -> None:
    settle(engine)
    config = migrations()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0039")
        connection.execute(text("UPDATE asset SET name = '中心㐀A1' WHERE asset_id = 'CAM-1'"))
        command.upgrade(config, "head")
    found = CameraRegister(CameraTreeReader(engine), lambda: NOW).find("zxa1")
    assert [(each.asset_id, each.kind) for each in found.cameras] == [("CAM-1", CameraKind.OTHER)]
