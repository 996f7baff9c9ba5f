"""Use case: somebody on the streets looks at what is theirs to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dashboard.domain.cases.permits import sight_of
from dashboard.domain.cases.photo_roles import Shot
from dashboard.domain.cases.queries import CaseQuery
from dashboard.domain.cases.records import Case
from dashboard.domain.cases.states import Action
from dashboard.domain.cases.tasks import MOST_TASKS, CaseTask, Doer, TaskKind, kind_of
from dashboard.domain.cases.timing import Frozen
from dashboard.domain.catalogue.records import AreaClass, Standard
from dashboard.domain.catalogue.tree import Catalogue
from dashboard.domain.rights import Actor, Permission, decide_any
from dashboard.errors import Forbidden
from dashboard.ports.cases import CaseStore
from dashboard.ports.operations import Clock
from dashboard.services.access import require
from dashboard.services.cases.reading import actions_of
from dashboard.services.cases.rules import CaseRules

STREET_RIGHTS = (Permission.HANDLE_CASES, Permission.CHECK_CASES)
"""Of these each is enough to have tasks."""


class CaseTasks:
    """Tasks of whoever asks. Raises Forbidden, Unavailable."""

    def __init__(self, store: CaseStore, rules: CaseRules, clock: Clock) -> None:
        self._store = store
        self._rules = rules
        self._clock = clock

    def mine(self, actor: Actor) -> Sequence[CaseTask]:
        """Return what the actor has, may take for the own squad or department, or shall verify or check.

        An account that belongs to no person has no tasks.
        """
        decision = decide_any(actor, STREET_RIGHTS)
        if not decision.allowed:
            raise Forbidden(decision.why)
        if actor.person is None:
            return ()
        with self._store.look() as work:
            doer = Doer(actor.person, actor.squad, work.department_of(actor.person))
            found = work.tasks_of(doer, MOST_TASKS)
            shots = work.shots_of([case.case_key for case in found])
        return list(_told(found, shots, self._rules.catalogue_or_none(), actor))

    def unattended(self, actor: Actor, squad: str | None = None) -> int:
        """Return how many open cases of a squad (None: of all) the actor sees whose handler or checker is gone.

        The list of cases shows them (`CaseQuery.unattended`).
        """
        require(actor, Permission.VIEW_CASES)
        query = CaseQuery(sight=sight_of(actor), squad=squad, unattended=True)
        with self._store.look() as work:
            return work.count_cases(query, self._clock())


def _told(
    cases: Sequence[Case], shots: Mapping[int, Sequence[Shot]], catalogue: Catalogue | None, actor: Actor
) -> Iterator[CaseTask]:
    """What somebody else must let go first, or nobody here may take, is no task."""
    for case in cases:
        kind, actions = kind_of(case), actions_of(case, actor)
        is_own = kind is not TaskKind.HANDLE or case.units.assignee == actor.person
        if is_own or Action.ACCEPT in actions:
            own_shots = tuple(shots.get(case.case_key, ()))
            yield CaseTask(case, kind, is_own, actions, own_shots, _standard(catalogue, case))


def _standard(catalogue: Catalogue | None, case: Case) -> Standard | None:
    """The one that was frozen into it at the filing; of a report the one that would hold."""
    if catalogue is None:
        return None
    frozen = Frozen.from_json(case.clocks.frozen)
    area_class = AreaClass(frozen.area_class) if frozen.area_class else case.place.area_class
    chosen = catalogue.standard_for(case.category, frozen.condition or case.condition, area_class)
    return None if chosen is None else chosen.standard
