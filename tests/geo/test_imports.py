"""The imports from file to register, with the real readers and a store in memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.domain.camera_register import CameraKind, ViewFan, traits_of
from dashboard.domain.catalogue.records import AreaClass
from dashboard.domain.coordinates import Position, wgs84_to_gcj02
from dashboard.domain.grid import Area, Duty
from dashboard.domain.imports import AssetRecord, ImportReport
from dashboard.domain.rights import Role
from dashboard.domain.text import Language, Text
from dashboard.errors import BadInput, Forbidden
from dashboard.services.imports import import_devices, import_grids
from data_sources.geo.geodata import Geodata
from tests.actors import acting
from tests.fakes_geo import BY, FakeImportStore, area, box, feature, line, write_geojson

KINDS = {
    "manhole": Text("智能井盖", "Manhole cover"),
    "camera": Text("视频", "Camera"),
    "speaker": Text("音柱", "Loudspeaker"),
}
BLOCK = area("B1", "block", box(121.0, 28.0, 121.02, 28.01))
WEST = area("G1", "grid", box(121.0, 28.0, 121.01, 28.01), "B1", squad="一中队", duties=(Duty("G1 网格长", "网格长"),))
EAST = area("G2", "grid", box(121.01, 28.0, 121.02, 28.01), "B1")
UNIT = area("310101001001001", "unit_grid", box(121.0, 28.0, 121.001, 28.001), "G1")
STREET = area("L1", "line", line((121.0, 28.0004), (121.01, 28.0004)), "G1")
TREE = [BLOCK, WEST, EAST, UNIT, STREET]


def grids(store: FakeImportStore, path: Path, level: str | None = "grid", crs: str = "wgs84") -> ImportReport:
    return import_grids(store, Geodata(), path, level=level, crs=crs, **BY)


def devices(store: FakeImportStore, path: Path, *rows: str, header: str = "", crs: str = "wgs84") -> ImportReport:
    heading = header or "asset_id,kind,name,lon,lat,device_ref,datum_m,area_code,material"
    path.write_text("\n".join([heading, *rows]), encoding="utf-8")
    return import_devices(store, Geodata(), path, crs=crs, kinds=KINDS, **BY)


def reasons(report: ImportReport) -> dict[str, str]:
    return {rejection.where.en: rejection.reason.en for rejection in report.rejected}


def counts(report: ImportReport) -> dict[str, int]:
    return {kind: summary["count"] for kind, summary in report.findings.as_dict().items()}


def test_grids_land_with_the_parent_around_them(tmp_path: Path) -> None:
    store = FakeImportStore([BLOCK])
    path = write_geojson(tmp_path / "g.geojson", feature(WEST.geometry, code="G1"), feature(EAST.geometry, code="G2"))
    report = grids(store, path)
    assert (report.accepted, report.updated, report.rejected) == (2, 0, ())
    assert {code: each.parent for code, each in store.areas.items()} == {"B1": None, "G1": "B1", "G2": "B1"}
    assert not report.findings.problems


def test_importing_the_same_grids_again_updates_and_keeps_what_the_file_does_not_tell(tmp_path: Path) -> None:
    store = FakeImportStore([BLOCK, WEST, EAST])
    path = write_geojson(tmp_path / "g.geojson", feature(WEST.geometry, code="G1", name="东城-01"))
    report = grids(store, path)
    assert (report.accepted, report.updated) == (1, 1)
    landed = store.areas["G1"]
    assert (landed.name, landed.parent, landed.squad, landed.duties) == ("东城-01", "B1", "一中队", WEST.duties)


def test_the_report_counts_the_classes_and_a_file_without_them_keeps_those_that_are_known(tmp_path: Path) -> None:
    store = FakeImportStore([BLOCK])
    west, east = feature(WEST.geometry, code="G1", area_class="二类"), feature(EAST.geometry, code="G2")
    report = grids(store, write_geojson(tmp_path / "g.geojson", west, east))
    assert report.as_text(Language.CHINESE).splitlines()[1] == "二类区域 1、未分类 1"
    assert report.as_text(Language.ENGLISH).splitlines()[1] == "1 of class B, 1 without a class"
    assert report.as_dict()["classes"] == {"B": 1}
    again = grids(store, write_geojson(tmp_path / "again.geojson", feature(WEST.geometry, code="G1")))
    assert again.classes == {AreaClass.B: 1}
    assert {code: each.area_class for code, each in store.areas.items()} == {"B1": None, "G1": AreaClass.B, "G2": None}


def test_a_file_without_names_keeps_the_known_names(tmp_path: Path) -> None:
    store = FakeImportStore([Area(code="G1", name="东城-01", level="grid", geometry=WEST.geometry)])
    grids(store, write_geojson(tmp_path / "g.geojson", feature(WEST.geometry, code="G1")))
    assert store.areas["G1"].name == "东城-01"


def test_a_whole_tree_in_one_file_lands_parents_first(tmp_path: Path) -> None:
    store = FakeImportStore()
    path = write_geojson(
        tmp_path / "tree.geojson",
        feature(WEST.geometry, code="G1", level="grid", parent="B1"),
        feature(BLOCK.geometry, code="B1", level="block"),
        feature(STREET.geometry, code="L1", level="line"),
    )
    report = grids(store, path, level=None)
    assert list(store.areas) == ["B1", "G1", "L1"]
    assert store.areas["L1"].parent == "G1"
    assert counts(report) == {"gap": 1}


def test_areas_of_missing_or_circular_parents_land_without_them(tmp_path: Path) -> None:
    store = FakeImportStore()
    path = write_geojson(
        tmp_path / "g.geojson",
        feature(WEST.geometry, code="G1", parent="nobody"),
        feature(EAST.geometry, code="G2", parent="G3"),
        feature(box(121.02, 28, 121.03, 28.01), code="G3", parent="G2"),
    )
    report = grids(store, path)
    assert {code: each.parent for code, each in store.areas.items()} == {"G1": None, "G2": None, "G3": None}
    assert {kind: each["count"] for kind, each in report.findings.as_dict().items()} == {
        "missing_parent": 1,
        "cycle": 2,
    }


def test_what_cannot_land_is_rejected_and_the_rest_of_the_grids_lands(tmp_path: Path) -> None:
    store = FakeImportStore()
    path = write_geojson(
        tmp_path / "g.geojson",
        feature(WEST.geometry, code="G1"),
        feature(None, code="G2"),
        feature(WEST.geometry, code="G3"),
    )
    report = grids(store, path)
    assert list(store.areas) == ["G1"]
    assert [(each.name, each.reason.en) for each in report.rejected] == [
        ("G2", "no shape; draw or delete it"),
        ("G3", "the same shape as G1; delete one of them"),
    ]
    assert report.as_text(Language.CHINESE).startswith("新增 1，更新 0，拒绝 2")


def test_a_refused_file_changes_nothing(tmp_path: Path) -> None:
    store = FakeImportStore([BLOCK])
    with pytest.raises(BadInput):
        grids(store, write_geojson(tmp_path / "g.geojson", feature(WEST.geometry, code="G1")), crs="EPSG:4549")
    with pytest.raises(BadInput):
        devices(store, tmp_path / "d.csv", "A1,manhole,,28.005,121.005,,,,")
    assert (store.writes, list(store.areas)) == (0, ["B1"])


def test_devices_are_placed_in_grid_unit_grid_and_line(tmp_path: Path) -> None:
    store = FakeImportStore(TREE)
    report = devices(
        store,
        tmp_path / "d.csv",
        "JG-0413,manhole,县前街12号,121.0005,28.0005,deveui:24e124538c234567,4.2,,铸铁",
        "CAM-0217,camera,,121.015,28.005,,,,",
        "SP-01,speaker,,122.0,28.0,,,,",
    )
    assert (report.accepted, report.updated, report.rejected, report.unplaced) == (3, 0, (), ("SP-01",))
    manhole, camera = store.assets["JG-0413"], store.assets["CAM-0217"]
    assert (manhole.grid, manhole.unit_grid, manhole.line) == ("G1", "310101001001001", "L1")
    assert (manhole.datum_m, manhole.attributes) == (4.2, {"material": "铸铁"})
    assert (camera.name, camera.grid, camera.unit_grid, camera.device_ref) == ("CAM-0217", "G2", None, None)


def test_a_given_area_code_wins_over_the_position_and_survives_new_grids(tmp_path: Path) -> None:
    store = FakeImportStore(TREE)
    devices(store, tmp_path / "d.csv", "A1,manhole,,121.0005,28.0005,,,G2,")
    assert (store.assets["A1"].grid, store.assets["A1"].unit_grid) == ("G2", "310101001001001")
    grids(store, write_geojson(tmp_path / "g.geojson", feature(WEST.geometry, code="G1")))
    assert store.assets["A1"].grid == "G2"
    devices(store, tmp_path / "d.csv", "A1,manhole,,121.0005,28.0005,,,,")
    assert store.assets["A1"].grid == "G1"


def test_devices_that_came_before_the_grids_are_placed_when_the_grids_come(tmp_path: Path) -> None:
    store = FakeImportStore()
    assert devices(store, tmp_path / "d.csv", "A1,manhole,,121.005,28.005,,,,").unplaced == ("A1",)
    grids(store, write_geojson(tmp_path / "g.geojson", feature(WEST.geometry, code="G1")))
    assert store.assets["A1"].grid == "G1"


def test_the_same_asset_id_updates_and_absent_columns_stay(tmp_path: Path) -> None:
    store = FakeImportStore(TREE)
    devices(store, tmp_path / "d.csv", "A1,manhole,老名,121.005,28.005,canonical:a1,4.2,,铸铁")
    report = devices(store, tmp_path / "d.csv", "A1,manhole,121.015,28.005,2019", header="asset_id,kind,lon,lat,year")
    assert (report.accepted, report.updated) == (1, 1)
    landed = store.assets["A1"]
    assert (landed.name, landed.device_ref, landed.datum_m, landed.grid) == ("老名", "canonical:a1", 4.2, "G2")
    assert landed.attributes == {"material": "铸铁", "year": "2019"}


def test_an_empty_cell_clears(tmp_path: Path) -> None:
    store = FakeImportStore(TREE)
    devices(store, tmp_path / "d.csv", "A1,manhole,老名,121.005,28.005,canonical:a1,4.2,,铸铁")
    devices(store, tmp_path / "d.csv", "A1,manhole,,121.005,28.005,,,,")
    landed = store.assets["A1"]
    assert (landed.name, landed.device_ref, landed.datum_m, landed.attributes) == ("老名", None, None, {})


def test_importing_the_same_devices_twice_changes_nothing_the_second_time(tmp_path: Path) -> None:
    store = FakeImportStore(TREE)
    row = "A1,manhole,井,121.005,28.005,canonical:a1,4.2,G1,铸铁"
    devices(store, tmp_path / "d.csv", row)
    before = dict(store.assets)
    devices(store, tmp_path / "d.csv", row)
    assert store.assets == before


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("A2,manhol,,121.005,28.005,,,,", "unknown kind 'manhol'; use manhole"),
        ("A2,tap,,121.005,28.005,,,,", "unknown kind 'tap'; use camera, manhole, speaker"),
        ("A2,manhole,,121.005,28.005,,,NO-1,", "there is no area NO-1"),
        ("A1,manhole,,121.005,28.005,,,,", "the asset_id is in line 2 already"),
        ("A2,manhole,,121.005,28.005,canonical:a1,,,", "device_ref canonical:a1 belongs to A1"),
        ("A2,manhole,,121.005,28.005,canonical:old,,,", "device_ref canonical:old belongs to OLD"),
    ],
)
def test_a_row_against_the_register_is_rejected_and_the_rest_lands(tmp_path: Path, row: str, says: str) -> None:
    old = AssetRecord(
        asset_id="OLD", kind="camera", name="x", position=wgs84_to_gcj02(121, 28), device_ref="canonical:old"
    )
    store = FakeImportStore(TREE, [old])
    report = devices(
        store, tmp_path / "d.csv", "A1,manhole,,121.005,28.005,canonical:a1,,,", row, "A3,manhole,,121.005,28.005,,,,"
    )
    assert report.accepted == 2
    assert sorted(store.assets) == ["A1", "A3", "OLD"]
    assert list(reasons(report)) == ["line 3"]
    assert says in reasons(report)["line 3"]


def test_a_camera_tells_what_it_looks_at_and_a_view_that_cannot_be_is_rejected(tmp_path: Path) -> None:
    store = FakeImportStore(TREE)
    header = "asset_id,kind,lon,lat,camera_kind,view_bearing_deg,view_angle_deg,view_range_m"
    rows = (
        "C1,camera,121.005,28.005,高点,270,60,900",
        "C2,camera,121.005,28.005,街面,400,60,900",
        "C3,camera,121,28,,,,",
    )
    report = devices(store, tmp_path / "d.csv", *rows, header=header)
    assert traits_of(store.assets["C1"].attributes) == (CameraKind.HIGH_POINT, ViewFan(270, 60, 900))
    assert sorted(store.assets) == ["C1", "C3"]
    assert "view_bearing_deg '400' must be a number from 0 to 360" in reasons(report)["line 3"]


def test_positions_that_were_converted_already_are_not_converted_twice(tmp_path: Path) -> None:
    store = FakeImportStore(TREE)
    header = "asset_id,kind,lon,lat"
    shifted = wgs84_to_gcj02(121.005, 28.005)
    devices(store, tmp_path / "d.csv", f"A1,manhole,{shifted.lon},{shifted.lat}", header=header, crs="gcj02")
    assert store.assets["A1"].position == pytest.approx((121.005, 28.005), abs=1e-7)
    again = "A1,manhole,121.0050000,28.0050000"
    with pytest.raises(BadInput, match="converted already; import it with --crs wgs84, not gcj02"):
        devices(store, tmp_path / "d.csv", again, header=header, crs="gcj02")
    assert devices(store, tmp_path / "d.csv", again, header=header).updated == 1


def test_a_wrong_declaration_can_be_corrected_by_importing_again(tmp_path: Path) -> None:
    store = FakeImportStore(TREE)
    shifted = wgs84_to_gcj02(121.005, 28.005)
    row, header = f"A1,manhole,{shifted.lon},{shifted.lat}", "asset_id,kind,lon,lat"
    devices(store, tmp_path / "d.csv", row, header=header, crs="wgs84")
    devices(store, tmp_path / "d.csv", row, header=header, crs="gcj02")
    assert store.assets["A1"].position == pytest.approx((121.005, 28.005), abs=1e-7)


def test_grids_that_were_converted_already_are_not_converted_twice(tmp_path: Path) -> None:
    store = FakeImportStore()
    grids(store, write_geojson(tmp_path / "g.geojson", feature(WEST.geometry, code="G1")), crs="gcj02")
    exported = write_geojson(tmp_path / "again.geojson", feature(store.areas["G1"].geometry, code="G1"))
    with pytest.raises(BadInput, match="converted already; import it with --crs wgs84, not gcj02"):
        grids(store, exported, crs="gcj02")
    assert grids(store, exported, crs="wgs84").updated == 1


def test_the_report_is_for_people_and_for_programs(tmp_path: Path) -> None:
    store = FakeImportStore(TREE)
    rows = [f"A{number},tap,,121.005,28.005,,,," for number in range(7)]
    report = devices(store, tmp_path / "d.csv", "B1,manhole,,125.0,28.0,,,,", *rows)
    text = report.as_text(Language.ENGLISH).splitlines()
    assert text[0] == "1 new, 0 updated, 7 rejected"
    assert text[1] == "  line 3 A0: unknown kind 'tap'; use camera, manhole, speaker"
    assert text[-2:] == ["  …", "1 devices lie in no grid: B1"]
    told = report.as_dict()
    assert (told["accepted"], len(told["rejected"]), told["unplaced"]) == (1, 7, ["B1"])
    assert told["rejected"][0] == {
        "where": "line 3",
        "name": "A0",
        "zh": "未知类型 'tap'，可用：camera, manhole, speaker",
        "en": "unknown kind 'tap'; use camera, manhole, speaker",
    }


@pytest.mark.parametrize("kind", ["智能井盖", "Manhole cover", "manhole COVER", "manhole"])
def test_a_kind_may_be_called_by_its_name(tmp_path: Path, kind: str) -> None:
    store = FakeImportStore()
    assert devices(store, tmp_path / "d.csv", f"ZK-1,{kind},井,121.27,28.67,,,,").accepted == 1
    assert store.assets["ZK-1"].kind == "manhole"


def test_a_new_device_without_a_column_device_ref_is_heard_on_the_own_topics(tmp_path: Path) -> None:
    taken = AssetRecord(asset_id="OLD", kind="camera", name="", position=Position(121, 28), device_ref="canonical:A2")
    silent = AssetRecord(asset_id="A3", kind="camera", name="", position=Position(121, 28))
    store = FakeImportStore(assets=[taken, silent])
    rows = ("A1,camera,121.27,28.67", "A2,camera,121.27,28.67", "A3,camera,121.27,28.67")
    devices(store, tmp_path / "d.csv", *rows, header="asset_id,kind,lon,lat")
    refs = {asset_id: asset.device_ref for asset_id, asset in store.assets.items()}
    assert refs == {"OLD": "canonical:A2", "A1": "canonical:A1", "A2": None, "A3": None}


def test_a_column_device_ref_that_is_empty_means_no_device(tmp_path: Path) -> None:
    store = FakeImportStore()
    devices(store, tmp_path / "d.csv", "A1,camera,,121.27,28.67,,,,")
    assert store.assets["A1"].device_ref is None


def test_a_dry_run_of_devices_reports_and_writes_nothing(tmp_path: Path) -> None:
    store = FakeImportStore()
    path = tmp_path / "d.csv"
    path.write_text("asset_id,kind,lon,lat\nA1,camera,121.27,28.67\n", encoding="utf-8")
    report = import_devices(store, Geodata(), path, crs="wgs84", kinds=KINDS, dry_run=True, **BY)
    assert (report.accepted, store.writes, store.assets, store.noted) == (1, 0, {}, [])


def test_an_import_is_noted_with_its_file_and_counts(tmp_path: Path) -> None:
    store = FakeImportStore(TREE)
    for rows in (["A1,camera,,121.27,28.67,,,,"], ["A1,camera,,121.27,28.67,,,,", "A2,ufo,,121.27,28.67,,,,"]):
        devices(store, tmp_path / "井盖.csv", *rows)
    entries = [(entry.actor, entry.action, entry.subject, entry.detail) for entry in store.noted]
    first = {"new": 1, "updated": 0, "refused": 0, "crs": "wgs84", "before": {"count": 0}, "after": {"count": 1}}
    again = {"new": 0, "updated": 1, "refused": 1, "crs": "wgs84", "before": {"count": 1}, "after": {"count": 1}}
    by = ("operator", "import_devices", "井盖.csv")
    assert entries == [(*by, first), (*by, again)]


def test_an_upload_is_noted_by_its_own_name_cut_to_what_fits(tmp_path: Path) -> None:
    path = tmp_path / "input.csv"
    path.write_text("asset_id,kind,lon,lat\nA1,camera,121.27,28.67\n", encoding="utf-8")
    store = FakeImportStore()
    import_devices(store, Geodata(), path, crs="wgs84", kinds=KINDS, uploaded_as="x" * 300 + "井盖.csv", **BY)
    assert store.noted[0].subject == "x" * 114 + "井盖.csv"


def test_a_file_of_which_nothing_lands_changes_and_notes_nothing(tmp_path: Path) -> None:
    moved = AssetRecord(asset_id="A1", kind="camera", name="A1", position=Position(121.27, 28.67))
    store = FakeImportStore(TREE, [moved])
    assert devices(store, tmp_path / "d.csv", "A2,ufo,,121.27,28.67,,,,").accepted == 0
    path = write_geojson(tmp_path / "a.geojson", feature(line((121.2, 28.6), (121.3, 28.7)), code="G9"))
    assert grids(store, path).accepted == 0
    assert (store.writes, store.noted, store.assets) == (0, [], {"A1": moved})


def test_who_may_not_import_changes_nothing(tmp_path: Path) -> None:
    store = FakeImportStore()
    path = write_geojson(tmp_path / "a.geojson", feature(box(121.2, 28.6, 121.3, 28.7), code="G1"))
    by = {**BY, "actor": acting("li", Role.OPERATOR)}
    with pytest.raises(Forbidden):
        import_grids(store, Geodata(), path, level="grid", crs="wgs84", **by)
    with pytest.raises(Forbidden):
        import_devices(store, Geodata(), path, crs="wgs84", kinds=KINDS, **by)
    assert (store.writes, store.noted) == (0, [])
