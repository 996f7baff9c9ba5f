"""Area files of every format, good and bad."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
import shapely
from pyproj import Transformer

from dashboard.domain.catalogue.records import AreaClass
from dashboard.domain.coordinates import wgs84_to_bd09, wgs84_to_gcj02
from dashboard.domain.grid import AreaProblemKind, Duty
from dashboard.domain.imports import AreaFields, AreasRead
from dashboard.errors import BadInput
from data_sources.geo.geodata import Geodata
from tests.fakes_geo import (
    GAUSS_KRUEGER_120_WKT,
    WGS84_WKT,
    box,
    feature,
    line,
    point,
    write_geojson,
    write_geopackage,
    write_shapefile,
)

GRID = box(121.26, 28.64, 121.27, 28.65)
NEXT = box(121.27, 28.64, 121.28, 28.65)


def read(path: Path, crs: str | None = "wgs84", level: str | None = "grid", **fields: str) -> AreasRead:
    return Geodata().read_areas(path, crs=crs, level=level, fields=AreaFields(**fields))


def kinds(read_areas: AreasRead) -> dict[str, int]:
    return {kind: summary["count"] for kind, summary in read_areas.report.as_dict().items()}


def bounds(geometry: Any) -> tuple[float, ...]:
    return shapely.from_geojson(json.dumps(geometry)).bounds


@pytest.mark.parametrize("name", ["grids.geojson", "grids.json", "grids.geojson.gz"])
def test_geojson_becomes_areas(tmp_path: Path, name: str) -> None:
    path = write_geojson(tmp_path / name, feature(GRID, code="HY-01", name="东城-01", parent="HY", squad="东城中队"))
    areas, report = read(path)
    assert [(each.code, each.name, each.level, each.parent, each.squad) for each in areas] == [
        ("HY-01", "东城-01", "grid", "HY", "东城中队")
    ]
    assert bounds(areas[0].geometry) == bounds(GRID)
    assert not report.problems


def test_duties_are_taken_over(tmp_path: Path) -> None:
    duties = [{"title": "东城-01 网格长", "role": "网格长"}, "no duty"]
    path = write_geojson(tmp_path / "a.geojson", feature(GRID, code="1", duties=duties))
    assert read(path).areas[0].duties == (Duty("东城-01 网格长", "网格长"),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_of_geojson_is_found_out(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.geojson"
    document = {"type": "FeatureCollection", "features": [feature(GRID, 编码="A1", 名称="锦屏街道")]}
    path.write_text(json.dumps(document, ensure_ascii=False), encoding=encoding)
    assert [(each.code, each.name) for each in read(path).areas] == [("A1", "锦屏街道")]


@pytest.mark.parametrize(
    ("properties", "code", "name"),
    [
        ({"code": 7.0, "name": "a"}, "7", "a"),
        ({"BGID": "310101001001001", "ObjName": "b"}, "310101001001001", "b"),
        ({"DYWGCODE": "331003001001001"}, "331003001001001", "331003001001001"),
        ({"编码": "A", "名称": "甲"}, "A", "甲"),
        ({"@id": "way/5", "name": None}, "way/5", "way/5"),
        ({"osm_id": 5, "id": 6, "name": "南京东路"}, "5", "南京东路"),
    ],
)
def test_usual_property_names_are_recognised(tmp_path: Path, properties: dict[str, Any], code: str, name: str) -> None:
    path = write_geojson(tmp_path / "a.geojson", feature(GRID, **properties))
    assert [(each.code, each.name) for each in read(path).areas] == [(code, name)]


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({"area_class": "A"}, AreaClass.A),
        ({"class": 2}, AreaClass.B),
        ({"class": 3.0}, AreaClass.C),
        ({"区域类别": "一类"}, AreaClass.A),
        ({"类别": "三类区域"}, AreaClass.C),
        ({"area_class": None}, None),
        ({"class": "residential"}, None),
        ({"类别": "社区网格"}, None),
    ],
)
def test_the_class_of_an_area_is_read_as_a_catalogue_reads_it(
    tmp_path: Path, properties: dict[str, Any], expected: AreaClass | None
) -> None:
    path = write_geojson(tmp_path / "a.geojson", feature(GRID, code="G1", **properties))
    [area] = read(path).areas
    assert area.area_class is expected


def test_an_area_of_an_unknown_class_is_left_out_with_the_reason(tmp_path: Path) -> None:
    path = write_geojson(
        tmp_path / "a.geojson", feature(GRID, code="G1", 类别="四类"), feature(NEXT, code="G2", 类别="二类")
    )
    for fields in ({}, {"area_class": "类别"}):
        found = read(path, **fields)
        assert [(each.code, each.area_class) for each in found.areas] == [("G2", AreaClass.B)]
        [problem] = found.report.of_kind(AreaProblemKind.BAD_PROPERTY)
        assert (problem.code, problem.detail.en) == ("G1", "unknown area_class '四类'; use A, B, C")


def test_declared_property_names_win(tmp_path: Path) -> None:
    path = write_geojson(
        tmp_path / "a.geojson",
        feature(GRID, code="x", bh="G1", mc2="甲", up="B1", lv="block"),
        feature(NEXT, code="y", bh="G2", mc2="乙", up="B1", lv="grid"),
    )
    found = Geodata().read_areas(
        path, crs="wgs84", level=None, fields=AreaFields(code="BH", name="mc2", parent="up", level="lv")
    )
    assert [(each.code, each.name, each.parent, each.level) for each in found.areas] == [
        ("G1", "甲", "B1", "block"),
        ("G2", "乙", "B1", "grid"),
    ]


def test_a_declared_property_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", feature(GRID, bh="G1", mc="甲"))
    with pytest.raises(BadInput, match=r"no property 'BGID' for the code; the file has: bh, mc"):
        read(path, code="BGID")


def test_without_a_level_anywhere_the_file_is_refused(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", feature(GRID, code="1"))
    with pytest.raises(BadInput, match="--level"):
        read(path, level=None)


def test_generated_codes_are_the_same_in_every_import(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", feature(GRID), feature(NEXT))
    turned = write_geojson(tmp_path / "b.geojson", feature(NEXT), feature(GRID))
    codes = [each.code for each in read(path).areas]
    assert len(set(codes)) == 2
    assert all(code.startswith("grid-") for code in codes)
    assert [each.code for each in read(turned).areas] == codes[::-1]


def test_a_column_that_repeats_itself_is_no_code(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", feature(GRID, id=1, osm_id="8"), feature(NEXT, id=1, osm_id="9"))
    assert [each.code for each in read(path).areas] == ["8", "9"]
    same = write_geojson(tmp_path / "b.geojson", feature(GRID, id=1), feature(NEXT, id=1))
    assert all(each.code.startswith("grid-") for each in read(same).areas)


BOW_TIE = {"type": "Polygon", "coordinates": [[[121, 28], [121.1, 28.1], [121.1, 28], [121, 28.1], [121, 28]]]}


@pytest.mark.parametrize(
    ("features", "level", "landed", "found"),
    [
        pytest.param([feature(GRID, code="1"), feature(None, code="2")], "grid", 1, {"empty": 1}, id="no geometry"),
        pytest.param(
            [feature(GRID, code="1"), feature({"type": "Polygon", "coordinates": []}, code="2")],
            "grid", 1, {"empty": 1}, id="no coordinates",
        ),
        pytest.param([feature(BOW_TIE, code="1")], "grid", 1, {"invalid": 1}, id="self-crossing"),
        pytest.param(
            [feature(GRID, code="1"), feature(GRID, code="2")], "grid", 1, {"duplicate_geometry": 1}, id="same shape"
        ),
        pytest.param(
            [feature(GRID, code="1"), feature(NEXT, code="1")], "grid", 1, {"duplicate_code": 1}, id="same code"
        ),
        pytest.param(
            [feature(GRID, code="1"), point(121.0, 28.0, code="2"), feature(line((121, 28), (121.1, 28)), code="3")],
            "grid", 1, {"wrong_geometry": 2}, id="mixed geometry",
        ),
        pytest.param([feature(GRID, code="1"), feature(line((121, 28), (121.1, 28)), code="2")], "line", 1,
            {"wrong_geometry": 1}, id="a polygon is no line"),
        pytest.param([feature(GRID, code="1"), feature(line((121, 28), (121.1, 28)), code="2")], "river", 2,
            {}, id="a level of one's own takes both"),
        pytest.param([feature(line((121, 28), (121, 28)), code="1")], "line", 0, {"empty": 1}, id="no length"),
        pytest.param(
            [feature(GRID, code="1"), feature({"type": "Polygon", "coordinates": [[[1, 2]]]}, code="2"), "nonsense"],
            "grid", 1, {"unreadable": 2}, id="broken features",
        ),
        pytest.param([feature(GRID, code="1"), feature(NEXT, code="2" * 41)], "grid", 1, {"bad_property": 1},
            id="a code too long"),
        pytest.param(
            [feature(GRID, code="1"), feature(NEXT, code="2"), feature(box(28.6, 121.2, 28.7, 121.3), code="3")],
            "grid", 2, {"bad_position": 1}, id="one is swapped",
        ),
    ],
)  # fmt: skip
def test_bad_features_are_told_and_the_rest_lands(
    tmp_path: Path, features: list[Any], level: str, landed: int, found: dict[str, int]
) -> None:
    areas = read(write_geojson(tmp_path / "a.geojson", *features), level=level)
    assert len(areas.areas) == landed
    assert kinds(areas) == found


def test_a_self_crossing_shape_keeps_both_of_its_lobes(tmp_path: Path) -> None:
    areas, report = read(write_geojson(tmp_path / "a.geojson", feature(BOW_TIE, code="1")))
    shape = shapely.from_geojson(json.dumps(areas[0].geometry))
    assert shape.is_valid
    assert shape.area == pytest.approx(0.005)
    assert "repaired: Self-intersection" in report.of_kind(AreaProblemKind.INVALID)[0].detail.en


def test_heights_are_dropped(tmp_path: Path) -> None:
    high = {"type": "LineString", "coordinates": [[121.0, 28.0, 5.0], [121.1, 28.0, 6.0]]}
    areas = read(write_geojson(tmp_path / "a.geojson", feature(high, code="1")), level="line").areas
    assert areas[0].geometry == {"type": "LineString", "coordinates": ((121.0, 28.0), (121.1, 28.0))}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "the file is empty"),
        (b"  \n", "the file is empty"),
        (b'{"type": "FeatureCollection", "features": [{"type":', "broken JSON in line 1"),
        (b"[1, 2]", "not GeoJSON"),
        (b'{"type": "FeatureCollection", "features": []}', "no features"),
        (b'{"type": "FeatureCollection"}', "not GeoJSON"),
        (b'{"type": "Topology", "objects": {}}', "TopoJSON"),
        (b'{"geometryType": "esriGeometryPolygon", "features": []}', "Esri JSON"),
        (b"\x1f\x8b\x08\x00broken", "gzip file is damaged"),
        (b"PK\x03\x04", "workbook or an archive"),
        (b"\xff\xff\xff\xff", "neither UTF-8 nor GB18030"),
        (b"[" * 100_000, "nested too deeply|broken JSON"),
    ],
)
def test_a_file_that_is_no_geojson_is_refused_in_one_line(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "a.geojson"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=says) as refusal:
        read(path)
    assert "\n" not in str(refusal.value)


def test_a_missing_file_and_an_unknown_format_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be opened"):
        read(tmp_path / "none.geojson")
    with pytest.raises(BadInput, match="unknown format"):
        read(tmp_path / "grids.dwg")


def test_gcj02_and_bd09_are_converted(tmp_path: Path) -> None:
    truth = ((121.26, 28.64), (121.27, 28.65))
    for crs, shift in (("gcj02", wgs84_to_gcj02), ("BD-09", wgs84_to_bd09)):
        path = write_geojson(tmp_path / "a.geojson", feature(line(*(shift(*each) for each in truth)), code="1"))
        areas = read(path, crs=crs, level="line").areas
        assert areas[0].geometry["coordinates"] == (
            pytest.approx(truth[0], abs=2e-8),
            pytest.approx(truth[1], abs=2e-8),
        )
        assert areas[0].source_crs == crs.replace("-", "").lower()


def test_gauss_krueger_metres_are_converted(tmp_path: Path) -> None:
    there = Transformer.from_crs(4490, 4549, always_xy=True)
    path = write_geojson(
        tmp_path / "a.geojson",
        feature(line(there.transform(121.26, 28.64), there.transform(121.27, 28.65)), code="1"),
    )
    areas = read(path, crs="EPSG:4549", level="line").areas
    assert areas[0].geometry["coordinates"] == ((121.26, 28.64), (121.27, 28.65))
    assert areas[0].source_crs == "EPSG:4549"


@pytest.mark.parametrize(("crs", "geometry", "says"), [
    (None, GRID, "must be declared: --crs wgs84"),
    ("", GRID, "must be declared"),
    ("wgs85", GRID, "unknown coordinate reference system 'wgs85'"),
    ("EPSG:999999", GRID, "not a known reference system"),
    ("EPSG:4214", GRID, "no exact way to WGS-84; convert the file to CGCS2000"),
    ("EPSG:2379", GRID, "no exact way to WGS-84; convert the file to CGCS2000"),
    ("wgs84", box(500000, 3170000, 500100, 3170100), "for metres declare EPSG:n"),
    ("wgs84", box(28.64, 121.26, 28.65, 121.27), "look swapped"),
    ("gcj02", box(-74.1, 40.7, -74.0, 40.8), "outside China"),
    ("cgcs2000", box(2.1, 48.7, 2.2, 48.8), "outside China"),
    ("EPSG:4549", GRID, "looks like degrees"),
    ("EPSG:4549", box(3170000, 500000, 3170100, 500100), "look swapped"),
    ("EPSG:4549", box(500000, 8170000, 500100, 8170100), "outside the area that EPSG:4549 is made for"),
])  # fmt: skip
def test_a_declaration_that_cannot_be_true_is_refused(
    tmp_path: Path, crs: str | None, geometry: dict[str, Any], says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        read(write_geojson(tmp_path / "a.geojson", feature(geometry, code="1")), crs=crs)


def urn(code: str) -> dict[str, Any]:
    return {"type": "name", "properties": {"name": code}}


@pytest.mark.parametrize(("crs", "said"), [
    ("wgs84", "urn:ogc:def:crs:OGC:1.3:CRS84"),
    ("wgs84", "urn:ogc:def:crs:EPSG::4490"),
    ("cgcs2000", "EPSG:4326"),
    ("EPSG:4326", "urn:ogc:def:crs:OGC:1.3:CRS84"),
    ("gcj02", "urn:x:GCJ-02"),
    ("wgs84", "the surveyor's own system"),
])  # fmt: skip
def test_a_statement_in_the_file_that_agrees_is_accepted(tmp_path: Path, crs: str, said: str) -> None:
    path = write_geojson(tmp_path / "a.geojson", feature(GRID, code="1"), crs=urn(said))
    assert len(read(path, crs=crs).areas) == 1


@pytest.mark.parametrize(("crs", "said"), [
    ("gcj02", "urn:ogc:def:crs:OGC:1.3:CRS84"),
    ("bd09", "urn:ogc:def:crs:EPSG::4490"),
    ("wgs84", "EPSG:4549"),
    ("wgs84", "EPSG:4214"),
    ("wgs84", "GCJ02"),
    ("gcj02", "bd09ll"),
])  # fmt: skip
def test_a_statement_in_the_file_that_contradicts_is_refused(tmp_path: Path, crs: str, said: str) -> None:
    path = write_geojson(tmp_path / "a.geojson", feature(GRID, code="1"), crs=urn(said))
    with pytest.raises(BadInput, match="but the file itself says"):
        read(path, crs=crs)


SHAPES = [shapely.box(121.26, 28.64, 121.27, 28.65), shapely.box(121.27, 28.64, 121.28, 28.65)]
NAMES = ["东城街道", "錦屏㙍网格"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_encoding_of_a_shapefile_is_found_out(tmp_path: Path, encoding: str) -> None:
    path = write_shapefile(tmp_path / "grids.shp", SHAPES, NAMES, encoding, WGS84_WKT)
    assert [(each.code, each.name) for each in read(path).areas] == [("G1", NAMES[0]), ("G2", NAMES[1])]


@pytest.mark.parametrize("cpg", ["936", "GBK", "UTF-8", "no such encoding"])
def test_a_wrong_cpg_file_does_no_harm(tmp_path: Path, cpg: str) -> None:
    path = write_shapefile(tmp_path / "grids.shp", SHAPES, NAMES, "gb18030", WGS84_WKT)
    path.with_suffix(".cpg").write_text(cpg)
    assert [each.name for each in read(path).areas] == NAMES


def test_texts_cut_off_by_a_narrow_column_lose_only_half_a_character(tmp_path: Path) -> None:
    long_name = "永" * 30
    path = write_shapefile(tmp_path / "grids.shp", SHAPES, ["甲", long_name], "gb18030", WGS84_WKT)
    table = path.with_suffix(".dbf")
    table.write_bytes(table.read_bytes().replace(long_name.encode("gb18030"), b"x" + long_name.encode("gb18030")[:-1]))
    assert [each.name for each in read(path).areas] == ["甲", "x" + "永" * 29]


def test_a_cut_off_shapefile_is_refused(tmp_path: Path) -> None:
    path = write_shapefile(tmp_path / "grids.shp", SHAPES, NAMES, "utf-8", WGS84_WKT)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(BadInput, match="length is not what its header says"):
        read(path)


def test_a_shapefile_may_be_zipped_or_lack_its_table(tmp_path: Path) -> None:
    path = write_shapefile(tmp_path / "grids.shp", SHAPES, NAMES, "utf-8", WGS84_WKT)
    with zipfile.ZipFile(tmp_path / "packed.zip", "w") as archive:
        for part in tmp_path.glob("grids.*"):
            archive.write(part, f"layer/{part.name}")
    assert [each.name for each in read(tmp_path / "packed.zip").areas] == NAMES
    path.with_suffix(".dbf").unlink()
    assert [each.code.startswith("grid-") for each in read(path).areas] == [True, True]


def test_the_prj_of_a_shapefile_is_held_against_the_declaration(tmp_path: Path) -> None:
    there = Transformer.from_crs(4490, 4549, always_xy=True)
    metres = [shapely.box(*there.transform(121.26, 28.64), *there.transform(121.27, 28.65))]
    path = write_shapefile(tmp_path / "metres.shp", metres, ["x"], "utf-8", GAUSS_KRUEGER_120_WKT)
    assert bounds(read(path, crs="EPSG:4549").areas[0].geometry) == pytest.approx(
        (121.26, 28.64, 121.27, 28.65), abs=1e-4
    )
    with pytest.raises(BadInput, match=r"file itself says .*Gauss-Kruger CM 120E"):
        read(path, crs="EPSG:4548")
    plain = write_shapefile(tmp_path / "plain.shp", SHAPES, NAMES, "utf-8", WGS84_WKT)
    with pytest.raises(BadInput, match=r"declared as gcj02, but the file itself says .*\.prj"):
        read(plain, crs="gcj02")
    bare = write_shapefile(tmp_path / "bare.shp", SHAPES, NAMES, "utf-8", "")
    assert len(read(bare, crs="gcj02").areas) == 2


@pytest.mark.parametrize(("name", "content", "says"), [
    ("a.shp", b"words" * 50, "no .shp header"),
    ("a.zip", b"PK\x03\x04 broken", "zip archive cannot be read"),
    ("a.gpkg", b"no database", "not a GeoPackage"),
    ("a.gpkg", b"SQLite format 3\x00" + b"\x00" * 200, "not a sound GeoPackage"),
])  # fmt: skip
def test_damaged_files_are_refused(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadInput, match=says):
        read(tmp_path / name)


def test_a_zip_with_two_shapefiles_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a.shp", b"")
        archive.writestr("b.shp", b"")
    with pytest.raises(BadInput, match=r"one \.shp in the archive is needed, found 2"):
        read(tmp_path / "two.zip")


def test_a_geopackage_becomes_areas(tmp_path: Path) -> None:
    path = write_geopackage(tmp_path / "grids.gpkg", [*SHAPES, None], [*NAMES, "empty"], 4490)
    areas = read(path, crs="cgcs2000")
    assert [(each.code, each.name) for each in areas.areas] == [("G1", NAMES[0]), ("G2", NAMES[1])]
    assert bounds(areas.areas[0].geometry) == SHAPES[0].bounds
    assert kinds(areas) == {"empty": 1}
    with pytest.raises(BadInput, match="but the file itself says"):
        read(path, crs="gcj02")


def test_a_geopackage_of_undefined_reference_system_may_be_gcj02(tmp_path: Path) -> None:
    path = write_geopackage(tmp_path / "grids.gpkg", SHAPES, NAMES, 0)
    assert len(read(path, crs="gcj02").areas) == 2


def test_a_geopackage_with_unsaved_edits_is_refused(tmp_path: Path) -> None:
    path = write_geopackage(tmp_path / "grids.gpkg", SHAPES, NAMES, 4326)
    path.with_name("grids.gpkg-wal").write_bytes(b"edits")
    with pytest.raises(BadInput, match="unsaved edits"):
        read(path)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.99])
def test_a_file_cut_off_anywhere_is_refused(tmp_path: Path, share: float) -> None:
    files = [
        write_geopackage(tmp_path / "grids.gpkg", SHAPES, NAMES, 4326),
        write_geojson(tmp_path / "grids.geojson", feature(GRID, code="1"), feature(NEXT, code="2")),
        write_geojson(tmp_path / "grids.geojson.gz", feature(GRID, code="1"), feature(NEXT, code="2")),
    ]
    for path in files:
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * share)])
        with pytest.raises(BadInput, match="again"):
            read(path)
