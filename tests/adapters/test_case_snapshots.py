"""A picture of a chat group goes straight to the unit that answers for the place, on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from dashboard.domain.cases.candidates import CandidateKind
from dashboard.domain.cases.dispatch_rules import DispatchRule
from dashboard.domain.cases.drafts import CaseDraft
from dashboard.domain.cases.records import Case, CaseEntry, Units
from dashboard.domain.cases.snapshots import ReceiptFigure, Sender, Snapshot, Unit
from dashboard.domain.cases.states import Action, CaseState, Source
from dashboard.domain.durations import DAY_US, MINUTE_US
from dashboard.errors import BadInput, Forbidden, Outdated
from tests.case_office import BEFORE, BOSS, CHIEF, LAT, LEADER, LON, OFFICER, SEAT, STRANGER, CaseOffice
from tests.servers import NOW

S1 = Unit(CandidateKind.SQUAD, "S1")


def snapshot(unit: Unit | None = S1, **told: Any) -> Snapshot:
    draft: dict[str, Any] = {"source": Source.HOTLINE, "category": "0504", "lon": LON, "lat": LAT, "photos": (BEFORE,)}
    draft |= {"description": "群里说占道了", "sender": Sender.RESIDENT.value}
    return Snapshot(draft=CaseDraft(**(draft | told)), unit=unit)


def file(office: CaseOffice, actor: Any = SEAT, key: str = "", **told: Any) -> Case:
    return office.photo_group.file(snapshot(**told), actor, key)


def _timeline(office: CaseOffice, case: Case) -> Sequence[CaseEntry]:
    return office.reading.timeline(case.case_key, SEAT)


def figures(office: CaseOffice) -> ReceiptFigure:
    return office.photo_group.receipts(NOW - DAY_US, NOW + DAY_US, SEAT)[0].whole


def test_the_squad_of_the_place_is_proposed_with_why_and_that_of_a_rule_before_it(office: CaseOffice) -> None:
    first = office.photo_group.proposed("0504", LON, LAT, OFFICER)[0]
    assert (first.candidate.code, first.by_rule) == ("S1", "")
    assert first.candidate.why[0].zh == "负责网格 一格"
    rule = DispatchRule(name="店外经营归二中队", units=Units(squad="S2"), categories=frozenset({"0504"}), is_on=True)
    office.ruling.save(rule, CHIEF)
    first = office.photo_group.proposed("0504", LON, LAT, OFFICER)[0]
    assert (first.candidate.code, first.by_rule) == ("S2", "店外经营归二中队")


@pytest.mark.parametrize("actor", [SEAT, OFFICER], ids=["operator", "officer"])
def test_one_tap_reports_files_and_dispatches_under_the_name_of_who_taps(office: CaseOffice, actor: Any) -> None:
    case = file(office, actor)
    assert (case.state, case.units.squad, case.origin.source) == (CaseState.TO_HANDLE, "S1", Source.SNAPSHOT)
    entries = [(each.what, each.actor, each.data.get("way")) for each in _timeline(office, case)]
    assert entries == [
        ("report", actor.name, None),
        ("register", actor.name, "snapshot"),
        ("file", actor.name, "snapshot"),
        ("dispatch", actor.name, "snapshot"),
    ]
    assert _timeline(office, case)[-1].data["why"][0]["en"] == "answers for the grid 一格"


def test_where_a_rule_names_the_unit_the_rule_sends_it(office: CaseOffice) -> None:
    rule = DispatchRule(name="归一中队", units=Units(squad="S1"), categories=frozenset({"0504"}), is_on=True)
    office.ruling.save(rule, CHIEF)
    case = file(office)
    assert case.units.squad == "S1"
    assert _timeline(office, case)[-1].data["rule"] == "归一中队"


def test_who_chooses_another_unit_than_the_rule_gets_it_at_once(office: CaseOffice) -> None:
    rule = DispatchRule(name="归二中队", units=Units(squad="S2"), categories=frozenset({"0504"}), is_on=True)
    office.ruling.save(rule, CHIEF)
    case = file(office)
    assert (case.units.squad, case.counts.dispatches) == ("S1", 1)


def test_without_a_unit_it_is_filed_and_waits_for_a_dispatcher(office: CaseOffice) -> None:
    assert file(office, unit=None).state is CaseState.TO_DISPATCH


def test_a_category_with_several_conditions_is_filed_by_the_first(office: CaseOffice) -> None:
    assert file(office, category="0101").condition == "停工"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"photos": ()}, "there is no picture"),
        ({"lon": None, "lat": None}, "the picture tells no place"),
        ({"lon": LON + 1.0}, "the place lies outside the city"),
        ({"category": "0599"}, "no code '0599'"),
        ({"unit": Unit(CandidateKind.DEPARTMENT, "D9")}, "not among those that are proposed"),
    ],
)
def test_what_cannot_be_passed_on_says_what_to_mend_and_leaves_nothing(
    office: CaseOffice, told: dict[str, Any], said: str
) -> None:
    with pytest.raises(BadInput) as refused:
        file(office, **told)
    assert said in str(refused.value)
    with office.store.look() as work:
        assert work.cases_of_numbers(["20261127-0001", "20261128-0001"]) == {}
    assert figures(office) == ReceiptFigure()


def test_who_may_not_report_passes_nothing_on(office: CaseOffice) -> None:
    with pytest.raises(Forbidden):
        file(office, BOSS)


def test_the_same_again_under_its_key_is_the_same_case_whatever_became_of_the_units(office: CaseOffice) -> None:
    case = file(office, key="k")
    with office.store.begin() as work:
        work.save_people([replace(each, left_us=NOW) for each in work.people()])
    assert file(office, key="k").case_key == case.case_key


def test_two_who_pass_the_same_on_at_once_are_told_of_each_other(office: CaseOffice) -> None:
    first = file(office, seen_similar=frozenset())
    with pytest.raises(Outdated) as told:
        file(office, OFFICER, seen_similar=frozenset())
    assert told.value.newer == first
    assert file(office, OFFICER, seen_similar=frozenset({first.case_key})).case_key != first.case_key
    assert file(office, STRANGER, seen_similar=frozenset()).case_key > first.case_key, "what one cannot see is not told"


def test_the_receipt_is_measured_from_the_picture_to_the_first_unit_that_takes_it_on(office: CaseOffice) -> None:
    office.clock.now_us += 2 * MINUTE_US
    case = file(office)
    assert figures(office) == ReceiptFigure(None, 0, 1, 1)
    office.clock.now_us += 3 * MINUTE_US
    case = office.act(case, Action.ACCEPT, OFFICER)
    assert figures(office) == ReceiptFigure(300.0, 1, 1, 0), "the picture was stored two minutes before its report"
    case = office.act(case, Action.RETURN, OFFICER, reason="不属于本中队")
    case = office.act(case, Action.APPROVE, CHIEF)
    case = office.act(case, Action.DISPATCH, CHIEF, units=Units(squad="S1"))
    office.act(case, Action.ACCEPT, LEADER)
    assert figures(office).median_s == 300.0
    (recent,) = office.photo_group.recent(OFFICER)
    assert (recent.case.number, recent.receipt.took_us) == (case.number, 5 * MINUTE_US)


def test_a_picture_of_long_ago_was_sent_for_something_else(office: CaseOffice) -> None:
    office.clock.now_us += 2 * DAY_US
    file(office)
    (recent,) = office.photo_group.recent(SEAT)
    assert recent.receipt.received_us == office.clock.now_us


def test_what_is_rejected_counts_nowhere_and_what_came_in_bulk_counts_by_its_report(office: CaseOffice) -> None:
    office.act(office.reported(source=Source.SNAPSHOT), Action.REJECT, SEAT, reason="不是事件")
    assert figures(office) == ReceiptFigure()
    case = office.accepted()
    times = case.times._replace(reported_us=NOW, accepted_us=NOW + MINUTE_US)
    old = replace(case, number="X-1", origin=case.origin._replace(source=Source.SNAPSHOT), times=times)
    with office.store.begin() as work:
        work.add_cases([old])
    assert figures(office) == ReceiptFigure(60.0, 1, 1, 0)
