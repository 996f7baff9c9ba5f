"""Use case: how quick a squad is, when it has most to do, and where the same comes again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, tzinfo
from typing import Final, NamedTuple

from dashboard.domain.cases.similar import RECURS_WITHIN_US
from dashboard.domain.rights import Actor
from dashboard.domain.roster.duty import day_of
from dashboard.domain.squads.hours import Heat, by_offset, days_like, heat_of
from dashboard.domain.squads.periods import SquadPeriod, spans_of
from dashboard.domain.squads.places import MOST_PLACES, RecurrentPlace, merged, place_of
from dashboard.domain.squads.readouts import CaseScope
from dashboard.domain.squads.speeds import SpeedBoard
from dashboard.ports.operations import Clock
from dashboard.ports.squads import SquadStore
from dashboard.services.cases.calendars import Calendars
from dashboard.services.squads.scope import require_figures, require_squad, scope_of

SPOTS: Final = 120
LOOKED_AT: Final = 12
"""So many places are counted exactly."""


class HotSpots(NamedTuple):
    """When most comes, and where the same comes again; `lines` is what street lines are called."""

    heat: Heat
    places: Sequence[RecurrentPlace]
    lines: Mapping[str, str]
    today: date


class SquadFigures:
    """Figures without names of people. Raises Forbidden, Unavailable."""

    def __init__(self, store: SquadStore, calendars: Calendars, clock: Clock, zone: tzinfo) -> None:
        self._store = store
        self._calendars = calendars
        self._clock = clock
        self._zone = zone

    def speeds(self, actor: Actor, squad: str | None, period: SquadPeriod) -> SpeedBoard:
        """Return the medians of a squad beside those of everybody and of the time before."""
        require_figures(actor, squad)
        spans, scope, everybody = spans_of(period, self._clock(), self._zone), CaseScope(squad=squad), CaseScope()
        with self._store.look() as work:
            return SpeedBoard(
                work.speeds(scope, spans.now), work.speeds(everybody, spans.now), work.speeds(scope, spans.before)
            )

    def hot_spots(self, actor: Actor, squad: str | None) -> HotSpots:
        """Return the hours of the last 30 days like today, and the places of 90 days."""
        require_squad(actor, squad)
        now_us = self._clock()
        today, since_us = day_of(now_us, self._zone), now_us - RECURS_WITHIN_US
        with self._store.look() as work:
            scope, calendar = scope_of(work, actor, squad), self._calendars.in_force(work)
            days = days_like(today, calendar.is_worked)
            counts = [each for group in by_offset(days, self._zone) for each in work.hour_counts(scope, group)]
            offset_us = by_offset([today], self._zone)[0].offset_us
            spots = merged(work.closed_spots(scope, since_us, SPOTS))[:LOOKED_AT]
            places = [place_of(spot, work.spot_hours(scope, spot, since_us, offset_us)) for spot in spots]
            found = sorted((each for each in places if each is not None), key=lambda each: -each.cases)[:MOST_PLACES]
            nodes = work.area_nodes({each.line for each in found if each.line})
        heat = heat_of(counts, len(days), is_worked=calendar.is_worked(today))
        return HotSpots(heat, found, {code: node.name for code, node in nodes.items()}, today)
