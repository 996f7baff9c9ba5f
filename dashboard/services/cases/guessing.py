"""Use case: guess what somebody is about to report, so that one tap says it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Final

from dashboard.domain.cases.guessing import (
    CLOSE_M,
    LOOKS_BACK_US,
    Here,
    Outset,
    PastReport,
    Surrounding,
    likeliest,
)
from dashboard.domain.cases.placing import Spot, beyond_m, outside_city, place_in
from dashboard.domain.coordinates import Position, position_problem
from dashboard.domain.grid import AreaLevel
from dashboard.domain.positions.areas import PatrolArea
from dashboard.domain.positions.fences import outside_m
from dashboard.domain.rights import Actor, Permission
from dashboard.errors import BadInput
from dashboard.ports.cases import CaseStore, CaseWork
from dashboard.ports.operations import Clock
from dashboard.services.access import require
from dashboard.services.cases.rules import CaseRules

MOST_READ: Final = 4000
ENOUGH: Final = 10
"""With fewer cases around, those of the whole city are asked instead."""


class CaseGuesses:
    """Raises Forbidden, BadInput for a position that there is not and without a catalogue, Unavailable."""

    def __init__(self, store: CaseStore, rules: CaseRules, clock: Clock, zone: tzinfo) -> None:
        self._store = store
        self._rules = rules
        self._clock = clock
        self._zone = zone

    def likely(self, position: Position | None, actor: Actor) -> Outset:
        """Return what a report from there and now is probably about; of sub-categories of today only."""
        require(actor, Permission.REPORT_CASES)
        if position is not None and (problem := position_problem(*position)) is not None:
            raise BadInput(problem)
        catalogue, at_us = self._rules.catalogue(), self._clock()
        names = {each.code: each.name for each in catalogue.in_order if not catalogue.children(each.code)}
        with self._store.look() as work:
            areas = [] if position is None else work.patrol_areas()
            past = _past(work, areas, position, at_us - LOOKS_BACK_US)
        guesses = likeliest(past, Here(at_us, self._zone, position), names)
        return Outset(guesses, Surrounding() if position is None else _surrounding(areas, position))


def _past(
    work: CaseWork, areas: Sequence[PatrolArea], position: Position | None, since_us: int
) -> Sequence[PastReport]:
    """Those of the grids within 200 m; where there are few, those of the whole city."""
    if position is not None:
        spot = Spot(position.lon, position.lat)
        grids = (each for each in areas if each.level != AreaLevel.LINE and each.shape.polygons)
        near = [each.code for each in grids if outside_m(spot, each.shape.polygons) <= CLOSE_M]
        past = work.past_reports(near, since_us, MOST_READ)
        if len(past) >= ENOUGH:
            return past
    return work.past_reports(None, since_us, MOST_READ)


def _surrounding(areas: Sequence[PatrolArea], position: Position) -> Surrounding:
    names = {each.code: each.name for each in areas}
    found = place_in(areas, *position)
    problem = None if found.area or found.line else outside_city(beyond_m(areas, *position))
    return Surrounding(names.get(found.area or "", ""), names.get(found.line or "", ""), problem)
