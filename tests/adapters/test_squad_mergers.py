"""A squad is merged into another one, on both databases: its cases go on, and what was stays with its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from dashboard.domain.cases.records import Case, CaseEntry, Units
from dashboard.domain.cases.states import Action, CaseState
from dashboard.domain.durations import MINUTE_US
from dashboard.domain.imports import ImportReport
from dashboard.domain.people.posts import Post
from dashboard.domain.people.records import Person, Responsibility, Squad
from dashboard.domain.personal import PersonName
from dashboard.domain.rights import Role
from dashboard.errors import BadInput, Forbidden
from dashboard.services.cases.watching import HANDED_OVER, CaseWatch
from dashboard.services.people.imports import import_people, import_squads
from dashboard.services.squads.merging import SquadMerging
from data_sources.db import tables as t
from data_sources.db.people.store import SqlPeopleStore
from data_sources.sheets import CsvSheets
from tests.actors import OPERATOR, acting
from tests.adapters.test_case_dispatch import with_rule
from tests.adapters.test_case_watch import DyingStore, Killed
from tests.case_office import BOSS, CHIEF, LEADER, OFFICER, CaseOffice

ADMIN = acting("admin", Role.ADMINISTRATOR)


def merging(office: CaseOffice) -> SquadMerging:
    return SquadMerging(SqlPeopleStore(office.engine, office.clock), office.notices, office.clock)


def merge(office: CaseOffice) -> None:
    """S1 goes into S2, and the worker passes the cases on."""
    merging(office).merge("S1", "S2", ADMIN)
    office.clock.now_us += MINUTE_US
    hand_over(office)


def hand_over(office: CaseOffice, store: Any = None) -> int:
    return CaseWatch(store or office.store, office.rules, office.notices).hand_over(office.clock.now_us)


def now(office: CaseOffice, case: Case) -> Case:
    return office.reading.view(case.case_key, BOSS).case


def told(office: CaseOffice, case: Case) -> list[CaseEntry]:
    return [each for each in office.reading.timeline(case.case_key, BOSS) if each.what == HANDED_OVER]


def audited(office: CaseOffice, action: str) -> int:
    with office.engine.connect() as connection:
        query = select(func.count()).select_from(t.audit).where(t.audit.c.action == action)
        return int(connection.execute(query).scalar_one())


def bring(office: CaseOffice, folder: Path, bring_in: Callable[..., ImportReport], text: str) -> ImportReport:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    store = SqlPeopleStore(office.engine, office.clock)
    return bring_in(store, CsvSheets(), path, actor=OPERATOR, clock=office.clock)


def test_open_cases_go_to_the_heir_with_an_entry_and_closed_ones_keep_the_old_name(office: CaseOffice) -> None:
    closed, taken, waiting = office.closed(), office.accepted(), office.dispatched()
    merge(office)
    assert now(office, closed).units.squad == "S1"
    assert [now(office, case).units.squad for case in (taken, waiting)] == ["S2", "S2"]
    (entry,) = told(office, taken)
    assert (entry.actor, entry.data) == (None, {"squad": "S2", "was": "S1"})
    assert told(office, closed) == []
    assert audited(office, "case_hand_over") == 2


def test_whoever_works_on_a_case_goes_on_and_its_clocks_and_figures_do_not_move(office: CaseOffice) -> None:
    case = office.accepted()
    merge(office)
    after = now(office, case)
    assert (after.state, after.units.assignee, after.clocks) == (case.state, "2", case.clocks)
    assert after.counts == case.counts
    officer = OFFICER._replace(squad="S2")
    arrived = office.act(after, Action.ARRIVE, officer, lon=121.405, lat=29.655, accuracy_m=5.0)
    assert office.act(arrived, Action.RETURN, officer, reason="不属于本队").pending is not None


def test_sending_it_to_the_heir_later_counts_no_other_unit(office: CaseOffice) -> None:
    case = office.dispatched()
    merge(office)
    returned = office.act(now(office, case), Action.RETURN, LEADER._replace(squad="S2"), reason="重复派遣")
    again = office.act(office.act(returned, Action.APPROVE, CHIEF), Action.DISPATCH, CHIEF, units=Units(squad="S2"))
    assert (again.state, again.counts.units) == (CaseState.TO_HANDLE, 1)


def test_a_second_squad_that_would_come_along_with_itself_does_not(office: CaseOffice) -> None:
    case = office.act(office.filed(), Action.DISPATCH, CHIEF, units=Units(squad="S2", second_squad="S1"))
    merge(office)
    assert now(office, case).units[:2] == ("S2", None)


def test_people_areas_posts_and_needs_go_there_and_those_who_left_stay(office: CaseOffice) -> None:
    leads = Responsibility(area="G01", role="squad_leader", post=Post.SQUAD_LEADER, squad="S1")
    with office.store.begin() as work:
        work.save_people(
            [Person(number="9", name=PersonName("孙〇九"), post=Post.OFFICER, squad="S1", left_us=office.clock())]
        )
        work.replace_responsibilities([leads], squads=["S1"])
    handover = merging(office).outlook("S1", "S2", ADMIN)
    assert (handover.people, handover.areas, handover.cases) == (2, 1, 0)
    merge(office)
    with office.store.look() as work:
        assert {each.number: each.squad for each in work.people()} == {"1": "S2", "2": "S2", "3": "S2", "9": "S1"}
        assert work.area_nodes()["G01"].squad == "S2"
        (gone,) = [each for each in work.squads() if each.merged_into]
    assert (gone.code, gone.merged_into) == ("S1", "S2")
    assert audited(office, "merge_squad") == 1


def test_nobody_sends_a_case_to_a_squad_that_was_merged_and_is_told_where_it_goes(office: CaseOffice) -> None:
    case = office.filed()
    merge(office)
    with pytest.raises(BadInput) as refused:
        office.act(case, Action.DISPATCH, CHIEF, units=Units(squad="S1"))
    assert refused.value.told is not None
    assert refused.value.told.zh == "一中队已并入二中队，请派给二中队"
    assert "S1" not in {each.code for each in office.dispatching.candidates(case.case_key, CHIEF)}
    form = office.handling.open(case.case_key, Action.DISPATCH, CHIEF)
    assert [each.code for each in form.squads] == ["S2"]


def test_rules_that_name_it_send_to_the_heir_and_say_so(office: CaseOffice) -> None:
    with_rule(office)
    merge(office)
    assert office.filed().units.squad == "S2"
    (line,) = office.ruling.lines(CHIEF)
    assert (line.problem, line.follows and line.follows.zh) == (None, "一中队已并入二中队，案件派给二中队")


def test_a_rule_for_the_squad_of_the_place_follows_the_areas(office: CaseOffice) -> None:
    with_rule(office, units=Units(), to_responsible=True)
    merge(office)
    assert office.filed().units.squad == "S2"


def test_past_cases_count_as_the_heirs_when_a_rule_is_tried(office: CaseOffice) -> None:
    office.closed()
    draft = with_rule(office, is_on=False)
    before = office.ruling.try_on_past(draft, CHIEF).then
    merge(office)
    assert office.ruling.try_on_past(draft, CHIEF).then == before
    choices = office.ruling.choices(CHIEF)
    assert [each.code for each in choices.former] == ["S1"], "what it had still has a name"
    assert "S1" not in [each.code for each in choices.squads]


def test_a_squad_that_took_one_over_and_is_merged_itself_leaves_all_to_the_last_one(office: CaseOffice) -> None:
    with office.store.begin() as work:
        work.save_squads([Squad(code="S3", name="三中队")])
    case = office.dispatched()
    merging(office).merge("S1", "S2", ADMIN)
    merging(office).merge("S2", "S3", ADMIN)
    hand_over(office)
    assert now(office, case).units.squad == "S3"
    assert len(told(office, case)) == 1


@pytest.mark.parametrize(
    ("code", "into", "said"),
    [
        ("S1", "S1", "into itself"),
        ("S9", "S2", "no squad 'S9'"),
        ("S1", "S9", "no squad 'S9'"),
        ("S1", "S0", "S0 was merged into S2; choose S2"),
        ("S0", "S1", "merged into S2 already"),
    ],
)
def test_a_merger_that_cannot_be_says_why_and_changes_nothing(
    office: CaseOffice, code: str, into: str, said: str
) -> None:
    with office.store.begin() as work:
        work.save_squads([Squad(code="S0", name="零中队")])
    merging(office).merge("S0", "S2", ADMIN)
    with pytest.raises(BadInput, match=said):
        merging(office).merge(code, into, ADMIN)
    assert audited(office, "merge_squad") == 1
    with pytest.raises(Forbidden):
        merging(office).merge("S1", "S2", CHIEF)


def test_a_worker_that_is_killed_anywhere_hands_over_all_in_the_end_and_nothing_twice(office: CaseOffice) -> None:
    cases = [office.dispatched(lon=121.4011 + number / 1_000) for number in range(3)]
    merging(office).merge("S1", "S2", ADMIN)
    deaths = 0
    for last in range(1, 40):
        try:
            hand_over(office, DyingStore(office, last))
        except Killed:
            deaths += 1
            assert [len(told(office, case)) for case in cases] in ([0, 0, 0], [1, 1, 1])
            continue
        break
    assert deaths > 5
    assert [len(told(office, case)) for case in cases] == [1, 1, 1]
    assert hand_over(office) == 0


def test_a_table_merges_squads_and_old_tables_of_people_follow(office: CaseOffice, tmp_path: Path) -> None:
    case = office.dispatched()
    report = bring(office, tmp_path, import_squads, "编码,名称,并入\nS1,一中队,二中队\nS2,二中队,\n")
    assert (report.accepted, report.rejected) == (2, ())
    again = bring(office, tmp_path, import_squads, "编码,名称,并入\nS1,一中队,S2\nS2,二中队,S1\n")
    assert [each.reason.en for each in again.rejected] == ["S1 was merged into S2; choose S2"]
    assert audited(office, "merge_squad") == 1
    bring(office, tmp_path, import_people, "工号,姓名,岗位,所属中队\n5,周〇五,队员,一中队\n")
    with office.store.look() as work:
        assert {each.number: each.squad for each in work.people()}["5"] == "S2"
    hand_over(office)
    assert now(office, case).units.squad == "S2"


def test_areas_that_an_import_gives_to_a_merged_squad_are_its_heirs(office: CaseOffice) -> None:
    merge(office)
    office.class_grid(None)
    with office.store.look() as work:
        assert work.area_nodes()["G01"].squad == "S2"
