"""The generated district: exact counts, exact tiling, everything in its place, the same on every run."""

from __future__ import annotations

import itertools
import re
from collections import Counter

import pytest
import shapely
from shapely.geometry import shape

from dashboard.domain.catalogue.records import AreaClass
from dashboard.domain.mappings import MappingRules
from dashboard.domain.sensors import device_types
from data_sources.demo_city.city import generate
from data_sources.demo_city.records import Area, DemoCity

_REFERENCE = re.compile(
    r"canonical:[A-Z]+-\d{4,}|deveui:[0-9a-f]{16}|alink:\w+/[A-Z]+-\d{4,}|iotda:\w+_[A-Z]+-\d{4,}"
    r"|generic:well_0x[0-9a-f]{4,}|frigate:cam_\d{4,}"
)


def _level(city: DemoCity, level: str) -> list[Area]:
    return [area for area in city.areas if area.level == level]


def test_same_seed_gives_the_same_city(city: DemoCity) -> None:
    assert generate(seed=7) == city


def test_another_seed_gives_another_city_with_the_same_counts(city: DemoCity) -> None:
    other = generate(seed=8)
    assert other.basemap != city.basemap
    assert Counter(asset.kind for asset in other.assets) == Counter(asset.kind for asset in city.assets)
    grids = ("built_up_area", "block", "grid", "line")
    assert [len(_level(other, level)) for level in grids] == [len(_level(city, level)) for level in grids]


@pytest.mark.parametrize(
    ("level", "count"), [("built_up_area", 1), ("block", 9), ("grid", 21), ("line", 125)], ids=lambda value: str(value)
)
def test_the_area_tree_has_exactly_the_agreed_numbers(city: DemoCity, level: str, count: int) -> None:
    assert len(_level(city, level)) == count


def test_grids_are_classed_from_the_centre_outwards(city: DemoCity) -> None:
    grids = _level(city, "grid")
    assert Counter(area.area_class for area in grids) == {AreaClass.A: 4, AreaClass.B: 12, AreaClass.C: 5}
    others = [area for area in city.areas if area.level != "grid"]
    assert {area.area_class for area in others} == {None}


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("camera", 729),
        ("speaker", 60),
        ("car_park", 14),
        ("parking_bay", 1_500),
        ("manhole", 520),
        ("drainage", 120),
        ("road_water", 24),
        ("rain", 12),
        ("tree", 24),
        ("fumes", 48),
        ("site_air", 12),
    ],
    ids=lambda value: str(value),
)
def test_there_are_exactly_the_agreed_numbers_of_assets(city: DemoCity, kind: str, count: int) -> None:
    assert sum(asset.kind == kind for asset in city.assets) == count


def test_car_parks_have_4389_bays_in_all(city: DemoCity) -> None:
    assert sum(int(asset.attributes["capacity"]) for asset in city.assets if asset.kind == "car_park") == 4_389


def test_six_squads_share_the_blocks_without_rest(city: DemoCity) -> None:
    assert len(city.squads) == 6
    answered = [code for squad in city.squads for code in squad.areas]
    assert sorted(answered) == sorted(area.code for area in _level(city, "block"))


def test_every_parent_exists_one_level_up(city: DemoCity) -> None:
    by_code = {area.code: area for area in city.areas}
    assert len(by_code) == len(city.areas)
    levels = {"block": "built_up_area", "grid": "block", "line": "grid", "unit_grid": "grid"}
    for area in city.areas:
        if area.parent is not None:
            assert by_code[area.parent].level == levels[area.level]


def test_grids_tile_the_built_up_area_without_overlap(city: DemoCity) -> None:
    grids = [shape(area.geometry) for area in _level(city, "grid")]
    edge = shape(_level(city, "built_up_area")[0].geometry)
    assert all(grid.is_valid for grid in grids)
    assert shapely.union_all(grids).symmetric_difference(edge).area < 1e-4 * edge.area
    overlaps = (a.intersection(b).area for a, b in itertools.combinations(grids, 2))
    assert max(overlaps) < 1e-6 * edge.area


def test_unit_grids_tile_their_grids_and_bear_15_digit_codes(city: DemoCity) -> None:
    units: dict[str, list[Area]] = {}
    for unit in _level(city, "unit_grid"):
        units.setdefault(str(unit.parent), []).append(unit)
    for grid in _level(city, "grid"):
        own = units[grid.code]
        assert all(re.fullmatch(r"\d{15}", unit.code) and unit.code.startswith(grid.code) for unit in own)
        assert sorted(int(unit.code[-3:]) for unit in own) == list(range(1, len(own) + 1))
        covered = shapely.union_all([shape(unit.geometry) for unit in own])
        assert covered.symmetric_difference(shape(grid.geometry)).area < 2e-3 * shape(grid.geometry).area


