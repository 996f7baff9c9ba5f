"""`/api/v1/cameras/…`: what cameras see, through this server and with the rights of whoever looks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import StreamingResponse

from api.json_response import json_response
from api.parameters import Actor, only_known_parameters
from api.picture_headers import SAFE
from api.schemas import CameraWays, Problem
from dashboard.domain.camera_pictures import CameraAccess
from dashboard.domain.camera_streams import LARGEST_SDP_BYTES, Frame, Relayed, Way
from dashboard.domain.durations import SECOND_US
from dashboard.domain.text import Text
from dashboard.errors import BadInput, Unavailable

ROUTER = APIRouter(
    prefix="/api/v1/cameras",
    tags=["cameras"],
    dependencies=[Depends(only_known_parameters)],
)
_KNOWN_FOR_S: Final = 5.0
"""So often a film asks whether the session that watches it is still there."""
_BOUNDARY: Final = "xiuhua"
_SDP: Final = "application/sdp"
_NO_OFFER: Final = Text("发来的不是 SDP", "what was sent is no SDP offer")
_PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    403: {"model": Problem, "description": "The right to watch cameras does not reach this one"},
    404: {"model": Problem, "description": "There is no such camera, or nothing of the kind is set up for it"},
    429: {"model": Problem, "description": "The session watches too many cameras at once"},
    503: {"model": Problem, "description": "The camera does not answer, or not so; the detail says why"},
}
_HEADERS: Final = {"Cache-Control": "no-store", **SAFE}
AssetId = Annotated[str, Path(description="the camera's number in the register")]


def _answers(kind: str, told: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"content": {kind: {}}, "description": told}, **_PROBLEMS}


@ROUTER.get("/{asset_id:path}/ways", response_model=CameraWays, responses=_PROBLEMS)
async def show_ways(request: Request, actor: Actor, asset_id: AssetId) -> Response:
    """By what ways the camera can be watched, the quickest first."""
    offer = await asyncio.to_thread(_live(request).watching.offer, asset_id, actor)
    return json_response({**offer._asdict(), "ways": list(offer.ways)}, Cache_Control="no-store")


@ROUTER.get(
    "/{asset_id:path}/snapshot",
    response_class=Response,
    responses=_answers("image/jpeg", "What it shows; X-Picture-Age-Ms tells for how long it has shown exactly this"),
)
async def show_snapshot(request: Request, actor: Actor, asset_id: AssetId) -> Response:
    """What the camera shows now. Nothing of it is kept."""
    live, access = _live(request), await _access(request, actor, asset_id, Way.SNAPSHOT)
    frame = live.films.newest(access)
    if frame is not None:
        return Response(frame.content, media_type=frame.media_type, headers=_aged(live.clock() - frame.at_us))
    look = await live.relay.picture(access)
    return Response(look.shown.content, media_type=look.shown.media_type, headers=_aged(look.age_us))


@ROUTER.get(
    "/{asset_id:path}/mjpeg",
    response_class=StreamingResponse,
    responses=_answers(f"multipart/x-mixed-replace; boundary={_BOUNDARY}", "Pictures; X-Picture-Age-Ms of each"),
)
async def show_mjpeg(request: Request, actor: Actor, asset_id: AssetId) -> StreamingResponse:
    """The camera's film, picture by picture, until it or the session ends."""
    live, access = _live(request), await _access(request, actor, asset_id, Way.MJPEG)
    frames = live.films.watch(access)
    first = await anext(frames)
    film = _film(request, actor, asset_id, first, frames)
    headers = {**_HEADERS, "Content-Encoding": "identity"}  # else it would be compressed, and wait to be
    return StreamingResponse(film, media_type=f"multipart/x-mixed-replace; boundary={_BOUNDARY}", headers=headers)


