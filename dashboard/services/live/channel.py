"""Joins what arrives from the other processes with the board and the hub of this web process."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from dashboard.domain.data_quality import IngestCounts
from dashboard.domain.feeds import FOLLOWED
from dashboard.ports.operations import Clock
from dashboard.ports.parts import FeedReads
from dashboard.services.broker_health import BrokerCounters
from dashboard.services.live.board import Board
from dashboard.services.live.hub import LiveHub
from dashboard.services.live.pace import FramePace

log = logging.getLogger(__name__)

_RESUME_OVERLAP_MS: Final = 3_000
"""What a client saw last may have been under way for so long; an entry told twice does no harm."""


@dataclass
class LiveChannel:
    """What this process hears: frames for the board and the hub, the words of other processes, and what was missed."""

    hub: LiveHub
    board: Board
    clock: Clock
    feeds: FeedReads
    frames: int = 0
    heard_ms: int = 0
    processes: dict[str, dict[str, Any]] = field(default_factory=dict)
    broker_counters: BrokerCounters = field(default_factory=BrokerCounters)
    pace: FramePace = field(init=False)

    def __post_init__(self) -> None:
        self.pace = FramePace(self.clock)

    def on_frame(self, payload: bytes) -> None:
        """Take in a live frame from an ingest or worker process; one that cannot be read is left out."""
        begun_s = time.thread_time()
        try:
            text = payload.decode()
            frame = json.loads(text)
            self.board.apply(frame["assets"], self.clock() // 1000)
        except (ValueError, KeyError, TypeError) as error:
            log.warning("a live frame could not be read: %s", error)
            return
        self.frames += 1
        self.heard_ms = self.clock() // 1000
        self.hub.publish_threadsafe(text, self.clock())
        self.pace.count_frame(time.thread_time() - begun_s)

    def on_status(self, process: str, payload: bytes) -> None:
        """Remember how a process says it is; unreadable words count as offline, none at all as gone for good."""
        if not payload:
            self.processes.pop(process, None)
            return
        try:
            status = json.loads(payload)
        except ValueError:
            status = {}
        self.processes[process] = {**(status if isinstance(status, dict) else {}), "heard_us": self.clock()}

    def reload(self) -> None:
        """Load the board again and tell the pages the newest revisions; call it off the event loop.

        Raises Unavailable.
        """
        self.board.load()
        self._publish([])

    def catch_up(self) -> None:
        """Tell the pages what changed while this process could not hear; call it off the event loop.

        Where that is too much, the pages load everything anew. Raises Unavailable.
        """
        self.board.load()
        self._publish(self.board.changed_since(self.heard_ms - _RESUME_OVERLAP_MS))

    def _publish(self, changed: list[dict[str, Any]] | None) -> None:
        self.hub.publish_threadsafe(self._encode_news(changed), self.clock())

    def ingest_counts(self) -> IngestCounts | None:
        """Return what all ingest processes counted since they started; None when none was heard of."""
        told = [status for name, status in self.processes.items() if name.startswith("ingest") and "received" in status]
        if not told:
            return None
        fields = {"received": "received", "committed": "accepted", "repeated": "repeated"}
        fields |= {"quarantined": "quarantined", "unmapped": "unmapped"}
        counts = {name: sum(int(status[key]) for status in told) for name, key in fields.items()}
        return IngestCounts(**counts, refused=sum(sum(refused_by_reason(status).values()) for status in told))

    def missed(self, since: int | None, epoch: str, moment_ms: int | None) -> str | None:
        """Return the body of one frame with all that a client missed which cannot resume by number.

        None: it missed nothing, or can resume. Raises Unavailable.
        """
        if since is None or self.hub.can_resume(since, epoch):
            return None
        changed = None if moment_ms is None else self.board.changed_since(moment_ms - _RESUME_OVERLAP_MS)
        return self._encode_news(changed)

    def _encode_news(self, changed: list[dict[str, Any]] | None) -> str:
        """The body of a frame with these asset entries, or with the word to start anew when they are too many.

        It has the revision of every feed that pages follow: whoever knows an older one asks again.
        """
        known = self.feeds.revisions()
        feeds = {feed.value: known[feed] for feed in FOLLOWED if feed in known}
        said = {"reset": True} if changed is None else {"assets": changed}
        return json.dumps({**said, "feeds": feeds}, ensure_ascii=False)


def refused_by_reason(status: Mapping[str, Any], what: str = "refused") -> dict[str, int]:
    """Return how many values (or `positions_refused`) an ingest process did not take, by reason, as it says itself."""
    refused = status.get(what)
    if not isinstance(refused, Mapping):
        return {}
    return {str(code): int(count) for code, count in refused.items() if isinstance(count, int)}
