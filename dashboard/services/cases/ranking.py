"""Who comes into question for a case, as one transaction sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Any, Final, NamedTuple

from dashboard.domain.cases.candidates import Candidate, Grounds, by_place, rank
from dashboard.domain.cases.records import Case
from dashboard.domain.durations import DAY_US
from dashboard.domain.people.answering import AreaNode, areas_up
from dashboard.domain.squads.merging import standing
from dashboard.ports.cases import CaseWork
from dashboard.ports.operations import Clock
from dashboard.services.cases.rules import CaseRules
from dashboard.services.positions.recording import read_duty

PRACTICE_US: Final = 90 * DAY_US


class Surroundings(NamedTuple):
    """The areas around a case, the lowest first, and what they are."""

    path: Sequence[str]
    nodes: Mapping[str, AreaNode]


class CandidateRanking:
    """Ranks candidates; what it reads is the same for one case and for ten thousand."""

    def __init__(self, rules: CaseRules, clock: Clock, zone: tzinfo) -> None:
        self._rules = rules
        self._clock = clock
        self._zone = zone

    def ranked(
        self, work: CaseWork, case: Case, around: Surroundings, squad: str | None = None
    ) -> tuple[Candidate, ...]:
        """Return the candidates, the best first, a few of each kind; of one squad only its people."""
        at_us = self._clock()
        keys, positions = work.person_keys(), work.person_positions()
        handled, like_it = work.departments_that_had(case.category, at_us - PRACTICE_US)
        grounds = Grounds(
            lon=case.place.lon,
            lat=case.place.lat,
            path=around.path,
            areas=around.nodes,
            holders=work.area_holders(around.path),
            words=[each.name for each in self._rules.catalogue().path(case.category)] or [case.category_name],
            owner=owner_in(work, case),
            squads=standing(work.squads()) if squad is None else (),
            departments=work.departments() if squad is None else (),
            people=[each for each in work.people() if squad in (None, each.squad)],
            on_duty=read_duty(work, at_us, self._zone).on_duty(at_us).keys(),
            positions={number: positions[key] for number, key in keys.items() if key in positions},
            loads=work.open_loads(),
            handled=handled,
            like_it=like_it,
            now_us=at_us,
        )
        return rank(grounds)


def ranked_by_place(work: CaseWork, case: Case, around: Surroundings, at_us: int) -> tuple[Candidate, ...]:
    """Return the candidates by place and owner alone, for a transaction that others wait for."""
    grounds = Grounds(
        lon=case.place.lon,
        lat=case.place.lat,
        path=around.path,
        areas=around.nodes,
        owner=owner_in(work, case),
        squads=standing(work.squads()),
        departments=work.departments(),
        now_us=at_us,
    )
    return by_place(grounds)


def surroundings(work: CaseWork, case: Case) -> Surroundings:
    """Return the areas around a case."""
    nodes = work.area_nodes(case.place.areas)
    return Surroundings(areas_up(nodes, nodes), nodes)


def owner_in(work: CaseWork, case: Case) -> str:
    """Return who owns the component that a case is about; empty when nobody says."""
    return "" if case.origin.asset_id is None else work.asset_owner(case.origin.asset_id)


def shown_candidate(candidate: Candidate) -> dict[str, Any]:
    """Return a candidate for programs, and as a decision keeps it."""
    told = candidate._asdict()
    return {**told, "kind": candidate.kind.value, "why": [each._asdict() for each in candidate.why]}
