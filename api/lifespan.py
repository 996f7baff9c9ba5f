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


class Living(Protocol):
    """What begins and ends with the process, and follows the register."""

    live: LiveChannel

    def start(self) -> None: ...

    def follow(self) -> None: ...

    def stop(self) -> None: ...


def lifespan(services: Living) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Starts `services` before the first request, and stops them after the last."""

    @asynccontextmanager
    async def live(server: FastAPI) -> AsyncIterator[None]:
        services.live.hub.attach(asyncio.get_running_loop())
        await asyncio.to_thread(services.start)
        await open_once(server)
        beating = asyncio.create_task(_beat(services))
        yield
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating
        await asyncio.to_thread(services.stop)

    return live


async def _beat(services: Living) -> None:
    """Once a second: a frame that proves the channel lives, and whatever must be read anew."""
    while True:
        await asyncio.sleep(_BEAT_S)
        services.live.hub.beat(services.live.clock())
        await asyncio.to_thread(services.follow)
