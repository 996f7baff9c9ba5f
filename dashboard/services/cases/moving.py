"""Use case: people move a case, each as far as they may and as its state allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.demands import missing
from dashboard.domain.cases.entries import moved_entry
from dashboard.domain.cases.machine import not_now, steps_of
from dashboard.domain.cases.permits import assigns_only, may, may_see
from dashboard.domain.cases.records import Case, Units
from dashboard.domain.cases.states import Action, Source
from dashboard.domain.cases.stepping import stepped
from dashboard.domain.cases.timing import timed
from dashboard.domain.feeds import Feed
from dashboard.domain.rights import Actor
from dashboard.domain.squads.merging import taken_over_problem
from dashboard.domain.text import Text
from dashboard.errors import BadInput, Conflict, Forbidden, Incomplete, NotFound, Outdated
from dashboard.ports.cases import CaseStore, CaseWork
from dashboard.ports.operations import Clock, LiveNotifier
from dashboard.services.cases.commands import Once, digest_of
from dashboard.services.cases.rule_following import RuleFollowing
from dashboard.services.cases.rules import CaseRules, sub_category
from dashboard.services.photos.attaching import attach

_GONE: Final = Text("没有这个案件，或您看不到它", "there is no such case, or you may not see it")
_NOT_OWN: Final = Text("中队长只能派给本中队的人", "who leads a squad sends its own people and nobody else")
_FASTER: Final = Text("案件刚被别人改动，请看最新情况再操作", "somebody was faster; look at the case as it is now")


class CaseMoves:
    """Moves cases. Each move is one transaction: the case, its timeline, the audit log.

    Raises NotFound, Forbidden with who may, Conflict when the state does not allow it, Outdated with the newer case
    when somebody was faster, BadInput with all that is missing, Unavailable; nothing was changed then.
    """

    def __init__(
        self, store: CaseStore, rules: CaseRules, notifier: LiveNotifier, clock: Clock, rule_following: RuleFollowing
    ) -> None:
        self._store = store
        self._rules = rules
        self._notifier = notifier
        self._clock = clock
        self._rule_following = rule_following

    def act(self, case_key: int, move: Move, actor: Actor, idempotency_key: str = "") -> Case:
        """Return the case after the move; when it came before under its key, the case as it is now."""
        once = Once(actor, idempotency_key, digest_of(case_key, move))
        with self._store.begin() as work:
            before = once.before(work)
            if before is not None:
                return before
            case = seen(work, case_key, actor)
            moved = self.move(work, case, move, actor)
            once.note(work, moved, self._clock())
            feeds = work.bump([Feed.CASES])
        self._notifier.publish([], feeds)
        return moved

    def move(
        self,
        work: CaseWork,
        case: Case,
        move: Move,
        actor: Actor,
        told: Mapping[str, Any] | None = None,
        *,
        follows_rules: bool = True,
    ) -> Case:
        """Move it in a transaction of somebody else's, who raises the feed; see `act`.

        What is filed is dispatched at once where exactly one rule says to whom, unless it goes elsewhere anyway. What
        is `told` goes to the timeline.
        """
        moved = self._moved(work, case, move, actor, told or {})
        if move.action is not Action.FILE or not follows_rules:
            return moved
        return self._rule_following.follow(work, moved, self._moved)

    def _moved(self, work: CaseWork, case: Case, move: Move, actor: Actor, told: Mapping[str, Any]) -> Case:
        at_us = self._clock()
        _require(work, case, move, actor, at_us)
        complete = self._completed(work, case, move, actor)
        after = self._named(stepped(case, complete, actor, at_us), move)
        after = replace(timed(case, after, self._rules.now(work), at_us), revision=case.revision + 1)
        if not work.save_case(after):
            raise Outdated(_FASTER, work.case(case.case_key))
        attach(work, case.case_key, complete.photos, actor, at_us)
        if move.action is Action.ACCEPT and case.origin.source is Source.SNAPSHOT:
            work.note_receipt(case.case_key, at_us)
        work.add_case_entries([moved_entry(case, after, complete, actor, at_us, told)])
        noted = {"case": case.number, "from": case.state.value, "to": after.state.value, "reason": move.reason}
        work.note_in_audit(actor, f"case_{move.action.name.lower()}", case.number, noted | dict(told), at_us)
        return after

    def _completed(self, work: CaseWork, case: Case, move: Move, actor: Actor) -> Move:
        """What the move leaves open and the server knows; raises BadInput for what is not known."""
        if move.action is Action.MERGE and not move.undo:
            _require_open(work, move)
        if move.action is Action.ACCEPT:
            squads = (case.units.squad, case.units.second_squad)
            return replace(move, units=Units(assignee=actor.person if actor.squad in squads else None))
        units = known_units(work, move.units)
        if move.action is Action.DISPATCH and assigns_only(case, actor):
            units = _own_people(work, case, units)
        return replace(move, units=units)

    def _named(self, case: Case, move: Move) -> Case:
        """A case that is filed is of a category of today. Raises BadInput when there is none any more."""
        if move.action is not Action.FILE:
            return case
        return replace(case, category_name=sub_category(self._rules.catalogue(), case.category).name)


def seen(work: CaseWork, case_key: int, actor: Actor) -> Case:
    """Return the case. Raises NotFound when there is none or the actor does not see it."""
    case = work.case(case_key)
    if case is None or not may_see(case, actor):
        raise NotFound(_GONE)
    return case


def known_units(work: CaseWork, units: Units) -> Units:
    """Return the units, with the squad of the person who is named. Raises BadInput for one that there is not."""
    if units == Units():
        return units
    known = work.known_units()
    for kind, code in _named(units):
        if code not in known[kind]:
            raise BadInput(Text(f"没有「{code:.40}」", f"{kind}: there is no {code!r:.60}"))
    problem = taken_over_problem(work.squads(), (units.squad, units.second_squad))
    if problem is not None:
        raise BadInput(problem)
    if units.assignee is None or units.squad is not None or units.department is not None:
        return units
    squads = {person.number: person.squad for person in work.people()}
    return units._replace(squad=squads.get(units.assignee))


def _named(units: Units) -> Iterator[tuple[str, str]]:
    pairs = (
        ("squad", units.squad),
        ("squad", units.second_squad),
        ("department", units.department),
        ("person", units.assignee),
        ("person", units.checker),
    )
    yield from ((kind, code) for kind, code in pairs if code is not None)


def _own_people(work: CaseWork, case: Case, units: Units) -> Units:
    """Return the units when they are somebody of the squad that has the case. Raises Forbidden for anybody else."""
    own = case.units.squad
    members = {person.number for person in work.people() if person.squad == own}
    if units.assignee not in members or units.squad != own or units.department is not None:
        raise Forbidden(_NOT_OWN)
    return Units(squad=own, second_squad=case.units.second_squad, assignee=units.assignee)


def _require_open(work: CaseWork, move: Move) -> None:
    into = work.case(move.into) if move.into is not None else None
    if into is None or into.ended:
        raise BadInput(Text("要合并到的案件不存在或已结束", "into: that case is not there or has ended"))


def _require(work: CaseWork, case: Case, move: Move, actor: Actor, at_us: int) -> None:
    if move.revision is not None and move.revision != case.revision:
        raise Outdated(_FASTER, case)
    decision = may(case, move.action, actor)
    if not decision.allowed:
        raise Forbidden(decision.why)
    if move.action not in steps_of(case):
        raise Conflict(not_now(case, move.action))
    lacking = list(missing(case, move, work.case_shots(case.case_key), at_us))
    if lacking:
        raise Incomplete(lacking)
