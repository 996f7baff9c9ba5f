"""Device files, good and bad."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.domain.coordinates import Position, distance_m, wgs84_to_gcj02
from dashboard.domain.imports import DevicesRead
from dashboard.errors import BadInput
from data_sources.geo.geodata import Geodata
from tests.fakes_geo import feature, line, point, write_geojson

HEADER = "asset_id,kind,name,lon,lat,device_ref,datum_m,area_code,material"
ROW = "JG-0413,manhole,县前街12号,121.2623,28.6497,deveui:24E124538C234567,4.2,HY-01,铸铁"


def read(path: Path, crs: str | None = "wgs84") -> DevicesRead:
    return Geodata().read_devices(path, crs=crs)


def csv_file(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def reasons(devices: DevicesRead) -> dict[str, str]:
    return {rejection.where.en: rejection.reason.en for rejection in devices.rejected}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_row_becomes_a_device_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    rows, rejected = read(csv_file(tmp_path / "devices.csv", HEADER, ROW, encoding=encoding))
    assert rejected == []
    (row,) = rows
    assert (row.asset_id, row.kind, row.name, row.position) == ("JG-0413", "manhole", "县前街12号", (121.2623, 28.6497))
    assert (row.device_ref, row.datum_m, row.area_code) == ("deveui:24e124538c234567", 4.2, "HY-01")
    assert row.attributes == {"material": "铸铁"}
    assert row.where.en == "line 2"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_comma_semicolon_and_tab_separate(tmp_path: Path, delimiter: str) -> None:
    path = csv_file(tmp_path / "devices.csv", *(line.replace(",", delimiter) for line in (HEADER, ROW)))
    assert [row.asset_id for row in read(path).rows] == ["JG-0413"]


def test_chinese_headings_are_understood(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "devices.csv", "资产编号,类型,名称,经度,纬度", "A1,camera,市场北门,121.2,28.6")
    (row,) = read(path).rows
    assert (row.asset_id, row.kind, row.name, row.position) == ("A1", "camera", "市场北门", (121.2, 28.6))


def test_only_the_columns_of_the_file_are_given(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "devices.csv", "asset_id,kind,lon,lat", "A1,camera,121.2,28.6")
    assert read(path).rows[0].given == {"asset_id", "kind", "lon", "lat"}


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("A1,camera,,,28.6,,,,", "lon is no number: ''"),
        ("A1,camera,,121.2E,28.6,,,,", "lon is no number: '121.2E'"),
        ("A1,camera,,nan,28.6,,,,", "without a fix"),
        ("A1,camera,,0,0,,,,", "without a fix"),
        ("A1,camera,,4294.9673,4294.9673,,,,", "without a fix"),
        ("A1,camera,,28.6,121.2,,,,", "swapped"),
        ("A1,camera,,1210.2,28.6,,,,", "within ±180"),
        (",camera,,121.2,28.6,,,,", "asset_id is empty"),
        ("A1,,,121.2,28.6,,,,", "kind is empty"),
        ("A1,camera,,121.2", "4 cells where the heading has 9"),
        ("A1,camera,,121.2,28.6,,,,,,x", "11 cells where the heading has 9"),
        ("A1,camera,,121.2,28.6,24e124538c234567,,,", "lacks the name of its network"),
        ("A1,camera,,121.2,28.6,deveui:24e1,,,", "16 hexadecimal digits"),
        ("A1,camera,,121.2,28.6,,four metres,,", "datum_m 'four metres' must be metres"),
        ("A1,camera,,121.2,28.6,,inf,,", "datum_m 'inf' must be metres"),
        (f"{'A' * 81},camera,,121.2,28.6,,,,", "asset_id is longer than 80"),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_the_rest_lands(tmp_path: Path, row: str, says: str) -> None:
    good = ROW.replace("JG-0413", "JG-0414")
    devices = read(csv_file(tmp_path / "devices.csv", HEADER, ROW, "", row, good))
    assert [each.asset_id for each in devices.rows] == ["JG-0413", "JG-0414"]
    assert list(reasons(devices)) == ["line 4"]
    assert says in reasons(devices)["line 4"]


def test_a_quote_that_is_never_closed_costs_only_its_own_line(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path / "devices.csv", HEADER, ROW, 'A1,camera,"never closed,121.2,28.6,,,,', ROW.replace("0413", "0414")
    )
    devices = read(path)
    assert [each.asset_id for each in devices.rows] == ["JG-0413", "JG-0414"]
    assert "check quotes" in reasons(devices)["line 3"]


def test_a_cell_may_have_several_lines(tmp_path: Path) -> None:
    devices = read(csv_file(tmp_path / "devices.csv", HEADER, ROW.replace("铸铁", '"铸铁\n2019"'), "bad"))
    assert devices.rows[0].attributes == {"material": "铸铁\n2019"}
    assert list(reasons(devices)) == ["line 4"]


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["asset_id,name,lon", "A1,x,121.2"], "missing column kind, lat; the file has: asset_id, name, lon"),
        (["asset_id,kind,lon,lat,Lon", "A1,x,1,2,3"], "column lon comes twice"),
        (["asset_id,kind,lon,lat"], "a heading but no rows"),
        ([""], "the file is empty"),
        (["asset_id,kind,lon,lat", "A,camera,28.6,121.2", "B,camera,28.7,121.3"], "2 of 2 positions .* look swapped"),
        (["asset_id,kind,lon,lat", "A,camera,500000,3170000"], "declare EPSG:n"),
        (["asset_id,kind,lon,lat,crs", "A,camera,121.2,28.6,GCJ-02"], "its column crs says GCJ-02"),
        (["asset_id,kind,lon,lat,坐标系", "A,camera,121.2,28.6,地方坐标"], "unknown coordinate reference system"),
    ],
)
def test_a_table_that_cannot_be_right_is_refused_in_one_line(tmp_path: Path, lines: list[str], says: str) -> None:
    with pytest.raises(BadInput, match=says) as refusal:
        read(csv_file(tmp_path / "devices.csv", *lines))
    assert "\n" not in str(refusal.value)


def test_a_workbook_is_refused_with_advice(tmp_path: Path) -> None:
    (tmp_path / "devices.csv").write_bytes(b"PK\x03\x04...")
    with pytest.raises(BadInput, match="save it as CSV"):
        read(tmp_path / "devices.csv")


def test_devices_without_a_declared_reference_system_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="must be declared"):
        read(csv_file(tmp_path / "devices.csv", HEADER, ROW), crs=None)


def test_many_devices_without_a_fix_do_not_spoil_the_few_with_one(tmp_path: Path) -> None:
    lost = [ROW.replace("JG-0413", f"L{number}").replace("121.2623,28.6497", "0,0") for number in range(9)]
    devices = read(csv_file(tmp_path / "devices.csv", HEADER, *lost, ROW))
    assert [each.asset_id for each in devices.rows] == ["JG-0413"]
    assert len(devices.rejected) == 9


def test_gcj02_positions_are_converted(tmp_path: Path) -> None:
    truth = Position(121.2623, 28.6497)
    shifted = wgs84_to_gcj02(*truth)
    path = csv_file(tmp_path / "devices.csv", HEADER, ROW.replace("121.2623,28.6497", f"{shifted.lon},{shifted.lat}"))
    (row,) = read(path, crs="gcj02").rows
    assert distance_m(row.position, truth) < 0.01
    assert row.source_crs == "gcj02"


def test_geojson_points_become_devices(tmp_path: Path) -> None:
    path = write_geojson(
        tmp_path / "devices.geojson",
        point(121.2, 28.6, asset_id="C1", kind="camera", name="北门", height_m=6.5),
        feature(line((121, 28), (121.1, 28)), asset_id="C2", kind="camera"),
        feature(None, asset_id="C3", kind="camera"),
        feature({"type": "Point", "coordinates": ["east", "north"]}, asset_id="C4", kind="camera"),
        point(0, 0, asset_id="C5", kind="camera"),
    )
    devices = read(path)
    (row,) = devices.rows
    assert (row.asset_id, row.name, row.position) == ("C1", "北门", (121.2, 28.6))
    assert row.attributes["height_m"] == 6.5
    assert [(each.where.en, each.name) for each in devices.rejected] == [
        ("feature 2", "C2"), ("feature 3", "C3"), ("feature 4", "C4"), ("feature 5", "C5"),
    ]  # fmt: skip
    assert reasons(devices)["feature 2"] == "a device must be drawn as one point"
    assert "cannot be read" in reasons(devices)["feature 4"]


def test_geojson_without_asset_ids_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="missing column asset_id, kind; the file has: title"):
        read(write_geojson(tmp_path / "devices.geojson", point(121.2, 28.6, title="x")))


def written(tmp_path: Path, *lines: str) -> Path:
    """A file as Excel writes it on Windows."""
    path = tmp_path / "excel.csv"
    path.write_bytes("\r\n".join([*lines, ""]).encode("utf-8-sig"))
    return path


def test_empty_cells_that_excel_left_out_or_added_at_the_end_do_not_matter(tmp_path: Path) -> None:
    heading = "asset_id,kind,name,lon,lat,device_ref,datum_m,备注"
    short, long = "SH-0,manhole,n0,121.270,28.671,canonical:sh-0", "SH-1,manhole,n1,121.271,28.671,,,,,,"
    devices = read(written(tmp_path, heading, short, long))
    assert [(row.asset_id, row.device_ref, row.datum_m) for row in devices.rows] == [
        ("SH-0", "canonical:sh-0", None),
        ("SH-1", None, None),
    ]


def test_the_line_that_tells_excel_the_separator_is_no_heading(tmp_path: Path) -> None:
    devices = read(written(tmp_path, "sep=;", "asset_id;kind;name;lon;lat", "SP-1;manhole;a;121.27;28.672"))
    assert [row.asset_id for row in devices.rows] == ["SP-1"]


def test_a_comma_before_the_decimals_is_read(tmp_path: Path) -> None:
    lines = ("asset_id;kind;name;lon;lat;datum_m", "DC-1;manhole;a;121,27;28,673;3,25")
    (row,) = read(written(tmp_path, *lines)).rows
    assert (row.position, row.datum_m) == ((121.27, 28.673), 3.25)


def test_ids_that_are_kept_from_becoming_numbers_are_their_texts(tmp_path: Path) -> None:
    lines = ("asset_id,kind,name,lon,lat", '"=""00421""",manhole,a,121.27,28.679', "'00422,manhole,b,121.271,28.679")
    assert [row.asset_id for row in read(written(tmp_path, *lines)).rows] == ["00421", "00422"]


