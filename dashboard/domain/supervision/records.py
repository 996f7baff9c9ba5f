"""A supervision task as it is kept: what is demanded of which unit by when, and how far it is.

Times are µs since the epoch. A task goes its way beside its cases: closing it closes none of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.cases.records import Case
from dashboard.domain.text import Text

TITLE_LENGTH: Final = 80
DEMAND_LENGTH: Final = 1_000
ANSWER_LENGTH: Final = 1_000
CASES_AT_MOST: Final = 50
_YELLOW: Final = 0.8


class TaskKind(StrEnum):
    """Why it is given. The values are stored: they never change."""

    OVERDUE = "overdue"
    LEADER = "leader"
    KEY = "key"
    INSPECTION = "inspection"


KIND_LABELS: Final[Mapping[TaskKind, Text]] = {
    TaskKind.OVERDUE: Text("超时督办", "overdue"),
    TaskKind.LEADER: Text("领导督办", "asked for by a leader"),
    TaskKind.KEY: Text("重点督办", "key matter"),
    TaskKind.INSPECTION: Text("督查整改", "found by an inspection"),
}


class TaskState(StrEnum):
    """How far it is. The values are stored: they never change."""

    ISSUED = "issued"
    SIGNED = "signed"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


TASK_STATE_LABELS: Final[Mapping[TaskState, Text]] = {
    TaskState.ISSUED: Text("待签收", "to sign for"),
    TaskState.SIGNED: Text("整改中", "at work"),
    TaskState.ANSWERED: Text("待复核", "to review"),
    TaskState.CLOSED: Text("已销号", "closed"),
    TaskState.WITHDRAWN: Text("已撤回", "withdrawn"),
}
DONE: Final = frozenset({TaskState.CLOSED, TaskState.WITHDRAWN})


class TaskAction(StrEnum):
    """What is done with a task; the values are in addresses of the API."""

    SIGN = "sign"
    ANSWER = "answer"
    SEND_BACK = "send-back"
    CLOSE = "close"
    WITHDRAW = "withdraw"


TASK_ACTION_LABELS: Final[Mapping[TaskAction, Text]] = {
    TaskAction.SIGN: Text("签收", "Sign for it"),
    TaskAction.ANSWER: Text("回复整改情况", "Report what was done"),
    TaskAction.SEND_BACK: Text("退回重办", "Send back"),
    TaskAction.CLOSE: Text("销号", "Close"),
    TaskAction.WITHDRAW: Text("撤回", "Withdraw"),
}


class Moment(NamedTuple):
    """Who did something, by account, and when."""

    by: str
    at_us: int


class SupervisionTask(NamedTuple):
    """One task, to a squad or to a department, by code. `cases` are keys; `remark` is the last word of the supervisor.

    `answer` is kept through a sending back, until the next one replaces it.
    """

    task_key: int
    number: str
    revision: int
    state: TaskState
    kind: TaskKind
    title: str
    demand: str
    squad: str | None
    department: str | None
    due_us: int
    issued: Moment
    cases: tuple[int, ...] = ()
    signed: Moment | None = None
    answer: str = ""
    answered: Moment | None = None
    remark: str = ""
    ended: Moment | None = None

    @property
    def unit(self) -> str:
        """The code of the unit that has it."""
        return self.squad or self.department or ""


class TaskView(NamedTuple):
    """A task, its cases, the name of its unit, and what the asker may do now."""

    task: SupervisionTask
    cases: Sequence[Case]
    unit: str
    actions: tuple[TaskAction, ...]


class TaskDraft(NamedTuple):
    """What a supervisor writes; `cases` are numbers of cases."""

    kind: TaskKind
    title: str
    demand: str
    squad: str | None
    department: str | None
    due_us: int
    cases: tuple[str, ...] = ()


def task_lamp(task: SupervisionTask, now_us: int) -> Lamp:
    """Return grey for what has ended, red after its time, yellow in the last fifth of it, else green.

    The unit has done its part with its answer, so that an answered task is measured at the answer.
    """
    if task.state in DONE:
        return Lamp.GREY
    at_us = task.answered.at_us if task.state is TaskState.ANSWERED and task.answered else now_us
    if at_us > task.due_us:
        return Lamp.RED
    share = (at_us - task.issued.at_us) / max(task.due_us - task.issued.at_us, 1)
    return Lamp.YELLOW if share >= _YELLOW else Lamp.GREEN
