"""The live channel of one web process: numbered frames, encoded once, resumed after a gap, bounded per client."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

from dashboard.domain.readings import from_us

FRAMES_KEPT: Final = 2400
"""Two minutes at 20 frames a second, twelve seconds at 200."""

QUEUE_LENGTH: Final = 480
"""How many frames one client may leave waiting, so that a slow one does not fill the memory."""

RESET: Final = '{"reset":true}'


class Frame(NamedTuple):
    """One numbered frame, ready to be sent."""

    number: int
    text: str


class ClientTooSlow(Exception):
    """The client did not take its frames in time and is let go; it may come back and resume."""


class Client:
    """One reader of the channel; never holds more than a bounded number of frames."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[str | None] = asyncio.Queue(QUEUE_LENGTH)

    async def next(self) -> str:
        """Return the next frame. Raises ClientTooSlow when frames had to be dropped."""
        text = await self._queue.get()
        if text is None:
            raise ClientTooSlow
        return text

    def offer(self, text: str) -> bool:
        """Take a frame if there is room; return whether the client keeps up."""
        try:
            self._queue.put_nowait(text)
        except asyncio.QueueFull:
            return False
        return True

    def dismiss(self) -> None:
        """Drop what waits, so that the reader learns at once that it was too slow."""
        while not self._queue.empty():
            self._queue.get_nowait()
        self._queue.put_nowait(None)


class LiveHub:
    """The numbered frames of this process, handed to all its clients.

    All methods but `publish_threadsafe` belong to the event loop's thread. `epoch` names the process: numbers of
    another epoch mean nothing here.
    """

    def __init__(self, epoch: str, clock: Callable[[], int]) -> None:
        self.epoch = epoch
        self._clock = clock
        self.number = 0
        self.sent = 0
        self.dropped = 0
        self._frames: deque[Frame] = deque(maxlen=FRAMES_KEPT)
        self._clients: set[Client] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Name the loop on which the clients live."""
        self._loop = loop

    @property
    def clients(self) -> int:
        """How many clients listen now."""
        return len(self._clients)

    def publish_threadsafe(self, body: str, moment_us: int) -> None:
        """Publish from another thread; `body` is the JSON object `{"assets":[…],"feeds":{…}}`.

        With `"reset":true` in place of the assets, clients start anew.
        """
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.publish, body, moment_us)

    def publish(self, body: str, moment_us: int) -> None:
        """Number the frame, keep it for those who resume, and hand it to every client."""
        self.number += 1
        text = self._begin_frame(self.number, moment_us) + "," + body[1:]
        self._frames.append(Frame(self.number, text))
        self._hand_out(text)

    def beat(self, moment_us: int, newest_ms: int = 0, quiet_ms: int | None = None) -> None:
        """A frame without news, which proves that the channel lives; it has no number of its own.

        It says when the newest reading came (0: none ever did), so that a page that opens late knows too, and
        after how long a silence the readings count as old (None: too few came to tell).
        """
        told = f',"newest":{newest_ms}' if newest_ms else ""
        told += f',"quiet":{quiet_ms}' if quiet_ms is not None else ""
        self._hand_out(self._begin_frame(self.number, moment_us) + told + "}")

    @contextmanager
    def joined(self, since: int | None, epoch: str, missed: str | None) -> Iterator[Client]:
        """A client that first gets what it missed.

        It resumes from the frame after `since` when this process still has it; else it gets `missed`, the body of
        a frame with all that changed since it was last here; without that (too much changed) it must start anew.
        """
        client = Client()
        for text in self._find_gap(since, epoch, missed):
            client.offer(text)
        self._clients.add(client)
        try:
            yield client
        finally:
            self._clients.discard(client)

    def can_resume(self, since: int | None, epoch: str) -> bool:
        """Whether every frame after `since` is still at hand."""
        if since is None or epoch != self.epoch or since > self.number:
            return False
        oldest = self._frames[0].number if self._frames else self.number + 1
        return since + 1 >= oldest and self.number - since < QUEUE_LENGTH

    def _find_gap(self, since: int | None, epoch: str, missed: str | None) -> list[str]:
        if since is None:
            return []
        if self.can_resume(since, epoch):
            return [frame.text for frame in self._frames if frame.number > since]
        if missed is None:
            return [RESET]
        return [self._begin_frame(self.number, self._clock()) + "," + missed[1:]]

    def _begin_frame(self, number: int, moment_us: int) -> str:
        moment = from_us(moment_us).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return f'{{"n":{number},"t":"{moment}","epoch":{json.dumps(self.epoch)}'

    def _hand_out(self, text: str) -> None:
        for client in list(self._clients):
            if client.offer(text):
                self.sent += 1
            else:
                self.dropped += 1
                self._clients.discard(client)
                client.dismiss()
