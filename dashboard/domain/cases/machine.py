"""The way of a case: what may follow what (the stages of GB/T 30428.8, and what may come between)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dashboard.domain.cases.records import Approval, Case, Flag
from dashboard.domain.cases.states import ACTION_LABELS, STATE_LABELS, Action, CaseState
from dashboard.domain.text import Text

_S: Final = CaseState
_A: Final = Action
STEPS: Final[Mapping[tuple[CaseState, Action], CaseState]] = {
    (_S.REPORTED, _A.VERIFY): _S.VERIFYING,
    (_S.REPORTED, _A.REGISTER): _S.TO_REGISTER,
    (_S.REPORTED, _A.REJECT): _S.REJECTED,
    (_S.VERIFYING, _A.VERIFY): _S.TO_REGISTER,
    (_S.VERIFYING, _A.REJECT): _S.REJECTED,
    (_S.TO_REGISTER, _A.FILE): _S.TO_DISPATCH,
    (_S.TO_REGISTER, _A.REJECT): _S.REJECTED,
    (_S.TO_DISPATCH, _A.DISPATCH): _S.TO_HANDLE,
    (_S.TO_HANDLE, _A.DISPATCH): _S.TO_HANDLE,
    (_S.HANDLING, _A.DISPATCH): _S.TO_HANDLE,
    (_S.REWORK, _A.DISPATCH): _S.TO_HANDLE,
    (_S.TO_HANDLE, _A.ACCEPT): _S.HANDLING,
    (_S.TO_HANDLE, _A.RETURN): _S.RETURN_REQ,
    (_S.REWORK, _A.ACCEPT): _S.HANDLING,
    (_S.REWORK, _A.RETURN): _S.RETURN_REQ,
    (_S.HANDLING, _A.DEPART): _S.HANDLING,
    (_S.HANDLING, _A.ARRIVE): _S.HANDLING,
    (_S.HANDLING, _A.FEEDBACK): _S.FEEDBACK,
    (_S.HANDLING, _A.RETURN): _S.RETURN_REQ,
    (_S.HANDLING, _A.EXTEND): _S.DELAY_REQ,
    (_S.HANDLING, _A.SUSPEND): _S.HANG_REQ,
    (_S.HUNG, _A.RESUME): _S.HANDLING,
    (_S.FEEDBACK, _A.CHECK): _S.CHECKING,
    (_S.CHECKING, _A.CHECK): _S.TO_CLOSE,
    (_S.CHECKING, _A.REWORK): _S.REWORK,
    (_S.TO_CLOSE, _A.CHECK): _S.CHECKING,
    (_S.TO_CLOSE, _A.REWORK): _S.REWORK,
    (_S.TO_CLOSE, _A.CLOSE): _S.CLOSED,
}
"""What an action makes of a state. What is asked for with `ASKED` and decided with APPROVE or REFUSE stands below."""
ASKED: Final[Mapping[Action, Approval]] = {
    _A.RETURN: Approval.RETURN,
    _A.EXTEND: Approval.EXTEND,
    _A.SUSPEND: Approval.SUSPEND,
    _A.VOID: Approval.VOID,
    _A.FORCE_CLOSE: Approval.FORCE_CLOSE,
    _A.EXEMPT: Approval.EXEMPT,
}
AGREED: Final[Mapping[Approval, CaseState]] = {
    Approval.RETURN: _S.TO_DISPATCH,
    Approval.EXTEND: _S.HANDLING,
    Approval.SUSPEND: _S.HUNG,
    Approval.VOID: _S.VOID,
    Approval.FORCE_CLOSE: _S.FORCED_CLOSE,
    Approval.SELF_DONE: _S.CLOSED,
}
"""What a case is after the last consent; an excuse of lateness leaves it as it is."""
MOST_EXTENSIONS: Final = 2


def steps_of(case: Case) -> tuple[Action, ...]:
    """Return the actions that the state of the case leaves open, to whomever; what waits for consent does nothing else
    but be decided, supervised and commented."""
    always = (_A.COMMENT,) if case.ended else (_A.SUPERVISE, _A.COMMENT)
    if case.pending is not None:
        return (_A.APPROVE, _A.REFUSE, *always)
    if case.ended:
        undo = (_A.MERGE,) if case.merged_into is not None else ()
        appeal = (_A.EXEMPT,) if _may_appeal(case) else ()
        return (*appeal, *undo, *always)
    moves = tuple(action for state, action in STEPS if state is case.state and _open(case, action))
    ends = () if case.state is _S.SELF_DONE else (_A.VOID, _A.FORCE_CLOSE, _A.MERGE)
    return (*moves, *ends, *always)


def _may_appeal(case: Case) -> bool:
    return case.state is _S.CLOSED and case.on_time is False and Flag.EXEMPT not in case.flags


def _open(case: Case, action: Action) -> bool:
    match action:
        case Action.EXTEND:
            return case.counts.extensions < MOST_EXTENSIONS
        case Action.SUSPEND:
            return case.counts.suspensions == 0
        case Action.DEPART:
            return case.times.departed_us is None and case.times.arrived_us is None
        case Action.ARRIVE:
            return case.times.arrived_us is None
        case _:
            return True


def not_now(case: Case, action: Action) -> Text:
    """Return why the state of the case does not allow the action."""
    label, state = ACTION_LABELS[action], STATE_LABELS[case.state]
    if case.pending is not None:
        return Text(
            f"案件有待审申请，先审批再{label.zh}", f"something waits for consent; decide it before: {label.en.lower()}"
        )
    if action is _A.EXTEND and case.counts.extensions >= MOST_EXTENSIONS:
        return Text(
            f"已延期 {MOST_EXTENSIONS} 次，不能再延", f"it was extended {MOST_EXTENSIONS} times, the most there are"
        )
    if action is _A.SUSPEND and case.counts.suspensions:
        return Text("已挂账过一次，不能再挂", "it was suspended once already, which is the most")
    return Text(
        f"案件现为“{state.zh}”，不能{label.zh}",
        f"the case is {state.en!r} now, which does not allow: {label.en.lower()}",
    )
