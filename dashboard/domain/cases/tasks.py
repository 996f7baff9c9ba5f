"""What is somebody's to do on the streets: cases to handle, reports to verify, results to check."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.cases.photo_roles import Shot
from dashboard.domain.cases.records import Case
from dashboard.domain.cases.states import Action, CaseState
from dashboard.domain.catalogue.records import Standard
from dashboard.domain.text import Text

MOST_TASKS: Final = 200
"""How many are told at once; the most urgent first."""


class TaskKind(StrEnum):
    """What is to be done at the place."""

    HANDLE = "handle"
    VERIFY = "verify"
    CHECK = "check"


TASK_LABELS: Final[Mapping[TaskKind, Text]] = {
    TaskKind.HANDLE: Text("处置", "handle"),
    TaskKind.VERIFY: Text("核实", "verify"),
    TaskKind.CHECK: Text("核查", "check"),
}


class Doer(NamedTuple):
    """Whose tasks are looked for: a person by number, and the codes of the squad and the department.

    What was sent to a squad or department and to nobody in it is everybody's of it.
    """

    person: str
    squad: str | None = None
    department: str | None = None


class CaseTask(NamedTuple):
    """A case with what a phone needs to work on it without a network.

    `is_own` is False for what nobody of the squad has taken yet. `standard` is by what it is filed and closed.
    """

    case: Case
    kind: TaskKind
    is_own: bool
    actions: tuple[Action, ...]
    shots: tuple[Shot, ...]
    standard: Standard | None


def kind_of(case: Case) -> TaskKind:
    """Return what is to be done at the place of an open case."""
    match case.state:
        case CaseState.VERIFYING:
            return TaskKind.VERIFY
        case CaseState.CHECKING:
            return TaskKind.CHECK
        case _:
            return TaskKind.HANDLE
