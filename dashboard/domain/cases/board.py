"""What a wall tells of cases: stages, lamps, squads, the newest, and where the open ones lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.cases.queries import LampCount
from dashboard.domain.cases.states import CaseState
from dashboard.domain.cases.timing import step_of
from dashboard.domain.catalogue.records import Step
from dashboard.domain.text import Text
from dashboard.domain.wall_facts import Then


class Stage(StrEnum):
    """A part of the way of a case, as a bureau speaks of it (the stages of GB/T 30428.8, and suspension)."""

    REGISTER = "register"
    FILE = "file"
    DISPATCH = "dispatch"
    HANDLE = "handle"
    HUNG = "hung"
    CHECK = "check"
    CLOSE = "close"


STAGE_LABELS: Final[Mapping[Stage, Text]] = {
    Stage.REGISTER: Text("待受理", "To register"),
    Stage.FILE: Text("待立案", "To file"),
    Stage.DISPATCH: Text("待派遣", "To dispatch"),
    Stage.HANDLE: Text("处置中", "Handling"),
    Stage.HUNG: Text("挂账", "Suspended"),
    Stage.CHECK: Text("待核查", "To check"),
    Stage.CLOSE: Text("待结案", "To close"),
}
_STAGES: Final[Mapping[Step, Stage]] = {
    Step.REGISTER: Stage.REGISTER,
    Step.VERIFY: Stage.REGISTER,
    Step.FILE: Stage.FILE,
    Step.DISPATCH: Stage.DISPATCH,
    Step.HANDLE: Stage.HANDLE,
    Step.CHECK: Stage.CHECK,
    Step.CLOSE: Stage.CLOSE,
}


class SquadCases(NamedTuple):
    """The cases of one squad: open ones, how many of them are overdue and soon due, and those it ended today."""

    squad: str
    open: int
    red: int
    yellow: int
    ended_today: int


class CaseLine(NamedTuple):
    """One case in a list of a wall; `squad` is its name."""

    case_key: int
    number: str
    category_name: str
    place: str
    state: CaseState
    lamp: Lamp
    squad: str | None
    reported_us: int


class CasePoint(NamedTuple):
    """Where an open case lies, WGS-84."""

    lon: float
    lat: float
    lamp: Lamp


class CaseBoard(NamedTuple):
    """All of it. `by_state` and `lamps` count open cases, `filed` and `ended` those of today against yesterday."""

    by_state: Mapping[CaseState, int] = {}
    lamps: LampCount = LampCount()
    filed: Then = Then(0, None)
    ended: Then = Then(0, None)
    squads: Sequence[SquadCases] = ()
    newest: Sequence[CaseLine] = ()
    points: Sequence[CasePoint] = ()

    @property
    def open(self) -> int:
        """How many are open."""
        return sum(self.by_state.values())


def stages_of(by_state: Mapping[CaseState, int]) -> dict[Stage, int]:
    """Return how many open cases stand at each stage, in the order of their way; what has ended counts nowhere."""
    found = dict.fromkeys(Stage, 0)
    for state, count in by_state.items():
        step = step_of(state)
        if step is not None:
            found[Stage.HUNG if state is CaseState.HUNG else _STAGES[step]] += count
    return found
