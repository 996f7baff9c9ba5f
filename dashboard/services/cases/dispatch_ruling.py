"""Use case: the rules of dispatch are made, tried on past cases, switched on and off, and reviewed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import Final

from dashboard.domain.cases.decisions import (
    DispatchFigures,
    PastCase,
    ReturnedCase,
    RuleUse,
    Rulings,
    rerouted,
    try_out,
)
from dashboard.domain.cases.dispatch_readouts import RuleChoices, RuleLine, Tried
from dashboard.domain.cases.dispatch_rules import (
    DispatchRule,
    KnownUnits,
    RuleVersion,
    filing_of,
    rule_problems,
    unit_problem,
)
from dashboard.domain.catalogue.tree import Catalogue
from dashboard.domain.durations import DAY_US
from dashboard.domain.feeds import Feed
from dashboard.domain.people.answering import AreaNode, areas_up
from dashboard.domain.people.records import Squad
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.squads.merging import heir_units, heirs, standing
from dashboard.domain.text import Text
from dashboard.errors import BadInput, NotFound, Outdated
from dashboard.ports.cases import CaseStore, CaseWork
from dashboard.ports.dispatching import PastRow
from dashboard.ports.operations import Clock, LiveNotifier
from dashboard.services.access import require
from dashboard.services.cases.rule_following import units_now
from dashboard.services.cases.rules import CaseRules

REVIEWED_US: Final = 90 * DAY_US
MOST_TRIED: Final = 20_000
"""How many past cases a rule is tried on at most: the newest."""
MOST_EXAMPLES: Final = 5
"""Cases of one way that a trial shows: the newest."""
MOST_RETURNED: Final = 100
_GONE: Final = Text("没有这条规则", "there is no such rule")
_FASTER: Final = Text(
    "规则刚被别人修改，请看最新的再改", "somebody changed the rule meanwhile; look at it as it is now"
)


class DispatchRuling:
    """Keeps the rules. Raises Forbidden, BadInput, NotFound, Outdated with the newer rule, Unavailable."""

    def __init__(self, store: CaseStore, rules: CaseRules, notifier: LiveNotifier, clock: Clock, zone: tzinfo) -> None:
        self._store = store
        self._rules = rules
        self._notifier = notifier
        self._clock = clock
        self._zone = zone

    def lines(self, actor: Actor) -> Sequence[RuleLine]:
        """Return all rules, those that are on first."""
        require(actor, Permission.DISPATCH_CASES)
        with self._store.look() as work:
            uses = _summed(work.rule_uses(self._clock() - REVIEWED_US))
            known, squads = units_now(work), work.squads()
            lines = [
                RuleLine(
                    *newest,
                    uses.get(newest.rule.rule_key, RuleUse(0, 0, 0, 0, 0)),
                    _problem(newest.rule, known),
                    _follows(newest.rule, squads),
                )
                for newest in work.newest_rules()
            ]
        return sorted(lines, key=lambda line: (not line.rule.is_on, line.rule.rule_key))

    def versions(self, rule_key: int, actor: Actor) -> Sequence[RuleVersion]:
        """Return every version of a rule, the newest first."""
        require(actor, Permission.DISPATCH_CASES)
        with self._store.look() as work:
            found = work.rule_versions(rule_key)
        if not found:
            raise NotFound(_GONE)
        return found

    def choices(self, actor: Actor) -> RuleChoices:
        """Return what a rule can be made of."""
        require(actor, Permission.DISPATCH_CASES)
        with self._store.look() as work:
            people = [each for each in work.people() if each.left_us is None]
            areas, squads, departments = work.area_nodes(), work.squads(), work.departments()
        former = [each for each in squads if each.merged_into is not None]
        return RuleChoices(self._rules.catalogue_or_none(), areas, standing(squads), departments, people, former)

    def save(self, rule: DispatchRule, actor: Actor) -> DispatchRule:
        """Store it as a new version, or as a new rule when its key is 0; its version is the one that was seen."""
        require(actor, Permission.EDIT_DISPATCH_RULES)
        with self._store.begin() as work:
            before = _unchanged(work, rule)
            self._check(work, rule)
            saved = work.save_dispatch_rule(rule, actor.name, self._clock())
            told = {"before": None if before is None else _told(before), "after": _told(saved)}
            work.note_in_audit(actor, "save_dispatch_rule", saved.name, told, self._clock())
            feeds = work.bump([Feed.CASES])
        self._notifier.publish([], feeds)
        return saved

    def switch(self, rule_key: int, version: int, actor: Actor) -> DispatchRule:
        """Put a rule in force, or out of it when it is in force, as a version of its own."""
        require(actor, Permission.EDIT_DISPATCH_RULES)
        with self._store.look() as work:
            rule = work.dispatch_rule(rule_key)
        if rule is None:
            raise NotFound(_GONE)
        return self.save(replace(rule, version=version, is_on=not rule.is_on), actor)

    def try_on_past(self, draft: DispatchRule, actor: Actor) -> Tried:
        """Return what a draft that is on would have done with the cases of 90 days, beside the rules in force."""
        require(actor, Permission.DISPATCH_CASES)
        problems = list(rule_problems(draft))
        if problems:
            raise BadInput(_joined(problems))
        with self._store.look() as work:
            rows = work.past_filings(self._clock() - REVIEWED_US, MOST_TRIED)
            in_force, known, nodes = work.dispatch_rules(), units_now(work), work.area_nodes()
        past = list(_past(rows, nodes, self._rules.catalogue_or_none(), known, self._zone))
        tried = replace(draft, is_on=True)
        others = [rule for rule in in_force if rule.rule_key != draft.rule_key]
        now, then = Rulings(in_force, known), Rulings([*others, tried], known)
        ways = rerouted(now, then, past, MOST_EXAMPLES)
        return Tried(try_out(now, past), try_out(then, past, tried), ways)

    def returned(self, actor: Actor) -> Sequence[ReturnedCase]:
        """Return the cases that rules dispatched in 90 days and that came back or went to another unit."""
        require(actor, Permission.DISPATCH_CASES)
        with self._store.look() as work:
            return work.returned_cases(self._clock() - REVIEWED_US, MOST_RETURNED)

    def figures(self, actor: Actor, from_us: int, until_us: int) -> DispatchFigures:
        """Return the figures of the cases that were filed in a time."""
        require(actor, Permission.DISPATCH_CASES)
        with self._store.look() as work:
            return work.dispatch_figures(from_us, until_us)

    def figures_of_days(self, actor: Actor, days: int) -> DispatchFigures:
        """Return the figures of the cases that were filed in the last days of 24 hours."""
        now_us = self._clock()
        return self.figures(actor, now_us - days * DAY_US, now_us + 1)

    def _check(self, work: CaseWork, rule: DispatchRule) -> None:
        problems = [*rule_problems(rule), *self._unknown(work, rule)]
        if problems:
            raise BadInput(_joined(problems))

    def _unknown(self, work: CaseWork, rule: DispatchRule) -> Iterator[Text]:
        """What the rule names and nobody knows; one that is off may name it still."""
        if not rule.is_on:
            return
        catalogue = self._rules.catalogue()
        for code in sorted(rule.categories):
            if catalogue.category(code) is None:
                yield Text(f"分类目录里没有代码「{code:.40}」", f"categories: the catalogue has no code {code!r:.60}")
        for code in sorted(rule.areas - work.area_nodes(rule.areas).keys()):
            yield Text(f"没有区域「{code:.40}」", f"areas: there is no area {code!r:.60}")
        problem = _problem(rule, units_now(work))
        if problem is not None:
            yield problem


def _unchanged(work: CaseWork, rule: DispatchRule) -> DispatchRule | None:
    """The rule as it is stored, when nobody changed it since it was seen."""
    if rule.rule_key == 0:
        return None
    before = work.dispatch_rule(rule.rule_key)
    if before is None:
        raise NotFound(_GONE)
    if before.version != rule.version:
        raise Outdated(_FASTER, before)
    return before


def _problem(rule: DispatchRule, known: KnownUnits) -> Text | None:
    """What is wrong with whom it sends to; whose place it is shows with each case."""
    units = heir_units(rule.units, known.taken_over)
    second = units.second_squad
    if rule.to_responsible:
        return None if second is None else unit_problem(units._replace(squad=second), known)
    return unit_problem(units, known)


def _follows(rule: DispatchRule, squads: Sequence[Squad]) -> Text | None:
    """Which squad has the cases of one that the rule names and that was merged."""
    names, taken_over = {each.code: each.name for each in squads}, heirs(squads)
    gone = next((code for code in (rule.units.squad, rule.units.second_squad) if code in taken_over), None)
    if gone is None:
        return None
    name, heir = names[gone], names.get(taken_over[gone], taken_over[gone])
    return Text(f"{name}已并入{heir}，案件派给{heir}", f"{name} was merged into {heir}, which gets the cases")


def _past(
    rows: Sequence[PastRow], nodes: Mapping[str, AreaNode], catalogue: Catalogue | None, known: KnownUnits, zone: tzinfo
) -> Iterator[PastCase]:
    """The cases as rules look at them; the way up from an area or a category is gone once.

    What a squad had that was merged counts as its heir's, as rules send there now.
    """
    paths: dict[tuple[str, ...], list[str]] = {}
    categories: dict[str, list[str]] = {}
    for row in rows:
        if row.areas not in paths:
            paths[row.areas] = areas_up(row.areas, nodes)
        if row.category not in categories:
            path = [] if catalogue is None else [each.code for each in catalogue.path(row.category)]
            categories[row.category] = path or [row.category]
        filing = filing_of(
            categories[row.category], nodes, paths[row.areas], row.source, row.filed_us, zone, owner=row.owner
        )
        unit, first = (known.taken_over.get(each, each) for each in (row.unit, row.first))
        yield PastCase(filing, unit, first, row.returned, row.case_key, row.number, row.category)


def _summed(uses: Sequence[RuleUse]) -> Mapping[int, RuleUse]:
    """By rule, over its versions; the version is the newest that was used."""
    found: dict[int, RuleUse] = {}
    for use in uses:
        before = found.get(use.rule_key, RuleUse(use.rule_key, 0, 0, 0, 0))
        found[use.rule_key] = RuleUse(
            use.rule_key,
            max(before.version, use.version),
            before.dispatches + use.dispatches,
            before.returned + use.returned,
            before.moved + use.moved,
        )
    return found


def _told(rule: DispatchRule) -> dict[str, object]:
    return {"rule": rule.rule_key, "version": rule.version, "name": rule.name, "is_on": rule.is_on, **rule.as_json()}


def _joined(problems: Sequence[Text]) -> Text:
    return Text("；".join(each.zh for each in problems), "; ".join(each.en for each in problems))
