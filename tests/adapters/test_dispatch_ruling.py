"""Rules of dispatch on both databases: made, switched, tried on past cases, reviewed, and their figures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from dashboard.domain.cases.decisions import DispatchFigures, TryOut
from dashboard.domain.cases.dispatch_rules import DispatchRule
from dashboard.domain.cases.records import Case, Units
from dashboard.domain.cases.states import Action, CaseState, Source
from dashboard.domain.durations import DAY_US, SECOND_US
from dashboard.errors import BadInput, Forbidden, NotFound, Outdated
from data_sources.db import tables as t
from tests.case_office import BOSS, CHIEF, LEADER, OFFICER, OTHER_CHIEF, SEAT, CaseOffice

RULE = DispatchRule(name="甲", is_on=True, categories=frozenset({"05"}), units=Units(squad="S1"))


def returned(office: CaseOffice, case: Case, reason: str = "不属我队线条") -> Case:
    case = office.act(case, Action.RETURN, OFFICER, reason=reason)
    return office.act(case, Action.APPROVE, CHIEF)


def test_a_rule_is_made_changed_and_switched_each_as_a_version(office: CaseOffice) -> None:
    made = office.ruling.save(RULE, CHIEF)
    off = office.ruling.switch(made.rule_key, made.version, OTHER_CHIEF)
    assert (off.version, off.is_on) == (2, False)
    versions = office.ruling.versions(made.rule_key, CHIEF)
    assert [(each.rule.version, each.author, each.rule.is_on) for each in versions] == [
        (2, "chief-2", False),
        (1, "chief", True),
    ]
    with office.engine.connect() as connection:
        noted = connection.execute(select(t.audit.c.detail).where(t.audit.c.action == "save_dispatch_rule")).scalars()
        assert sum("before" in str(each) for each in noted) == 2
    assert office.filed().state is CaseState.TO_DISPATCH, "what is off does nothing"


def test_the_second_of_two_who_change_a_rule_gets_the_newer_one(office: CaseOffice) -> None:
    made = office.ruling.save(RULE, CHIEF)
    changed = office.ruling.save(replace(made, name="乙"), CHIEF)
    with pytest.raises(Outdated) as caught:
        office.ruling.save(replace(made, name="丙"), OTHER_CHIEF)
    assert caught.value.newer == changed
    with pytest.raises(NotFound):
        office.ruling.switch(77, 1, CHIEF)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"categories": frozenset({"0999"})}, "no code '0999'"),
        ({"areas": frozenset({"G99"})}, "no area 'G99'"),
        ({"units": Units(squad="S9")}, "merged"),
        ({"units": Units()}, "to whom"),
    ],
)
def test_a_rule_that_names_what_is_not_there_cannot_be_in_force(
    office: CaseOffice, told: dict[str, Any], said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        office.ruling.save(replace(RULE, **told), CHIEF)
    assert office.ruling.lines(CHIEF) == []


def test_rules_are_changed_by_who_may(office: CaseOffice) -> None:
    for actor in (SEAT, LEADER, OFFICER, BOSS):
        with pytest.raises(Forbidden):
            office.ruling.save(RULE, actor)
        with pytest.raises(Forbidden):
            office.ruling.lines(actor)


def test_a_rule_whose_unit_is_gone_says_so_in_the_list(office: CaseOffice) -> None:
    made = office.ruling.save(RULE, CHIEF)
    with office.engine.begin() as connection:
        connection.execute(t.person.update().where(t.person.c.squad_key == 1).values(left_us=1))
    (line,) = office.ruling.lines(CHIEF)
    assert (line.rule, line.author) == (made, "chief")
    assert line.problem is not None
    assert "已撤并" in line.problem.zh


def test_a_returned_case_feeds_the_review_of_its_rule(office: CaseOffice) -> None:
    rule = office.ruling.save(RULE, CHIEF)
    kept, back = office.filed(), office.filed()
    back = office.act(back, Action.ACCEPT, OFFICER)
    back = returned(office, back)
    (line,) = office.ruling.lines(CHIEF)
    assert (line.use.dispatches, line.use.returned, line.use.moved) == (2, 1, 0)
    (case,) = office.ruling.returned(CHIEF)
    assert (case.rule_key, case.version, case.case_key, case.reason, case.unit, case.then) == (
        rule.rule_key,
        1,
        back.case_key,
        "不属我队线条",
        "S1",
        "",
    )
    office.act(back, Action.DISPATCH, CHIEF, units=Units(squad="S2"))
    (case,) = office.ruling.returned(CHIEF)
    assert (case.then, office.ruling.lines(CHIEF)[0].use.moved) == ("S2", 1)
    assert kept.units.squad == "S1"


def test_a_draft_is_tried_on_past_cases_before_it_is_in_force(office: CaseOffice) -> None:
    rule = office.ruling.save(RULE, CHIEF)
    for _ in range(2):
        office.filed()
    back = returned(office, office.filed(source=Source.QR))
    office.act(back, Action.DISPATCH, CHIEF, units=Units(squad="S2"))
    by_hand = office.filed(category="0102")
    office.act(by_hand, Action.DISPATCH, CHIEF, units=Units(squad="S2"))
    draft = DispatchRule(
        name="扫码件归二中队", sources=frozenset({Source.QR}), categories=frozenset({"05"}), units=Units(squad="S2")
    )
    tried = office.ruling.try_on_past(draft, CHIEF)
    assert tried.now == TryOut(cases=4, same=2, other=1, hand=1, returned=1)
    assert tried.then == TryOut(cases=4, same=2, hand=2, several=1, returned=1, fits=1)
    assert [(way.before, way.after, way.cases, way.right) for way in tried.ways] == [("S1", "", 1, 0)]
    assert [case.number for case in tried.ways[0].examples] == [back.number], "two rules fit it now"
    narrowed = replace(rule, sources=frozenset({Source.COLLECTOR}))
    office.ruling.save(narrowed, CHIEF)
    better = office.ruling.try_on_past(draft, CHIEF).then
    assert better == TryOut(cases=4, same=3, hand=1, returned=1, elsewhere=1, right=1, fits=1)
    assert office.ruling.lines(CHIEF)[0].rule.name != draft.name, "nothing is stored by trying"


def test_the_figures_of_dispatch_are_those_of_the_cases_filed_in_a_time(office: CaseOffice) -> None:
    office.ruling.save(RULE, CHIEF)
    right, wrong, back = office.filed(), office.filed(), office.filed()
    office.act(wrong, Action.DISPATCH, CHIEF, units=Units(squad="S2"), reason="改派")
    returned(office, back)
    for seconds in (30, 50):
        by_hand = office.filed(category="0102")
        office.clock.now_us += seconds * SECOND_US
        office.act(by_hand, Action.DISPATCH, CHIEF, units=Units(squad="S2"))
    office.filed(category="0102")  # still waits for somebody
    now_us = office.clock()
    figures = office.ruling.figures(CHIEF, now_us - DAY_US, now_us + 1)
    assert figures == DispatchFigures(5, 3, 1, 0.0, 0.0, 40.0)
    assert office.ruling.figures(CHIEF, 0, 1) == DispatchFigures()
    assert right.counts.dispatches == 1


def test_a_rule_can_be_made_of_what_there_is(office: CaseOffice) -> None:
    choices = office.ruling.choices(CHIEF)
    assert choices.catalogue is not None
    assert (set(choices.areas), [each.code for each in choices.squads]) == ({"G01", "L01"}, ["S1", "S2"])
