"""What the rules of dispatch do with a case in the transaction of its filing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo
from typing import Any, Final

from dashboard.domain.cases.candidates import Candidate
from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.decisions import CaseDecision
from dashboard.domain.cases.dispatch_rules import (
    Filing,
    KnownUnits,
    Outcome,
    RuleBook,
    Verdict,
    filing_of,
    unit_of,
)
from dashboard.domain.cases.records import Case, CaseEntry, EntryKind
from dashboard.domain.cases.states import Action
from dashboard.domain.rights import Actor, system
from dashboard.domain.squads.merging import heirs
from dashboard.ports.cases import CaseWork
from dashboard.ports.operations import Clock
from dashboard.services.cases.ranking import Surroundings, owner_in, ranked_by_place, shown_candidate, surroundings
from dashboard.services.cases.rules import CaseRules

Mover = Callable[[CaseWork, Case, Move, Actor, Mapping[str, Any]], Case]
"""Moves a case in a transaction of somebody else's; what is told goes to the timeline."""
QUEUED: Final = "queue"
"""What the timeline calls it when the rules leave a case to people."""


class RuleFollowing:
    """Follows the rules in force. Raises Unavailable."""

    def __init__(self, rules: CaseRules, clock: Clock, zone: tzinfo) -> None:
        self._rules = rules
        self._clock = clock
        self._zone = zone

    def follow(self, work: CaseWork, case: Case, mover: Mover) -> Case:
        """Return the case after the rules had their say.

        Exactly one that fits dispatches it; else it waits for people, and the timeline says why. Without any rule
        in force nothing happens.
        """
        rules = [rule for rule in work.dispatch_rules() if rule.is_on]
        if not rules:
            return case
        begun_us, around = self._clock(), surroundings(work, case)
        verdict = RuleBook(rules).verdict(self._filing(work, case, around, begun_us), units_now(work))
        candidates = ranked_by_place(work, case, around, begun_us)
        if verdict.outcome is Outcome.AUTO:
            rule = verdict.fitting[0]
            took_ms = (self._clock() - begun_us) / 1e3
            told = {"rule": rule.name, "rule_id": rule.rule_key, "rule_version": rule.version, "took_ms": took_ms}
            case = mover(work, case, Move(action=Action.DISPATCH, units=verdict.units), system("rules"), told)
        else:
            work.add_case_entries([_queued(case, verdict, begun_us)])
        work.add_decisions([_decision(case, verdict, candidates, begun_us, self._clock() - begun_us)])
        return case

    def verdict(self, work: CaseWork, case: Case, around: Surroundings) -> Verdict:
        """Return what the rules in force say of a case, which may not be stored yet."""
        rules = [rule for rule in work.dispatch_rules() if rule.is_on]
        return RuleBook(rules).verdict(self._filing(work, case, around, self._clock()), units_now(work))

    def _filing(self, work: CaseWork, case: Case, around: Surroundings, at_us: int) -> Filing:
        path = [each.code for each in self._rules.catalogue().path(case.category)] or [case.category]
        owner = owner_in(work, case)
        return filing_of(path, around.nodes, around.path, case.origin.source, at_us, self._zone, owner=owner)


def units_now(work: CaseWork) -> KnownUnits:
    """Return to whom a case can be given now."""
    known = work.known_units()
    return KnownUnits(work.staffed_squads(), known["department"], known["person"], heirs(work.squads()))


def _queued(case: Case, verdict: Verdict, at_us: int) -> CaseEntry:
    told = {"outcome": verdict.outcome.value, "why": verdict.why._asdict()}
    return CaseEntry(case.case_key, at_us, EntryKind.DISPATCH, QUEUED, None, "", told)


def _decision(case: Case, verdict: Verdict, candidates: Sequence[Candidate], at_us: int, took_us: int) -> CaseDecision:
    rule = verdict.fitting[0] if verdict.outcome is Outcome.AUTO else None
    data = {
        "why": verdict.why._asdict(),
        "fitting": [[each.rule_key, each.version, each.name] for each in verdict.fitting],
        "passed_over": [[each.rule.rule_key, each.rule.version, each.why._asdict()] for each in verdict.passed_over],
        "candidates": [shown_candidate(each) for each in candidates],
    }
    key, version = (None, None) if rule is None else (rule.rule_key, rule.version)
    return CaseDecision(case.case_key, at_us, verdict.outcome, key, version, unit_of(verdict.units), took_us, data)
