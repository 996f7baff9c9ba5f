"""The files that pages are made of: kept packed in memory, and asked for once at the start.

A first visit asks for some thirty files at once. Found and packed anew for each visitor, they would take longer than
all that the page does afterwards.
"""

from __future__ import annotations

import asyncio
import re
from typing import Any, Final, NamedTuple

import brotli
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.json_response import takes_brotli, takes_gzip
from dashboard.domain.rights import system

KEPT_BYTES: Final = 16 * 1024 * 1024
_QUALITY: Final = 9
"""Of Brotli: the finest would keep the start of the server waiting for seconds."""
_VARY: Final = (b"vary", b"Accept-Encoding")
_FOR_GOOD: Final = (b"cache-control", b"public, max-age=31536000, immutable")
_NAMED_BY_CONTENT: Final = re.compile(r"/_dash-component-suites/.+\.v\w+m\d+\..+|/assets/.+\?m=.+")
_IN_THE_PAGE: Final = re.compile(r'(?:src|href)="(/[^"]+)"')


class Answer(NamedTuple):
    """A whole answer."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


class PageFiles:
    """Keeps the answers for files whose address changes with their content; browsers may keep them for good too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._kept: dict[tuple[str, bool], Answer] = {}
        self._bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = _address(scope)
        if address is None:
            await self._app(scope, receive, send)
            return
        finely = takes_brotli(Headers(scope=scope))
        answer = self._kept.get((address, finely)) or await self._first(address, finely, scope)
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        await send({"type": "http.response.body", "body": answer.body})

    async def _first(self, address: str, finely: bool, scope: Scope) -> Answer:
        answer = await ask(self._app, _unpacked(scope) if finely else scope)
        if answer.status != 200:
            return answer
        if finely:
            answer = await asyncio.to_thread(_finely_packed, answer)
        headers = [header for header in answer.headers if header[0] != _FOR_GOOD[0]]
        answer = answer._replace(headers=[*headers, _FOR_GOOD])
        if self._bytes + len(answer.body) <= KEPT_BYTES:
            self._bytes += len(answer.body)
            self._kept[address, finely] = answer
        return answer


def _unpacked(scope: Scope) -> Scope:
    """The same request of a client that takes nothing packed."""
    rest = [header for header in scope["headers"] if header[0] != b"accept-encoding"]
    return {**scope, "headers": [*rest, (b"accept-encoding", b"identity")]}


def _finely_packed(answer: Answer) -> Answer:
    """The answer packed with Brotli, unless it gets no smaller by that, as fonts."""
    packed = brotli.compress(answer.body, quality=_QUALITY)
    if len(packed) >= len(answer.body):
        return answer
    rest = [header for header in answer.headers if header[0] not in (b"content-length", b"vary")]
    length = (b"content-length", str(len(packed)).encode())
    return answer._replace(headers=[*rest, length, (b"content-encoding", b"br"), _VARY], body=packed)


async def open_once(app: ASGIApp) -> None:
    """Asks for the first page and its files, as a browser does.

    Dash finishes its setup when a page is asked for; one that is opened before would come without its scripts.
    """
    page = await ask(app, _visit("/", ""))
    for address in _IN_THE_PAGE.findall(page.body.decode(errors="replace")):
        path, _, query = address.partition("?")
        for encoding in (b"gzip", b"br, gzip"):
            await ask(app, _visit(path, query, encoding))


async def ask(app: ASGIApp, scope: Scope) -> Answer:
    """The whole answer of an application to a request without a body."""
    said: list[Message] = []
    requests: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if not requests:
            await asyncio.Event().wait()  # the client stays until it has its answer
        return requests.pop()

    async def send(message: Message) -> None:
        said.append(message)

    await app(scope, receive, send)
    starts = [message for message in said if message["type"] == "http.response.start"]
    body = b"".join(message.get("body", b"") for message in said if message["type"] == "http.response.body")
    return Answer(starts[0]["status"], list(starts[0]["headers"]), body)


def _address(scope: Scope) -> str | None:
    """The address of a file that may be kept, for a client that takes it packed; None for anything else."""
    if scope["type"] != "http" or scope["method"] != "GET" or not takes_gzip(Headers(scope=scope)):
        return None
    query = scope["query_string"].decode("latin-1")
    address = f"{scope['path']}?{query}" if query else str(scope["path"])
    return address if _NAMED_BY_CONTENT.fullmatch(address) else None


def _visit(path: str, query: str, encoding: bytes = b"identity") -> dict[str, Any]:
    headers = [(b"host", b"127.0.0.1"), (b"accept-encoding", encoding)]
    kind = {"type": "http", "http_version": "1.1", "method": "GET", "scheme": "http"}
    known = {"state": {"actor": system()}}
    return {**kind, **known, "path": path, "query_string": query.encode(), "headers": headers}
