"""Who follows which camera: one thread for each that is asked for its events, as it is kept how they are reached."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from typing import Final

from dashboard.domain.camera_pictures import CameraAccess, SealedAccess
from dashboard.domain.camera_pulls import PullStanding, PullState
from dashboard.domain.durations import SECOND_US
from dashboard.ports.cameras import CameraAccessStore
from dashboard.ports.ingest import CameraPull
from dashboard.ports.operations import Clock
from dashboard.ports.sealing import Sealing
from dashboard.services.cameras.following import Follower
from dashboard.services.ingest.lanes import Lanes

log = logging.getLogger(__name__)

_TOLD_EVERY_US: Final = 15 * SECOND_US
"""How often it is written down that a camera was heard, while nothing else changes."""
_OTHER_KEY: Final = "the password was sealed under another SECRET_KEY: set it again"


class PullCrew:
    """Begins and ends followers, and writes down how they stand. `look` raises Unavailable; those who follow go on."""

    def __init__(
        self,
        store: CameraAccessStore,
        sealing: Sealing,
        pulls: Mapping[str, CameraPull],
        lanes: Lanes,
        clock: Clock,
    ) -> None:
        self._store = store
        self._sealing = sealing
        self._pulls = pulls
        self._lanes = lanes
        self._clock = clock
        self._followers: dict[str, tuple[SealedAccess, Follower]] = {}
        self._told: dict[str, PullStanding] = {}

    def look(self) -> None:
        """See to it that every camera is followed as it is kept, and write down what changed."""
        with self._store.look() as work:
            kept, standings = work.camera_accesses(), work.pulls()
        wanted = {name: each for name, each in kept.items() if each.events in self._pulls}
        for name in [name for name, (access, _) in self._followers.items() if wanted.get(name) != access]:
            self._dismiss(name)
        for name in wanted.keys() - self._followers.keys():
            self._begin(wanted[name], standings.get(name))
        self._write_down()

    def dismiss_all(self) -> None:
        """End all followers: each stops at the next that it hears."""
        for name in list(self._followers):
            self._dismiss(name)

    def counts(self) -> dict[str, int]:
        """Return how many cameras stand how."""
        states = [follower.standing.state for _, follower in self._followers.values()]
        return {state.value: states.count(state) for state in PullState}

    def _begin(self, kept: SealedAccess, before: PullStanding | None) -> None:
        password = self._sealing.unseal(kept.sealed) if kept.sealed else ""
        now_us = self._clock()
        mark_us, received = (before.mark_us, before.received) if before else (now_us, 0)
        standing = PullStanding(kept.camera, PullState.ASKED, "", now_us, None, mark_us, received)
        access = CameraAccess(
            camera=kept.camera, url=kept.events_url, user=kept.user, password=password or "", events=kept.events
        )
        follower = Follower(access, self._pulls[kept.events], self._lanes, self._clock, standing)
        self._followers[kept.camera] = (kept, follower)
        if password is None:
            follower.standing = standing._replace(state=PullState.REFUSED, detail=_OTHER_KEY)
            return
        threading.Thread(target=follower.run, daemon=True, name=f"camera {kept.camera}").start()

    def _dismiss(self, name: str) -> None:
        _, follower = self._followers.pop(name)
        follower.stop.set()
        self._told.pop(name, None)

    def _write_down(self) -> None:
        news = [follower.standing for _, follower in self._followers.values() if self._is_news(follower.standing)]
        if not news:
            return
        with self._store.begin() as work:
            kept = work.camera_accesses([each.camera for each in news])
            work.save_pulls([each for each in news if each.camera in kept])
        self._told.update({each.camera: each for each in news})

    def _is_news(self, standing: PullStanding) -> bool:
        told = self._told.get(standing.camera)
        if told is None or told._replace(heard_us=None, received=0) != standing._replace(heard_us=None, received=0):
            return True
        return (standing.heard_us or 0) - (told.heard_us or 0) >= _TOLD_EVERY_US
