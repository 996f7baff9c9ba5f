"""The worker's part of the gates: what was held is judged again when time may have changed it."""

from __future__ import annotations

from typing import Final

from dashboard.domain.feeds import Feed
from dashboard.ports.gates import GateStore
from dashboard.ports.operations import LiveNotifier
from dashboard.services.triage.gate_book import GateBook

AT_ONCE: Final = 500


class LettingThrough:
    """Lets held events into the queue when they have stood long enough, or count by now."""

    def __init__(self, store: GateStore, book: GateBook, notifier: LiveNotifier) -> None:
        self._store = store
        self._book = book
        self._notifier = notifier

    def turn(self, now_us: int) -> int:
        """Judge what is due; return how many events went into the queue. Raises Unavailable."""
        self._book.refresh()
        with self._store.look() as work:
            due = work.due_finds(now_us, AT_ONCE)
        if not due:
            return 0
        with self._store.begin() as work:
            passed = 0
            for event_key, find in due:
                passage = self._book.keeper.judge(find, now_us)
                passed += work.pass_find(event_key, passage, now_us) and passage.because is None
            feeds = work.bump([Feed.CAMERA_EVENTS]) if passed else {}
        if feeds:
            self._notifier.publish([], feeds)
        return passed
