"""Pictures of chat groups: who may take them on, and how long they wait."""

from __future__ import annotations

import pytest

from dashboard.domain.cases.candidates import Candidate, CandidateKind
from dashboard.domain.cases.dispatch_rules import DispatchRule, Outcome, Verdict
from dashboard.domain.cases.records import Units
from dashboard.domain.cases.snapshots import MOST_PROPOSED, Receipt, ReceiptFigure, proposed, receipts_of, units_of
from dashboard.domain.durations import MINUTE_US

SQUADS = tuple(Candidate(CandidateKind.SQUAD, f"S{n}", f"{n} 中队", 90.0 - n, (), f"S{n}") for n in range(1, 8))
RULE = DispatchRule(
    rule_key=1, name="县前街", units=Units(squad="S3", second_squad="S4"), categories=frozenset({"0504"})
)
NONE = Verdict(Outcome.NONE)


def receipt(minutes: float | None, unit: str = "S1", key: int = 1, ended: bool = False) -> Receipt:
    accepted_us = None if minutes is None else int(minutes * MINUTE_US)
    return Receipt(key, 0, accepted_us, unit, ended)


def test_the_unit_of_the_one_rule_that_fits_comes_first() -> None:
    found = proposed(SQUADS, Verdict(Outcome.AUTO, (RULE,), units=RULE.units))
    assert [(each.candidate.code, each.by_rule) for each in found[:2]] == [("S3", "县前街"), ("S1", "")]
    assert len(found) == MOST_PROPOSED
    assert [each.candidate.code for each in proposed(SQUADS, NONE)] == ["S1", "S2", "S3", "S4", "S5"]


def test_persons_do_not_crowd_units_out() -> None:
    people = tuple(Candidate(CandidateKind.PERSON, f"{n}", "李**", 95.0, (), "S1") for n in range(9))
    assert [each.candidate.code for each in proposed((*people, *SQUADS), NONE)] == ["0", "1", "S1", "S2", "S3"]


@pytest.mark.parametrize(
    ("kind", "units"),
    [
        (CandidateKind.SQUAD, Units(squad="X")),
        (CandidateKind.PERSON, Units(squad="S1", assignee="X")),
        (CandidateKind.DEPARTMENT, Units(department="X")),
    ],
)
def test_a_case_goes_to_what_the_candidate_is(kind: CandidateKind, units: Units) -> None:
    assert units_of(Candidate(kind, "X", "", 0.0, (), "S1")) == units


def test_the_figure_is_a_median_with_its_denominator_and_says_who_waits() -> None:
    found = [receipt(4), receipt(6), receipt(50, "D1"), receipt(None), receipt(None, ended=True), receipt(None, "")]
    told = receipts_of(found)
    assert told.whole == ReceiptFigure(360.0, 3, 6, 2)
    assert told.waiting_since_us == 0
    assert told.units == [("S1", ReceiptFigure(300.0, 2, 4, 1)), ("D1", ReceiptFigure(3000.0, 1, 1, 0))]


def test_without_pictures_there_is_no_figure_and_a_clock_that_went_back_makes_none_negative() -> None:
    assert receipts_of([]) == (ReceiptFigure(), None, [])
    assert Receipt(1, 10 * MINUTE_US, 9 * MINUTE_US).took_us == 0
