"""Squads, departments and people from the tables of offices, on both databases."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from dashboard.domain.imports import ImportReport
from dashboard.domain.people.posts import Post, SquadKind
from dashboard.domain.people.readouts import PeopleQuery
from dashboard.domain.personal import PersonName
from dashboard.domain.text import Language
from dashboard.errors import BadInput, NotFound
from dashboard.services.people.directory import People
from dashboard.services.people.imports import import_departments, import_people, import_squads
from data_sources.db import tables as t
from data_sources.db.people.reader import PeopleReader
from data_sources.db.people.store import SqlPeopleStore
from data_sources.db.register_store import SqlRegister
from data_sources.sheets import CsvSheets
from tests.actors import OPERATOR
from tests.adapters.city_of_four import AREAS, NOW, settle

HEAD = "工号,姓名,手机,所属中队,岗位,责任区域,职责\n"


class Office:
    """An office that has a register of areas and brings tables in."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        settle(engine)
        self.engine, self.folder = engine, folder
        self.store = SqlPeopleStore(engine, lambda: NOW)
        self.people = People(PeopleReader(engine))

    def bring(self, bring_in: Callable[..., ImportReport], text: str, **options: bool) -> ImportReport:
        path = self.folder / "table.csv"
        path.write_text(text, encoding="gb18030")
        return bring_in(self.store, CsvSheets(), path, actor=OPERATOR, clock=lambda: NOW, **options)

    def numbers(self, **asked: str | bool) -> list[str]:
        lines = self.people.page(PeopleQuery(**asked), OPERATOR).lines  # type: ignore[arg-type]
        return [line.person.number for line in lines]

    def roles(self, area: str) -> list[tuple[str, str, str | None]]:
        return [(found.area, each.role, each.number) for found in self.people.of_area(area) for each in found.holders]


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Office:
    office = Office(engine, tmp_path)
    office.bring(import_squads, "code,name,kind\nS1,一中队,\nS9,机动中队,机动中队\n")
    return office


def test_of_2000_rows_of_which_3_are_wrong_1997_land_and_3_are_named(office: Office) -> None:
    rows = [f"{number:05d},张〇{number},100{number:08d},S1,队员,,\n" for number in range(2_000)]
    rows[7] = "00007,王小明,1.00E+10,S1,队员,,\n"
    rows[77] = "00077,王小明,10000000077,S8,队员,,\n"
    rows[777] = "00777,王小明,10000000777,S1,舰长,,\n"
    report = office.bring(import_people, HEAD + "".join(rows))
    assert (report.accepted, report.updated) == (1_997, 0)
    assert [(each.where.en, each.name) for each in report.rejected] == [
        ("line 9", "00007 王**"),
        ("line 79", "00077 王**"),
        ("line 779", "00777 王**"),
    ]
    told = report.as_text(Language.ENGLISH) + report.as_text(Language.CHINESE) + str(report.as_dict())
    assert "王小明" not in told
    assert "10000000077" not in told
    assert office.people.page(PeopleQuery(), OPERATOR).total == 1_997


def test_the_same_table_again_updates_and_doubles_nothing(office: Office) -> None:
    table = HEAD + "007,张〇七,10000000007,S1,队员,L1,\n"
    assert office.bring(import_people, table).updated == 0
    assert office.bring(import_people, table.replace("张〇七", "李〇七")).updated == 1
    sheet = office.people.person("007", OPERATOR)
    assert sheet is not None
    assert sheet.line.person.name == PersonName("李〇七")
    assert [(each.area_code, each.role) for each in sheet.answers] == [("L1", "line_officer")]


def test_numbers_that_come_twice_are_refused_with_both_lines_and_the_others_land(office: Office) -> None:
    table = HEAD + "007,张〇七,,S1,队员,,\n008,张〇八,,S1,队员,,\n００７,李〇七,,S1,队员,,\n"
    report = office.bring(import_people, table)
    assert office.numbers() == ["008"]
    assert [each.where.en for each in report.rejected] == ["line 2", "line 4"]
    assert all("in line 2 and line 4" in each.reason.en for each in report.rejected)


