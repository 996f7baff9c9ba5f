"""The commands: what they load; exit codes, one line for wrong input, and nothing half done."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bootstrap import now_us
from dashboard.settings import PREFIX, load_settings
from data_sources.db.engine import create, reading
from data_sources.db.migrate import migrate
from manage import main

DEVICES = "asset_id,kind,name,lon,lat,device_ref\nJG-1,manhole,井一,120.58,30.03,canonical:JG-1\n"
GRID = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"code": "G1", "name": "一网格"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[120.5, 30.0], [120.6, 30.0], [120.6, 30.1], [120.5, 30.1], [120.5, 30.0]]],
            },
        }
    ],
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, free_port: int, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty city in a folder of its own, and a broker's port where nobody listens."""
    monkeypatch.setenv(f"{PREFIX}DATA_DIR", str(tmp_path))
    monkeypatch.setenv(f"{PREFIX}MQTT_PORT", str(free_port))
    migrate(create(load_settings().database), now_us())
    return tmp_path


def count(table: str) -> int:
    """The rows of a table."""
    with reading(create(load_settings().database)) as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def audited() -> list[tuple[str, str]]:
    """Action and subject of each entry, all of them noted of the console."""
    with reading(create(load_settings().database)) as connection:
        rows = connection.exec_driver_sql("SELECT actor, means, action, subject FROM audit ORDER BY number").all()
    assert {tuple(row[:2]) for row in rows} <= {("console", "command_line")}
    return [(action, subject) for _, _, action, subject in rows]


