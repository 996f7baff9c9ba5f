"""MJPEG of cameras, passed on: one connection to a camera however many watch, none when nobody does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Final

from dashboard.domain.camera_events import image_media_type
from dashboard.domain.camera_pictures import CameraAccess
from dashboard.domain.camera_streams import CUT_OFF, STALLED, STALLED_AFTER_S, Frame
from dashboard.errors import Unavailable, XiuhuaError
from dashboard.ports.cameras import CameraFilm
from dashboard.ports.operations import Clock
from dashboard.services.cameras.asking import Failures
from dashboard.services.cameras.relaying import still

_SLACK_S: Final = 2.0


class CameraFilms:
    """Reads each camera that is watched once, on the event loop that uses it.

    Who watches gets the newest picture whenever they are ready for one: a slow viewer sees fewer, and slows nobody.
    """

    def __init__(self, film: CameraFilm, clock: Clock, failures: Failures) -> None:
        self._film = film
        self._clock = clock
        self._failures = failures
        self._reels: dict[CameraAccess, _Reel] = {}

    async def watch(self, access: CameraAccess) -> AsyncIterator[Frame]:
        """Return its pictures from now on. Raises Unavailable when none comes any more, with the reason."""
        self._failures.check(access)
        reel = self._reels.get(access)
        if reel is None:
            reel = self._reels[access] = _Reel()
            reel.reading = asyncio.create_task(self._read(access, reel))
        reel.viewers += 1
        try:
            seen = 0
            while True:
                seen = await reel.turned(seen)
                yield reel.frame()
        finally:
            reel.viewers -= 1
            if not reel.viewers:
                self._close(access, reel)

    def newest(self, access: CameraAccess) -> Frame | None:
        """Return the newest picture of a camera that is being watched."""
        reel = self._reels.get(access)
        return reel.newest if reel else None

    def watched(self) -> int:
        """Return how many cameras are read."""
        return len(self._reels)

    def _close(self, access: CameraAccess, reel: _Reel) -> None:
        if self._reels.get(access) is reel:
            del self._reels[access]
        if reel.reading is not None:
            reel.reading.cancel()

    async def _read(self, access: CameraAccess, reel: _Reel) -> None:
        try:
            async with aclosing(self._film.frames(access)) as frames:  # type: ignore[type-var]
                async for content in frames:
                    reel.turn(Frame(still(content), image_media_type(content) or "", self._clock()))
            raise Unavailable(CUT_OFF)
        except XiuhuaError as error:
            self._failures.note(access, error)
            if self._reels.get(access) is reel:
                del self._reels[access]
            reel.end(error)


class _Reel:
    """What one camera shows, for all who watch it."""

    def __init__(self) -> None:
        self.viewers = 0
        self.newest: Frame | None = None
        self.reading: asyncio.Task[None] | None = None
        self._number = 0
        self._problem: XiuhuaError | None = None
        self._turned = asyncio.Event()

    def turn(self, frame: Frame) -> None:
        """Put the next picture up."""
        self.newest, self._number = frame, self._number + 1
        self._wake()

    def end(self, problem: XiuhuaError) -> None:
        """Let nobody wait any more."""
        self._problem = problem
        self._wake()

    def frame(self) -> Frame:
        """Return what is up."""
        if self.newest is None:
            raise Unavailable(STALLED)
        return self.newest

    async def turned(self, seen: int) -> int:
        """Wait for a picture that is newer than the one with this number; return its number."""
        while self._number <= seen:
            if self._problem is not None:
                raise type(self._problem)(self._problem.told or str(self._problem))
            try:
                await asyncio.wait_for(self._turned.wait(), STALLED_AFTER_S + _SLACK_S)
            except TimeoutError as error:
                raise Unavailable(STALLED) from error
        return self._number

    def _wake(self) -> None:
        self._turned.set()
        self._turned = asyncio.Event()
