"""Who may do what with a case: the right that an action needs in a state, and whose the case is then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dashboard.domain.cases.queries import Sight
from dashboard.domain.cases.records import Approval, Case
from dashboard.domain.cases.states import Action, CaseState
from dashboard.domain.rights import Actor, Decision, Permission, Reach, Target, decide
from dashboard.domain.text import Text

_P: Final = Permission
RIGHT_OF: Final[Mapping[Action, Permission]] = {
    Action.VERIFY: _P.REGISTER_CASES,
    Action.REGISTER: _P.REGISTER_CASES,
    Action.REJECT: _P.REGISTER_CASES,
    Action.FILE: _P.FILE_CASES,
    Action.VOID: _P.REGISTER_CASES,
    Action.DISPATCH: _P.DISPATCH_CASES,
    Action.ACCEPT: _P.HANDLE_CASES,
    Action.DEPART: _P.HANDLE_CASES,
    Action.ARRIVE: _P.HANDLE_CASES,
    Action.FEEDBACK: _P.HANDLE_CASES,
    Action.RETURN: _P.HANDLE_CASES,
    Action.EXTEND: _P.HANDLE_CASES,
    Action.SUSPEND: _P.HANDLE_CASES,
    Action.RESUME: _P.HANDLE_CASES,
    Action.CHECK: _P.REGISTER_CASES,
    Action.REWORK: _P.FILE_CASES,
    Action.CLOSE: _P.FILE_CASES,
    Action.FORCE_CLOSE: _P.FORCE_CLOSE_CASES,
    Action.SUPERVISE: _P.SUPERVISE_CASES,
    Action.EXEMPT: _P.HANDLE_CASES,
    Action.MERGE: _P.REGISTER_CASES,
    Action.COMMENT: _P.VIEW_CASES,
    Action.APPROVE: _P.APPROVE_CASES,
    Action.REFUSE: _P.APPROVE_CASES,
}
"""The right that an action needs, unless it is done on the spot."""
ON_THE_SPOT: Final = frozenset(
    {
        (CaseState.VERIFYING, Action.VERIFY),
        (CaseState.VERIFYING, Action.REJECT),
        (CaseState.CHECKING, Action.CHECK),
        (CaseState.CHECKING, Action.REWORK),
    }
)
"""What the checker answers from the place."""
NEEDED: Final[Mapping[Approval, tuple[Permission, ...]]] = {
    Approval.RETURN: (_P.FILE_CASES,),
    Approval.EXTEND: (_P.APPROVE_CASES, _P.DISPATCH_CASES),
    Approval.SUSPEND: (_P.FILE_CASES,),
    Approval.VOID: (_P.FILE_CASES,),
    Approval.FORCE_CLOSE: (_P.SUPERVISE_CASES,),
    Approval.EXEMPT: (_P.APPROVE_CASES, _P.SUPERVISE_CASES),
    Approval.SELF_DONE: (_P.APPROVE_CASES,),
}
"""The rights of those who must consent, one after the other, each somebody else (two levels for more time)."""
_OWN_REQUEST: Final = Text("自己提出的申请须由他人审批", "somebody else must decide on your own request")
_TWICE: Final = Text("您已同意过，须由另一人终审", "you have agreed already; somebody else must agree too")

_WITH_SQUAD: Final = (CaseState.TO_HANDLE, CaseState.HANDLING)
_ASSIGNS: Final = Decision(True, Text("中队长可派给本中队的人", "who leads the squad sends its own people"))


def right_for(case: Case, action: Action) -> Permission:
    """Return the right that the action needs as the case stands."""
    if action in (Action.APPROVE, Action.REFUSE) and case.pending is not None:
        needed = NEEDED[case.pending.what]
        return needed[min(len(case.pending.agreed), len(needed) - 1)]
    return _P.CHECK_CASES if (case.state, action) in ON_THE_SPOT else RIGHT_OF[action]


def target_of(case: Case, actor: Actor, action: Action | None = None) -> Target:
    """Return whose the case is for this actor: who reported it sees it, who has it handles it, who checks it checks it.

    What was sent to a squad and to nobody in it is anybody's of the squad.
    """
    units, person = case.units, actor.person
    squads = {squad for squad in (units.squad, units.second_squad) if squad}
    in_squad = actor.squad is not None and actor.squad in squads
    has_it = person is not None and person == (units.checker if (case.state, action) in ON_THE_SPOT else units.assignee)
    if action is None or action is Action.COMMENT:
        has_it = has_it or case.origin.reporter == actor.name or (person is not None and person == units.checker)
    takes_it = in_squad and units.assignee is None and (case.state, action) not in ON_THE_SPOT
    squad = actor.squad if in_squad else units.squad
    return Target(
        owner=actor.name if has_it or takes_it else None,
        squad=squad,
        areas=case.place.areas,
        department=units.department,
    )


def may(case: Case, action: Action, actor: Actor) -> Decision:
    """Return whether the actor may do this with the case as it stands, and why or why not."""
    if action in (Action.APPROVE, Action.REFUSE) and case.pending is not None:
        if case.pending.asked_by == actor.name:
            return Decision(False, _OWN_REQUEST)
        if action is Action.APPROVE and actor.name in case.pending.agreed:
            return Decision(False, _TWICE)
    decision = decide(actor, right_for(case, action), target_of(case, actor, action))
    return _ASSIGNS if action is Action.DISPATCH and not decision.allowed and leads(case, actor) else decision


def leads(case: Case, actor: Actor) -> bool:
    """Return whether the case is with a squad that the actor leads: then they say who of the squad goes, without a
    right to dispatch it elsewhere."""
    is_own = actor.squad is not None and actor.squad == case.units.squad and case.state in _WITH_SQUAD
    return is_own and actor.rights.get(_P.HANDLE_CASES) in (Reach.SQUAD, Reach.AREA)


def assigns_only(case: Case, actor: Actor) -> bool:
    """Return whether the actor may send the case to people of the own squad and to nobody else."""
    return leads(case, actor) and not decide(actor, _P.DISPATCH_CASES, target_of(case, actor)).allowed


def may_see(case: Case, actor: Actor) -> bool:
    """Return whether the actor sees the case."""
    return decide(actor, _P.VIEW_CASES, target_of(case, actor)).allowed


def sight_of(actor: Actor) -> Sight:
    """Return how far the actor sees."""
    reach = actor.rights.get(_P.VIEW_CASES)
    if reach is Reach.ALL:
        return Sight()
    own = Sight(everything=False, account=actor.name, person=actor.person)
    if reach is Reach.OWN:
        return own
    if reach is Reach.DEPARTMENT:
        return own._replace(department=actor.department)
    with_squad = own._replace(squad=actor.squad)
    return with_squad._replace(areas=actor.areas) if reach is Reach.AREA else with_squad


_TURNS: Final[Mapping[CaseState, tuple[Permission, ...]]] = {
    CaseState.REPORTED: (_P.REGISTER_CASES,),
    CaseState.SELF_DONE: (_P.APPROVE_CASES,),
    CaseState.VERIFYING: (_P.CHECK_CASES,),
    CaseState.TO_REGISTER: (_P.FILE_CASES,),
    CaseState.TO_DISPATCH: (_P.DISPATCH_CASES,),
    CaseState.TO_HANDLE: (_P.HANDLE_CASES,),
    CaseState.HANDLING: (_P.HANDLE_CASES,),
    CaseState.REWORK: (_P.HANDLE_CASES,),
    CaseState.RETURN_REQ: (_P.FILE_CASES,),
    CaseState.HANG_REQ: (_P.FILE_CASES,),
    CaseState.DELAY_REQ: (_P.APPROVE_CASES, _P.DISPATCH_CASES),
    CaseState.FEEDBACK: (_P.REGISTER_CASES,),
    CaseState.CHECKING: (_P.CHECK_CASES,),
    CaseState.TO_CLOSE: (_P.FILE_CASES,),
}
"""Whose turn it is, by the right."""
_OUTSIDE: Final = (_P.HANDLE_CASES, _P.CHECK_CASES)
"""What is done on the streets: who may do it everywhere does it for others, so that it is nobody's turn at a desk."""


def turns_of(actor: Actor) -> frozenset[CaseState]:
    """Return the states in which cases wait for somebody like the actor."""
    return frozenset(
        state
        for state, needed in _TURNS.items()
        if any(
            (reach := actor.rights.get(right)) is not None and (right not in _OUTSIDE or reach is not Reach.ALL)
            for right in needed
        )
    )