@pytest.mark.parametrize(
    "rows",
    ["007,张〇七,,S1,队员,,\n007,张〇七,,S2,队员,,\n", "007,张〇七,,S1;S2,队员,,\n", "007,张〇七,,S1、S2,队员,,\n"],
    ids=["two rows", "one cell", "one cell in Chinese"],
)
def test_a_person_in_two_squads_is_refused_and_is_in_none_until_one_is_named(office: Office, rows: str) -> None:
    report = office.bring(import_people, HEAD + rows + "008,张〇八,,S1,队员,,\n")
    assert office.numbers() == ["008"]
    reasons = {each.reason.en for each in report.rejected}
    assert all("line" in reason or "squad" in reason for reason in reasons), reasons
    assert office.bring(import_people, HEAD + "007,张〇七,,S1,队员,,\n").accepted == 1
    assert office.numbers() == ["007", "008"]


def test_a_dry_run_tells_the_same_and_changes_nothing(office: Office) -> None:
    report = office.bring(import_people, HEAD + "007,张〇七,,S1,队员,L1,\n", dry_run=True)
    assert report.accepted == 1
    assert office.numbers() == []


def test_a_table_that_lacks_a_column_or_has_no_rows_is_refused_whole(office: Office) -> None:
    with pytest.raises(BadInput, match="missing column number"):
        office.bring(import_people, "姓名,岗位\n张〇七,队员\n")
    with pytest.raises(BadInput, match="no rows"):
        office.bring(import_people, HEAD)


def test_what_nobody_was_named_for_goes_when_somebody_is(office: Office, engine: Engine) -> None:
    assert office.roles("G1") == [("G1", "leader", None)]
    table = HEAD + "007,张〇七,,S1,网格长,G1,leader\n"
    office.bring(import_people, table)
    assert office.roles("G1") == [("G1", "leader", "007")]
    SqlRegister(engine, lambda: NOW).upsert_areas(AREAS, ())
    assert office.roles("G1") == [("G1", "leader", "007")]


def test_people_of_an_area_come_before_those_above_and_the_leaving_are_gone(office: Office) -> None:
    office.bring(
        import_people,
        HEAD
        + "001,张〇一,,S1,中队长,,\n002,张〇二,,S1,网格长,G1,\n003,张〇三,,S1,队员,L1,\n004,张〇四,,,局领导,B1,督办\n",
    )
    assert office.roles("L1") == [
        ("L1", "line_officer", "003"),
        ("G1", "leader", None),
        ("G1", "grid_leader", "002"),
        ("B1", "督办", "004"),
    ]
    office.bring(import_people, "number,name,status\n003,张〇三,离职\n")
    assert office.numbers() == ["004", "001", "002"]
    assert office.numbers(left=True) == ["004", "001", "002", "003"]
    assert ("L1", "line_officer", None) in office.roles("L1")


def test_where_nobody_answers_the_leader_of_the_squad_does(office: Office) -> None:
    office.bring(import_people, HEAD + "001,张〇一,,S1,中队长,,\n")
    assert office.roles("L1") == [("G1", "leader", None), ("G1", "squad_leader", "001")]
    assert [each.area for each in office.people.of_asset("JG-1")] == ["G1", "G1"]
    assert office.people.of_asset("CAM-1") == []
    with pytest.raises(NotFound):
        office.people.of_area("nowhere")


