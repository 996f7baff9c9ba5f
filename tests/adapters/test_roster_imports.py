"""Rosters from the tables of offices, on both databases."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bootstrap.jobs import job_kinds
from dashboard.domain.imports import ImportReport
from dashboard.domain.jobs import JobKind, JobState
from dashboard.domain.rights import Actor
from dashboard.domain.text import Language
from dashboard.errors import BadInput, Forbidden
from dashboard.services.jobs.queue import Jobs
from dashboard.services.jobs.runner import Runner
from dashboard.services.roster.imports import import_roster
from dashboard.settings import Settings
from data_sources.db.jobs.store import SqlJobStore
from data_sources.db.leases import SqlLeases
from data_sources.sheets import CsvSheets
from tests.adapters.roster_office import DISPATCHER, LEADER, MONDAY, OFFICER, SHANGHAI, RosterOffice, entry
from tests.fakes_alarms import FakeClock
from tests.servers import NOW

FIXTURE = Path(__file__).parents[1] / "fixtures" / "imports" / "roster-merged-gbk.csv"
HEAD = "工号,日期,班次,责任区,中队\n"


class Table(RosterOffice):
    """An office that brings rosters in."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        super().__init__(engine)
        self.path = folder / "roster.csv"

    def bring(self, text: str, actor: Actor = DISPATCHER, *, dry_run: bool = False) -> ImportReport:
        self.path.write_text(text, encoding="gb18030")
        return self.bring_file(self.path, actor, dry_run=dry_run)

    def bring_file(self, path: Path, actor: Actor = DISPATCHER, *, dry_run: bool = False) -> ImportReport:
        return import_roster(
            self.store, CsvSheets(), path, actor=actor, clock=lambda: NOW, zone=SHANGHAI, dry_run=dry_run
        )


@pytest.fixture
def table(engine: Engine, tmp_path: Path) -> Table:
    return Table(engine, tmp_path)


def reasons(report: ImportReport) -> list[tuple[str, str]]:
    return [(each.where.en, each.reason.en) for each in report.rejected]


def test_a_table_in_gbk_whose_merged_cells_are_blank_lands_row_by_row(table: Table) -> None:
    assert b"\xc8\xd5\xc6\xda" in FIXTURE.read_bytes()  # 日期 in GBK
    report = table.bring_file(FIXTURE)
    assert [(each.where.en, each.name) for each in report.rejected] == [
        ("line 6", "001"),
        ("line 8", "001"),
        ("line 9", "王**"),
        ("line 10", ""),
    ]
    assert "小明" not in report.as_text(Language.CHINESE)
    assert table.entries() == [
        entry(0, "D", "001", "G1"),
        entry(0, "N", "001", "G1"),
        entry(1, "D", "001"),
        entry(1, "E", "003", "G2"),
        entry(2, "W", "003", "G2"),
    ]


def test_the_same_again_updates_and_takes_nothing_off(table: Table) -> None:
    assert table.bring(HEAD + "001,2026-11-23,日间,G1,\n001,2026-11-24,D,,\n").updated == 0
    assert table.bring(HEAD + "001,2026-11-23,日间,L1,\n").updated == 1
    assert table.entries() == [entry(0, "D", "001", "L1"), entry(1, "D", "001")]


@pytest.mark.parametrize(
    "day", ["2026-11-23", "2026/11/23", "2026年11月23日", "２０２６／１１／２３", "2026-11-23 00:00:00"]
)
def test_days_are_read_as_offices_write_them(table: Table, day: str) -> None:
    assert table.bring(HEAD + f"001,{day},夜间班,,\n").accepted == 1
    assert table.entries() == [entry(0, "N")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("001,46349,日间,,", "Excel's serial number"),
        ("001,46349.0,日间,,", "Excel's serial number"),
        ("001,2026-02-30,日间,,", "is no day"),
        ("001,11月27日,日间,,", "is no day"),
        ("001,1926-11-27,日间,,", "is no day"),
        (",2026-11-23,日间,,", "number is empty"),
        ("001,,日间,,", "day is empty"),
        ("001,2026-11-23,,G1,", "shift is empty"),
        ("001,2026-11-23,下午茶,,", "there is no shift '下午茶'"),
        ("404,2026-11-23,日间,,", "nobody with this number"),
        ("4.04E+10,2026-11-23,日间,,", "Excel turned the id"),
        ("005,2026-11-23,日间,,", "does not work here"),
        ("001,2026-11-23,日间,无此网格,", "there is no area"),
        ("001,2026-11-23,日间,G2,", "an area of another squad"),
        ("001,2026-11-23,日间,,二中队", "001 is of S1, not of 二中队"),
    ],
)
def test_a_bad_row_is_refused_with_what_to_do_and_the_others_land(table: Table, row: str, reason: str) -> None:
    report = table.bring(f"{HEAD}{row}\n002,2026-11-23,日间,,一中队\n")
    [(_, told)] = reasons(report)
    assert reason in told
    assert table.entries() == [entry(0, "D", "002")]


