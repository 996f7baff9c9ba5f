"""Use case: which cases may be the same, and how often the same came at a place before."""

from __future__ import annotations

from typing import Final

from dashboard.domain.cases.permits import may_see
from dashboard.domain.cases.similar import NearQuery, Similar, SimilarCase, before, near_enough, same_as
from dashboard.domain.rights import Actor, Permission
from dashboard.ports.cases import CaseStore, CaseWork
from dashboard.ports.operations import Clock
from dashboard.services.access import require
from dashboard.services.cases.moving import seen

SHOWN: Final = 10
LOOKED_AT: Final = 100


class SimilarCases:
    """Suggestions; whether they are the same, people say. Raises Forbidden, NotFound, Unavailable."""

    def __init__(self, store: CaseStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def of_case(self, case_key: int, actor: Actor) -> Similar:
        """Return what the actor sees of what may be the same as a case."""
        require(actor, Permission.VIEW_CASES)
        with self._store.look() as work:
            case = seen(work, case_key, actor)
            found = _similar(work, case.category, case.place.lon, case.place.lat, case.times.reported_us)
            return _in_sight(work, found, actor, case_key)

    def of_place(self, category: str, lon: float, lat: float, actor: Actor) -> Similar:
        """Return what the actor sees of what may be the same as what is about to be reported."""
        require(actor, Permission.REPORT_CASES)
        with self._store.look() as work:
            return _in_sight(work, _similar(work, category, lon, lat, self._clock()), actor)


def duplicates_at(work: CaseWork, category: str, lon: float, lat: float, at_us: int) -> list[SimilarCase]:
    """Return the open cases that may be the same, the nearest first."""
    return _near(work, same_as(category, lon, lat, at_us), at_us)


def earlier_at(work: CaseWork, category: str, lon: float, lat: float, at_us: int) -> list[SimilarCase]:
    """Return the closed cases of the same place, the newest first."""
    found = _near(work, before(category, lon, lat, at_us), at_us)
    return sorted(found, key=lambda each: each.earlier_us)


def _similar(work: CaseWork, category: str, lon: float, lat: float, at_us: int) -> Similar:
    return Similar(duplicates_at(work, category, lon, lat, at_us), earlier_at(work, category, lon, lat, at_us))


def _near(work: CaseWork, query: NearQuery, at_us: int) -> list[SimilarCase]:
    return near_enough(query.lon, query.lat, at_us, work.cases_near(query, LOOKED_AT))


def _in_sight(work: CaseWork, found: Similar, actor: Actor, itself: int | None = None) -> Similar:
    def sees(near: SimilarCase) -> bool:
        case = work.case(near.case.case_key) if near.case.case_key != itself else None
        return case is not None and may_see(case, actor)

    return Similar(*([each for each in cases[: SHOWN + 1] if sees(each)][:SHOWN] for cases in found))
