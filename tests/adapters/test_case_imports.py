"""Cases of other systems on both databases: what lands, what is rejected, and that a second time changes nothing."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

import manage
from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.cases.import_mapping import CaseMapping, mapping_of
from dashboard.domain.cases.import_report import CaseImportReport
from dashboard.domain.cases.import_rows import Refused, RowReader
from dashboard.domain.cases.queries import CaseQuery, Sorting
from dashboard.domain.cases.records import Case, Flag, Units
from dashboard.domain.cases.states import Action, CaseState, Source
from dashboard.domain.cases.timing import whole_lamp
from dashboard.domain.coordinates import Datum
from dashboard.domain.durations import HOUR_US
from dashboard.domain.rights import system
from dashboard.domain.text import Language, Text
from dashboard.errors import BadInput
from dashboard.ports.case_imports import CaseRow
from dashboard.services.cases.importing import CaseImport
from dashboard.services.cases.watching import CaseWatch
from data_sources.case_files import CsvCaseTables, DeclaredSurveyor, RejectsFile, load_case_mapping
from data_sources.db.cases.import_store import SqlCaseImportStore
from data_sources.geo.geodata import Geodata
from tests.case_office import CHIEF, ZONE, CaseOffice

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests/fixtures/cases"
EXAMPLES = ROOT / "docs/examples"
DATA = ROOT.parent / "shared/fixtures/data"


class Kept:
    """Remembers what was rejected."""

    def __init__(self) -> None:
        self.reasons: dict[str, str] = {}

    def keep(self, row: CaseRow, reason: Text) -> None:
        self.reasons[row.raw[0]] = reason.en


def run(
    office: CaseOffice, file: Path, mapping: CaseMapping, *, dry_run: bool = False, kept: Kept | None = None
) -> CaseImportReport:
    store = SqlCaseImportStore(office.engine, office.clock)
    with store.look() as work:
        units = work.known_units()
    reader = RowReader(
        mapping=mapping, catalogue=office.rules.catalogue(), units=units, zone=ZONE, now_us=office.clock.now_us
    )
    surveyor = DeclaredSurveyor(mapping.crs if "lon" in mapping.columns else Datum.WGS84)
    calendars = office.rules._calendars
    importing = CaseImport(store, surveyor, reader, calendars, Geodata(), office.clock)
    with CsvCaseTables().open(file, mapping.columns["number"]) as table:
        return importing.run(table, kept or Kept(), file, actor=system(), progress=lambda share: None, dry_run=dry_run)


def example(name: str) -> CaseMapping:
    return load_case_mapping(EXAMPLES / f"cases-{name}.yaml")


def stored(office: CaseOffice) -> dict[str, Case]:
    items = office.reading.page(CaseQuery(), Sorting(), 500, None, CHIEF).items
    return {case.number: case for case in items}


def counts(report: CaseImportReport) -> tuple[int, int, int, int, int]:
    return report.new, report.updated, report.unchanged, report.kept, report.rejected


def test_the_verdict_of_a_row_agrees_with_its_own_flag(office: CaseOffice) -> None:
    kept = Kept()
    report = run(office, FOLDER / "boston-shaped.csv", example("boston311"), kept=kept)
    assert counts(report) == (5, 0, 0, 0, 3)
    assert kept.reasons == {
        "101000000006": "it ended before it was reported",
        "101000000007": "state: 'Pending' is not in the mapping",
        "101000000008": "it has no coordinates, and `positions` of the mapping says nothing",
    }
    cases = stored(office)
    assert [cases[f"boston311-10100000000{n}"].on_time for n in range(1, 6)] == [True, False, None, False, None]
    first = cases["boston311-101000000001"]
    assert (first.state, first.origin.source, first.category) == (
        CaseState.CLOSED,
        Source.IMPORTED,
        "Street Light Outages",
    )
    assert first.clocks.due_us == 1_309_698_600_000_000, "in the other system's own zone"
    assert cases["boston311-101000000005"].state is CaseState.HANDLING
    entries = office.reading.timeline(first.case_key, CHIEF)
    assert [(each.what, each.actor, each.data["system"]) for each in entries] == [("import", None, "boston311")]


def test_a_point_that_many_cases_share_is_told(office: CaseOffice) -> None:
    report = run(office, FOLDER / "boston-shaped.csv", example("boston311"))
    assert any("40 % of the cases (2) lie at -71.05870, 42.35940" in each.en for each in report.warnings())


def test_the_same_rows_again_change_nothing_and_others_of_the_same_number_update(
    office: CaseOffice, tmp_path: Path
) -> None:
    mapping = example("boston311")
    run(office, FOLDER / "boston-shaped.csv", mapping)
    before = stored(office)
    assert counts(run(office, FOLDER / "boston-shaped.csv", mapping)) == (0, 0, 5, 0, 3)
    assert stored(office) == before
    newer = tmp_path / "newer.csv"
    text = (FOLDER / "boston-shaped.csv").read_text(encoding="utf-8")
    newer.write_text(text.replace("filled", "filled with asphalt"), encoding="utf-8")
    assert counts(run(office, newer, mapping)) == (0, 1, 4, 0, 3)
    found = office.reading.page(CaseQuery(text="asphalt"), Sorting(), 5, None, CHIEF).items
    assert [case.number for case in found] == ["boston311-101000000002"]


def test_what_was_moved_here_since_stays_as_it_is_and_keeps_its_deadline(office: CaseOffice, tmp_path: Path) -> None:
    mapping = example("boston311")
    run(office, FOLDER / "boston-shaped.csv", mapping)
    case = stored(office)["boston311-101000000005"]
    moved = office.act(case, Action.COMMENT, CHIEF, reason="树已倒")
    assert moved.clocks.due_us == case.clocks.due_us
    newer = tmp_path / "newer.csv"
    text = (FOLDER / "boston-shaped.csv").read_text(encoding="utf-8")
    newer.write_text(text.replace("5 Sample St", "50 Sample St"), encoding="utf-8")
    assert counts(run(office, newer, mapping)) == (0, 0, 4, 1, 3)
    returned = office.act(moved, Action.RETURN, CHIEF, reason="不属本单位")
    assert returned.clocks.due_us == case.clocks.due_us


def test_what_was_late_before_it_came_is_counted_and_nobody_is_warned_of_each(
    office: CaseOffice, tmp_path: Path
) -> None:
    mapping, watch = example("boston311"), CaseWatch(office.store, office.rules, office.notices)
    dry = run(office, FOLDER / "boston-shaped.csv", mapping, dry_run=True)
    report = run(office, FOLDER / "boston-shaped.csv", mapping)
    assert (dry.late, report.late) == (1, 1)
    assert watch.warn(office.clock.now_us) == 0
    case = stored(office)["boston311-101000000005"]
    assert Flag.SUPERVISED not in case.flags
    assert whole_lamp(case, office.clock.now_us) is Lamp.RED, "the list tells it all the same"
    due = datetime.fromtimestamp(office.clock.now_us / 1_000_000, ZoneInfo("America/New_York")) + timedelta(hours=1)
    newer = tmp_path / "newer.csv"
    text = (FOLDER / "boston-shaped.csv").read_text(encoding="utf-8")
    row = "101000000005,2011-07-03 09:00:00,"
    newer.write_text(text.replace(f"{row}2011-07-10 09:00:00", f"{row}{due:%Y-%m-%d %H:%M:%S}"), encoding="utf-8")
    assert run(office, newer, mapping).late == 0
    assert watch.warn(office.clock.now_us + 2 * HOUR_US) == 1, "late under its new deadline, it is news"


def test_a_dry_run_tells_the_same_and_changes_nothing(office: CaseOffice) -> None:
    report = run(office, FOLDER / "boston-shaped.csv", example("boston311"), dry_run=True)
    assert counts(report) == (5, 0, 0, 0, 3)
    assert stored(office) == {}


def test_days_without_times_and_cases_without_coordinates_lie_where_the_mapping_says(office: CaseOffice) -> None:
    kept = Kept()
    report = run(office, FOLDER / "nyc-shaped.csv", example("nyc-council"), kept=kept)
    assert counts(report) == (3, 0, 0, 0, 1)
    assert kept.reasons == {"S01-2": "its number came before in the file; the first one counts"}
    cases = stored(office)
    assert cases["nyc-council-S01-1"].state is CaseState.REPORTED
    assert cases["nyc-council-S01-2"].place[:2] == (-73.7949, 40.7282)
    assert cases["nyc-council-S01-3"].place[:2] == (-74.006, 40.7128)
    assert list(report.warnings()) == []


def test_an_offices_table_with_its_own_words_zone_and_coordinates(office: CaseOffice) -> None:
    kept = Kept()
    report = run(office, FOLDER / "eastern-shaped.csv", example("eastern-city"), kept=kept)
    assert counts(report) == (2, 0, 0, 0, 5)
    assert kept.reasons == {
        "A-0003": "category: the catalogue has no code 'B0102'",
        "A-0004": "category: '外星事件' is not in the mapping",
        "A-0005": "reported: '三月三日' is no time in a form of `times`",
        "A-0006": "longitude and latitude look swapped; exchange them",
        "A-0007": "its cells do not fit the heading; check the quotes",
    }
    cases = stored(office)
    first, second = cases["old-desk-A-0001"], cases["old-desk-A-0002"]
    assert (first.category, first.category_name, first.on_time) == ("0504", "店外经营", True)
    assert (first.place.area, first.units) == ("G01", Units()), "GCJ-02 became WGS-84; there is no such squad here"
    assert first.description == "水果店出店；占道 约两平方米"
    assert second.on_time is False, "due until the end of a day"
    assert report.notes["squad"] == 2


def test_what_was_rejected_is_written_with_its_line_and_reason(tmp_path: Path) -> None:
    rejects = RejectsFile(tmp_path / "rejected.csv", ["number", "text"])
    rejects.check()
    assert not rejects.path.exists()
    rejects.keep(CaseRow(Text("第 3 行", "line 3"), ["1", "=cmd()"], None), Text("不行", "no"))
    rejects.close()
    assert rejects.path.read_text(encoding="utf-8-sig").splitlines() == [
        "number,text,line,reason",
        "1,'=cmd(),line 3,no",
    ]
    with pytest.raises(BadInput, match="--rejected"):
        RejectsFile(tmp_path / "no folder" / "rejected.csv", ["number"]).check()


def table(path: Path, needed: set[str]) -> list[CaseRow]:
    with CsvCaseTables().open(path, needed) as opened:
        return list(opened.rows())


@pytest.mark.parametrize(
    "written",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("gb18030"),
        lambda text: text.encode("utf-16"),
        lambda text: gzip.compress(text.encode()),
        lambda text: text.replace(",", "\t").encode(),
        lambda text: ("sep=;\r\n" + text.replace(",", ";")).encode(),
    ],
    ids=["utf-8 with a mark", "gb18030", "utf-16", "gzip", "tabs", "sep line"],
)
def test_tables_are_read_in_any_usual_writing(tmp_path: Path, written: Callable[[str], bytes]) -> None:
    path = tmp_path / "cases.csv"
    path.write_bytes(written('编号,说明\r\n="001",街道\r\n\r\n2,"两\n行"\r\n'))
    assert [dict(row.cells or {}) for row in table(path, {"编号"})] == [
        {"编号": "001", "说明": "街道"},
        {"编号": "2", "说明": "两\n行"},
    ]


def test_a_quote_that_is_never_closed_swallows_no_other_line(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text('a,b\n1,"open\n' + "".join(f"{number},x\n" for number in range(2, 30_000)), encoding="utf-8")
    rows = table(path, {"a"})
    assert len(rows) == 29_999
    assert rows[1].cells == {"a": "2", "b": "x"}


@pytest.mark.parametrize(
    ("content", "needed", "message"),
    [
        (b"", {"a"}, "empty"),
        (b"PK\x03\x04rest", {"a"}, "workbook"),
        (b"a,b\n1,2\n", {"c"}, "missing column c; the file has: a, b"),
        (b"a,a\n1,2\n", {"a"}, "comes twice a"),
        (b"a,b\n\xff\xff\xff\xff\n", {"a"}, "neither UTF-8"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(tmp_path: Path, content: bytes, needed: set[str], message: str) -> None:
    path = tmp_path / "cases.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=message):
        table(path, needed)


USUAL = {"system": "old", "columns": {"number": "n", "reported": "r", "category": "c"}}


@pytest.mark.parametrize(
    ("told", "message"),
    [
        (None, "the mapping: must be names"),
        ({**USUAL, "sistem": 1}, "there is no sistem; there are columns"),
        ({**USUAL, "system": "Old Desk"}, "at most 16"),
        ({**USUAL, "zone": "Mars/Olympus"}, "no time zone"),
        ({**USUAL, "columns": {"number": "n"}}, "which column holds reported, category"),
        ({**USUAL, "columns": {**USUAL["columns"], "lon": "x"}}, "belong together"),  # type: ignore[dict-item]
        ({**USUAL, "columns": {**USUAL["columns"], "state": ["x", "y"]}}, "is one column"),  # type: ignore[dict-item]
        ({**USUAL, "values": {"state": {"open": "afloat"}}}, "there is no afloat"),
        ({**USUAL, "values": {"state": {"open": "hung"}}}, "there is no hung"),
        ({**USUAL, "positions": {"at": {"x": [1]}}}, "is no position"),
    ],
)
def test_a_mapping_that_is_wrong_says_where_and_what_may_stand_there(told: object, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        mapping_of(told)


@pytest.fixture(params=["boston", "nyc"])
def whole_set(request: pytest.FixtureRequest) -> tuple[str, Path]:
    """The whole of a real set, where that folder is; it is only read here, not landed."""
    folders = {"boston": "cases_boston311_2011q3", "nyc": "cases_nyc_council_2015_2025"}
    found = list((DATA / folders[request.param]).glob("*.csv.gz"))
    if not found:
        pytest.skip("the real data sets are not here")
    return request.param, found[0]


def test_nearly_every_row_of_the_real_sets_can_be_read(whole_set: tuple[str, Path]) -> None:
    name, path = whole_set
    mapping = example({"boston": "boston311", "nyc": "nyc-council"}[name])
    reader = RowReader(
        mapping=mapping, catalogue=None, units={"squad": [], "department": []}, zone=ZONE, now_us=1_764_000_000_000_000
    )
    reasons: Counter[str] = Counter()
    with CsvCaseTables().open(path, mapping.columns["number"]) as opened:
        for row in islice(opened.rows(), None, None, 41):
            reasons[_reason(reader, row)] += 1
    assert set(reasons) <= {"", "it says not of which category it is", "it ended before it was reported"}
    assert reasons[""] > 0.97 * reasons.total()


def _reason(reader: RowReader, row: CaseRow) -> str:
    assert row.cells is not None
    try:
        reader.read(row.cells)
    except Refused as refused:
        return refused.reason.en
    return ""


def test_the_report_is_told_in_both_languages() -> None:
    report = CaseImportReport(new=3, kept=1, late=2)
    report.reject(Text("第 2 行", "line 2"), Text("没有类别", "no category"))
    assert list(report.lines(Language.ENGLISH))[:3] == [
        "3 new, 0 updated, 0 unchanged, 1 rejected",
        "1 were moved here since and stay as they are",
        "2 were late before they came: nobody is warned of each, none is supervised; the list has them under red",
    ]
    assert "第 2 行: 没有类别" in "\n".join(report.lines(Language.CHINESE))


def test_the_mapping_of_the_guide_can_be_read() -> None:
    guide = (ROOT / "docs/howto/import-cases.md").read_text(encoding="utf-8")
    mapping = mapping_of(yaml.safe_load(guide.split("```yaml")[1].split("```")[0]))
    assert mapping.columns["description"] == ("问题描述", "备注")
    assert mapping.values["state"] == {"已结案": "closed", "处置中": "handling"}


def test_the_command_imports_a_file_and_names_that_of_what_it_rejected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XIUHUA_DATA_DIR", str(tmp_path / "data"))
    file = tmp_path / "cases.csv"
    file.write_bytes((FOLDER / "boston-shaped.csv").read_bytes())
    arguments = ["import", "cases", str(file), "--mapping", str(EXAMPLES / "cases-boston311.yaml")]
    assert manage.main(["migrate"]) == 0
    assert manage.main(arguments) == 0
    told = capsys.readouterr().out
    assert "5 new, 0 updated, 0 unchanged, 3 rejected" in told
    assert f"what was rejected is in {tmp_path / 'cases.rejected.csv'}" in told
    assert manage.main([*arguments, "--dry-run"]) == 0
    assert "0 new, 0 updated, 5 unchanged" in capsys.readouterr().out
    only_bad = tmp_path / "bad.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    only_bad.write_text("\n".join([lines[0], lines[-1]]), encoding="utf-8")
    assert manage.main(["import", "cases", str(only_bad), *arguments[3:]]) == 2
    assert "nothing was imported; line 2: it has no coordinates" in capsys.readouterr().err