def file(folder: Path, name: str, content: str) -> str:
    """A file's path."""
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return str(path)


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line with which a command refuses its input."""
    assert main(list(arguments)) == 2
    (line,) = capsys.readouterr().err.splitlines()
    return line


def test_grids_and_devices_land_and_can_be_imported_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    grids, devices = file(folder, "g.geojson", json.dumps(GRID)), file(folder, "d.csv", DEVICES)
    for said in ("1 new, 0 updated", "0 new, 1 updated"):
        assert main(["import", "grids", grids, "--level", "grid", "--crs", "wgs84"]) == 0
        assert main(["import", "devices", devices, "--crs", "wgs84"]) == 0
        assert capsys.readouterr().out.count(said) == 2
    assert (count("area"), count("asset")) == (1, 1)
    assert audited() == [("import_areas", "g.geojson"), ("import_devices", "d.csv")] * 2


def test_an_import_without_a_crs_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "--crs" in refused(capsys, "import", "devices", file(folder, "d.csv", DEVICES))
    assert "--crs" in refused(capsys, "import", "grids", file(folder, "g.geojson", json.dumps(GRID)), "--level", "grid")
    assert (count("area"), count("asset")) == (0, 0)


def test_squads_departments_and_people_land_and_the_report_masks_them(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "squads", file(folder, "s.csv", "code,name\nS1,一中队\n")]) == 0
    assert main(["import", "departments", file(folder, "d.csv", "code,name\nD1,市政\n")]) == 0
    table = file(
        folder, "p.csv", "工号,姓名,手机,岗位,中队\n007,张小七,10000000007,队员,S1\n008,李小八,1.00E+10,队员,S1\n"
    )
    assert main(["import", "people", table, "--dry-run"]) == 0
    assert "nothing was changed" in capsys.readouterr().out
    assert count("person") == 0
    assert main(["import", "people", table]) == 0
    told = capsys.readouterr().out
    assert "1 new, 0 updated, 1 rejected" in told
    assert "line 3 008 李**" in told
    assert "小" not in told
    assert (count("squad"), count("department"), count("person")) == (1, 1, 1)


def test_a_file_of_which_nothing_lands_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    devices = file(folder, "d.csv", DEVICES.replace("manhole", "ufo"))
    assert "unknown kind 'ufo'" in refused(capsys, "import", "devices", devices, "--crs", "wgs84")


@pytest.mark.parametrize("what", ["grids", "devices"])
def test_a_missing_file_is_told(what: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "nowhere.csv" in refused(capsys, "import", what, "nowhere.csv", "--crs", "wgs84")


def mapping(topic: str, path: str = "a") -> str:
    """One entry of a mappings.yaml."""
    return f"- match: {{uplink: generic, topic: {topic}}}\n  fields: [{{path: {path}, metric: ph}}]\n"


def test_one_more_vendor_is_added_to_the_mappings_that_stand(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "mappings", file(folder, "m.yaml", mapping("city/1") + mapping("city/2"))]) == 0
    capsys.readouterr()
    more = file(folder, "n.yaml", mapping("other/.+") + mapping("city/2", path="b"))
    assert main(["import", "mappings", more]) == 0
    said = capsys.readouterr().out
    assert "1 added, 1 changed, 0 removed, 1 unchanged" in said
    assert '+ {"uplink": "generic", "topic": "other/.+"}' in said
    assert "3 mapping entries are in force" in said
    assert count("device_mapping") == 3


def test_a_replacement_shows_what_would_go_and_needs_a_yes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    both, one = file(folder, "m.yaml", mapping("city/1") + mapping("city/2")), file(folder, "o.yaml", mapping("city/1"))
    assert main(["import", "mappings", both]) == 0
    capsys.readouterr()
    assert main(["import", "mappings", one, "--replace"]) == 2
    captured = capsys.readouterr()
    assert '- {"uplink": "generic", "topic": "city/2"}' in captured.out
    assert "add --yes" in captured.err
    assert count("device_mapping") == 2
    assert main(["import", "mappings", one, "--replace", "--yes"]) == 0
    assert count("device_mapping") == 1
    assert audited() == [("import_mappings", "m.yaml"), ("import_mappings", "o.yaml")]


def test_a_replacement_that_only_changes_the_order_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = mapping("city/1"), mapping("city/.+")
    assert main(["import", "mappings", file(folder, "m.yaml", first + second)]) == 0
    capsys.readouterr()
    turned = file(folder, "t.yaml", second + first)
    for options in ([], ["--replace", "--dry-run"], ["--replace"], ["--replace"]):
        assert main(["import", "mappings", turned, *options]) == 0
    merged, *tried, again = capsys.readouterr().out.split("0 added, 0 changed, 0 removed, 2 unchanged")[1:]
    for said in tried:
        assert "order changed, and the first entry that matches wins" in said
        assert said.index('1. {"uplink": "generic", "topic": "city/.+"}') < said.index("2. {")
    assert "order changed" not in merged + again


def test_a_wrong_or_doubled_mapping_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "mappings", file(folder, "m.yaml", mapping("city/1"))]) == 0
    wrong = file(folder, "w.yaml", mapping("city/2") + mapping("city/3").replace("ph", "nope"))
    capsys.readouterr()
    assert "entry 2" in refused(capsys, "import", "mappings", wrong)
    assert main(["import", "mappings", file(folder, "d.yaml", mapping("city/2") * 2)]) == 2
    assert "entry 2 has the match of an earlier one" in capsys.readouterr().err
    assert (count("device_mapping"), count("audit")) == (1, 1)


def test_a_dry_run_tells_everything_and_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    grids, devices = file(folder, "g.geojson", json.dumps(GRID)), file(folder, "d.csv", DEVICES)
    mappings = file(folder, "m.yaml", mapping("city/1"))
    assert main(["import", "grids", grids, "--level", "grid", "--crs", "wgs84", "--dry-run"]) == 0
    assert main(["import", "devices", devices, "--crs", "wgs84", "--dry-run"]) == 0
    assert main(["import", "mappings", mappings, "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert said.count("1 new, 0 updated") == 2
    assert "1 added" in said
    assert said.count("nothing was changed") == 3
    assert (count("area"), count("asset"), count("device_mapping"), count("audit")) == (0, 0, 0, 0)


def test_an_empty_quarantine_needs_no_requeue(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["requeue"]) == 0
    assert capsys.readouterr().out == "the quarantine is empty\n"
    assert audited() == []


def test_a_replay_needs_something_to_play(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recording = file(folder, "r.ndjson", "{}")
    assert "give a file" in refused(capsys, "replay")
    assert "line 1" in refused(capsys, "replay", recording)
    assert "either" in refused(capsys, "replay", recording, "--from", "2026-01-01T00:00:00Z")
    assert "no zone" in refused(capsys, "replay", "--from", "2026-01-01T00:00:00", "--to", "2026-01-02T00:00:00Z")
    assert "before" in refused(capsys, "replay", "--from", "2026-01-02T00:00:00Z", "--to", "2026-01-01T00:00:00Z")
    assert "nothing was measured" in refused(
        capsys, "replay", "--from", "2026-01-01T00:00:00Z", "--to", "2026-01-02T00:00:00Z"
    )


@pytest.mark.parametrize(
    "arguments",
    [["import"], ["import", "grids"], ["import", "devices"], ["import", "mappings"], ["requeue"], ["replay"]],
)
def test_every_command_explains_itself(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*arguments, "--help"]) == 0
    assert "Usage" in capsys.readouterr().out


def test_a_process_loads_only_what_it_runs() -> None:
    heavy = {"alembic", "dash", "numpy", "pandas", "plotly", "rich", "shapely"}
    program = "import sys, manage, bootstrap.ingest; manage.command_line(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.split()
    assert "sqlalchemy" in loaded
    assert heavy.intersection(loaded) == set()


def test_a_partition_of_a_share_group_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{PREFIX}MQTT_SHARE_GROUP", "city")
    line = refused(capsys, "ingest", "--partition", "2/2")
    assert line.startswith("--partition does not go with XIUHUA_MQTT_SHARE_GROUP")
    assert "--member" in line


def test_a_member_of_no_share_group_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert "XIUHUA_MQTT_SHARE_GROUP" in refused(capsys, "ingest", "--member", "2")
