"""The way of a supervision task: issue, sign for it, answer, review, close; and who does what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dashboard.domain.rights import Actor, Decision, Permission, Target, decide
from dashboard.domain.supervision.records import Moment, SupervisionTask, TaskAction, TaskState

STEPS: Final[Mapping[tuple[TaskState, TaskAction], TaskState]] = {
    (TaskState.ISSUED, TaskAction.SIGN): TaskState.SIGNED,
    (TaskState.ISSUED, TaskAction.WITHDRAW): TaskState.WITHDRAWN,
    (TaskState.SIGNED, TaskAction.ANSWER): TaskState.ANSWERED,
    (TaskState.SIGNED, TaskAction.WITHDRAW): TaskState.WITHDRAWN,
    (TaskState.ANSWERED, TaskAction.SEND_BACK): TaskState.SIGNED,
    (TaskState.ANSWERED, TaskAction.CLOSE): TaskState.CLOSED,
}
_OF_THE_UNIT: Final = frozenset({TaskAction.SIGN, TaskAction.ANSWER})
NEEDS_WORDS: Final = frozenset({TaskAction.ANSWER, TaskAction.SEND_BACK, TaskAction.WITHDRAW})
"""Actions that say nothing without a text."""


def may_do(task: SupervisionTask, action: TaskAction, actor: Actor) -> Decision:
    """Return whether the actor may: its unit signs and answers, whoever supervises does everything else.

    A department answers by its own account, or whoever supervises answers for it.
    """
    if action not in _OF_THE_UNIT:
        return decide(actor, Permission.SUPERVISE_CASES, Target())
    if task.squad is None:
        own = decide(actor, Permission.HANDLE_CASES, Target(department=task.department))
        return own if own.allowed and _is_of(task, actor) else decide(actor, Permission.SUPERVISE_CASES, Target())
    return decide(actor, Permission.HANDLE_CASES, Target(squad=task.squad))


def sees(task: SupervisionTask, actor: Actor) -> bool:
    """Return whether the actor sees it: all with the right to all cases, else those of the own unit."""
    return decide(actor, Permission.VIEW_CASES, Target()).allowed or _is_of(task, actor)


def _is_of(task: SupervisionTask, actor: Actor) -> bool:
    own_squad = task.squad is not None and task.squad == actor.squad
    return own_squad or (task.department is not None and task.department == actor.department)


def actions_now(task: SupervisionTask, actor: Actor) -> tuple[TaskAction, ...]:
    """Return what the actor may do with the task as it stands."""
    steps = (action for state, action in STEPS if state is task.state)
    return tuple(action for action in steps if may_do(task, action, actor).allowed)


def moved(task: SupervisionTask, action: TaskAction, text: str, actor: Actor, now_us: int) -> SupervisionTask:
    """Return the task after an action that its state allows."""
    moment = Moment(actor.name, now_us)
    after = task._replace(state=STEPS[task.state, action], revision=task.revision + 1)
    match action:
        case TaskAction.SIGN:
            return after._replace(signed=moment)
        case TaskAction.ANSWER:
            return after._replace(answer=text, answered=moment)
        case TaskAction.SEND_BACK:
            return after._replace(remark=text, answered=None)
        case TaskAction.CLOSE | TaskAction.WITHDRAW:
            return after._replace(remark=text or task.remark, ended=moment)
