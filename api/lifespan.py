"""How a web process begins, lives and ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Final, Protocol

from fastapi import FastAPI

from api.page_files import open_once
from dashboard.services.live.channel import LiveChannel

_BEAT_S: Final = 1.0
_LOOK_S: Final = 0.5
_TICK_S: Final = 0.1


class Living(Protocol):
    """What begins and ends with the process, and follows the register."""

    live: LiveChannel

    def start(self) -> None: ...

    def follow(self) -> None: ...

    def tell_pace(self, window_s: float, late_s: float) -> None: ...

    def stop(self) -> None: ...


def lifespan(services: Living) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Starts `services` before the first request, and stops them after the last."""

    @asynccontextmanager
    async def live(server: FastAPI) -> AsyncIterator[None]:
        services.live.hub.attach(asyncio.get_running_loop())
        await asyncio.to_thread(services.start)
        await open_once(server)
        tasks = [asyncio.create_task(_beat(services)), asyncio.create_task(_pace(services))]
        yield
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await asyncio.to_thread(services.stop)

    return live


async def _beat(services: Living) -> None:
    """Once a second: a frame that proves the channel lives, and whatever must be read anew."""
    while True:
        await asyncio.sleep(_BEAT_S)
        board = services.live.board
        services.live.hub.beat(services.live.clock(), board.newest_ms, board.quiet.limit_ms)
        await asyncio.to_thread(services.follow)


async def _pace(services: Living) -> None:
    """Twice a second: how late the event loop was at worst, for whoever sets the pace of the frames."""
    loop = asyncio.get_running_loop()
    while True:
        begun_s, late_s = loop.time(), 0.0
        while loop.time() - begun_s < _LOOK_S:
            due_s = loop.time() + _TICK_S
            await asyncio.sleep(_TICK_S)
            late_s = max(late_s, loop.time() - due_s)
        services.tell_pace(loop.time() - begun_s, late_s)
