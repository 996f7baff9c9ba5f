"""Use case: a phone that had no network sends what was done, and the case has moved on meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.late import LATE, Late, had_it, late_entry, late_words, says_something
from dashboard.domain.cases.permits import may_see
from dashboard.domain.cases.records import Case, CaseEntry
from dashboard.domain.cases.sheets import CaseNames
from dashboard.domain.feeds import Feed
from dashboard.domain.rights import Actor
from dashboard.domain.text import Text
from dashboard.errors import Conflict, Forbidden, NotFound
from dashboard.ports.cases import CaseStore, CaseWork
from dashboard.ports.operations import Clock, LiveNotifier
from dashboard.services.cases.commands import Once, digest_of
from dashboard.services.cases.moving import CaseMoves, seen
from dashboard.services.photos.attaching import attach

_GONE: Final = Text("没有这个案件，或您看不到它", "there is no such case, or you may not see it")


class LateMoves:
    """Moves that may come late. What the case still allows is done, whatever its revision is by now.

    Of anything else the words, the pictures and the position stay on the timeline as a comment, and who sent them is
    told what became of the case. Raises as `CaseMoves.act` does, but for Outdated.
    """

    def __init__(self, store: CaseStore, moves: CaseMoves, notifier: LiveNotifier, clock: Clock) -> None:
        self._store = store
        self._moves = moves
        self._notifier = notifier
        self._clock = clock

    def act(self, case_key: int, move: Move, actor: Actor, idempotency_key: str = "") -> Case | Late:
        """Return the case after the move, or what became of it; the same command again is told the same."""
        told = replace(move, revision=None)
        once = Once(actor, idempotency_key, digest_of(case_key, told))
        with self._store.begin() as work:
            before = once.before(work)
            if before is not None:
                return self._again(work, before, told, actor, once)
            outcome = self._outcome(work, case_key, told, actor, once)
            is_changed = isinstance(outcome, Case) or says_something(told)
            feeds = work.bump([Feed.CASES]) if is_changed else {}
        if feeds:
            self._notifier.publish([], feeds)
        return outcome

    def _outcome(self, work: CaseWork, case_key: int, move: Move, actor: Actor, once: Once) -> Case | Late:
        """What the state or the right forbids changed nothing yet."""
        try:
            case = self._moves.move(work, seen(work, case_key, actor), move, actor)
        except (Conflict, Forbidden, NotFound):
            case = _once_theirs(work, case_key, actor)
            self._keep(work, case, move, actor, once)
            return _late(work, case, move, actor)
        once.note(work, case, self._clock())
        return case

    def _keep(self, work: CaseWork, case: Case, move: Move, actor: Actor, once: Once) -> None:
        if not says_something(move):
            return
        at_us = self._clock()
        attach(work, case.case_key, move.photos, actor, at_us)
        work.add_case_entries([late_entry(case, move, actor, at_us, once.digest)])
        noted = {"case": case.number, "action": move.action.value, "state": case.state.value}
        work.note_in_audit(actor, "case_comment", case.number, noted, at_us)
        once.note(work, case, at_us)

    def _again(self, work: CaseWork, case: Case, move: Move, actor: Actor, once: Once) -> Case | Late:
        """A phone that lost the answer hears it again."""
        was_late = any(_is_of(entry, once) for entry in work.case_entries([case.case_key]))
        return _late(work, case, move, actor) if was_late else case


def _is_of(entry: CaseEntry, once: Once) -> bool:
    return entry.what == LATE and entry.actor == once.actor.name and entry.data.get("command") == once.digest


def _once_theirs(work: CaseWork, case_key: int, actor: Actor) -> Case:
    """Raises NotFound unless the case is or was the actor's."""
    case = work.case(case_key)
    if case is None or not had_it(work.case_entries([case_key]), actor):
        raise NotFound(_GONE)
    return case


def _late(work: CaseWork, case: Case, move: Move, actor: Actor) -> Late:
    into = work.case(case.merged_into) if case.merged_into is not None else None
    words = late_words(case, "" if into is None else into.number, _names(work, case), actor, move)
    return Late(case if may_see(case, actor) else None, words, len(move.photos))


def _names(work: CaseWork, case: Case) -> CaseNames:
    people: Sequence[str] = [each for each in (case.units.assignee,) if each is not None]
    return CaseNames(
        squads={each.code: each.name for each in work.squads()},
        departments={each.code: each.name for each in work.departments()},
        people={each.number: each.name.masked() for each in work.people() if each.number in people},
    )
