"""Dispatch on both databases: candidates, and what rules do in the transaction of the filing."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update

from dashboard.domain.cases.candidates import CandidateKind
from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.dispatch_rules import DispatchRule, Outcome
from dashboard.domain.cases.records import Case, EntryKind, Units
from dashboard.domain.cases.states import Action, CaseState
from dashboard.domain.durations import MINUTE_US, SECOND_US
from dashboard.domain.feeds import Feed
from dashboard.domain.people.records import Responsibility
from dashboard.domain.positions.known import KnownPosition
from dashboard.domain.positions.reports import Position
from dashboard.domain.positions.stillness import Still
from dashboard.domain.roster.records import Attendance, SignInMeans
from dashboard.errors import BadInput, Forbidden, NotFound
from data_sources.db import tables as t
from data_sources.db.cases.columns import row_of
from data_sources.db.transactions import SqlTransaction
from tests.case_office import CHIEF, LAT, LEADER, LON, OFFICER, SEAT, STRANGER, CaseOffice

ROOT = Path(__file__).parents[2]


def with_rule(office: CaseOffice, **told: Any) -> DispatchRule:
    usual: dict[str, Any] = {"name": "甲", "is_on": True, "categories": frozenset({"05"}), "units": Units(squad="S1")}
    with office.store.begin() as work:
        return work.save_dispatch_rule(DispatchRule(**{**usual, **told}), "chief", office.clock())


def count(office: CaseOffice, table: Any) -> int:
    with office.engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def sign_in(office: CaseOffice, person: str, away_deg: float) -> None:
    """Somebody is on duty, and was heard a minute ago."""
    at_us = office.clock() - MINUTE_US
    with office.store.begin() as work:
        work.sign_in(Attendance(person, date(2025, 11, 21), None, at_us, None, SignInMeans.PAGE))
        position = Position(at_us, LON + away_deg, LAT)
        key = work.person_keys()[person]
        work.record_positions({key: KnownPosition(position, at_us, Still(position.lon, LAT, at_us))}, {})


def filed(office: CaseOffice, **draft: Any) -> Case:
    return office.filed(**draft)


def test_candidates_are_ranked_by_place_duty_and_load_and_say_why(office: CaseOffice) -> None:
    with office.store.begin() as work:
        held = [Responsibility(area="L01", role="line_officer", person="2")]
        work.replace_responsibilities(held, people=["2"])
    sign_in(office, "2", 0.001)
    office.dispatched()
    case = filed(office)
    ranked = office.dispatching.candidates(case.case_key, CHIEF)
    assert [each.code for each in ranked if each.kind is CandidateKind.SQUAD] == ["S1", "S2"]
    assert [each.code for each in ranked if each.kind is CandidateKind.PERSON] == ["2"]
    (officer,) = (each for each in ranked if each.code == "2")
    assert [text.zh for text in officer.why] == [
        "负责线条 县前街（路段队员）",
        "当前在岗",
        "距 100 m，位置 1 分钟前",
        "手上 0 件",
    ]
    (squad,) = (each for each in ranked if each.code == "S1")
    assert "中队在办 1 件，人均 0.5" in [text.zh for text in squad.why]
    assert officer.name == "李**", "names are masked"


def test_candidates_are_for_who_may_dispatch(office: CaseOffice) -> None:
    case = filed(office)
    for actor in (SEAT, LEADER, OFFICER, STRANGER):
        with pytest.raises((Forbidden, NotFound)):
            office.dispatching.candidates(case.case_key, actor)
    with pytest.raises(NotFound):
        office.dispatching.candidates(9_999, CHIEF)


def test_ten_thousand_open_cases_on_one_grid_are_counted_in_one_pass(office: CaseOffice) -> None:
    case = office.dispatched()
    row = {name: value for name, value in row_of(case).items() if name not in ("number", "area_key", "line_key")}
    rows = [{**row, "number": f"X-{number}"} for number in range(10_000)]
    with office.engine.begin() as connection:
        connection.execute(insert(t.case_record), rows)
    with office.store.look() as work:
        assert work.open_loads().squads["S1"] == 10_001
    ranked = office.dispatching.candidates(filed(office).case_key, CHIEF)
    (squad,) = (each for each in ranked if each.code == "S1")
    assert "中队在办 10001 件，人均 5000.5" in [text.zh for text in squad.why]


def test_exactly_one_rule_dispatches_at_the_filing(office: CaseOffice) -> None:
    rule = with_rule(office, name="街面秩序归一中队")
    case = filed(office)
    assert (case.state, case.units, case.counts.dispatches) == (CaseState.TO_HANDLE, Units(squad="S1"), 1)
    entry = office.reading.timeline(case.case_key, CHIEF)[-1]
    assert (entry.kind, entry.what, entry.actor) == (EntryKind.DISPATCH, "dispatch", None)
    assert (entry.data["rule"], entry.data["rule_id"], entry.data["rule_version"]) == (rule.name, rule.rule_key, 1)
    with office.store.look() as work:
        (decision,) = work.decisions_of(case.case_key)
    assert (decision.outcome, decision.rule_key, decision.rule_version, decision.unit) == (
        Outcome.AUTO,
        rule.rule_key,
        1,
        "S1",
    )
    assert [(each["code"], each["why"][0]["zh"]) for each in decision.data["candidates"]] == [("S1", "负责网格 一格")]
    assert office.notices.feeds[-1].keys() == {Feed.CASES}, "the squad's screen is told once, after the commit"


@pytest.mark.parametrize(
    ("rules", "outcome", "said"),
    [
        ([{"categories": frozenset({"01"})}], Outcome.NONE, "没有规则适用"),
        ([{}, {"name": "乙", "areas": frozenset({"G01"})}], Outcome.SEVERAL, "“甲”、“乙”"),
        ([{"units": Units(squad="S9")}], Outcome.NO_UNIT, "中队 S9 已撤并"),
    ],
)
def test_none_several_or_a_lost_unit_leave_it_to_people_and_say_so(
    office: CaseOffice, rules: list[dict[str, Any]], outcome: Outcome, said: str
) -> None:
    for rule in rules:
        with_rule(office, **rule)
    case = filed(office)
    assert case.state is CaseState.TO_DISPATCH
    entry = office.reading.timeline(case.case_key, CHIEF)[-1]
    assert (entry.kind, entry.what, entry.actor, said in entry.data["why"]["zh"]) == (
        EntryKind.DISPATCH,
        "queue",
        None,
        True,
    )
    with office.store.look() as work:
        assert [each.outcome for each in work.decisions_of(case.case_key)] == [outcome]
    moved = office.act(case, Action.DISPATCH, CHIEF, units=Units(squad="S2"))
    assert moved.state is CaseState.TO_HANDLE, "a person dispatches it as ever"


def test_a_squad_that_was_merged_is_no_match(office: CaseOffice) -> None:
    with_rule(office, units=Units(squad="S2"))
    with office.engine.begin() as connection:
        connection.execute(update(t.person).where(t.person.c.number == "3").values(left_us=1))
    case = filed(office)
    assert case.state is CaseState.TO_DISPATCH
    assert "已撤并" in office.reading.timeline(case.case_key, CHIEF)[-1].data["why"]["zh"]


def test_a_rule_may_send_to_the_squad_of_the_place(office: CaseOffice) -> None:
    with_rule(office, to_responsible=True, units=Units(second_squad="S2"))
    assert filed(office).units == Units(squad="S1", second_squad="S2")
    nowhere = filed(office, lon=121.42, lat=29.65)
    assert nowhere.state is CaseState.TO_DISPATCH


def test_a_failure_after_the_rules_leaves_nothing_half_done(
    office: CaseOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_rule(office)
    case = office.act(office.reported(), Action.REGISTER, SEAT)
    entries, noted = count(office, t.case_entry), len(office.notices.feeds)

    class Killed(Exception):
        pass

    def killed(*_args: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(SqlTransaction, "add_decisions", killed)
        with pytest.raises(Killed):
            office.act(case, Action.FILE, CHIEF)
    now = office.reading.view(case.case_key, CHIEF).case
    assert now == case
    assert (count(office, t.case_entry), count(office, t.case_decision)) == (entries, 0)
    assert len(office.notices.feeds) == noted, "nobody is told of what did not happen"
    assert office.act(case, Action.FILE, CHIEF).state is CaseState.TO_HANDLE


def test_the_same_filing_under_its_key_dispatches_once(office: CaseOffice) -> None:
    with_rule(office)
    case = office.act(office.reported(), Action.REGISTER, SEAT)
    move = Move(action=Action.FILE, revision=case.revision)
    first = office.moves.act(case.case_key, move, CHIEF, "k")
    assert office.moves.act(case.case_key, move, CHIEF, "k") == first
    assert (first.counts.dispatches, count(office, t.case_decision)) == (1, 1)


def test_a_case_that_goes_to_another_unit_says_why_and_from_whom(office: CaseOffice) -> None:
    case = office.dispatched()
    with pytest.raises(BadInput, match="say why it goes to another unit"):
        office.act(case, Action.DISPATCH, CHIEF, units=Units(squad="S2"))
    office.act(case, Action.DISPATCH, CHIEF, units=Units(squad="S2"), reason="属二中队线条")
    entry = office.reading.timeline(case.case_key, CHIEF)[-1]
    assert (entry.data["was"], entry.data["squad"], entry.text) == ("S1", "S2", "属二中队线条")


def test_a_case_that_goes_from_one_person_to_another_tells_both(office: CaseOffice) -> None:
    case = office.act(office.filed(), Action.DISPATCH, CHIEF, units=Units(squad="S1", assignee="2"))
    office.act(case, Action.DISPATCH, CHIEF, units=Units(squad="S1", assignee="3"), reason="属三号线条")
    first, second = office.reading.timeline(case.case_key, CHIEF)[-2:]
    assert [entry.data.get("was_assignee") for entry in (first, second)] == [None, "2"]


def test_each_change_of_a_rule_is_a_version_with_its_author(office: CaseOffice) -> None:
    rule = with_rule(office)
    office.clock.now_us += SECOND_US
    with office.store.begin() as work:
        stored = work.dispatch_rule(rule.rule_key)
        assert stored == rule
        changed = work.save_dispatch_rule(
            DispatchRule.from_json(rule.as_json(), rule_key=rule.rule_key, name="乙"), "boss", 5
        )
    with office.store.look() as work:
        assert work.dispatch_rules() == [changed]
        assert [(each.rule.version, each.rule.name, each.author) for each in work.rule_versions(rule.rule_key)] == [
            (2, "乙", "boss"),
            (1, "甲", "chief"),
        ]


def test_a_server_that_is_killed_between_filing_and_dispatch_leaves_neither_and_the_same_command_does_both_once(
    office: CaseOffice,
) -> None:
    with_rule(office)
    case = office.act(office.reported(), Action.REGISTER, SEAT)
    url = office.engine.url.render_as_string(hide_password=False)
    told = [url, str(office.clock.now_us), str(case.case_key), str(case.revision), "key-1"]
    command = [sys.executable, "-m", "tests.adapters.killed_filing", *told]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.kill()
    process.wait()
    process.stdout.close()
    kept = office.reading.view(case.case_key, CHIEF).case
    assert (kept.state, kept.revision, count(office, t.case_decision)) == (CaseState.TO_REGISTER, case.revision, 0)
    move = Move(action=Action.FILE, revision=case.revision)
    done = [office.moves.act(case.case_key, move, CHIEF, "key-1") for _ in range(2)]
    assert [(each.state, each.units.squad, each.counts.dispatches) for each in done] == [
        (CaseState.TO_HANDLE, "S1", 1)
    ] * 2
    told_of = [entry.what for entry in office.reading.timeline(case.case_key, CHIEF)]
    assert (told_of.count("file"), told_of.count("dispatch"), count(office, t.case_decision)) == (1, 1, 1)
