"""What a case is after a move, its clocks aside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.machine import AGREED, ASKED, STEPS
from dashboard.domain.cases.permits import NEEDED
from dashboard.domain.cases.records import Approval, Case, Flag, Pending, Units
from dashboard.domain.cases.states import Action, CaseState
from dashboard.domain.rights import Actor


def stepped(case: Case, move: Move, actor: Actor, now_us: int) -> Case:
    """Return the case after the move; `move.action` is one of `steps_of(case)`, and nothing of it is missing."""
    match move.action:
        case Action.APPROVE:
            return _agreed(case, actor, now_us)
        case Action.REFUSE:
            return replace(case, state=_before_asking(case), pending=None)
        case Action.SUPERVISE:
            return replace(case, flags=case.flags | {Flag.SUPERVISED})
        case Action.MERGE:
            return _unmerged(case) if move.undo else _merged(case, move, now_us)
        case Action.COMMENT:
            return case
    if move.action in ASKED:
        pending = Pending(ASKED[move.action], move.reason, actor.name, now_us, move.until_us)
        return replace(case, state=STEPS.get((case.state, move.action), case.state), pending=pending)
    after = replace(case, state=STEPS[case.state, move.action])
    return _DONE[move.action](after, move, now_us)


def _before_asking(case: Case) -> CaseState:
    match case.state:
        case CaseState.RETURN_REQ:
            return CaseState.HANDLING if case.times.accepted_us is not None else CaseState.TO_HANDLE
        case CaseState.DELAY_REQ | CaseState.HANG_REQ:
            return CaseState.HANDLING
        case CaseState.SELF_DONE:
            return CaseState.REPORTED
        case _:
            return case.state


def _agreed(case: Case, actor: Actor, now_us: int) -> Case:
    assert case.pending is not None, "nothing waits for consent"
    agreed, what = (*case.pending.agreed, actor.name), case.pending.what
    if len(agreed) < len(NEEDED[what]):
        return replace(case, pending=case.pending._replace(agreed=agreed))
    after = replace(case, state=AGREED.get(what, case.state), pending=None)
    return _GRANTED[what](after, now_us)


def _returned(case: Case, _now_us: int) -> Case:
    times = case.times._replace(accepted_us=None, departed_us=None, arrived_us=None, handled_us=None)
    counts = case.counts._replace(returns=case.counts.returns + 1)
    return replace(case, times=times, counts=counts, units=Units())


def _extended(case: Case, _now_us: int) -> Case:
    return replace(case, counts=case.counts._replace(extensions=case.counts.extensions + 1))


def _suspended(case: Case, _now_us: int) -> Case:
    return replace(case, counts=case.counts._replace(suspensions=case.counts.suspensions + 1))


def _ended(case: Case, now_us: int) -> Case:
    return replace(case, times=case.times._replace(ended_us=now_us))


def _self_done(case: Case, now_us: int) -> Case:
    return replace(case, times=case.times._replace(handled_us=case.times.reported_us, ended_us=now_us))


def _excused(case: Case, _now_us: int) -> Case:
    return replace(case, flags=case.flags | {Flag.EXEMPT})


_GRANTED: Final[Mapping[Approval, Callable[[Case, int], Case]]] = {
    Approval.RETURN: _returned,
    Approval.EXTEND: _extended,
    Approval.SUSPEND: _suspended,
    Approval.VOID: _ended,
    Approval.FORCE_CLOSE: _ended,
    Approval.EXEMPT: _excused,
    Approval.SELF_DONE: _self_done,
}


def _merged(case: Case, move: Move, now_us: int) -> Case:
    """The state that it had is kept in `merged_from`, so that it can be taken apart again."""
    times = case.times._replace(ended_us=now_us)
    flags = case.flags | {Flag.DUPLICATE}
    return replace(case, state=CaseState.VOID, times=times, flags=flags, merged_into=move.into, merged_from=case.state)


def _unmerged(case: Case) -> Case:
    assert case.merged_from is not None, "the case was not merged"
    return replace(
        case,
        state=case.merged_from,
        times=case.times._replace(ended_us=None),
        flags=case.flags - {Flag.DUPLICATE},
        merged_into=None,
        merged_from=None,
    )


def _sent_to_look(case: Case, move: Move, now_us: int) -> Case:
    """To verify or to check: whoever is named goes there; with the answer nobody is meant any more."""
    if case.state in (CaseState.VERIFYING, CaseState.CHECKING):
        return replace(case, units=case.units._replace(checker=move.units.checker))
    after = replace(case, units=case.units._replace(checker=None))
    return _registered(after, move, now_us) if case.state is CaseState.TO_REGISTER else _checked(after, now_us)


def _checked(case: Case, now_us: int) -> Case:
    return replace(case, times=case.times._replace(checked_us=now_us))


def _registered(case: Case, _move: Move, now_us: int) -> Case:
    return replace(case, times=case.times._replace(registered_us=now_us))


def _filed(case: Case, move: Move, now_us: int) -> Case:
    """What it is filed as may differ from what it was reported as; the condition of another category says nothing."""
    category = move.category or case.category
    return replace(
        case,
        category=category,
        condition=move.condition or (case.condition if category == case.category else ""),
        times=case.times._replace(filed_us=now_us),
    )


def _dispatched(case: Case, move: Move, now_us: int) -> Case:
    units, counts = move.units, case.counts
    told = counts._replace(
        dispatches=counts.dispatches + 1, units=counts.units + (counts.units == 0 or _unit(units) != case.last_unit)
    )
    dispatched_us = case.times.dispatched_us if case.times.dispatched_us is not None else now_us
    times = case.times._replace(dispatched_us=dispatched_us, accepted_us=None, departed_us=None, arrived_us=None)
    return replace(case, units=units, counts=told, times=times, last_unit=_unit(units))


def _unit(units: Units) -> str:
    return units.squad or units.department or units.assignee or ""


def _accepted(case: Case, move: Move, now_us: int) -> Case:
    assignee = case.units.assignee or move.units.assignee
    times = case.times._replace(accepted_us=now_us, departed_us=None, arrived_us=None)
    return replace(case, units=case.units._replace(assignee=assignee), times=times)


def _departed(case: Case, _move: Move, now_us: int) -> Case:
    return replace(case, times=case.times._replace(departed_us=now_us))


def _arrived(case: Case, _move: Move, now_us: int) -> Case:
    return replace(case, times=case.times._replace(arrived_us=now_us))


def _handled(case: Case, _move: Move, now_us: int) -> Case:
    return replace(case, times=case.times._replace(handled_us=now_us))


def _reworked(case: Case, _move: Move, _now_us: int) -> Case:
    """It goes back to who had it, and nothing of the failed attempt counts."""
    times = case.times._replace(accepted_us=None, departed_us=None, arrived_us=None, handled_us=None, checked_us=None)
    counts = case.counts._replace(reworks=case.counts.reworks + 1)
    return replace(case, units=case.units._replace(checker=None), times=times, counts=counts)


def _gone(case: Case, _move: Move, now_us: int) -> Case:
    return _ended(case, now_us)


def _resumed(case: Case, _move: Move, _now_us: int) -> Case:
    return case


_DONE: Final[Mapping[Action, Callable[[Case, Move, int], Case]]] = {
    Action.VERIFY: _sent_to_look,
    Action.REGISTER: _registered,
    Action.REJECT: _gone,
    Action.FILE: _filed,
    Action.DISPATCH: _dispatched,
    Action.ACCEPT: _accepted,
    Action.DEPART: _departed,
    Action.ARRIVE: _arrived,
    Action.FEEDBACK: _handled,
    Action.RESUME: _resumed,
    Action.CHECK: _sent_to_look,
    Action.REWORK: _reworked,
    Action.CLOSE: _gone,
}
