"""What every map needs: written once per revision of the register."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import brotli
import pytest

from dashboard.domain.city import CityProfile
from dashboard.domain.coordinates import Position
from dashboard.domain.map_detail import MapPart
from dashboard.domain.severity import AssetState
from dashboard.ports.register import BoardRow
from dashboard.services.documents import BegunDocument
from dashboard.services.live.board import Board, lasting_columns, moving_columns
from dashboard.services.live.map_data import MapData

SW, NE, CENTRE = (120.0, 30.0), (121.0, 31.0), (120.6, 30.4)


class Register:
    """A register that can change, and that counts how often it was asked."""

    def __init__(self, *places: tuple[float, float]) -> None:
        self.revision, self.asked, self.places = 1, 0, list(places)
        self.centre: Position | None = None
        self.drawn: dict[str, Any] | None = None

    def registry_revision(self) -> int:
        return self.revision

    def areas(self) -> dict[str, Any]:
        self.asked += 1
        return {
            "type": "FeatureCollection",
            "features": [
                {"properties": {"name": f"第{self.revision}网格", "level": "grid"}, "geometry": None},
                {"properties": {"name": "001", "level": "unit_grid"}, "geometry": None},
            ],
        }

    def basemap(self) -> dict[str, Any] | None:
        return self.drawn

    def profile(self) -> CityProfile:
        return CityProfile(centre=self.centre)

    def board_rows(self) -> list[BoardRow]:
        return [
            BoardRow(f"JG-{number}", "manhole", "井", lon, lat, AssetState.NORMAL, number, 0, {})
            for number, (lon, lat) in enumerate(self.places)
        ]


@pytest.fixture
def register() -> Register:
    """A register with three manholes, two of them neighbours."""
    return Register(SW, NE, CENTRE, (120.0, 30.001))


@pytest.fixture
def board(register: Register) -> Board:
    """The board of that register."""
    board = Board(register)
    board.load()
    return board


def test_areas_are_written_again_when_the_register_changed(register: Register, board: Board) -> None:
    data = MapData(register, board)
    first = data.areas()
    assert data.areas() is first
    assert register.asked == 1
    register.revision = 2
    assert json.loads(data.areas().plain)["features"][0]["properties"]["name"] == "第2网格"
    assert register.asked == 2


def test_unit_grids_and_buildings_are_the_near_part_and_all_else_the_far_one(register: Register, board: Board) -> None:
    keys = ("water", "building", "street", "sports ground")
    register.drawn = {"bounds": [1, 2, 3, 4], "layers": [{"key": key} for key in keys]}
    data = MapData(register, board)
    for part, levels, layers in (
        (None, ["grid", "unit_grid"], list(keys)),
        (MapPart.FAR, ["grid"], ["water", "street", "sports ground"]),
        (MapPart.NEAR, ["unit_grid"], ["building"]),
    ):
        areas, basemap = json.loads(data.areas(part).plain), json.loads((data.basemap(part) or data.areas()).plain)
        assert [feature["properties"]["level"] for feature in areas["features"]] == levels
        assert [layer["key"] for layer in basemap["layers"]] == layers
        assert (areas["bbox"], basemap["bounds"]) == ([119.998, 29.998, 121.002, 31.002], [1, 2, 3, 4])


def test_a_city_without_a_basemap_has_no_part_of_it(register: Register, board: Board) -> None:
    data = MapData(register, board)
    assert [data.basemap(part) for part in (None, *MapPart)] == [None, None, None]


def test_the_areas_tell_where_the_city_lies_and_follow_the_board(register: Register, board: Board) -> None:
    data = MapData(register, board)
    assert json.loads(data.areas().plain)["bbox"] == [119.998, 29.998, 121.002, 31.002]
    register.places.append((121.5, 30.0))
    board.load()
    assert json.loads(data.areas().plain)["bbox"] == [119.998, 29.998, 121.502, 31.002]


def test_a_city_may_say_where_its_middle_is(register: Register, board: Board) -> None:
    register.centre = Position(120.4, 30.4)
    assert json.loads(MapData(register, board).areas().plain)["bbox"] == [119.798, 29.798, 121.002, 31.002]


def test_a_city_with_nothing_in_it_lies_nowhere() -> None:
    empty = Register()
    assert "bbox" not in json.loads(MapData(empty, Board(empty)).areas().plain)


def test_both_forms_say_the_same(register: Register, board: Board) -> None:
    data = MapData(register, board, brotli.compress)
    for told in (data.areas(), data.assets({"n": 1}), data.assets({"n": 2})):
        assert gzip.decompress(told.gzip) == told.plain
    areas = data.areas()
    assert areas.brotli is not None
    assert brotli.decompress(areas.brotli) == areas.plain


def test_what_did_not_change_with_the_register_is_not_packed_anew(register: Register, board: Board) -> None:
    data = MapData(register, board)
    register.drawn = {"layers": {}}
    before = data.basemap()
    register.revision += 1
    assert data.basemap() is before
    register.drawn = {"layers": {}, "name": "新图"}
    register.revision += 1
    assert data.basemap() is not before


def test_the_snapshot_tells_the_assets_by_kind_and_number(register: Register, board: Board) -> None:
    told = json.loads(MapData(register, board).assets({"n": 7}).plain)
    assert (told["format"], told["n"], told["kinds"], told["state"]) == (2, 7, ["manhole"], "0000")
    assert told["id"] == {"words": [["JG-", "", 0]], "word": [0, 4], "number": [0, 1, 1, 1]}
    assert told["name"] == {"words": [["井"]], "word": [0, 4], "number": [0, 0, 0, 0]}
    assert told["lon"] == [120_000_000, 1_000_000, -400_000, -600_000]
    assert (told["kind"], told["newest"]) == ([0, 4], [3])


def test_the_snapshot_is_written_as_the_browser_reads_it() -> None:
    fixture = json.loads((Path(__file__).parents[2] / "fixtures" / "snapshot.json").read_text())
    states = list(AssetState)
    rows = [
        BoardRow(a["id"], a["kind"], a["name"], a["lon"], a["lat"], states[a["state"]], 1000 + place, 0, {})
        for place, a in enumerate(fixture["assets"])
    ]
    moving = moving_columns(rows, [(row.state.value, row.seen_ms) for row in rows])
    assert {**lasting_columns(rows), **moving} == fixture["sent"]


def test_the_snapshot_follows_the_live_frames_and_the_register(register: Register, board: Board) -> None:
    data = MapData(register, board)
    assert json.loads(data.assets({}).plain)["state"] == "0000"
    board.apply([{"id": "JG-1", "state": "critical", "at": 9, "values": {}}], 9)
    assert json.loads(data.assets({}).plain)["state"] == "0300"
    register.places.append((122.0, 30.0))
    board.load()
    assert len(json.loads(data.assets({}).plain)["state"]) == 5


def test_a_begun_document_can_be_ended_many_times() -> None:
    begun = BegunDocument({"name": ["方桥路口"] * 500})
    for number in (1, 2):
        told = begun.ended({"n": number})
        assert json.loads(told.plain) == {"name": ["方桥路口"] * 500, "n": number}
        assert gzip.decompress(told.gzip) == told.plain
