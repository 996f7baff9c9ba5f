"""Where what is allowed, for the map, and how many such places there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import NamedTuple

from dashboard.domain.readings import from_us
from dashboard.domain.rights import Actor, Permission, decide
from dashboard.domain.triage.allowances import Allowance
from dashboard.ports.gates import GateReads
from dashboard.ports.operations import Clock
from dashboard.services.access import require


class AllowanceNow(NamedTuple):
    """A place or permit, and whether it holds at this moment."""

    allowance: Allowance
    is_open: bool


class Allowances:
    """The reads. Raises Forbidden, Unavailable."""

    def __init__(self, store: GateReads, clock: Clock, zone: tzinfo) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def now(self, actor: Actor) -> Sequence[AllowanceNow]:
        """Return every place, and every permit that has not run out, that lies somewhere."""
        require(actor, Permission.VIEW_OPERATIONS)
        now_us = self._clock()
        today = from_us(now_us).astimezone(self._zone).date()
        there = [each for each in self._store.allowances() if each.until_day >= today]
        return [
            AllowanceNow(each, each.is_open(now_us, self._zone)) for each in there if each.ground.middle is not None
        ]

    def count(self, actor: Actor) -> int:
        """Return how many these are; 0 for whoever may not see them."""
        return len(self.now(actor)) if decide(actor, Permission.VIEW_OPERATIONS).allowed else 0
