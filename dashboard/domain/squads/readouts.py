"""What the page of a squad shows of its cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from dashboard.domain.cases.candidates import Candidate
from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.cases.queries import Sight
from dashboard.domain.cases.records import Case
from dashboard.domain.cases.sheets import CaseNames
from dashboard.domain.cases.states import Action, CaseState
from dashboard.domain.text import Text

UNACCEPTED: Final = (CaseState.TO_HANDLE, CaseState.REWORK)
"""Sent to a unit, and nobody took it yet."""


class CaseScope(NamedTuple):
    """Whose cases: those of a squad (None: everybody's) that somebody sees. `areas` are codes of the squad's areas."""

    sight: Sight = Sight()
    squad: str | None = None
    areas: frozenset[str] = frozenset()


class LampTally(NamedTuple):
    """How many open cases of a squad are overdue and soon due, by step or whole; `next_due_us` is the next deadline."""

    red: int = 0
    yellow: int = 0
    open: int = 0
    next_due_us: int | None = None


class LampRow(NamedTuple):
    """A case whose lamp is red or yellow. `sent_us` is since when nobody took it; `takers` could, the best first.

    They are None where nobody was asked for: the case is taken, or the asker sees no people. `may_send` says whether
    the asker may send it to one of them.
    """

    case: Case
    lamp: Lamp
    sent_us: int | None = None
    takers: Sequence[Candidate] | None = None
    may_send: bool = False


class CaseMark(NamedTuple):
    """Where an open case of the squad lies, WGS-84, and its lamp."""

    case_key: int
    lon: float
    lat: float
    lamp: Lamp
    name: str


class SquadLamps(NamedTuple):
    """The red and yellow cases, those nobody took among them whatever their lamp; marks are of all that are open."""

    rows: Sequence[LampRow]
    tally: LampTally
    marks: Sequence[CaseMark]
    names: CaseNames
    now_us: int


class SquadTasks(NamedTuple):
    """What is to be verified or checked on the spot, the most urgent first.

    `verdicts` are what the asker may say of it now, by the key of the case.
    """

    cases: Sequence[Case]
    names: CaseNames
    now_us: int
    verdicts: Mapping[int, Sequence[Action]]


class ApprovalRow(NamedTuple):
    """A request that waits. `outcome` is what consent leads to, `effect` what it does to which figure.

    `is_worse` says that the effect is not a good one. `refused` says why the asker does not consent, None if they may;
    `may_refuse` whether they may refuse. `entry_key` is the newest entry of the timeline.
    """

    case: Case
    outcome: tuple[Text, ...]
    effect: Text
    is_worse: bool
    refused: Text | None
    may_refuse: bool
    entry_key: int


class SquadApprovals(NamedTuple):
    """The requests, those first on which the asker decides; `decided` is how many the asker decided today."""

    rows: Sequence[ApprovalRow]
    decided: int
    names: CaseNames
    now_us: int

    @property
    def own(self) -> int:
        """How many wait for the asker."""
        return sum(row.refused is None or row.may_refuse for row in self.rows)


class SquadHead(NamedTuple):
    """What a squad is called, its grids, and its shift: the one that runs, else the one that begins next.

    `people` is how many work in it; of one that was merged `heir` tells code and name of who has its cases now.
    Without a name it is all squads, or one that there is not (`is_known`).
    """

    name: str = ""
    grids: tuple[str, ...] = ()
    shift: str = ""
    from_us: int | None = None
    until_us: int | None = None
    is_on: bool = False
    people: int = 0
    now_us: int = 0
    is_known: bool = True
    heir: tuple[str, str] | None = None
