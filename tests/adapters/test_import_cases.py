"""Device tables as Excel writes them and one more vendor's mappings, each a small file, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from dashboard.domain.imports import AssetRecord, ImportReport
from dashboard.domain.sensors import sensor_types
from dashboard.services.imports import import_devices
from dashboard.services.mapping_imports import MappingChange, merge_mappings, replace_mappings
from data_sources.db.register_store import SqlRegister
from data_sources.geo.geodata import Geodata
from data_sources.mapping_files import load_mappings
from tests.adapters.city_of_four import NOW
from tests.fakes_geo import BY

FOLDER = Path(__file__).parents[1] / "fixtures/imports"


@pytest.fixture
def store(engine: Engine) -> SqlRegister:
    return SqlRegister(engine, lambda: NOW)


def imported(store: SqlRegister, case: str) -> ImportReport:
    [path] = FOLDER.glob(f"{case}-*")
    kinds = {key: kind.label for key, kind in sensor_types().items()}
    return import_devices(store, Geodata(), path, crs="wgs84", kinds=kinds, **BY)


def assets(store: SqlRegister) -> dict[str, AssetRecord]:
    return {asset.asset_id: asset for asset in store.list_assets()}


def test_ids_that_excel_made_numbers_of_are_refused_and_the_others_land(store: SqlRegister) -> None:
    report = imported(store, "32")
    assert list(assets(store)) == ["NB-3"]
    assert [each.where.en for each in report.rejected] == ["line 2", "line 3"]
    assert all("Excel turned the id into" in each.reason.en for each in report.rejected)


@pytest.mark.parametrize(
    ("case", "refs"),
    [
        ("33", {"KS-1": "canonical:ks-1", "KS-2": "canonical:ks-2", "KS-3": None}),
        ("34", {"FG-1": "canonical:FG-1"}),
        ("35", {"XS-1": "canonical:XS-1"}),
        ("36", {"ZW-1": "canonical:ZW-1", "ZW-2": "canonical:ZW-2"}),
        ("38", {"00731": "canonical:00731", "00732": "canonical:00732"}),
    ],
)
def test_a_table_lands_as_excel_wrote_it_with_its_own_topics_by_default(
    store: SqlRegister, case: str, refs: dict[str, str | None]
) -> None:
    assert imported(store, case).rejected == ()
    assert {asset_id: asset.device_ref for asset_id, asset in assets(store).items()} == refs


def test_commas_before_the_decimals_are_read_in_positions_and_heights(store: SqlRegister) -> None:
    imported(store, "35")
    station = assets(store)["XS-1"]
    assert (station.position, station.datum_m) == ((121.44, 28.673), 3.25)


def test_a_gbk_table_with_chinese_headings_and_kinds_lands_with_their_keys(store: SqlRegister) -> None:
    imported(store, "36")
    assert {each.asset_id: each.kind for each in assets(store).values()} == {"ZW-1": "manhole", "ZW-2": "drainage"}
    assert assets(store)["ZW-1"].name.split() == ["三号井", "(西侧)"]


def test_every_kind_may_be_called_by_its_chinese_name(store: SqlRegister, tmp_path: Path) -> None:
    kinds = {key: kind.label for key, kind in sensor_types().items()}
    rows = [f"{key},{label.zh},121.4,28.6" for key, label in kinds.items()]
    path = tmp_path / "kinds.csv"
    path.write_text("\n".join(["asset_id,kind,lon,lat", *rows]), encoding="utf-8")
    import_devices(store, Geodata(), path, crs="wgs84", kinds=kinds, **BY)
    assert {asset_id: asset.kind for asset_id, asset in assets(store).items()} == {key: key for key in kinds}


def test_a_multipoint_of_one_lands_and_of_two_is_refused(store: SqlRegister) -> None:
    report = imported(store, "37")
    assert list(assets(store)) == ["DD-1", "DD-2"]
    assert [each.name for each in report.rejected] == ["DD-3"]


def counts(change: MappingChange) -> tuple[int, int, int, int]:
    return len(change.added), len(change.changed), len(change.removed), change.unchanged


def test_mappings_of_one_more_vendor_are_laid_over_those_that_stand(store: SqlRegister) -> None:
    first, more = (load_mappings(FOLDER / name) for name in ("46-vendor.yaml", "46-one-more-vendor.yaml"))
    store.replace_mappings(merge_mappings(store, first).after)
    assert counts(merge_mappings(store, first)) == (0, 0, 0, 2)
    change = merge_mappings(store, more)
    assert counts(change) == (1, 1, 0, 1)
    store.replace_mappings(change.after)
    assert [spec["match"]["topic"] for spec in store.mapping_specs()] == [
        "vendor1/tilt/.+", "vendor1/depth/.+", "vendor2/.+",
    ]  # fmt: skip
    assert counts(merge_mappings(store, more)) == (0, 0, 0, 3)
    assert counts(replace_mappings(store, more)) == (0, 0, 1, 2)
