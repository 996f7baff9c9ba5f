"""Use case: somebody judges what a camera saw, and takes it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.drafts import CaseDraft
from dashboard.domain.cases.permits import may, may_see
from dashboard.domain.cases.records import Case
from dashboard.domain.cases.states import Action, CaseState
from dashboard.domain.cases.wording import draft_of_event, proposed_for_event
from dashboard.domain.feeds import Feed
from dashboard.domain.rights import Actor, Permission, Target, system
from dashboard.domain.text import Language, Text
from dashboard.domain.triage.claims import taken
from dashboard.domain.triage.second_look import PICKED_PERCENT, SecondLook, agrees, picked_look, settled
from dashboard.domain.triage.states import OPEN, Verdict
from dashboard.domain.triage.verdicts import (
    NO_REASON,
    NOTE_LENGTH,
    Given,
    Judged,
    Saying,
    is_same,
    problem_of,
    undo_problem,
    undone,
)
from dashboard.errors import BadInput, Conflict, NotFound, Outdated
from dashboard.ports.operations import Clock, LiveNotifier
from dashboard.ports.triage import TriageStore, TriageWork
from dashboard.services.access import require
from dashboard.services.cases.event_evidence import EventEvidence
from dashboard.services.cases.moving import CaseMoves
from dashboard.services.cases.reporting import Reporting
from dashboard.services.cases.rules import CaseRules
from dashboard.services.triage.recording import record

GONE: Final = Text("没有这个事件，请刷新列表", "there is no such camera event; reload the list")
_NO_CATEGORY: Final = Text(
    "这个事件没有可用的小类，请用「上报案件」选一个",
    "category: the event has none that the catalogue knows; report it by the form and choose one",
)
_TOO_LONG: Final = Text(f"备注最多 {NOTE_LENGTH} 字", f"note: at most {NOTE_LENGTH} characters")
_NO_CASE: Final = Text("没有这个案件，或已结束", "case: there is no such case, or it has ended")
_TAKEN_BACK: Final = Text("判定已撤销", "the verdict was taken back")
_OWN_STEPS: Final = frozenset({"report", "register"})
_TRIAGE: Final = system("triage")
_AUDITED: Final = {
    Verdict.ACCEPT: "accept_event",
    Verdict.CONVERT: "convert_event",
    Verdict.REJECT: "reject_event",
    Verdict.MERGE: "merge_event",
}


class Outcome(NamedTuple):
    """What came of a verdict: the event, the case that bears it now, and whether it was a second look."""

    event: Judged
    case: Case | None = None
    is_second_look: bool = False


class Triage:
    """Judges events. Each verdict is one transaction: the event, its case, the audit log.

    Raises Forbidden, NotFound, Conflict when it was judged or is held by somebody else, Outdated with the case that it
    is already, BadInput with what to mend, Unavailable; nothing was changed then. The same verdict of the same person
    again changes nothing. `seed` says which verdicts are looked at a second time.
    """

    def __init__(
        self,
        store: TriageStore,
        reporting: Reporting,
        moves: CaseMoves,
        rules: CaseRules,
        evidence: EventEvidence,
        notifier: LiveNotifier,
        clock: Clock,
        *,
        seed: str,
        language: Language = Language.CHINESE,
        percent: float = PICKED_PERCENT,
    ) -> None:
        self._store = store
        self._reporting = reporting
        self._moves = moves
        self._rules = rules
        self._evidence = evidence
        self._notifier = notifier
        self._clock = clock
        self._seed = seed
        self._language = language
        self._percent = percent

    def judge(self, event_key: int, saying: Saying, actor: Actor, category: str = "") -> Outcome:
        """Give a verdict; one on what waits for this actor's second look is that look, and changes nothing else.

        To convert an event makes a case of it, with its picture as evidence, as `category` or its own; with a
        `case_key` it joins that case.
        """
        require(actor, Permission.JUDGE_EVENTS)
        if len(saying.note) > NOTE_LENGTH:
            raise BadInput(_TOO_LONG)
        draft = self._draft(event_key, saying, category, actor)
        with self._store.begin() as work:
            now_us = self._clock()
            event = own_event(work, event_key, actor)
            look = waiting_look(work, event, actor)
            if look is not None:
                outcome = self._look_again(work, event, look, saying, actor, now_us)
            elif is_same(event, saying, actor.name):
                return Outcome(event, _case(work, event.case_key))
            else:
                outcome = self._give(work, event, saying, draft, actor, now_us)
            feeds = work.bump([Feed.CAMERA_EVENTS, *([Feed.CASES] if outcome.case is not None else [])])
        self._notifier.publish([], feeds)
        return outcome

    def undo(self, event_key: int, actor: Actor) -> Outcome:
        """Take the actor's last verdict on the event back, as long as nothing has followed; its case is rejected."""
        require(actor, Permission.JUDGE_EVENTS)
        with self._store.begin() as work:
            now_us = self._clock()
            event, look = own_event(work, event_key, actor), work.second_look(event_key)
            case = _case(work, event.case_key)
            problem = undo_problem(
                event,
                actor.name,
                looked_again=look is not None and look.looked_us is not None,
                case_moved=case is not None and _is_made_of(case, event_key) and _has_moved(work, case),
            )
            if problem is not None:
                raise Conflict(problem)
            after = self._take_back(work, event, case, actor, now_us)
            feeds = work.bump([Feed.CAMERA_EVENTS, *([Feed.CASES] if case is not None else [])])
        self._notifier.publish([], feeds)
        return Outcome(after, None)

    def _draft(self, event_key: int, saying: Saying, category: str, actor: Actor) -> CaseDraft | None:
        """The case that the event becomes, with its evidence; None where it becomes none."""
        if saying.verdict is not Verdict.CONVERT or saying.case_key is not None:
            return None
        with self._store.look() as work:
            event, told = own_event(work, event_key, actor), work.event_of(event_key)
            if told is None or waiting_look(work, event, actor) is not None or event.by == actor.name:
                return None
        require(actor, Permission.REPORT_CASES)
        code = category or proposed_for_event(self._rules.catalogue(), told).category
        if not code:
            raise BadInput(_NO_CATEGORY)
        return self._evidence.added_to(draft_of_event(told, code, self._language), actor)

    def _give(
        self, work: TriageWork, event: Judged, saying: Saying, draft: CaseDraft | None, actor: Actor, now_us: int
    ) -> Outcome:
        claim = work.claim_of(event.event_key)
        if claim is not None and claim.holds_against(actor.name, now_us):
            raise Conflict(taken(claim))
        target = work.judged_event(saying.into) if saying.into is not None else None
        problem = problem_of(event, saying, target)
        if problem is not None:
            raise BadInput(problem) if problem is NO_REASON or saying.verdict is Verdict.MERGE else Conflict(problem)
        if draft is not None:
            case: Case | None = self._become(work, draft, actor)
            after = own_event(work, event.event_key, actor)
        else:
            case = self._join(work, event, saying, actor, now_us)
            after = record(work, event, saying, actor, now_us)
        self._pick(work, after, now_us)
        told = {"reason": saying.reason, "into": saying.into, "case": case.number if case else None}
        _audit(work, actor, _AUDITED[saying.verdict], event, {**told, "note": saying.note or None}, now_us)
        return Outcome(after, case)

    def _become(self, work: TriageWork, draft: CaseDraft, actor: Actor) -> Case:
        """Reported, and registered by whoever may: who judged the picture has verified it."""
        case = self._reporting.add(work, draft, actor)
        if may(case, Action.REGISTER, actor).allowed:
            return self._moves.move(work, case, Move(action=Action.REGISTER), actor)
        return case

    def _join(self, work: TriageWork, event: Judged, saying: Saying, actor: Actor, now_us: int) -> Case | None:
        if saying.case_key is None:
            return None
        case = work.case(saying.case_key)
        if case is None or case.ended or not may_see(case, actor):
            raise BadInput(_NO_CASE)
        if not work.tie_event(event.event_key, case.case_key, now_us):
            there = _case(work, work.case_of_event(event.event_key))
            number = there.number if there is not None else ""
            raise Outdated(Text(f"已是案件 {number}", f"it is the case {number} already"), there)
        return case

    def _pick(self, work: TriageWork, event: Judged, now_us: int) -> None:
        key = event.verdict_key
        if event.is_right is None or key is None or event.by is None or work.second_look(event.event_key) is not None:
            return
        look = picked_look(self._seed, event.event_key, key, event.by, now_us, self._percent)
        if look is not None:
            work.add_second_look(look)

    def _look_again(
        self, work: TriageWork, event: Judged, look: SecondLook, saying: Saying, actor: Actor, now_us: int
    ) -> Outcome:
        if saying.verdict is Verdict.REJECT and saying.reason is None:
            raise BadInput(NO_REASON)
        if saying.verdict is Verdict.MERGE:
            raise BadInput(Text("请判断是否属实", "say whether it is right or wrong"))
        same = agrees(event.is_right, saying.verdict)
        work.save_second_look(
            replace(
                look,
                looked_us=now_us,
                looked_by=actor.name,
                verdict=saying.verdict,
                reason=saying.reason,
                agrees=same,
            )
        )
        counted = bool(settled(event.is_right, saying.verdict))
        work.count_as(event.event_key, counted, now_us)
        work.release_claims(actor.name, event.event_key)
        told = {"verdict": saying.verdict, "reason": saying.reason, "agrees": same}
        _audit(work, actor, "look_again_at_event", event, told, now_us)
        return Outcome(replace(event, is_right=counted), None, is_second_look=True)

    def _take_back(self, work: TriageWork, event: Judged, case: Case | None, actor: Actor, now_us: int) -> Judged:
        after = undone(event, work.verdict_before(event.event_key))
        undo = Given(
            event_key=event.event_key,
            at_us=now_us,
            by=actor.name,
            saying=Saying(verdict=Verdict.UNDO),
            before=event.state,
            undoes=event.verdict_key,
        )
        work.give_verdict(undo, after)
        work.remove_second_look(event.event_key)
        if case is not None and _is_made_of(case, event.event_key):
            reason = _TAKEN_BACK.in_language(self._language)
            self._moves.move(work, case, Move(action=Action.REJECT, reason=reason), _TRIAGE, {"by": actor.name})
        elif case is not None:
            work.untie_event(event.event_key)
        _audit(work, actor, "undo_event", event, {"was": event.state, "now": after.state}, now_us)
        return after


