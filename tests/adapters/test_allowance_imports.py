"""Places and permits from files into both databases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from dashboard.domain.feeds import Feed
from dashboard.domain.imports import ImportReport
from dashboard.domain.rights import Role
from dashboard.domain.triage.allowances import AllowanceKind
from dashboard.errors import BadInput, Forbidden
from dashboard.services.triage.allowance_imports import import_allowances
from data_sources.db.engine import reading
from data_sources.db.triage.gate_store import SqlGateStore
from data_sources.geo.grounds import Grounds
from tests.actors import acting
from tests.adapters.city_of_four import NOW, square
from tests.adapters.test_gates import Bench

PLACES = """编号,名称,经度,纬度,半径,允许类别,摊位数,经营时段
SD-01,河滨疏导点,121.42,28.66,60,流动摊贩,80,10:00-13:00
SD-02,南门疏导点,121.43,28.67,,0501;0504,120,全天
"""
PERMITS = """number,holder,place,lon,lat,categories,until
ZD-1,shop,SD-01,,,0504,2026-12-31
ZD-2,works,,121.44,28.68,0304,2026-01-31
"""


def bring_in(engine: Engine, path: Path, kind: AllowanceKind = AllowanceKind.PLACE, **others: Any) -> ImportReport:
    told: dict[str, Any] = {"crs": "wgs84", "actor": acting("li", Role.ADMINISTRATOR), "clock": lambda: NOW}
    return import_allowances(SqlGateStore(engine, lambda: NOW), Grounds(), path, kind, **{**told, **others})


def written(tmp_path: Path, content: str, name: str = "places.csv") -> Path:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return path


def numbers(engine: Engine) -> list[str]:
    return [each.number for each in SqlGateStore(engine, lambda: NOW).allowances()]


def test_places_land_update_and_are_taken_away_by_their_number(engine: Engine, tmp_path: Path) -> None:
    report = bring_in(engine, written(tmp_path, PLACES), dry_run=True)
    assert (report.accepted, numbers(engine)) == (2, [])
    report = bring_in(engine, written(tmp_path, PLACES))
    assert (report.accepted, report.updated, report.rejected) == (2, 0, ())
    changed = "number,categories,cameras,state\nSD-01,0501,CAM-9#stalls,\nSD-02,0501,,closed\nSD-3,0501,CAM-1,closed\n"
    report = bring_in(engine, written(tmp_path, changed), crs=None)
    assert (report.accepted, report.updated) == (2, 2)
    assert [(each.where.en, each.name) for each in report.rejected] == [("line 4", "SD-3")]
    (left,) = SqlGateStore(engine, lambda: NOW).allowances()
    assert (left.number, left.ground.cameras, left.capacity) == ("SD-01", frozenset({"CAM-9#stalls"}), None)
    with reading(engine) as connection:
        deeds = connection.execute(text("SELECT subject, detail FROM audit WHERE action = 'import_places'")).all()
    assert [json.loads(deed.detail)["removed"] for deed in deeds] == [0, 1]
    assert deeds[0].subject == "places.csv"


def test_permits_lie_where_their_place_lies(engine: Engine, tmp_path: Path) -> None:
    bring_in(engine, written(tmp_path, PLACES))
    report = bring_in(engine, written(tmp_path, PERMITS, "permits.csv"), AllowanceKind.PERMIT)
    assert (report.accepted, report.rejected) == (2, ())
    kept = {each.number: each for each in SqlGateStore(engine, lambda: NOW).allowances()}
    assert kept["ZD-1"].ground == kept["SD-01"].ground
    assert numbers(engine) == ["SD-01", "SD-02", "ZD-1", "ZD-2"]


def test_polygons_are_imported_and_bad_rows_are_told_while_the_rest_lands(engine: Engine, tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[121.0, 28.0], [121.1, 28.0]]}
    drawn: list[tuple[Any, dict[str, Any]]] = [
        (square(121.4, 28.6, 0.1), {"number": "SD-1", "categories": "0501", "capacity": 40}),
        (line, {"number": "SD-2", "categories": "0501"}),
        (None, {"number": "SD-3", "categories": "0501"}),
        (square(121.4, 28.6, 0.1), {"number": "SD-1", "categories": "0504"}),
        (square(121.4, 28.6, 0.1), {"number": "SD-4", "categories": ""}),
    ]
    features = [{"type": "Feature", "geometry": shape, "properties": told} for shape, told in drawn]
    content = json.dumps({"type": "FeatureCollection", "features": features})
    report = bring_in(engine, written(tmp_path, content, "places.geojson"))
    assert numbers(engine) == ["SD-1"]
    reasons = {each.where.en: each.reason.en for each in report.rejected}
    assert list(reasons) == ["feature 2", "feature 3", "feature 4", "feature 5"]
    assert "draw a point or a polygon" in reasons["feature 2"]
    assert "feature 1 already" in reasons["feature 4"]


@pytest.mark.parametrize(
    ("content", "crs", "reason"),
    [
        (PLACES, None, "--crs"),
        ("number,name\nA,B\n", "wgs84", "categories"),
        ("number,categories\n", "wgs84", "no rows"),
        ("number,categories,lon,lat\nA,0501,28.66,121.42\n", "wgs84", "swapped"),
    ],
)
def test_a_file_that_cannot_be_used_changes_nothing(
    engine: Engine, tmp_path: Path, content: str, crs: str | None, reason: str
) -> None:
    with pytest.raises(BadInput, match=reason):
        bring_in(engine, written(tmp_path, content), crs=crs)
    assert numbers(engine) == []


def test_who_may_change_no_rules_imports_none(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(Forbidden):
        bring_in(engine, written(tmp_path, PLACES), actor=acting("wang", Role.OPERATOR))


def test_what_is_held_in_a_place_is_judged_anew_when_the_place_closes(engine: Engine, tmp_path: Path) -> None:
    bench = Bench(engine)
    bring_in(engine, written(tmp_path, PLACES))
    bench.book.refresh()
    bench.tell()
    assert bench.held() == [("held", "allowed_place", "SD-01")]
    bring_in(engine, written(tmp_path, "number,categories,state\nSD-01,0501,撤销\n"), crs=None)
    assert bench.let_through(NOW) == 1
    assert bench.store.revisions()[Feed.GATES] == 3
