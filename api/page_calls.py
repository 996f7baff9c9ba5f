"""What pages ask the server for: Dash answers 500 to a request that it cannot read, so it is checked before."""

from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus

from fastapi import Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from api.bodies import PAGE_CALLS, replay
from api.problems import problem
from dashboard.errors import XiuhuaError


class PageCalls:
    """Passes a page's request on unless `check` raises an XiuhuaError at its JSON. Stands behind `Bodies`."""

    def __init__(self, app: ASGIApp, check: Callable[[object], None]) -> None:
        self._app = app
        self._check = check

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or refuses it."""
        if scope["type"] != "http" or scope["path"] != PAGE_CALLS or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        body = (await receive()).get("body", b"")
        refusal = self._refusal(body)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        MutableHeaders(scope=scope)["content-type"] = "application/json"  # Dash knows this spelling alone
        await self._app(scope, replay(body, receive), send)

    def _refusal(self, body: bytes) -> Response | None:
        try:
            self._check(json.loads(body))
        except (ValueError, RecursionError):
            return problem(HTTPStatus.BAD_REQUEST, "bad_json", "the body is not JSON")
        except XiuhuaError as error:
            return problem(error.http_status, error.code, str(error))
        return None