def own_event(work: TriageWork, event_key: int, actor: Actor) -> Judged:
    """Return the event that the actor may judge. Raises NotFound, Forbidden for one outside the actor's areas."""
    event = work.judged_event(event_key)
    if event is None:
        raise NotFound(GONE)
    require(actor, Permission.JUDGE_EVENTS, Target(areas=work.event_areas(event_key)))
    return event


def waiting_look(work: TriageWork, event: Judged, actor: Actor) -> SecondLook | None:
    """Return the second look that this actor may take at a judged event; None where there is none."""
    look = work.second_look(event.event_key) if event.state not in OPEN else None
    return look if look is not None and look.looked_us is None and look.first_by != actor.name else None


def _case(work: TriageWork, case_key: int | None) -> Case | None:
    return None if case_key is None else work.case(case_key)


def _is_made_of(case: Case, event_key: int) -> bool:
    return case.origin.camera_event_key == event_key


def _has_moved(work: TriageWork, case: Case) -> bool:
    """Whether anything was done with it beside reporting and registering it."""
    steps = {entry.what for entry in work.case_entries([case.case_key])}
    return case.state not in (CaseState.REPORTED, CaseState.TO_REGISTER) or not steps <= _OWN_STEPS


def _audit(work: TriageWork, actor: Actor, action: str, event: Judged, told: Mapping[str, object], now_us: int) -> None:
    known = {name: value for name, value in told.items() if value is not None}
    work.note_in_audit(actor, action, f"EV-{event.event_key}", known, now_us)
