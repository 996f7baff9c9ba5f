"""The live channel: `/api/v1/live` as websocket for pages and as server-sent events for programs."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, WebSocket, WebSocketDisconnect
from fastapi.responses import StreamingResponse

from api.entrance import NOT_SIGNED_IN
from dashboard.domain.feeds import Feed
from dashboard.domain.rights import Actor, Permission
from dashboard.errors import Unavailable
from dashboard.services.live.channel import LiveChannel
from dashboard.services.live.hub import Client, ClientTooSlow
from dashboard.services.live.pace import FramePace

ROUTER = APIRouter(tags=["live"])
_FOR_CASES: Final = frozenset({Feed.CASES.value, Feed.CATALOGUE.value})
"""The feeds of whoever sees cases and nothing else."""
TRY_AGAIN_LATER = 1013
KNOWN_FOR_S = 5.0
"""So often a channel asks whether its session is still there."""


def _moment_ms(text: str | None) -> int | None:
    if not text:
        return None
    try:
        return int(datetime.fromisoformat(text).timestamp() * 1000)
    except ValueError:
        return None


async def _missed(channel: LiveChannel, since: int | None, epoch: str, moment: str | None) -> str | None:
    """What a client missed; asked again when a frame came meanwhile, which would be neither in it nor after it."""
    while True:
        number = channel.hub.number
        missed = await asyncio.to_thread(channel.missed, since, epoch, _moment_ms(moment))
        if missed is None or channel.hub.number == number:
            return missed


@ROUTER.websocket("/api/v1/live")
async def live(
    socket: WebSocket,
    since: Annotated[int | None, Query()] = None,
    epoch: Annotated[str, Query()] = "",
    t: Annotated[str | None, Query()] = None,
) -> None:
    """Numbered frames; a client that says the last number, epoch and time it saw gets what it missed first."""
    channel: LiveChannel = socket.app.state.services.live
    try:
        missed = await _missed(channel, since, epoch, t)
    except Unavailable:
        if await _accepts(socket):
            await _close(socket, "the database is out of reach, resume")
        return
    with channel.hub.joined(since, epoch, missed) as client:
        if not await _accepts(socket):
            return
        sending = asyncio.create_task(_send(socket, client, channel.pace, _shown_to(socket.state.actor)))
        listening = asyncio.create_task(_until_gone(socket, channel.pace))
        leaving = asyncio.create_task(_until_unknown(socket))
        tasks = {sending, listening, leaving}
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            channel.pace.forget(socket)


async def _accepts(socket: WebSocket) -> bool:
    """Whether the client is still there to be accepted."""
    try:
        await socket.accept()
    except (WebSocketDisconnect, RuntimeError, OSError):
        return False
    return True


def _shown_to(actor: Actor) -> Callable[[str], str]:
    """What of a frame somebody may hear: all of it, or that cases changed."""
    return str if Permission.VIEW_WALL in actor.rights else _cases_alone


def _cases_alone(text: str) -> str:
    frame = json.loads(text)
    told = {name: frame[name] for name in ("n", "t", "epoch") if name in frame}
    feeds = {name: revision for name, revision in frame.get("feeds", {}).items() if name in _FOR_CASES}
    return json.dumps(told | ({"feeds": feeds} if feeds else {}), separators=(",", ":"))


async def _send(socket: WebSocket, client: Client, pace: FramePace, shown: Callable[[str], str]) -> None:
    try:
        while True:
            text = shown(await client.next())
            begun_s = time.thread_time()
            await socket.send_text(text)
            pace.count_send(time.thread_time() - begun_s)
    except ClientTooSlow:
        await _close(socket, "too slow, resume")
    except (WebSocketDisconnect, RuntimeError, OSError):
        return


async def _close(socket: WebSocket, why: str) -> None:
    with suppress(WebSocketDisconnect, RuntimeError, OSError):
        await socket.close(TRY_AGAIN_LATER, why)


async def _until_gone(socket: WebSocket, pace: FramePace) -> None:
    """Until then a page may say what a frame cost it; anything else is let pass."""
    try:
        while True:
            pace.hear(socket, await socket.receive_text())
    except (WebSocketDisconnect, RuntimeError, KeyError):
        return


async def _until_unknown(socket: WebSocket) -> None:
    """Until the session that opened it is over; then the page is told so. An outage ends nobody's session."""
    while True:
        await asyncio.sleep(KNOWN_FOR_S)
        try:
            if await socket.state.still_known():
                continue
        except Unavailable:
            continue
        with suppress(WebSocketDisconnect, RuntimeError, OSError):
            await socket.close(NOT_SIGNED_IN, "not signed in any more")
        return


@ROUTER.get("/api/v1/live", response_class=StreamingResponse)
async def live_events(
    request: Request,
    since: Annotated[int | None, Query()] = None,
    epoch: Annotated[str, Query()] = "",
    t: Annotated[str | None, Query()] = None,
) -> StreamingResponse:
    """The same frames as server-sent events."""
    channel: LiveChannel = request.app.state.services.live
    shown = _shown_to(request.state.actor)
    missed = await _missed(channel, since, epoch, t)

    async def events() -> AsyncIterator[str]:
        with channel.hub.joined(since, epoch, missed) as client:
            while True:
                try:
                    yield f"data: {shown(await client.next())}\n\n"
                except ClientTooSlow:
                    return

    return StreamingResponse(events(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})