def test_the_leader_of_a_squad_answers_for_the_areas_of_its_row_whoever_that_is(office: Office) -> None:
    office.bring(import_squads, "code,name,areas\nS9,机动中队,B1;G2\n")
    assert ("B1", "squad_leader", None) in office.roles("G2")
    office.bring(import_people, HEAD + "009,张〇九,,S9,中队长,,\n")
    assert office.roles("G2") == [("G2", "squad_leader", "009"), ("B1", "squad_leader", "009")]
    office.bring(import_squads, "code,name,areas\nS9,机动中队,G2\n")
    assert office.roles("B1") == []
    [_, mobile] = office.people.squads()
    assert (mobile.squad.kind, mobile.people, mobile.posts) == (SquadKind.MOBILE, 1, {Post.SQUAD_LEADER: 1})


def test_departments_land_as_a_tree_and_a_circle_is_refused(office: Office) -> None:
    table = "编码,名称,上级\nD2,市政科,局机关\nD1,局机关,\nD3,道路班,市政科\nX1,甲,X2\nX2,乙,X1\n"
    report = office.bring(import_departments, table)
    assert (report.accepted, [each.name for each in report.rejected]) == (3, ["X1", "X2"])
    assert "X1 → X2 → X1" in report.rejected[0].reason.en
    [top] = office.people.departments()
    assert [top.department.code, top.below[0].department.code, top.below[0].below[0].department.code] == [
        "D1",
        "D2",
        "D3",
    ]
    again = office.bring(import_departments, "code,name,parent\nD1,局机关,D3\n")
    assert again.accepted == 0
    assert "circle" in again.rejected[0].reason.en


def test_people_are_found_by_squad_department_post_and_text(office: Office) -> None:
    office.bring(import_departments, "code,name,parent\nD1,局机关,\nD2,市政科,D1\n")
    office.bring(
        import_people,
        "number,name,phone,squad,department,post\n001,张〇一,10000000001,S1,,队员\n002,李%二,,S9,D2,中队长\n003,王〇三,,,D1,座席员\n",
    )
    assert office.numbers() == ["003", "001", "002"]
    assert office.numbers(squad="S9") == ["002"]
    assert office.numbers(department="D1") == ["003", "002"]
    assert office.numbers(post="seat_operator") == ["003"]
    assert office.numbers(text="0000001") == ["001"]
    assert office.numbers(text="%") == ["002"]
    assert office.numbers(text="nobody") == []


def test_a_program_reads_people_in_slices(office: Office) -> None:
    office.bring(import_people, HEAD + "".join(f"{number},张〇一,,S1,队员,,\n" for number in "35142"))
    first = office.people.after(PeopleQuery(limit=3), None, OPERATOR)
    rest = office.people.after(PeopleQuery(limit=3), first.next, OPERATOR)
    assert [line.person.number for line in (*first.lines, *rest.lines)] == list("35142")
    assert rest.next is None
    with pytest.raises(BadInput):
        office.people.after(PeopleQuery(limit=0), None, OPERATOR)


def test_a_column_that_is_not_needed_is_not_kept(office: Office, engine: Engine) -> None:
    office.bring(import_people, "工号,姓名,岗位,身份证号,住址\n007,张〇七,队员,33029919900101123X,花园弄 1 号\n")
    with engine.connect() as connection:
        kept = [repr(row) for table in t.metadata.sorted_tables for row in connection.execute(select(table))]
    assert any("张〇七" in row for row in kept)
    assert [row for row in kept if "33029919900101123X" in row or "花园弄" in row] == []


def test_an_import_is_audited_without_a_name(office: Office, engine: Engine) -> None:
    office.bring(import_people, HEAD + "007,张〇七,10000000007,S1,队员,,\n")
    with engine.connect() as connection:
        rows = connection.execute(select(t.audit.c.actor, t.audit.c.action, t.audit.c.subject, t.audit.c.detail)).all()
    *by, detail = rows[-1]
    assert by == ["operator", "import_people", "table.csv"]
    assert json.loads(detail) == {
        "new": 1, "updated": 0, "refused": 0, "before": {"count": 0}, "after": {"count": 1},
    }  # fmt: skip
