"""Imports and their entries in the audit log on both databases: both are there, or neither is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from dashboard.domain.audit import first_broken
from dashboard.domain.feeds import Feed
from dashboard.domain.rights import Role
from dashboard.domain.sensors import sensor_types
from dashboard.errors import BadInput, Conflict, Forbidden
from dashboard.services.imports import import_devices, import_grids
from dashboard.services.mapping_imports import land_mappings, merge_mappings, replace_mappings
from data_sources.db.audit import SqlAuditReader
from data_sources.db.ingest.store import SqlIngestStore
from data_sources.db.register_store import SqlRegister
from data_sources.db.transactions import SqlTransaction
from data_sources.geo.geodata import Geodata
from tests.actors import OPERATOR, acting
from tests.adapters.city_of_four import NOW, settle, square
from tests.fakes_geo import BY, feature, write_geojson

KINDS = {key: kind.label for key, kind in sensor_types().items()}
DEVICES = "asset_id,kind,lon,lat\nJG-1,manhole,120.3,30.3\nJG-7,manhole,121.5,30.5\n"


class TornRegister(SqlRegister):
    """Fails when everything is written and noted."""

    @contextmanager
    def begin(self) -> Iterator[SqlTransaction]:
        with super().begin() as work:
            yield work
            raise InterruptedError


@pytest.fixture
def register(engine: Engine) -> SqlRegister:
    """A city of four assets."""
    settle(engine)
    return SqlRegister(engine, lambda: NOW)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Two devices, one of which is known."""
    path = tmp_path / "井盖.csv"
    path.write_text(DEVICES, encoding="utf-8")
    return path


def noted(engine: Engine) -> list[tuple[str, str, str, Any]]:
    """Who did what to what, of a chain that holds."""
    reader = SqlAuditReader(engine)
    assert first_broken(reader.entries(), reader.head(), {}) is None
    deeds = [entry.deed for entry in reader.entries()]
    return [(deed.actor, deed.action, deed.subject, json.loads(deed.detail)) for deed in deeds]


def revision(engine: Engine, feed: Feed) -> int:
    return SqlIngestStore(engine, lambda: NOW).revisions().get(feed, 0)


def spec(topic: str, path: str = "a") -> Mapping[str, Any]:
    """One entry of the mappings."""
    return {"match": {"uplink": "generic", "topic": topic}, "fields": [{"path": path, "metric": "ph"}]}


def test_devices_are_noted_with_how_many_there_were_and_are(engine: Engine, register: SqlRegister, table: Path) -> None:
    before = revision(engine, Feed.REGISTRY)
    import_devices(register, Geodata(), table, crs="wgs84", kinds=KINDS, dry_run=True, **BY)
    assert (noted(engine), revision(engine, Feed.REGISTRY)) == ([], before)
    import_devices(register, Geodata(), table, crs="wgs84", kinds=KINDS, **BY)
    told = {"new": 1, "updated": 1, "refused": 0, "crs": "wgs84", "before": {"count": 4}, "after": {"count": 5}}
    assert noted(engine) == [("operator", "import_devices", "井盖.csv", told)]
    assert revision(engine, Feed.REGISTRY) == before + 1


def test_areas_are_noted_with_the_assets_that_lie_elsewhere_now(
    engine: Engine, register: SqlRegister, tmp_path: Path
) -> None:
    path = write_geojson(tmp_path / "g3.geojson", feature(square(121.4, 30.4, 0.2), code="U1", name="单元"))
    import_grids(register, Geodata(), path, level="unit_grid", crs="wgs84", **BY)
    ((actor, action, subject, told),) = noted(engine)
    assert (actor, action, subject) == ("operator", "import_areas", "g3.geojson")
    assert {asset.asset_id: asset.unit_grid for asset in register.list_assets()}["JG-2"] == "U1"
    assert (told["before"], told["after"], told["new"]) == ({"count": 4}, {"count": 5}, 1)
    assert told["assets_moved"] >= 1
    assert told["level"] == "unit_grid"


def test_an_import_that_is_torn_leaves_neither_effect_nor_entry(
    engine: Engine, register: SqlRegister, table: Path, tmp_path: Path
) -> None:
    torn = TornRegister(engine, lambda: NOW)
    before = (register.list_areas(), register.list_assets(), revision(engine, Feed.REGISTRY))
    path = write_geojson(tmp_path / "g3.geojson", feature(square(121.4, 30.4, 0.2), code="G1", name="新"))
    with pytest.raises(InterruptedError):
        import_devices(torn, Geodata(), table, crs="wgs84", kinds=KINDS, **BY)
    with pytest.raises(InterruptedError):
        import_grids(torn, Geodata(), path, level="grid", crs="wgs84", **BY)
    with pytest.raises(InterruptedError):
        land_mappings(torn, merge_mappings(register, [spec("city/1")]), "m.yaml", OPERATOR, lambda: NOW)
    assert (register.list_areas(), register.list_assets(), revision(engine, Feed.REGISTRY)) == before
    assert (register.mapping_specs(), noted(engine)) == ([], [])


def test_a_file_that_is_refused_whole_leaves_no_entry(engine: Engine, register: SqlRegister, table: Path) -> None:
    with pytest.raises(BadInput):
        import_devices(register, Geodata(), table, crs=None, kinds=KINDS, **BY)
    table.write_text("asset_id,kind,lon,lat\nJG-9,ufo,120.3,30.3\n", encoding="utf-8")
    assert import_devices(register, Geodata(), table, crs="wgs84", kinds=KINDS, **BY).accepted == 0
    assert noted(engine) == []


def test_mappings_are_noted_with_the_entries_that_differ(engine: Engine, register: SqlRegister) -> None:
    first, more, turned = (
        [spec("city/1"), spec("city/2")],
        [spec("city/2", "b"), spec("x/1")],
        [spec("city/2", "b"), spec("city/1")],
    )
    land_mappings(register, merge_mappings(register, first), "m.yaml", OPERATOR, lambda: NOW)
    land_mappings(register, merge_mappings(register, more), "n.yaml", OPERATOR, lambda: NOW)
    land_mappings(register, replace_mappings(register, turned), "o.yaml", OPERATOR, lambda: NOW)
    counts = [
        {"added": 2, "changed": 0, "removed": 0, "unchanged": 0},
        {"added": 1, "changed": 1, "removed": 0, "unchanged": 1},
        {"added": 0, "changed": 0, "removed": 1, "unchanged": 2},
    ]
    whole = [spec("city/1"), spec("city/2", "b"), spec("x/1")]
    differ = [([], first), ([spec("city/2")], more), (whole, turned)]
    names = ["m.yaml", "n.yaml", "o.yaml"]
    assert noted(engine) == [
        ("operator", "import_mappings", name, {**count, "before": before, "after": after})
        for name, count, (before, after) in zip(names, counts, differ, strict=True)
    ]


def test_mappings_that_somebody_changed_meanwhile_are_not_overwritten(engine: Engine, register: SqlRegister) -> None:
    change = replace_mappings(register, [spec("city/1")])
    register.replace_mappings([spec("other/1")])
    with pytest.raises(Conflict):
        land_mappings(register, change, "m.yaml", OPERATOR, lambda: NOW)
    with pytest.raises(Forbidden):
        land_mappings(register, merge_mappings(register, []), "m.yaml", acting("li", Role.OPERATOR), lambda: NOW)
    assert (register.mapping_specs(), noted(engine)) == ([spec("other/1")], [])
