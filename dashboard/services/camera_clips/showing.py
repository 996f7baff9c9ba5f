"""Use case: play a clip to whom a case that carries it is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from dashboard.domain.camera_clips import Clip
from dashboard.domain.cases.permits import sight_of
from dashboard.domain.durations import MINUTE_US
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.text import Text
from dashboard.errors import NotFound
from dashboard.ports.camera_clips import ClipFiles, ClipStore
from dashboard.ports.operations import Clock
from dashboard.services.access import require
from dashboard.services.remembered import Remembered

_NONE: Final = Text(
    "没有这段录像，或您看不到它；过了保存期限的录像已删除",
    "there is no such clip, or you may not see it; clips go when their time is over",
)
_NOTED_EVERY_US: Final = 10 * MINUTE_US


class ClipShowing:
    """Says where the file is. Faces in a film are not blurred: it takes the right to clear pictures of cameras.

    That somebody looks is noted, once in ten minutes for each clip. Raises Forbidden, NotFound, Unavailable.
    """

    def __init__(self, store: ClipStore, files: ClipFiles, clock: Clock) -> None:
        self._store = store
        self._files = files
        self._clock = clock
        self._noted = Remembered()

    def file(self, digest: str, actor: Actor) -> tuple[Clip, Path]:
        """Return the clip, and its file."""
        require(actor, Permission.VIEW_CASES)
        require(actor, Permission.SEE_CLEAR_PICTURES)
        with self._store.look() as work:
            clip = work.clips([digest]).get(digest) if work.clips_in_sight(sight_of(actor), [digest]) else None
        path = self._files.path(digest) if clip else None
        if clip is None or path is None:
            raise NotFound(_NONE)
        at_us = self._clock()
        self._noted.get((actor.name, digest), at_us // _NOTED_EVERY_US, lambda: self._write(digest, actor, at_us))
        return clip, path

    def _write(self, digest: str, actor: Actor, at_us: int) -> bool:
        with self._store.begin() as work:
            work.note_in_audit(actor, "play_clip", digest, {}, at_us)
        return True
