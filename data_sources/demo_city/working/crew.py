"""Who takes a part: those on duty of the right squad, the nearest with the least to do first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from dashboard.domain.cases.records import Approval
from dashboard.domain.cases.states import WITH_UNIT
from dashboard.domain.coordinates import Position, distance_m
from data_sources.demo_city.working.cast import Cast
from data_sources.demo_city.working.deeds import By
from data_sources.demo_city.working.seen import CaseSeen

_A_TASK_M: Final = 400.0
"""A task in hand keeps as long as so many metres more to walk."""
_FAR_M: Final = 5_000.0
_TRIED: Final = 3


@dataclass
class Crew:
    """The cast with who of them is on duty, where, and how much each has in hand; looked up anew now and then."""

    cast: Cast
    squads: Mapping[str, str]
    """The squad of each area, by code."""
    places: dict[str, Position | None] = field(default_factory=dict)
    """Where those on duty are, by the number of the person."""
    tasks: Counter[str] = field(default_factory=Counter)

    def hear_positions(self, features: Iterable[Mapping[str, Any]]) -> None:
        """Take over who is on duty now."""
        told = ((each["properties"]["number"], each["geometry"]) for each in features)
        self.places = {
            number: None if geometry is None else Position(*geometry["coordinates"][:2]) for number, geometry in told
        }

    def count_tasks(self, cases: Iterable[CaseSeen]) -> None:
        """Take over who has how much in hand."""
        self.tasks = Counter(each.assignee for each in cases if each.assignee and each.state in WITH_UNIT)

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

    def checker(self, case: CaseSeen) -> str:
        """Return the person who verifies or checks on the spot: not who handled it, if anybody else is there."""
        squad = self.squads.get(case.area or "") or case.squad or min(self.cast.officers)
        near = self._nearest(squad, case.place)
        return next((each for each in near if each != case.assignee), near[0])

    def handler(self, department: str | None) -> str | None:
        """Return who of a department has the least to do; None where nobody of it works at Xiuhua."""
        return min(
            self.cast.handlers.get(department or "", ()), key=lambda each: (self.tasks[each], each), default=None
        )

    def reporter(self, area: str | None, place: Position) -> str:
        """Return the account of who is out there, or about to be."""
        squad = self.squads.get(area or "") or min(self.cast.officers)
        return self.cast.of_person[self._nearest(squad, place)[0]]

    def _takers(self, case: CaseSeen) -> list[str]:
        squads = [squad for squad in (case.squad, case.second_squad) if squad and squad in self.cast.officers]
        return [self.cast.of_person[each] for squad in squads for each in self._nearest(squad, case.place)[:_TRIED]]

    def _nearest(self, squad: str, place: Position) -> list[str]:
        """The officers of a squad: those on duty first, by distance and by what they have in hand."""

        def rank(person: str) -> tuple[bool, float, str]:
            where = self.places.get(person)
            away_m = _FAR_M if where is None else distance_m(where, place)
            return person not in self.places, away_m + self.tasks[person] * _A_TASK_M, person

        return sorted(self.cast.officers[squad], key=rank)

    def _account(self, person: str | None) -> list[str]:
        account = self.cast.of_person.get(person or "")
        return [] if account is None else [account]

    def _leader(self, case: CaseSeen) -> list[str]:
        leader = self.cast.leaders.get(case.squad or "")
        return [] if leader is None else [leader]

    def _chiefs(self, case: CaseSeen) -> Sequence[str]:
        return _from(self.cast.chiefs, case.key)

    def _approvers(self, case: CaseSeen) -> list[str]:
        assert case.asked is not None, "something waits for consent"
        order = [*self._leader(case), *self._chiefs(case), *self.cast.managers]
        if case.asked.what is Approval.FORCE_CLOSE:
            order = order[::-1]
        return [each for each in order if each != case.asked.by and each not in case.asked.agreed]


def _from(accounts: Sequence[str], key: int) -> list[str]:
    """All of them, each case beginning with another one."""
    start = key % len(accounts)
    return [*accounts[start:], *accounts[:start]]
