"""Use case: whom a case may be given to, and why."""

from __future__ import annotations

from dashboard.domain.cases.candidates import Candidate
from dashboard.domain.cases.permits import assigns_only
from dashboard.domain.rights import Actor, Permission, Target
from dashboard.ports.cases import CaseStore
from dashboard.services.access import require, require_any
from dashboard.services.cases.moving import seen
from dashboard.services.cases.ranking import CandidateRanking, surroundings


class Dispatching:
    """Answers those who dispatch. Raises Forbidden, NotFound, Unavailable."""

    def __init__(self, store: CaseStore, ranking: CandidateRanking) -> None:
        self._store = store
        self._ranking = ranking

    def candidates(self, case_key: int, actor: Actor) -> tuple[Candidate, ...]:
        """Return whom the case may be given to, the best first, each with why; for who may dispatch it.

        Who leads the squad that has it is told of its people alone.
        """
        require_any(actor, (Permission.DISPATCH_CASES, Permission.HANDLE_CASES))
        with self._store.look() as work:
            case = seen(work, case_key, actor)
            around = surroundings(work, case)
            if assigns_only(case, actor):
                return self._ranking.ranked(work, case, around, case.units.squad)
            require(actor, Permission.DISPATCH_CASES, Target(squad=case.units.squad, areas=case.place.areas))
            return self._ranking.ranked(work, case, around)
