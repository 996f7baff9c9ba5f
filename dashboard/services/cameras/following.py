"""One camera that is asked for its events, on a thread of its own: asked, heard, asked anew."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from typing import Any, Final

from dashboard.domain.camera_pictures import CameraAccess
from dashboard.domain.camera_pulls import PULL_TOPIC, LoginRefused, PullStanding, PullState, pause_s
from dashboard.domain.readings import Delivery
from dashboard.errors import Unavailable
from dashboard.ports.ingest import CameraPull
from dashboard.ports.operations import Clock
from dashboard.services.ingest.lanes import Lanes

log = logging.getLogger(__name__)

_ROOM_S: Final = 1.0
"""How long it waits for room in its lane before it looks whether it is told to stop."""


@dataclass
class Follower:
    """Follows one camera until told to stop. `standing` tells how it goes; it is replaced, never changed."""

    access: CameraAccess
    pull: CameraPull
    lanes: Lanes
    clock: Clock
    standing: PullStanding
    stop: threading.Event = field(default_factory=threading.Event)
    _failures: int = 0

    def run(self) -> None:
        """Go on until told to stop; what goes wrong is told once, and once when it is well again."""
        while not self.stop.is_set():
            self.stop.wait(self._ask())

    def _ask(self) -> float:
        """Ask until the camera ends it; return how long to wait before it is asked anew."""
        try:
            self._hear_all()
        except Unavailable as error:
            self._failures += 1
            is_refused = isinstance(error, LoginRefused)
            self._tell(PullState.REFUSED if is_refused else PullState.AWAY, error.told.en if error.told else str(error))
            return pause_s(self._failures, is_refused=is_refused)
        except Exception as error:
            log.exception("the camera %s could not be followed; it is asked anew", self.access.camera)
            self._failures += 1
            self._tell(PullState.AWAY, type(error).__name__)
            return pause_s(self._failures, is_refused=False)
        return self.pull.every_s

    def _hear_all(self) -> None:
        """Take in what it tells; once everything is recorded that it told by now, the mark moves on."""
        asked_us, waiting = self.clock(), list[Future[Any]]()
        for payload in self.pull.ask(self.access, self.standing.mark_us):
            if self.stop.is_set():
                return
            self._note_heard()
            waiting = [each for each in (*waiting, self._hand_over(payload)) if each is not None and not each.done()]
        while waiting:
            if self.stop.is_set():
                return
            waiting = list(wait(waiting, _ROOM_S).not_done)
        self._note_heard(0)
        self.standing = self.standing._replace(mark_us=asked_us)

    def _hand_over(self, payload: bytes) -> Future[Any] | None:
        """Wait for room: meanwhile this camera waits, and no other."""
        while not self.stop.is_set():
            topic = f"{PULL_TOPIC}{self.access.camera}"
            taken = self.lanes.offer(
                self.access.camera, self.access.events, Delivery(topic, payload, self.clock()), _ROOM_S
            )
            if taken is not None:
                return taken
        return None

    def _note_heard(self, more: int = 1) -> None:
        self._failures = 0
        self._tell(PullState.LIVE, "")
        self.standing = self.standing._replace(heard_us=self.clock(), received=self.standing.received + more)

    def _tell(self, state: PullState, detail: str) -> None:
        if (state, detail) == (self.standing.state, self.standing.detail):
            return
        if state is not self.standing.state:
            log.log(
                logging.INFO if state is PullState.LIVE else logging.WARNING,
                "camera %s: %s",
                self.access.camera,
                detail or state,
            )
        self.standing = self.standing._replace(state=state, detail=detail, since_us=self.clock())
