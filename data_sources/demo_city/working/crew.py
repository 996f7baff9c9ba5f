"""Who takes a part: those on duty of the right squad, the nearest with the least to do first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from dashboard.domain.cases.records import Approval
from dashboard.domain.cases.states import WITH_UNIT, CaseState
from dashboard.domain.coordinates import Position, distance_m
from data_sources.demo_city.working.cast import Cast
from data_sources.demo_city.working.deeds import By
from data_sources.demo_city.working.seen import CaseSeen

_A_TASK_M: Final = 400.0
"""A task in hand keeps as long as so many metres more to walk."""
_FAR_M: Final = 5_000.0
_TRIED: Final = 3
_LEADERS_CONSENT: Final = frozenset({Approval.EXTEND, Approval.EXEMPT, Approval.SELF_DONE})


@dataclass
class Crew:
    """The cast with who of them is on duty, where, and how much each has in hand; looked up anew now and then."""

    cast: Cast
    squads: Mapping[str, str]
    """The squad of each area, by code."""
    places: dict[str, Position | None] = field(default_factory=dict)
    """Where those on duty are, by the number of the person."""
    tasks: Counter[str] = field(default_factory=Counter)
    left: frozenset[str] = frozenset()
    """The numbers of those whom people play: they have an account beside that of the bureau."""

    def hear_positions(self, features: Iterable[Mapping[str, Any]]) -> None:
        """Take over who is on duty now."""
        told = ((each["properties"]["number"], each["geometry"]) for each in features)
        self.places = {
            number: None if geometry is None else Position(*geometry["coordinates"][:2]) for number, geometry in told
        }

    def count_tasks(self, cases: Iterable[CaseSeen]) -> None:
        """Take over who has how much in hand, and to look at."""
        self.tasks = Counter(person for each in cases if (person := _has(each)) is not None)

    def accounts(self, by: By, case: CaseSeen) -> Sequence[str]:
        """Return the accounts that may take a part, the likeliest first; whoever must not decide is left out."""
        cast = self.cast
        match by:
            case By.SEAT:
                return _from(cast.seats, case.key)
            case By.CHIEF:
                return self._chiefs(case)
            case By.SQUAD:
                return [*self._account(case.assignee), *self._takers(case), *self._leader(case), *self._chiefs(case)]
            case By.HANDLER:
                return [*self._account(case.assignee), *self._leader(case), *self._chiefs(case)]
            case By.LEADER:
                return [*self._leader(case), *self._account(case.assignee), *self._chiefs(case)]
            case By.CHECKER:
                return [*self._account(case.checker), *self._chiefs(case)]
            case By.APPROVER:
                return self._approvers(case)

    def is_left(self, by: By, case: CaseSeen) -> bool:
        """Return whether a part is that of somebody whom people play."""
        match by:
            case By.SQUAD | By.HANDLER:
                return case.assignee in self.left
            case By.CHECKER:
                return case.checker in self.left
            case By.APPROVER:
                return self.cast.leaders.get(case.squad or "") in self.left and _is_for_the_leader(case)
        return False

    def squad_of(self, case: CaseSeen) -> str:
        """Return the squad in whose grids a case is."""
        return self.squads.get(case.area or "") or case.squad or min(self.cast.officers)

    def next_of_squad(self, squad: str, case: CaseSeen) -> str:
        """Return who of a squad goes when somebody else does not."""
        return next(each for each in self._nearest(squad, case.place) if each != case.assignee)

    def checker(self, case: CaseSeen) -> str:
        """Return the person who verifies or checks on the spot: not who handled it, if anybody else is there."""
        squad = self.squad_of(case)
        near = self._nearest(squad, case.place)
        return next((each for each in near if each != case.assignee), near[0])

    def reporter(self, area: str | None, place: Position) -> str:
        """Return the account of who is out there, or about to be."""
        squad = self.squads.get(area or "") or min(self.cast.officers)
        return self.cast.of_person[self._nearest(squad, place)[0]]

    def _takers(self, case: CaseSeen) -> list[str]:
        squads = [squad for squad in (case.squad, case.second_squad) if squad and squad in self.cast.officers]
        nearest = [each for squad in squads for each in self._nearest(squad, case.place)[:_TRIED]]
        handler = self._handler(case.department)
        return [self.cast.of_person[each] for each in (*nearest, *([handler] if handler else []))]

    def _handler(self, department: str | None) -> str | None:
        """Who of a department has the least to do; None where nobody of it works at Xiuhua."""
        theirs = [each for each in self.cast.handlers.get(department or "", ()) if each not in self.left]
        return min(theirs, key=lambda each: (self.tasks[each], each), default=None)

    def _nearest(self, squad: str, place: Position) -> list[str]:
        """The officers of a squad: those on duty first, by distance and by what they have in hand."""

        def rank(person: str) -> tuple[bool, float, str]:
            where = self.places.get(person)
            away_m = _FAR_M if where is None else distance_m(where, place)
            return person not in self.places, away_m + self.tasks[person] * _A_TASK_M, person

        return sorted((each for each in self.cast.officers[squad] if each not in self.left), key=rank)

    def _account(self, person: str | None) -> list[str]:
        account = self.cast.of_person.get(person or "")
        return [] if account is None or person in self.left else [account]

    def _leader(self, case: CaseSeen) -> list[str]:
        return self._account(self.cast.leaders.get(case.squad or ""))

    def _chiefs(self, case: CaseSeen) -> Sequence[str]:
        return _from(self.cast.chiefs, case.key)

    def _approvers(self, case: CaseSeen) -> list[str]:
        assert case.asked is not None, "something waits for consent"
        order = [*self._leader(case), *self._chiefs(case), *self.cast.managers]
        if case.asked.what is Approval.FORCE_CLOSE:
            order = order[::-1]
        return [each for each in order if each != case.asked.by and each not in case.asked.agreed]


def _has(case: CaseSeen) -> str | None:
    """Whose turn it is out on the streets."""
    if case.state in (CaseState.VERIFYING, CaseState.CHECKING):
        return case.checker
    return case.assignee if case.state in WITH_UNIT else None


def _is_for_the_leader(case: CaseSeen) -> bool:
    return case.asked is not None and case.asked.what in _LEADERS_CONSENT and not case.asked.agreed


def _from(accounts: Sequence[str], key: int) -> list[str]:
    """All of them, each case beginning with another one."""
    start = key % len(accounts)
    return [*accounts[start:], *accounts[:start]]
