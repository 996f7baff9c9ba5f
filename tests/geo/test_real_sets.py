"""The imports tried on real data sets beside the repository."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from dashboard.domain.coordinates import Position, distance_m
from dashboard.domain.grid import check_parents
from dashboard.domain.imports import USUAL_FIELDS, ImportReport
from dashboard.domain.text import Text
from dashboard.errors import BadInput
from dashboard.services.imports import import_devices, import_grids
from data_sources.geo.geodata import Geodata
from tests.fakes_geo import BY, SHARED, FakeImportStore, area, box

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=f"the real data sets are absent ({SHARED.name})")

SHANGHAI = SHARED / "streets_shanghai_huangpu" / "shanghai_roads.geojson.gz"
ZHENGZHOU = SHARED / "streets_zhengzhou" / "zhengzhou_roads.geojson.gz"
COUNTIES = SHARED / "boundaries_china_county" / "china_district_2898.geojson.gz"
THREE_CITIES = SHARED / "boundaries_china_county" / "taizhou_ningbo_liuzhou_counties.geojson.gz"
CODES = SHARED / "admin_division_codes"

BAYS = {"parking_bay": Text("路侧泊位", "Parking bay")}


def imported(path: Path, level: str, crs: str = "wgs84", store: FakeImportStore | None = None) -> ImportReport:
    return import_grids(store or FakeImportStore(), Geodata(), path, level=level, crs=crs, **BY)


@pytest.mark.parametrize(("path", "count"), [(SHANGHAI, 796), (ZHENGZHOU, 1085)], ids=["shanghai", "zhengzhou"])
def test_every_openstreetmap_street_lands_as_a_line(path: Path, count: int) -> None:
    store = FakeImportStore()
    report = imported(path, "line", store=store)
    assert (report.accepted, report.rejected, report.findings.as_dict()) == (count, (), {})
    assert any(each.name.endswith("路") for each in store.areas.values())
    assert imported(path, "line", store=store).updated == count


def test_a_point_beside_the_overpass_finds_its_street() -> None:
    store = FakeImportStore()
    imported(SHANGHAI, "line", store=store)
    road = next(each for each in store.areas.values() if each.name == "南北高架路")
    lon, lat = road.geometry["coordinates"][0]
    hit = Geodata().index(store.areas.values()).locate(lon, lat + 5.0 / 111_194.9)
    assert hit.line is not None
    assert (hit.line_distance_m or 0.0) <= 5.1


def test_streets_declared_as_gcj02_come_out_shifted_by_half_a_kilometre() -> None:
    streets, fields = Geodata(), USUAL_FIELDS
    true = streets.read_areas(SHANGHAI, crs="wgs84", level="line", fields=fields).areas[0].geometry["coordinates"][0]
    moved = streets.read_areas(SHANGHAI, crs="gcj02", level="line", fields=fields).areas[0].geometry["coordinates"][0]
    assert 400.0 < distance_m(Position(*true), Position(*moved)) < 600.0


def test_streets_are_no_blocks() -> None:
    report = imported(SHANGHAI, "block")
    assert (report.accepted, len(report.rejected)) == (0, 796)
    assert report.rejected[0].reason.en == "a block cannot be a LineString"


def test_the_counties_of_china_land_with_their_known_faults() -> None:
    store = FakeImportStore()
    report = imported(COUNTIES, "block", "cgcs2000", store)
    assert (report.accepted, len(report.rejected)) == (2891, 7)
    assert {each.reason.en for each in report.rejected} == {"a block cannot be a MultiLineString"}
    assert {kind: each["count"] for kind, each in report.findings.as_dict().items()} == {
        "invalid": 1,
        "overlap": 1,
        "gap": 1,
    }
    index = Geodata().index(store.areas.values())
    assert index.locate(121.2623, 28.6497).grid == "156331003"  # Huangyan


def test_county_boundaries_that_say_4490_are_refused_as_gcj02() -> None:
    with pytest.raises(BadInput, match="but the file itself says China Geodetic Coordinate System 2000"):
        imported(COUNTIES, "block", "gcj02")


def test_the_counties_of_three_cities_fit_each_other() -> None:
    report = imported(THREE_CITIES, "district", "cgcs2000")
    assert (report.accepted, report.rejected, report.findings.as_dict()) == (29, (), {})


def test_the_official_code_tables_form_a_tree() -> None:
    parents = {"provinces": None, "cities": "provinceCode", "areas": "cityCode", "streets": "areaCode"}
    nodes = []
    for name, parent in parents.items():
        with gzip.open(CODES / f"{name}.csv.gz", "rt", encoding="utf-8-sig") as table:
            nodes += [
                area(row["code"], name, box(0, 0, 1, 1), row[parent] if parent else None)
                for row in csv.DictReader(table)
            ]
    assert len(nodes) > 44_000
    assert not check_parents(nodes).problems


def test_melbourne_bays_become_assets_abroad(tmp_path: Path) -> None:
    with gzip.open(SHARED / "parking_melbourne_bays" / "sensors_T11-18.csv.gz", "rt", encoding="utf-8-sig") as table:
        bays = list(csv.DictReader(table))
    path = tmp_path / "bays.csv"
    lines = [f"{bay['bay_id']},parking_bay,{bay['lon']},{bay['lat']},{bay['st_marker_id']}" for bay in bays]
    path.write_text("\n".join(["asset_id,kind,lon,lat,marker", *lines]), encoding="utf-8")
    store = FakeImportStore()
    report = import_devices(store, Geodata(), path, crs="wgs84", kinds=BAYS, **BY)
    assert report.accepted + len(report.rejected) == len(bays)
    assert report.accepted > 3000
    with pytest.raises(BadInput, match="outside China"):
        import_devices(store, Geodata(), path, crs="gcj02", kinds=BAYS, **BY)
