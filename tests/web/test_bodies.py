"""How large, how slow and of what kind a request's body may be."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from api.bodies import MAX_BODY_BYTES, Bodies
from tests.loops import complete

HALF = b" " * (MAX_BODY_BYTES // 2)
PIECE: Message = {"type": "http.request", "body": HALF, "more_body": True}
LAST: Message = {"type": "http.request", "body": b"", "more_body": False}


class Echo:
    """An application that keeps the bodies that it gets."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        self.bodies.append((await receive())["body"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"{}"})


class Client:
    """Sends one request piece by piece; `taken` counts the pieces that were read of it."""

    def __init__(self, pieces: Sequence[Message], method: str = "POST", path: str = "/x", **headers: str) -> None:
        named = [(name.replace("_", "-").lower().encode(), value.encode()) for name, value in headers.items()]
        self._scope: Scope = {"type": "http", "method": method, "path": path, "headers": named, "query_string": b""}
        self._pieces = pieces
        self.taken = 0
        self.app = Echo()

    def ask(self, patience_s: float = 60.0) -> tuple[int, Any] | None:
        """Status and JSON of the answer; None when there was none."""
        said: list[Message] = []

        async def receive() -> Message:
            if self.taken == len(self._pieces):
                await asyncio.Event().wait()
            self.taken += 1
            return self._pieces[self.taken - 1]

        async def send(message: Message) -> None:
            said.append(message)

        complete(Bodies(self.app, patience_s)(self._scope, receive, send))
        return (said[0]["status"], json.loads(said[1]["body"])) if said else None


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "GET", "OPTIONS"])
@pytest.mark.parametrize("path", ["/x", "/api/v1/observations", "/_dash-update-component", "/_dash-layout", "/login"])
def test_of_an_endless_body_no_more_is_read_than_is_allowed(method: str, path: str) -> None:
    client = Client([PIECE] * 100, method, path, Transfer_Encoding="chunked", Content_Type="application/json")
    status, problem = client.ask() or (0, {})
    assert (status, problem["code"], client.taken, client.app.bodies) == (413, "too_large", 3, [])


@pytest.mark.parametrize("told", [str(MAX_BODY_BYTES + 1), "400000000", "9" * 40, "-1", "many", "²"])
def test_a_body_that_is_said_to_be_too_large_is_not_read(told: str) -> None:
    client = Client([PIECE], Content_Length=told)
    assert (client.ask() or (0,))[0] == 413
    assert client.taken == 0


def test_a_body_of_exactly_the_limit_is_taken() -> None:
    client = Client([PIECE, PIECE, LAST], Content_Length=str(MAX_BODY_BYTES))
    assert client.ask() == (200, {})
    assert client.app.bodies == [HALF + HALF]


def test_more_than_was_told_does_not_help() -> None:
    assert (Client([PIECE] * 4, Content_Length="10").ask() or (0,))[0] == 413


@pytest.mark.parametrize("path", ["/x", "/api/v1/observations", "/_dash-update-component"])
def test_a_body_that_does_not_come_is_not_waited_for(path: str) -> None:
    client = Client([{**PIECE, "body": b"["}], path=path, Content_Length="100")
    status, problem = client.ask(patience_s=0.0) or (0, {})
    assert (status, problem["code"], client.app.bodies) == (408, "too_slow", [])


def test_half_a_body_is_nobody_s() -> None:
    client = Client([{**PIECE, "body": b"[1"}, {"type": "http.disconnect"}], Content_Length="3")
    assert (client.ask(), client.app.bodies) == (None, [])


def test_a_request_without_a_body_is_not_read() -> None:
    client = Client([LAST], "GET")
    assert client.ask() == (200, {})


@pytest.mark.parametrize("path", ["/_dash-update-component", "/api/v1/camera-events"])
@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_where_only_json_is_understood_nothing_else_is_taken(path: str, media_type: str) -> None:
    client = Client([{**LAST, "body": b"{}"}], path=path, Content_Length="2", Content_Type=media_type)
    assert (client.ask() or (0,))[0] == 415