def test_lines_are_polylines_inside_their_grids(city: DemoCity) -> None:
    grids = {area.code: shape(area.geometry) for area in _level(city, "grid")}
    for line in _level(city, "line"):
        assert line.geometry["type"] == "LineString"
        assert grids[str(line.parent)].contains(shape(line.geometry))


def test_every_asset_lies_in_its_grid_and_unit_grid(city: DemoCity) -> None:
    shapes = {area.code: shape(area.geometry) for area in city.areas if area.level in ("grid", "unit_grid")}
    for asset in city.assets:
        place = shapely.Point(asset.lon, asset.lat)
        if asset.area_code is None:
            assert asset.kind == "sewage"
            continue
        assert shapes[asset.area_code].contains(place)
        assert asset.unit_code is not None
        assert shapes[asset.unit_code].distance(place) < 1e-6
        assert asset.unit_code.startswith(asset.area_code)


def test_device_references_and_asset_ids_are_unique_and_well_formed(city: DemoCity) -> None:
    references = [asset.device_ref for asset in city.assets]
    assert len(set(references)) == len(references)
    assert len({asset.asset_id for asset in city.assets}) == len(city.assets)
    assert [reference for reference in references if not _REFERENCE.fullmatch(reference)] == []


def test_all_kinds_are_known_and_all_areas_exist(city: DemoCity) -> None:
    codes = {area.code for area in city.areas}
    assert {asset.kind for asset in city.assets} == set(device_types())
    assert all(asset.area_code in codes for asset in city.assets if asset.area_code is not None)


def test_the_underpass_is_a_low_point_on_the_northern_ring(city: DemoCity) -> None:
    underpass = [asset for asset in city.assets if asset.attributes.get("underpass") is True]
    assert [asset.name for asset in underpass] == ["城北下穿"]
    assert underpass[0].kind == "road_water"


def test_sewers_lead_without_circles_to_an_outfall(city: DemoCity) -> None:
    stations = {asset.asset_id: asset for asset in city.assets if asset.kind == "drainage"}
    flows = {key: str(station.attributes.get("downstream", "")) for key, station in stations.items()}
    flows = {key: downstream for key, downstream in flows.items() if downstream}
    assert {(pipe.upstream, pipe.downstream) for pipe in city.pipes} == set(flows.items())
    ends = []
    for key in stations:
        passed = [key]
        while passed[-1] in flows:
            passed.append(flows[passed[-1]])
            assert len(passed) == len(set(passed))
        ends.append(stations[passed[-1]].attributes["role"])
    assert ends.count("outfall") > 0.9 * len(ends)


def test_the_mappings_are_well_formed(city: DemoCity) -> None:
    assert len(MappingRules.from_dicts(city.mappings).entries) == len(city.mappings)


def test_assets_that_report_a_distance_have_their_datum(city: DemoCity) -> None:
    with_datum = {asset.profile for asset in city.assets if asset.datum_m is not None}
    assert with_datum == {"EM400-MUD", "radar"}


def test_the_basemap_has_the_agreed_shape_within_its_bounds(city: DemoCity) -> None:
    layers = {layer["key"]: layer for layer in city.basemap["layers"]}
    expected = {"hills", "built_up", "water", "park", "block", "building", "street", "road_minor", "road_arterial"}
    assert layers.keys() == expected | {"road_ring", "bridge"}
    west, south, east, north = city.basemap["bounds"]
    assert west < 121.405 < east
    assert south < 29.655 < north
    for layer in layers.values():
        assert layer["kind"] in ("polygon", "line")
        for feature in layer["features"]:
            assert feature.keys() == {"name", "rank", "rings"}
            assert all(type(number) is int for ring in feature["rings"] for number in ring)
            assert all(len(ring) % 2 == 0 and len(ring) >= 4 for ring in feature["rings"])


def test_streets_have_distinct_names_and_places(city: DemoCity) -> None:
    names = [street.name for street in city.streets]
    assert len(names) == len(set(names))
    assert {"县前街", "人民路", "环城北路", "岳林路"} <= set(names)
    assert {asset.street for asset in city.assets if asset.street} <= set(names)


@pytest.mark.parametrize("assets", [800, 9_000])
def test_the_number_of_devices_scales_and_the_city_stays(city: DemoCity, assets: int) -> None:
    scaled = generate(seed=7, assets=assets)
    assert len(scaled.assets) == assets
    assert scaled.areas == city.areas
    assert scaled.basemap == city.basemap
    assert len({asset.device_ref for asset in scaled.assets}) == assets
