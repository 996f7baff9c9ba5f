"""Stills, MJPEG, HLS and WHEP over HTTP, with digest login, on the event loop of the web process."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Final, TypeVar

import httpx2

from dashboard.domain.camera_pictures import LARGEST_PICTURE_BYTES, CameraAccess
from dashboard.domain.camera_streams import (
    CUT_OFF,
    LARGEST_PLAYLIST_BYTES,
    LARGEST_SDP_BYTES,
    LARGEST_SEGMENT_BYTES,
    NO_ANSWER_TO_OFFER,
    NO_PICTURE,
    SEGMENT_GONE,
    STALLED,
    STALLED_AFTER_S,
    TOO_LARGE,
    Piece,
)
from dashboard.domain.playlists import is_playlist
from dashboard.domain.text import Text
from dashboard.errors import NotFound, Unavailable
from dashboard.ports.cameras import CameraFilm
from data_sources.camera_http import NO_ANSWER, content_type_of, login, require_ok
from data_sources.camera_streams.multipart import Parts

log = logging.getLogger(__name__)

_PATIENCE: Final = httpx2.Timeout(3.0, connect=2.0)
_STREAM_PATIENCE: Final = httpx2.Timeout(STALLED_AFTER_S, connect=2.0)
_WHOLE_PATIENCE_S: Final = 6.0
_LOGINS: Final = 500
_TOO_SLOW: Final = Text("摄像头太慢", "the camera is too slow")
_MULTIPART: Final = "multipart/"
_SDP: Final = "application/sdp"
_Answer = TypeVar("_Answer")
_GONE: Final = frozenset({httpx2.codes.NOT_FOUND, httpx2.codes.GONE})


class HttpCameraFilm(CameraFilm):
    """Asks cameras. It follows no redirect and uses no proxy.

    What a camera asked for at its login is remembered, so that the next question is answered at once.
    """

    def __init__(self) -> None:
        self._tls = ssl.create_default_context()
        self._logins: OrderedDict[CameraAccess, httpx2.Auth] = OrderedDict()

    async def picture(self, access: CameraAccess) -> bytes:
        """What it shows now; of MJPEG the next picture."""
        return await _in_time(self._picture(access))

    async def frames(self, access: CameraAccess) -> AsyncIterator[bytes]:
        """Its MJPEG, as long as it comes."""
        async with self._asked(access, access.mjpeg_url, _STREAM_PATIENCE, slow=STALLED) as answer:
            require_ok(answer)
            if not content_type_of(answer).get_content_type().startswith(_MULTIPART):
                raise Unavailable(NO_PICTURE)
            async for part in _parts(answer):
                yield part

    async def piece(self, access: CameraAccess, url: str) -> Piece:
        """What stands there."""
        return await _in_time(self._piece(access, url))

    async def answer(self, access: CameraAccess, offer: str) -> str:
        """The media server's answer to an offer."""
        headers = {"Content-Type": _SDP}
        async with _told(access, _TOO_SLOW), self._client(access, _PATIENCE) as asking:
            answer = await asking.post(access.whep_url, content=offer.encode(), headers=headers)
        if answer.status_code == httpx2.codes.UNAUTHORIZED:
            require_ok(answer)
        if answer.status_code not in (httpx2.codes.OK, httpx2.codes.CREATED):
            log.info("the media server of %s answers %s to an offer", access.camera, answer.status_code)
            raise Unavailable(NO_ANSWER_TO_OFFER)
        if len(answer.content) > LARGEST_SDP_BYTES or not answer.text.startswith("v=0"):
            raise Unavailable(NO_ANSWER_TO_OFFER)
        return answer.text

    async def _picture(self, access: CameraAccess) -> bytes:
        async with self._asked(access, access.url or access.mjpeg_url, _PATIENCE) as answer:
            require_ok(answer)
            if not content_type_of(answer).get_content_type().startswith(_MULTIPART):
                return await _whole(answer, LARGEST_PICTURE_BYTES)
            async for part in _parts(answer):
                return part
        raise Unavailable(CUT_OFF)

    async def _piece(self, access: CameraAccess, url: str) -> Piece:
        async with self._asked(access, url, _PATIENCE) as answer:
            if answer.status_code in _GONE:
                raise NotFound(SEGMENT_GONE)
            require_ok(answer)
            content = await _whole(answer, LARGEST_SEGMENT_BYTES)
            kind = content_type_of(answer).get_content_type()
        if is_playlist(content) and len(content) > LARGEST_PLAYLIST_BYTES:
            raise Unavailable(TOO_LARGE)
        return Piece(content, _film_type(kind))

    def _client(self, access: CameraAccess, patience: httpx2.Timeout) -> httpx2.AsyncClient:
        return httpx2.AsyncClient(verify=self._tls, timeout=patience, trust_env=False, auth=self._login(access))

    @asynccontextmanager
    async def _asked(
        self, access: CameraAccess, url: str, patience: httpx2.Timeout, slow: Text = _TOO_SLOW
    ) -> AsyncIterator[httpx2.Response]:
        async with (
            _told(access, slow),
            self._client(access, patience) as asking,
            asking.stream("GET", url) as answer,
        ):
            yield answer

    def _login(self, access: CameraAccess) -> httpx2.Auth | None:
        known = self._logins.pop(access, None) or login(access)
        if known is not None:
            self._logins[access] = known
        while len(self._logins) > _LOGINS:
            self._logins.popitem(last=False)
        return known


@asynccontextmanager
async def _told(access: CameraAccess, slow: Text) -> AsyncIterator[None]:
    """What goes wrong on the way, as Unavailable without address and password."""
    try:
        yield
    except httpx2.TimeoutException as error:
        raise Unavailable(slow if not isinstance(error, httpx2.ConnectTimeout) else NO_ANSWER) from error
    except (httpx2.HTTPError, httpx2.StreamError, httpx2.InvalidURL) as error:
        log.info("the camera %s does not answer: %s", access.camera, type(error).__name__)
        raise Unavailable(NO_ANSWER) from error


async def _in_time(asking: Coroutine[Any, Any, _Answer]) -> _Answer:
    try:
        return await asyncio.wait_for(asking, _WHOLE_PATIENCE_S)
    except TimeoutError as error:
        raise Unavailable(_TOO_SLOW) from error


async def _whole(answer: httpx2.Response, most_bytes: int) -> bytes:
    content = bytearray()
    async for chunk in answer.aiter_bytes():
        content += chunk
        if len(content) > most_bytes:
            raise Unavailable(TOO_LARGE)
    return bytes(content)


async def _parts(answer: httpx2.Response) -> AsyncIterator[bytes]:
    parts = Parts(content_type_of(answer), LARGEST_PICTURE_BYTES)
    async for chunk in answer.aiter_bytes():
        for part in parts.take(chunk):
            yield part


def _film_type(told: str) -> str:
    """What a browser is told that a segment is: never anything that it would show as a page."""
    return told if told.startswith(("video/", "audio/")) else "video/mp2t"
