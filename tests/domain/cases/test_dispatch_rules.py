"""Rules of dispatch: which fits, what happens when none or several do, and what a changed set would have done."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dashboard.domain.cases.decisions import DispatchFigures, PastCase, Rerouting, Rulings, TryOut, rerouted, try_out
from dashboard.domain.cases.dispatch_rules import (
    DispatchRule,
    Filing,
    KnownUnits,
    Outcome,
    RuleBook,
    filing_of,
    owner_of,
    rule_problems,
)
from dashboard.domain.cases.records import Units
from dashboard.domain.cases.states import Source
from dashboard.domain.hours import in_window
from dashboard.domain.people.answering import AreaNode

KNOWN = KnownUnits({"S1", "S2"}, {"D1"}, {"1"})
FILING = Filing(frozenset({"05", "0504"}), frozenset({"G1", "B1"}), "市政养护", Source.AI, 1, 600, "S1")


def rule(**told: Any) -> DispatchRule:
    usual: dict[str, Any] = {"rule_key": 1, "version": 1, "name": "甲", "is_on": True, "units": Units(squad="S1")}
    return DispatchRule(**{**usual, **told})


@pytest.mark.parametrize(
    ("told", "fits"),
    [
        ({"categories": {"0504"}}, True),
        ({"categories": {"05"}}, True),
        ({"categories": {"0505"}}, False),
        ({"areas": {"B1"}}, True),
        ({"areas": {"G2"}}, False),
        ({"owner": "市政养护"}, True),
        ({"owner": "园林"}, False),
        ({"sources": {Source.AI, Source.IOT}}, True),
        ({"sources": {Source.HOTLINE}}, False),
        ({"weekdays": {1, 2}}, True),
        ({"weekdays": {7}}, False),
        ({"from_min": 540, "until_min": 1080}, True),
        ({"from_min": 1080, "until_min": 540}, False),
        ({"categories": {"05"}, "areas": {"G2"}}, False),
    ],
)
def test_a_rule_fits_when_all_it_says_holds(told: dict[str, Any], fits: bool) -> None:
    told = {name: frozenset(value) if isinstance(value, set) else value for name, value in told.items()}
    assert bool(RuleBook([rule(**told)]).fitting(FILING)) is fits


@pytest.mark.parametrize(
    ("weekday", "minute", "holds"),
    [(5, 22 * 60, True), (5, 21 * 60, False), (6, 119, True), (6, 120, False), (5, 60, False), (6, 22 * 60, False)],
)
def test_a_window_over_midnight_belongs_to_the_day_on_which_it_begins(weekday: int, minute: int, holds: bool) -> None:
    friday_night = rule(weekdays=frozenset({5}), from_min=22 * 60, until_min=2 * 60)
    assert in_window(friday_night, weekday, minute) is holds


def test_a_window_of_sunday_ends_on_monday() -> None:
    assert in_window(rule(weekdays=frozenset({7}), from_min=1380, until_min=60), 1, 30)


def test_exactly_one_rule_dispatches() -> None:
    verdict = RuleBook([rule(), rule(rule_key=2, name="乙", areas=frozenset({"G9"}))]).verdict(FILING, KNOWN)
    assert (verdict.outcome, verdict.units) == (Outcome.AUTO, Units(squad="S1"))
    assert verdict.why.zh == "按规则“甲”"


def test_two_rules_that_fit_go_to_people_even_when_they_agree() -> None:
    verdict = RuleBook([rule(), rule(rule_key=2, name="乙", categories=frozenset({"0504"}))]).verdict(FILING, KNOWN)
    assert (verdict.outcome, verdict.units) == (Outcome.SEVERAL, Units())
    assert "“甲”、“乙”" in verdict.why.zh


def test_no_rule_and_one_that_is_off_go_to_people() -> None:
    assert RuleBook([rule(is_on=False)]).verdict(FILING, KNOWN).outcome is Outcome.NONE


@pytest.mark.parametrize(
    ("units", "said"),
    [
        (Units(squad="S9"), "中队 S9 已撤并"),
        (Units(squad="S1", second_squad="S9"), "中队 S9 已撤并"),
        (Units(department="D9"), "部门 D9 已撤销"),
        (Units(assignee="9"), "人员 9 已离职"),
    ],
)
def test_a_unit_that_is_not_there_any_more_is_no_match_and_is_said(units: Units, said: str) -> None:
    verdict = RuleBook([rule(units=units)]).verdict(FILING, KNOWN)
    assert verdict.outcome is Outcome.NO_UNIT
    assert said in verdict.why.zh


def test_a_rule_without_its_unit_leaves_the_other_the_only_one() -> None:
    book = RuleBook([rule(units=Units(squad="S9")), rule(rule_key=2, name="乙", units=Units(department="D1"))])
    verdict = book.verdict(FILING, KNOWN)
    assert (verdict.outcome, verdict.units.department, len(verdict.passed_over)) == (Outcome.AUTO, "D1", 1)


def test_a_rule_may_send_to_whose_place_it_is() -> None:
    book = RuleBook([rule(to_responsible=True, units=Units(second_squad="S2"))])
    assert book.verdict(FILING, KNOWN).units == Units(squad="S1", second_squad="S2")
    assert book.verdict(FILING._replace(squad="S2"), KNOWN).units == Units(squad="S2")
    nobody = book.verdict(FILING._replace(squad=None), KNOWN)
    assert (nobody.outcome, "没有责任中队" in nobody.why.zh) == (Outcome.NO_UNIT, True)


def test_rules_look_at_the_minute_of_the_city_and_the_squad_of_the_nearest_area() -> None:
    nodes = {"L1": AreaNode("街", "line", "G1"), "G1": AreaNode("格", "grid", None, "S2")}
    at_us = 1_795_000_000_000_000  # 2026-11-18 11:06:40 UTC, a Wednesday
    filing = filing_of(["05"], nodes, ["L1", "G1"], Source.IOT, at_us, ZoneInfo("Asia/Shanghai"))
    assert (filing.weekday, filing.minute, filing.squad) == (3, 19 * 60 + 6, "S2")


def test_who_owns_an_asset_is_read_from_its_attributes() -> None:
    assert owner_of({"DeptName2": " 自来水公司 ", "material": "iron"}) == "自来水公司"
    assert owner_of({"owner": ""}) == ""


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"name": " "}, "name"),
        ({"units": Units()}, "to whom"),
        ({"to_responsible": True}, "either"),
        ({"from_min": 5}, "both"),
        ({"from_min": 5, "until_min": 1441}, "24:00"),
        ({"weekdays": frozenset({0})}, "1 to 7"),
        ({"categories": frozenset()}, "limit it"),
        ({"name": "字" * 81}, "at most 80"),
    ],
)
def test_a_rule_that_makes_no_sense_says_what_to_mend(told: dict[str, Any], said: str) -> None:
    sound: dict[str, Any] = {"categories": frozenset({"05"})}
    assert any(said in each.en for each in rule_problems(rule(**{**sound, **told})))
    assert not list(rule_problems(rule(**sound)))


def test_a_rule_is_stored_and_read_whole() -> None:
    whole = rule(
        categories=frozenset({"05"}),
        areas=frozenset({"B1"}),
        owner="市政养护",
        sources=frozenset({Source.AI}),
        weekdays=frozenset({6, 7}),
        from_min=0,
        until_min=360,
        units=Units(squad="S1", second_squad="S2"),
    )
    assert DispatchRule.from_json(whole.as_json(), rule_key=1, version=1, name="甲", is_on=True) == whole


def test_a_set_of_rules_is_tried_on_past_cases() -> None:
    past = [
        PastCase(FILING, "S1", "S1", returned=False),
        PastCase(FILING, "S2", "S1", returned=True),
        PastCase(FILING._replace(source=Source.QR), "D1", "S1", returned=True),
        PastCase(FILING._replace(source=Source.LEADER), "D1", "D1", returned=False),
    ]
    to_department = rule(rule_key=2, name="乙", sources=frozenset({Source.QR}), units=Units(department="D1"))
    rules = [rule(sources=frozenset({Source.AI})), to_department]
    assert try_out(Rulings(rules, KNOWN), past, to_department) == TryOut(
        cases=4, same=2, other=1, hand=1, several=0, returned=2, elsewhere=1, right=1, fits=1
    )
    both = [*rules, replace(rules[0], rule_key=3, name="丙")]
    assert try_out(Rulings(both, KNOWN), past).several == 2


def test_cases_that_a_changed_rule_sends_elsewhere_are_told_with_both_ways() -> None:
    ai, qr = FILING, FILING._replace(source=Source.QR)
    past = [PastCase(each, "D1", "S1", returned=True, case_key=key) for key, each in enumerate((qr, ai, qr, qr))]
    past.append(PastCase(qr, "S1", "S1", returned=False, case_key=9))
    before = [rule(sources=frozenset({Source.AI}))]
    after = [*before, rule(rule_key=2, name="乙", sources=frozenset({Source.QR}), units=Units(department="D1"))]
    ways = rerouted(Rulings(before, KNOWN), Rulings(after, KNOWN), past, 2)
    assert ways == [Rerouting("", "D1", 4, 3, [past[0], past[2]])]
    assert not rerouted(Rulings(after, KNOWN), Rulings(after, KNOWN), past, 2)


def test_the_share_of_automatic_dispatch_is_that_of_the_trade() -> None:
    figures = DispatchFigures(dispatched=172_115, automatic=84_061, right=83_792)
    assert figures.automatic_share is not None
    assert figures.first_accuracy is not None
    assert f"{figures.automatic_share:.2%}" == "48.84%"
    assert f"{figures.first_accuracy:.2%}" == "99.68%"
    assert DispatchFigures().automatic_share is DispatchFigures().first_accuracy is None
