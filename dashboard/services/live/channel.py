"""Joins what arrives from the other processes with the board and the hub of this web process."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from dashboard.domain.readouts import IngestCounts
from dashboard.ports.operations import Clock
from dashboard.services.live.board import Board
from dashboard.services.live.hub import LiveHub

log = logging.getLogger(__name__)

_RESUME_OVERLAP_MS: Final = 3_000


@dataclass
class LiveChannel:
    """Frames in on the network thread, board and hub up to date, questions of reconnecting clients answered."""

    hub: LiveHub
    board: Board
    clock: Clock
    frames: int = 0
    heard_ms: int = 0
    processes: dict[str, dict[str, Any]] = field(default_factory=dict)

    def on_frame(self, payload: bytes) -> None:
        """A live frame from an ingest or worker process."""
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

    def on_status(self, process: str, payload: bytes) -> None:
        """A process says how it is; unreadable words count as offline."""
        try:
            status = json.loads(payload)
        except ValueError:
            status = {}
        self.processes[process] = {**(status if isinstance(status, dict) else {}), "heard_us": self.clock()}

    def reload(self) -> None:
        """Loads the board again and tells the pages that assets changed; call it off the event loop."""
        self.board.load()
        moment_us = self.clock()
        self.hub.publish_threadsafe(json.dumps({"assets": [], "feeds": {"registry": moment_us // 1000}}), moment_us)

    def catch_up(self) -> None:
        """Tells the pages what changed while this process could not hear; call it off the event loop.

        Where that is too much, the pages load everything anew.
        """
        self.board.load()
        changed = self.board.changed_since(self.heard_ms - _RESUME_OVERLAP_MS)
        if changed is None:
            self.hub.reset_threadsafe()
            return
        body = json.dumps({"assets": changed, "feeds": self.catch_up_feeds()}, ensure_ascii=False)
        self.hub.publish_threadsafe(body, self.clock())

    def ingest_counts(self) -> IngestCounts | None:
        """What all ingest processes counted since they started; None when none was heard of."""
        told = [status for name, status in self.processes.items() if name.startswith("ingest") and "received" in status]
        if not told:
            return None
        fields = {"received": "received", "committed": "accepted", "repeated": "repeated"}
        fields |= {"quarantined": "quarantined", "unmapped": "unmapped"}
        return IngestCounts(**{name: sum(int(status[key]) for status in told) for name, key in fields.items()})

    def missed(self, since: int | None, epoch: str, moment_ms: int | None) -> str | None:
        """The body of one frame with all that a client missed which cannot resume by number; None: start anew."""
        if since is None or moment_ms is None or self.hub.can_resume(since, epoch):
            return None
        changed = self.board.changed_since(moment_ms - _RESUME_OVERLAP_MS)
        if changed is None:
            return None
        return json.dumps({"assets": changed, "feeds": self.catch_up_feeds()}, ensure_ascii=False)

    def catch_up_feeds(self) -> Mapping[str, int]:
        """Every feed with a revision that no page has seen, so that all of them ask again."""
        moment = self.clock() // 1000
        return {"alarms": moment, "camera_events": moment, "registry": moment, "walls": moment}