@pytest.mark.parametrize("cells", ["8.66042E+14,manhole,a,121.27,28.67,", "S-1,manhole,a,121.27,28.67,iotda:2.4E+15"])
def test_an_id_that_excel_rounded_is_refused_with_the_reason(tmp_path: Path, cells: str) -> None:
    devices = read(written(tmp_path, "asset_id,kind,name,lon,lat,device_ref", cells))
    assert not devices.rows
    assert "its other digits are gone; format the column as text" in reasons(devices)["line 2"]


def test_hexadecimal_ids_with_an_e_among_their_digits_are_no_rounded_numbers(tmp_path: Path) -> None:
    line = "S-1E5,manhole,a,121.27,28.67,deveui:24e1240000000012"
    assert read(written(tmp_path, "asset_id,kind,name,lon,lat,device_ref", line)).rows


def test_a_multipoint_of_one_is_a_point(tmp_path: Path) -> None:
    drawn = ([[121.27, 28.66]], [[121.27, 28.66], [121.28, 28.66]])
    shapes = [
        feature({"type": "MultiPoint", "coordinates": each}, asset_id=f"MP-{number}", kind="manhole")
        for number, each in enumerate(drawn)
    ]
    devices = read(write_geojson(tmp_path / "m.geojson", *shapes))
    assert [row.asset_id for row in devices.rows] == ["MP-0"]
    assert reasons(devices) == {"feature 2": "a device must be drawn as one point"}
