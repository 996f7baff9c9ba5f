"""The gates kept ready: read anew only when gates, places, permits or the register changed."""

from __future__ import annotations

from datetime import tzinfo
from typing import Final

from dashboard.domain.feeds import Feed
from dashboard.domain.triage.gates import Gatekeeper
from dashboard.ports.gates import GateReads

_READ_FOR: Final = (Feed.GATES, Feed.REGISTRY)


class GateBook:
    """Holds what judges the events of cameras; between changes an event costs no read."""

    def __init__(self, store: GateReads, zone: tzinfo) -> None:
        self._store = store
        self._zone = zone
        self._read: tuple[int, ...] | None = None
        self.keeper = Gatekeeper(zone=zone)

    def refresh(self, revisions: dict[Feed, int] | None = None) -> None:
        """Read what has a new revision. Raises Unavailable."""
        known = self._store.revisions() if revisions is None else revisions
        wanted = tuple(known.get(feed, 0) for feed in _READ_FOR)
        if wanted == self._read:
            return
        store = self._store
        self.keeper = Gatekeeper.of(store.gates(), store.allowances(), store.spots(), self._zone)
        self._read = wanted
