"""What a request carries: of bounded size, there in bounded time, and JSON where only that is understood.

Pictures are forms, larger, and handed on as they come; or parts, bytes as they are.
"""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from http import HTTPStatus
from typing import Final

from fastapi import Response
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem
from dashboard.domain.photos.limits import LARGEST_UPLOAD_BYTES, TOO_LARGE

MAX_BODY_BYTES: Final = 8 * 1024 * 1024
PATIENCE_S: Final = 30.0
PAGE_CALLS: Final = "/_dash-update-component"
PICTURES: Final = "/api/v1/photos"
CAMERA_ALERTS: Final = "/api/v1/camera-events/hikvision"
"""Cameras send XML, or parts with pictures, and cannot be told otherwise."""
WEBRTC_OFFERS: Final = re.compile("/api/v1/cameras/.+/whep")
"""A browser's offer is SDP, as WHEP wants it."""
_PICTURE_BY_LINK: Final = re.compile("/answer/[^/]+/photos")
MAX_FORM_BYTES: Final = LARGEST_UPLOAD_BYTES + 64 * 1024
UPLOADS: Final = "/api/v1/photos/uploads/"
PARTS: Final = "application/octet-stream"
THROWN_AWAY_BYTES: Final = 64 * 1024 * 1024
FORM_PATIENCE_S: Final = 180.0
"""A phone at the edge of its network needs so long for 20 MB."""


class Bodies:
    """Reads the body of every request before anything else does, and hands it on whole, or refuses the request.

    No more than 8 MB of a body is kept, whatever its length was said to be; it must have come after `patience_s`.
    """

    def __init__(self, app: ASGIApp, patience_s: float = PATIENCE_S) -> None:
        self._app = app
        self._patience_s = patience_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on with its whole body, or refuses it."""
        if scope["type"] != "http" or not _has_body(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        if scope["path"] == PICTURES or _PICTURE_BY_LINK.fullmatch(scope["path"]):
            await self._hand_on(scope, receive, send)
            return
        patience_s = FORM_PATIENCE_S if scope["path"].startswith(UPLOADS) else self._patience_s
        try:
            async with asyncio.timeout(patience_s):
                body = await _whole_body(scope, receive)
        except _ClientGone:
            return
        except _Refused as refused:
            await refused.answer(scope, receive, send)
        except TimeoutError:
            await _too_slow(patience_s)(scope, receive, send)
        else:
            await self._app(scope, replay(body, receive), send)

    async def _hand_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets the application read a form bit by bit, so that it need not be in memory."""
        try:
            _require_form(Headers(scope=scope))
            await self._app(scope, _counted(receive), send)
        except _Refused as refused:
            if refused.reads_on and "expect" not in Headers(scope=scope):
                await _throw_away(receive)
            await refused.answer(scope, receive, send)


class _ClientGone(Exception):
    """The client went away before its body was there; nobody waits for an answer."""


class _Refused(Exception):
    """The body is not taken; who still sends it hears the answer only after the rest was read on."""

    def __init__(self, answer: Response, *, reads_on: bool = True) -> None:
        super().__init__()
        self.answer = answer
        self.reads_on = reads_on


def _has_body(headers: Headers) -> bool:
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


async def _throw_away(receive: Receive) -> None:
    """Read what still comes, as far as that is bearable: who is sending would not hear the answer."""
    left = THROWN_AWAY_BYTES
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE_S):
            while left > 0:
                message = await receive()
                left -= len(message.get("body", b""))
                if not message.get("more_body", False):
                    return


def _require_form(headers: Headers) -> None:
    """Raises _Refused for what is no form, or is said to be too large."""
    told = headers.get("content-length", "0")
    if not told.isdecimal() or int(told) > MAX_FORM_BYTES:
        raise _Refused(_form_too_large())
    if _media_type(headers) != "multipart/form-data":
        raise _Refused(_no_form())


def _counted(receive: Receive) -> Receive:
    """The parts of a body as they come. They raise _Refused when it gets too large or does not come in time."""
    read, is_complete = 0, False
    deadline = asyncio.get_running_loop().time() + FORM_PATIENCE_S

    async def next_part() -> Message:
        nonlocal read, is_complete
        if is_complete:
            return await receive()
        try:
            async with asyncio.timeout_at(deadline):
                message = await receive()
        except TimeoutError as error:
            raise _Refused(_too_slow(FORM_PATIENCE_S), reads_on=False) from error
        read += len(message.get("body", b""))
        is_complete = not message.get("more_body", False)
        if read > MAX_FORM_BYTES:
            raise _Refused(_form_too_large(), reads_on=not is_complete)
        return message

    return next_part


async def _whole_body(scope: Scope, receive: Receive) -> bytes:
    """The body. Raises _Refused as soon as it is known to be too large."""
    headers = Headers(scope=scope)
    told = headers.get("content-length", "0")
    if not told.isdecimal() or int(told) > MAX_BODY_BYTES:
        raise _Refused(_too_large())
    body = await body_of(receive)
    if body and scope["path"].startswith(UPLOADS):
        if _media_type(headers) != PARTS:
            raise _Refused(_no_part())
    elif body and _must_be_json(scope["path"]) and not _is_json(headers):
        raise _Refused(_not_json())
    return body


async def body_of(receive: Receive) -> bytes:
    """The whole body that a request still has. Raises _Refused, _ClientGone."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _ClientGone
        body += message.get("body", b"")
        if len(body) > MAX_BODY_BYTES:
            raise _Refused(_too_large())
        if not message.get("more_body", False):
            return bytes(body)


def replay(body: bytes, receive: Receive) -> Receive:
    """The body once more for the application, then whatever comes (a disconnect)."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return messages.pop() if messages else await receive()

    return again


def _must_be_json(path: str) -> bool:
    is_other = path == CAMERA_ALERTS or WEBRTC_OFFERS.fullmatch(path) is not None
    return (path.startswith("/api/") and not is_other) or path == PAGE_CALLS


def _media_type(headers: Headers) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def _is_json(headers: Headers) -> bool:
    media_type = _media_type(headers)
    return media_type == "application/json" or media_type.endswith("+json")


def _too_large() -> Response:
    status, detail = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a body has at most {MAX_BODY_BYTES} bytes; send it in parts"
    return problem(status, "too_large", detail, Connection="close")


def _too_slow(patience_s: float) -> Response:
    detail = f"the body was not there after {patience_s:g} s; send it in smaller parts"
    return problem(HTTPStatus.REQUEST_TIMEOUT, "too_slow", detail, Connection="close")


def _not_json() -> Response:
    detail = "send JSON with Content-Type: application/json"
    return problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail)


def _no_part() -> Response:
    return problem(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", f"send the part with Content-Type: {PARTS}"
    )


def _form_too_large() -> Response:
    return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", TOO_LARGE, Connection="close")


def _no_form() -> Response:
    detail = "send the picture as multipart/form-data, in the part `file`"
    return problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail)