async def _film(
    request: Request, actor: Actor, asset_id: str, first: Frame, frames: AsyncIterator[Frame]
) -> AsyncIterator[bytes]:
    live, known_at_s = _live(request), time.monotonic()
    async with aclosing(frames):  # type: ignore[type-var]
        yield _part(first, live.clock())
        try:
            async for frame in frames:
                if time.monotonic() - known_at_s > _KNOWN_FOR_S:
                    known_at_s = time.monotonic()
                    live.seats.take(_session(request, actor), asset_id)
                    if not await request.state.still_known():
                        return
                yield _part(frame, live.clock())
        except Unavailable:
            return  # whoever asks again is told why


def _part(frame: Frame, now_us: int) -> bytes:
    head = {
        "Content-Type": frame.media_type,
        "Content-Length": str(len(frame.content)),
        "X-Picture-Age-Ms": _age_ms(now_us - frame.at_us),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"--{_BOUNDARY}\r\n{lines}\r\n".encode() + frame.content + b"\r\n"


@ROUTER.get(
    "/{asset_id:path}/hls/playlist.m3u8",
    response_class=Response,
    responses=_answers(
        "application/vnd.apple.mpegurl", "X-Newest-Age-Ms tells how long ago its last segment was first seen here"
    ),
)
async def show_playlist(request: Request, actor: Actor, asset_id: AssetId) -> Response:
    """The camera's HLS playlist with addresses of ours in it."""
    live, access = _live(request), await _access(request, actor, asset_id, Way.HLS)
    return _relayed(request, await live.relay.playlist(access))


@ROUTER.get(
    "/{asset_id:path}/hls/{name}", response_class=Response, responses=_answers("video/mp2t", "A segment or a playlist")
)
async def show_piece(request: Request, actor: Actor, asset_id: AssetId, name: str) -> Response:
    """What a name in a playlist stands for."""
    live, access = _live(request), await _access(request, actor, asset_id, Way.HLS)
    return _relayed(request, await live.relay.piece(access, name))


@ROUTER.post(
    "/{asset_id:path}/whep",
    response_class=Response,
    responses={201: {"content": {_SDP: {}}, "description": "The media server's answer"}, **_PROBLEMS},
    status_code=201,
)
async def answer_offer(request: Request, actor: Actor, asset_id: AssetId) -> Response:
    """A browser's WebRTC offer (SDP), answered by the site's media server (WHEP), from which the film itself comes."""
    live, access = _live(request), await _access(request, actor, asset_id, Way.WHEP)
    body = await request.body()
    is_sdp = request.headers.get("content-type", "") == _SDP and body.startswith(b"v=0")
    if not is_sdp or len(body) > LARGEST_SDP_BYTES:
        raise BadInput(_NO_OFFER)
    answer = await live.film.answer(access, body.decode(errors="replace"))
    return Response(answer, status_code=201, media_type=_SDP, headers=_HEADERS)


async def _access(request: Request, actor: Actor, asset_id: str, way: Way) -> CameraAccess:
    """Where the camera is asked, for whoever may watch it and has a seat."""
    live = _live(request)
    access: CameraAccess = await asyncio.to_thread(live.watching.access, asset_id, way, actor)
    live.seats.take(_session(request, actor), asset_id)
    return access


def _live(request: Request) -> Any:
    return request.app.state.services.camera_live


def _session(request: Request, actor: Actor) -> object:
    return request.state.session_key or (actor.means, actor.name)


def _relayed(request: Request, told: Relayed) -> Response:
    headers = dict(_HEADERS)
    if told.newest_us is not None:
        headers["X-Newest-Age-Ms"] = _age_ms(_live(request).clock() - told.newest_us)
    return Response(told.content, media_type=told.media_type, headers=headers)


def _aged(age_us: int) -> dict[str, str]:
    return {**_HEADERS, "X-Picture-Age-Ms": _age_ms(age_us)}


def _age_ms(age_us: int) -> str:
    return str(max(0, age_us) * 1000 // SECOND_US)
