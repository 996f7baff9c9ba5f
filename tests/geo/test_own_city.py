"""docs/howto/your-own-city.md does what it says, on small files of the same shape and on real sets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from dashboard.domain.extent import Extent, city_extent
from dashboard.domain.imports import USUAL_FIELDS, AreaFields
from dashboard.domain.sensors import sensor_types
from dashboard.services.imports import import_devices, import_grids
from data_sources.demo_city.city import generate
from data_sources.geo.geodata import Geodata
from tests.fakes_geo import BY, SHARED, FakeImportStore

ROOT = Path(__file__).parents[2]
HOWTO = (ROOT / "docs" / "howto" / "your-own-city.md").read_text(encoding="utf-8")
OWN = ROOT / "tests" / "fixtures" / "cities"
THREE_CITIES = SHARED / "boundaries_china_county" / "taizhou_ningbo_liuzhou_counties.geojson.gz"
SHANGHAI = SHARED / "streets_shanghai_huangpu" / "shanghai_roads.geojson.gz"
WATER = """{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"code": "SEA", "name": "海"},
"geometry": {"type": "Polygon", "coordinates": [[[110, 30], [130, 30], [130, 40], [110, 40], [110, 30]]]}}]}"""
COUNTIES = AreaFields(code="gb")
KINDS = {key: kind.label for key, kind in sensor_types().items()}


def real(path: Path, *expected: object) -> ParameterSet:
    absent = pytest.mark.skipif(not path.is_file(), reason=f"the real data set {path.name} is absent")
    return pytest.param(path, *expected, marks=absent, id=path.name.partition(".")[0])


def take(store: FakeImportStore, path: Path, level: str, fields: AreaFields = USUAL_FIELDS) -> int:
    report = import_grids(store, Geodata(), path, level=level, crs="wgs84", fields=fields, **BY)
    assert report.rejected == ()
    return report.accepted


def find_extent(store: FakeImportStore) -> Extent:
    features = [{"properties": {"level": each.level}, "geometry": each.geometry} for each in store.areas.values()]
    found = city_extent(features, [asset.position for asset in store.assets.values()])
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("path", "count", "expected"),
    [
        pytest.param(OWN / "counties.geojson", 6, (115.0, 36.8, 116.4, 37.4), id="own"),
        real(THREE_CITIES, 29, (108.61, 23.91, 122.27, 30.47)),
    ],
)
def test_counties_tell_the_map_where_the_city_is(path: Path, count: int, expected: Extent) -> None:
    store = FakeImportStore()
    assert take(store, path, "grid", COUNTIES) == count
    assert find_extent(store) == pytest.approx(expected, abs=0.25)
    assert all(re.search(r"[市县区]$", area.name) for area in store.areas.values())


@pytest.mark.parametrize(("path", "count"), [pytest.param(OWN / "osm_roads.geojson", 3, id="own"), real(SHANGHAI, 796)])
def test_openstreetmap_streets_land_and_hold_no_devices(path: Path, count: int, tmp_path: Path) -> None:
    store = FakeImportStore()
    assert take(store, path, "street") == count
    before = find_extent(store)
    (tmp_path / "devices.csv").write_text(example(), encoding="utf-8")
    report = import_devices(store, Geodata(), tmp_path / "devices.csv", crs="wgs84", kinds=KINDS, **BY)
    assert (report.accepted, len(report.unplaced)) == (4, 4)
    assert find_extent(store) == before


def example() -> str:
    found = re.search(r"```csv\n(.*?)```", HOWTO, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_devices_of_the_howto_lie_in_their_counties_and_a_sea_changes_nothing(tmp_path: Path) -> None:
    store = FakeImportStore()
    (tmp_path / "devices.csv").write_text(example(), encoding="utf-8")
    (tmp_path / "water.geojson").write_text(WATER, encoding="utf-8")
    take(store, OWN / "counties.geojson", "grid", COUNTIES)
    before = find_extent(store)
    take(store, tmp_path / "water.geojson", "water")
    report = import_devices(store, Geodata(), tmp_path / "devices.csv", crs="wgs84", kinds=KINDS, **BY)
    assert (report.accepted, report.rejected, report.unplaced) == (4, (), ())
    assert {asset.grid for asset in store.assets.values()} == {"156990101", "156990102", "156990106"}
    assert find_extent(store) == before


def test_every_option_of_the_howto_exists() -> None:
    named = set(re.findall(r"(?<![-|])--[a-z][a-z-]+", HOWTO))
    declared = (ROOT / "commands" / "import_.py").read_text(encoding="utf-8")
    missing = [option for option in named if f"{option[2:].replace('-', '_')}:" not in declared and option != "--crs"]
    assert missing == []


def test_no_example_of_the_docs_overwrites_an_asset_of_the_demo_city() -> None:
    demo = {asset.asset_id for asset in generate(1, None).assets}
    for document in (ROOT / "docs").rglob("*.md"):
        for block in re.findall(r"```csv\n(asset_id,.*?)```", document.read_text(encoding="utf-8"), re.DOTALL):
            ids = {line.partition(",")[0] for line in block.splitlines()[1:]}
            assert ids & demo == set(), document.name
