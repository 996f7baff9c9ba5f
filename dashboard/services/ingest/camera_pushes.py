"""What cameras and platforms push in their own words: recorded together, and one that is loud delays no other."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from dashboard.domain.readings import Delivery
from dashboard.domain.text import Text
from dashboard.errors import TooManyTries
from dashboard.ports.operations import Clock
from dashboard.services.ingest.intake import Sorted
from dashboard.services.ingest.lanes import Lanes
from dashboard.services.ingest.pushes import Pushed, refusals_of
from dashboard.services.ingest.recording import Ingest

IN_FLIGHT: Final = 4
"""So many pushes of one sender may wait for their commit; the next is told to come again."""
_TOO_MANY: Final = Text("推送太快，请稍后再发", "too many pushes at once; send it again later")
HIKVISION: Final = "hikvision"
GAT1400: Final = "gat1400"


class CameraPushes:
    """Records pushes on one thread of its own: what comes while it commits is committed together."""

    def __init__(self, ingest: Ingest, clock: Clock) -> None:
        self._lanes = Lanes(ingest, most_waiting=IN_FLIGHT)
        self._clock = clock
        self._recorder = ThreadPoolExecutor(1, thread_name_prefix="camera pushes")

    def push(self, channel: str, body: bytes, sender: str) -> Future[Pushed]:
        """Return what becomes of it after the commit. Raises TooManyTries at once when the sender is too fast.

        The answer raises Unavailable when nothing can be recorded now.
        """
        delivery = Delivery(f"api/v1/camera-events/{channel}", body, self._clock())
        recorded = self._lanes.offer(f"{channel} {sender}", channel, delivery)
        if recorded is None:
            raise TooManyTries(_TOO_MANY, wait_s=1)
        return self._recorder.submit(self._settle, recorded, delivery)

    def close(self) -> None:
        """End the thread; what waits is recorded before."""
        self._recorder.shutdown()

    def _settle(self, recorded: Future[Sorted], delivery: Delivery) -> Pushed:
        while not recorded.done():
            self._lanes.turn(0)
        found = recorded.result()
        return Pushed(
            accepted=0,
            repeated=0,
            quarantined=len({id(row.delivery) for row in found.quarantined}),
            camera_events=len(found.camera_reports),
            problems=tuple(refusals_of(found, [delivery])),
            readable=True,
        )
