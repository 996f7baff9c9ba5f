"""What stands before every request: no foreign web page may change anything, no body may be too large."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from fastapi import Response
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem

MAX_BODY_BYTES: Final = 8 * 1024 * 1024
_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITE: Final = frozenset({"same-origin", "none"})
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class Guard:
    """As long as there are no accounts, whoever reaches the server may do everything.

    A web page of another site that is open in the operator's browser reaches it too, so requests that change
    something, and websockets, are refused when the browser says that another site began them, or when the name that
    the page was opened under is not this machine's (a foreign name can be pointed at it). Programs that are no
    browsers send no such headers. Below /api bodies are JSON of at most 8 MB.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or refuses it."""
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        elif scope["type"] == "http" and scope["method"] not in _SAFE_METHODS:
            await self._change(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _is_foreign(Headers(scope=scope)):
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": "another site's page"})
        else:
            await self._app(scope, receive, send)

    async def _change(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        if _is_foreign(headers):
            refusal: Response = problem(403, "foreign_origin", "a web page of another site may not change anything")
        elif not scope["path"].startswith("/api/"):
            await self._app(scope, receive, send)
            return
        else:
            body = await _body(headers, receive)
            if body is not None and (not body or _is_json(headers)):
                await self._app(scope, _replay(body, receive), send)
                return
            refusal = _too_large() if body is None else _not_json()
        await refusal(scope, receive, send)


def _is_foreign(headers: Headers) -> bool:
    """Whether a browser says that another site's page sends this."""
    if headers.get("sec-fetch-site", "none") not in _OWN_SITE:
        return True
    origin = headers.get("origin")
    if origin is None:
        return False
    parts = urlsplit(origin)
    return parts.netloc != headers.get("host") or parts.hostname not in _LOOPBACK


def _is_json(headers: Headers) -> bool:
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    return media_type == "application/json" or media_type.endswith("+json")


async def _body(headers: Headers, receive: Receive) -> bytes | None:
    """The whole body; None when it is too large."""
    told = headers.get("content-length", "0")
    if not told.isdecimal() or int(told) > MAX_BODY_BYTES:
        return None
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MAX_BODY_BYTES:
            return None
        if not message.get("more_body", False):
            return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    """The body once more for the application, then whatever comes (a disconnect)."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return messages.pop() if messages else await receive()

    return again


def _too_large() -> Response:
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return problem(
        status, "too_large", f"a body has at most {MAX_BODY_BYTES} bytes; send it in parts", Connection="close"
    )


def _not_json() -> Response:
    detail = "send JSON with Content-Type: application/json"
    return problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail)