def test_a_row_without_a_shift_takes_nothing_from_above_and_a_row_below_an_unreadable_one_neither(table: Table) -> None:
    report = table.bring(HEAD + "001,2026-11-23,日间,,\n,,,G1,\n002,2026-11-23,日间,,,多了,一列\n,2026-11-24,夜间,,\n")
    assert [(where, reason.split(";")[0]) for where, reason in reasons(report)] == [
        ("line 4", "7 cells where the heading has 5"),
        ("line 3", "the shift is empty"),
        ("line 5", "the number is empty, and there is none above to take"),
    ]
    assert table.entries() == [entry(0, "D")]


def test_a_row_that_comes_twice_lands_once_and_two_that_differ_not_at_all(table: Table) -> None:
    text = "001,2026-11-23,日间,G1,\n001,2026/11/23,D,一网格,\n001,2026-11-24,日间,G1,\n001,2026-11-24,日间,L1,\n"
    report = table.bring(HEAD + text)
    assert reasons(report) == [
        ("line 3", "the same as line 2, which landed"),
        ("line 4", "line 4 and line 5 say different areas; keep one of them"),
        ("line 5", "line 4 and line 5 say different areas; keep one of them"),
    ]
    assert table.entries() == [entry(0, "D", "001", "G1")]


def test_a_leader_brings_in_the_own_squad_only_and_an_officer_nothing(table: Table) -> None:
    report = table.bring(HEAD + "001,2026-11-23,日间,,\n003,2026-11-23,日间,,\n", LEADER)
    [(where, reason)] = reasons(report)
    assert where == "line 3"
    assert "reaches own squad only" in reason
    assert table.entries() == [entry(0, "D")]
    with pytest.raises(Forbidden):
        table.bring(HEAD + "001,2026-11-23,日间,,\n", OFFICER)


def test_a_dry_run_changes_nothing_and_an_import_is_one_line_of_the_record(table: Table) -> None:
    text = HEAD + "001,2026-11-23,日间,G1,\n001,2026-11-24,日间,,\n"
    assert table.bring(text, dry_run=True).accepted == 2
    assert (table.entries(), table.deeds()) == ([], [])
    table.bring(text)
    [(actor, action, file, detail)] = table.deeds()
    assert (actor, action, file) == ("dispatcher", "import_roster", "roster.csv")
    told = json.loads(detail)
    assert (told["first_day"], told["last_day"]) == (str(MONDAY), str(MONDAY + timedelta(1)))
    assert (told["new"], told["updated"], told["refused"]) == (2, 0, 0)


def test_a_table_that_lacks_a_column_is_refused_whole(table: Table) -> None:
    with pytest.raises(BadInput, match="missing column shift"):
        table.bring("工号,日期\n001,2026-11-23\n")


def test_a_leader_asks_for_it_as_a_job_that_is_tried_first(table: Table, tmp_path: Path) -> None:
    clock = FakeClock(NOW)
    store = SqlJobStore(table.engine, clock)
    jobs = Jobs(store, SqlLeases(table.engine), clock)
    runner = Runner(store, lambda _name, _address: LEADER, job_kinds(Settings(data_dir=tmp_path), table.engine), clock)
    for is_trial in (True, False):
        jobs.ask(JobKind.ROSTER, LEADER, file_name="排班.csv", content=FIXTURE.read_bytes(), dry_run=is_trial)
        assert runner.turn()
        job = jobs.listed(LEADER)[0]
        assert job.state is JobState.DONE
        assert (job.result or {})["accepted"] == 3
        assert len(table.entries()) == (0 if is_trial else 3)
    with pytest.raises(Forbidden):
        jobs.ask(JobKind.ROSTER, OFFICER, file_name="排班.csv", content=FIXTURE.read_bytes())
