"""Pictures of events that came without one: the camera is asked what it shows, while that is still what happened."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, NamedTuple

from dashboard.domain.camera_events import CameraPicture, image_media_type, image_problem
from dashboard.domain.camera_pictures import CameraAccess, SealedAccess, still_address
from dashboard.domain.camera_pulls import LoginRefused, pause_s
from dashboard.domain.durations import SECOND_US
from dashboard.errors import Unavailable, UnreadablePayload
from dashboard.ports import cameras
from dashboard.ports.camera_stills import StillStore, WantedStill
from dashboard.ports.operations import Clock
from dashboard.ports.sealing import Sealing
from dashboard.services.ingest.recording import Ingest

log = logging.getLogger(__name__)

FRESH_US: Final = 15 * SECOND_US
"""What is older has changed meanwhile: a picture would show something else."""
_AT_ONCE: Final = 4
_MOST_WANTED: Final = 100
_AFTER_SILENCE_US: Final = 30 * SECOND_US


class _Asked(NamedTuple):
    wanted: WantedStill
    access: str
    answer: Future[bytes]


class Stills:
    """Asks a camera once for each event, and one that does not answer not again for a while.

    `look` is called by one thread, every second; it waits for no camera. Raises Unavailable.
    """

    def __init__(
        self,
        store: StillStore,
        sealing: Sealing,
        shows: cameras.CameraPicture,
        ingest: Ingest,
        clock: Clock,
        usual_paths: Mapping[str, str],
    ) -> None:
        self._store = store
        self._sealing = sealing
        self._shows = shows
        self._ingest = ingest
        self._clock = clock
        self._usual_paths = usual_paths
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="stills")
        self._asked: dict[int, _Asked] = {}
        self._done: dict[int, int] = {}
        self._not_before: dict[str, int] = {}

    def look(self) -> int:
        """Keep the pictures that have come, and ask for those that are wanted; return how many were kept."""
        kept = sum(self._settle(asked) for asked in list(self._asked.values()) if asked.answer.done())
        now_us = self._clock()
        self._done = {key: at_us for key, at_us in self._done.items() if at_us > now_us - 2 * FRESH_US}
        with self._store.look() as work:
            wanted = work.wanted_stills(now_us - FRESH_US, _MOST_WANTED)
            accesses = work.camera_accesses({name for each in wanted for name in _names(each.camera_ref)})
        for each in wanted:
            self._ask(each, next((accesses[name] for name in _names(each.camera_ref) if name in accesses), None))
        return kept

    def close(self) -> None:
        """Ask nobody any more."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _ask(self, wanted: WantedStill, kept: SealedAccess | None) -> None:
        is_busy = kept is not None and any(asked.access == kept.camera for asked in self._asked.values())
        if kept is None or is_busy or wanted.event_key in self._done or wanted.event_key in self._asked:
            return
        if self._clock() < self._not_before.get(kept.camera, 0):
            return
        url = still_address(kept, wanted.camera_ref, self._usual_paths)
        password = self._sealing.unseal(kept.sealed) if kept.sealed else ""
        if not url or password is None:
            return
        access = CameraAccess(camera=kept.camera, url=url, user=kept.user, password=password)
        answer = self._pool.submit(self._shows.picture, access)
        self._asked[wanted.event_key] = _Asked(wanted, kept.camera, answer)

    def _settle(self, asked: _Asked) -> int:
        wanted = asked.wanted
        del self._asked[wanted.event_key]
        self._done[wanted.event_key] = self._clock()
        try:
            image = asked.answer.result()
        except Unavailable as error:
            is_refused = isinstance(error, LoginRefused)
            pause_us = int(pause_s(1, is_refused=True) * SECOND_US) if is_refused else _AFTER_SILENCE_US
            self._not_before[asked.access] = self._clock() + pause_us
            log.info("%s gives no picture of its event: %s", asked.access, error)
            return 0
        return self._keep(wanted, image)

    def _keep(self, wanted: WantedStill, image: bytes) -> int:
        media_type = image_media_type(image)
        if media_type is None or image_problem(image) is not None:
            return 0
        still = CameraPicture(
            camera_ref=wanted.camera_ref, label=wanted.label, at_us=self._clock(), image=image, media_type=media_type
        )
        try:
            return int(self._ingest.record_still(wanted.event_key, still))
        except UnreadablePayload as error:
            log.info("the picture of %s cannot be kept: %s", wanted.camera_ref, error)
            return 0


def _names(camera_ref: str) -> tuple[str, ...]:
    """The names under which a camera may be asked: its own, and that of the recorder whose channel it is."""
    return (camera_ref, camera_ref.rpartition("/")[0]) if "/" in camera_ref else (camera_ref,)
