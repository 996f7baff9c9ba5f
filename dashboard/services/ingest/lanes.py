"""What cameras tell at once: a short queue for each of them, recorded together and in turn."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from typing import Final, NamedTuple

from dashboard.domain.readings import Delivery
from dashboard.errors import Unavailable
from dashboard.ports.ingest import Recorded
from dashboard.services.ingest.intake import Sorted
from dashboard.services.ingest.recording import Ingest

log = logging.getLogger(__name__)

MOST_WAITING: Final = 50
MOST_BYTES: Final = 16 * 1024 * 1024
"""What may wait in one lane: a camera that tells more waits until that is recorded, and nobody else does."""
SHARE: Final = 8
"""So many of one lane are recorded together, then the next lane comes: a loud camera keeps no quiet one waiting."""
BATCH: Final = 100


class Waiting(NamedTuple):
    """A delivery in its lane, by the key of the source that reads it, and who waits for its end."""

    channel: str
    delivery: Delivery
    recorded: Future[Sorted]


class Lanes:
    """Takes deliveries by lane, and records what has come: one transaction for all lanes, a share of each.

    `offer` may be called by any thread; `turn` by one alone.
    """

    def __init__(self, ingest: Ingest, most_waiting: int = MOST_WAITING, most_bytes: int = MOST_BYTES) -> None:
        self._ingest = ingest
        self._most_waiting, self._most_bytes = most_waiting, most_bytes
        self._lanes: dict[str, deque[Waiting]] = {}
        self._bytes: dict[str, int] = {}
        self._changed = threading.Condition()

    def offer(self, lane: str, channel: str, delivery: Delivery, wait_s: float = 0.0) -> Future[Sorted] | None:
        """Return what becomes of the delivery once it is recorded; None when its lane is full, and stays so."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._has_room(lane), wait_s):
                return None
            waiting = Waiting(channel, delivery, Future())
            self._lanes.setdefault(lane, deque()).append(waiting)
            self._bytes[lane] = self._bytes.get(lane, 0) + len(delivery.payload)
            self._changed.notify_all()
            return waiting.recorded

    def turn(self, wait_s: float) -> int:
        """Record a share of each lane; return how many deliveries that were. Waits so long for the first one.

        Raises Unavailable: everything is kept in its place then.
        """
        with self._changed:
            self._changed.wait_for(lambda: bool(self._lanes), wait_s)
            taken = self._taken()
        try:
            self._record([each for _, each in taken])
        except Unavailable:
            self._put_back(taken)
            raise
        return len(taken)

    def _has_room(self, lane: str) -> bool:
        waiting = len(self._lanes.get(lane, ()))
        return waiting < self._most_waiting and self._bytes.get(lane, 0) < self._most_bytes

    def _taken(self) -> list[tuple[str, Waiting]]:
        """A share of each lane; those that were not reached come first next time."""
        taken: list[tuple[str, Waiting]] = []
        for lane in list(self._lanes):
            if len(taken) >= BATCH:
                break
            queue = self._lanes.pop(lane)
            taken += [(lane, queue.popleft()) for _ in range(min(SHARE, len(queue)))]
            if queue:
                self._lanes[lane] = queue
        for lane, each in taken:
            self._bytes[lane] -= len(each.delivery.payload)
        self._bytes = {lane: size for lane, size in self._bytes.items() if lane in self._lanes}
        self._changed.notify_all()
        return taken

    def _put_back(self, taken: Sequence[tuple[str, Waiting]]) -> None:
        with self._changed:
            for lane, each in reversed([pair for pair in taken if not pair[1].recorded.done()]):
                self._lanes.setdefault(lane, deque()).appendleft(each)
                self._bytes[lane] = self._bytes.get(lane, 0) + len(each.delivery.payload)

    def _record(self, taken: Sequence[Waiting]) -> None:
        """One transaction for all; when something in it cannot be recorded, one for each, and it goes to quarantine."""
        if not taken:
            return
        try:
            found = [self._ingest.read([each.delivery], each.channel) for each in taken]
            self._land(found)
        except Unavailable:
            raise
        except Exception as error:
            if len(taken) > 1:
                for each in taken:
                    self._record([each])
                return
            log.exception("what a camera told could not be recorded; it goes to quarantine")
            poison = self._ingest.poison(taken[0].delivery, taken[0].channel, error)
            found = [Sorted(quarantined=[poison])]
            self._land(found)
        for each, outcome in zip(taken, found, strict=True):
            each.recorded.set_result(outcome)

    def _land(self, found: Sequence[Sorted]) -> Recorded | None:
        whole = Sorted.whole(found)
        return None if whole.says_nothing else self._ingest.record_sorted(whole)
