"""Use case: count rounds and finds over any time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import NamedTuple

from dashboard.domain.camera_rounds.figures import RoundFigures, SeatFigures, round_figures
from dashboard.domain.cases.queries import CaseQuery
from dashboard.domain.cases.states import Source
from dashboard.domain.rights import Actor, Permission
from dashboard.ports.camera_rounds import CameraRoundStore
from dashboard.ports.operations import Clock
from dashboard.services.access import require
from dashboard.services.camera_rounds.walking import occasions_of


class RoundReport(NamedTuple):
    """Rounds and finds of a time: all rounds together, each by name, each seat, and the cases of seats by camera."""

    whole: RoundFigures
    rounds: Sequence[tuple[str, RoundFigures]]
    seats: Sequence[SeatFigures]
    cases: int


class RoundCounting:
    """Counts what is kept, each time anew. Raises Forbidden and Unavailable."""

    def __init__(self, store: CameraRoundStore, clock: Clock, zone: tzinfo) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def report(self, from_us: int, until_us: int, actor: Actor) -> RoundReport:
        """Return the figures of what was planned, looked at and reported from `from_us` to before `until_us`."""
        require(actor, Permission.VIEW_OPERATIONS)
        now_us = self._clock()
        with self._store.look() as work:
            occasions = occasions_of(work, from_us, until_us, self._zone)
            seats = work.seat_figures(from_us, until_us)
            reported = CaseQuery(source=Source.VIDEO_SEAT, from_us=from_us, until_us=until_us)
            cases = work.count_cases(reported, now_us)
        keys = {each.round_key: each.name for each in occasions}
        rounds = [
            (name, round_figures((each for each in occasions if each.round_key == key), now_us))
            for key, name in sorted(keys.items(), key=lambda item: (item[1], item[0]))
        ]
        return RoundReport(round_figures(occasions, now_us), rounds, seats, cases)
