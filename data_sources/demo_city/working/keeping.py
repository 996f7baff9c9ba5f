"""What the bureau sees to for those whom people play: whoever signs in for the demo finds something to do.

The bureau leaves their part to them, so it sends them a few tasks, a check and a request, and takes back what they left
lying. All of it are moves that anybody could make.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dashboard.domain.cases.records import Approval
from dashboard.domain.cases.states import WITH_UNIT, Action, CaseState
from dashboard.domain.durations import HOUR_US, MINUTE_US
from data_sources.demo_city.working.crew import Crew
from data_sources.demo_city.working.deeds import By, Deed
from data_sources.demo_city.working.seen import CaseSeen

TASKS: Final = 3
"""So many tasks wait for an officer whom people play."""
PATIENCE_US: Final = 6 * HOUR_US
"""So long a check or a request waits for them; then a duty chief sees to it."""
_BEFORE_DUE_US: Final = 30 * MINUTE_US
"""More time is granted before the deadline or not at all."""
_LYING_US: Final = HOUR_US
_ASKS_FOR_TIME: Final = "需协调权属单位，时间不足"
_GIVEN: Final = "就近改派"
_TAKEN_BACK: Final = "超时未处置，改派"
_NOT_BEGUN: Final = (CaseState.TO_HANDLE, CaseState.HANDLING)
_LOOKED_AT: Final = (CaseState.VERIFYING, CaseState.CHECKING)

Moves = dict[int, Deed]
"""What is to be done next with a case, by its key."""


def left_until_us(case: CaseSeen, since_us: int) -> int:
    """Return until when a part is left to whoever is played by people."""
    patient_us = since_us + PATIENCE_US
    if case.asked is None or case.asked.what is not Approval.EXTEND or case.due_us is None:
        return patient_us
    return min(patient_us, max(since_us, case.due_us - _BEFORE_DUE_US))


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """Looks after those whom people play, at one moment."""

    crew: Crew
    cases: Sequence[CaseSeen]
    now_us: int

    def moves(self) -> Moves:
        """Return what is to be done for them now, at most one thing of a kind for each."""
        found: Moves = {}
        for squad, officers in sorted(self.crew.cast.officers.items()):
            for person in sorted(self.crew.left.intersection(officers)):
                found |= self._taken_back(squad, person) | self._given(squad, person) | self._check(squad, person)
        for squad, leader in sorted(self.crew.cast.leaders.items()):
            if leader in self.crew.left:
                found |= self._check(squad, leader) | self._request(squad)
        return found

    def _taken_back(self, squad: str, person: str) -> Moves:
        def lies(case: CaseSeen) -> bool:
            late = case.due_us is not None and case.due_us + _LYING_US < self.now_us
            return case.assignee == person and case.state in (*_NOT_BEGUN, CaseState.REWORK) and late

        return {
            case.key: self._move(Action.DISPATCH, By.CHIEF, _TAKEN_BACK, self.crew.next_of_squad(squad, case))
            for case in self.cases
            if lies(case)
        }

    def _given(self, squad: str, person: str) -> Moves:
        """What nobody took comes first, then what somebody took who has not set out."""
        has = sum(case.assignee == person and case.state in WITH_UNIT for case in self.cases)
        fitting = [case for case in self._of_squad(squad) if case.state in _NOT_BEGUN] if has < TASKS else []
        chosen = _most_time(fitting, lambda case: case.assignee is not None)
        return {case.key: self._move(Action.DISPATCH, By.CHIEF, _GIVEN, person) for case in chosen}

    def _check(self, squad: str, person: str) -> Moves:
        """A result of the own grids, else one of others."""
        if any(case.checker == person and case.state in _LOOKED_AT for case in self.cases):
            return {}
        results = [case for case in self.cases if case.state is CaseState.FEEDBACK and case.assignee != person]
        chosen = _most_time(results, lambda case: self.crew.squad_of(case) != squad)
        return {case.key: self._move(Action.CHECK, By.SEAT, "", person) for case in chosen}

    def _request(self, squad: str) -> Moves:
        """Somebody asks for more time who has a right to it: of every third case, lest all of them ask."""
        if any(case.squad == squad and case.asked is not None and not case.asked.agreed for case in self.cases):
            return {}
        asks = (case for case in self._of_squad(squad) if case.state is CaseState.HANDLING and case.assignee)
        fitting = [case for case in asks if case.key % 3 == 0 and not case.counts["extensions"]]
        chosen = _most_time(fitting, lambda _: False)
        return {case.key: self._move(Action.EXTEND, By.HANDLER, _ASKS_FOR_TIME) for case in chosen}

    def _of_squad(self, squad: str) -> Iterator[CaseSeen]:
        """What the squad has in hand, with an hour left at least, where nobody has set out yet."""
        for case in self.cases:
            is_free = case.asked is None and case.assignee not in self.crew.left and case.at_us("departed") is None
            has_time = case.due_us is not None and case.due_us - self.now_us > HOUR_US
            if case.squad == squad and is_free and has_time and case.at_us("arrived") is None:
                yield case

    def _move(self, action: Action, by: By, reason: str, person: str | None = None) -> Deed:
        return Deed(action=action, by=by, due_us=self.now_us, reason=reason, person=person)


def _most_time(cases: Iterable[CaseSeen], later: Callable[[CaseSeen], bool]) -> list[CaseSeen]:
    """The one with the most time left of those that do not come later, if there is any."""
    return sorted(cases, key=lambda case: (later(case), -(case.due_us or 0), case.key))[:1]
