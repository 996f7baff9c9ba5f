"""The status of pages: Dash answers every address with its document and 200."""

from __future__ import annotations

from collections.abc import Collection
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class PageStatus:
    """An HTML document at an address that is none of `paths` is answered with 404; a slash at the end is no difference.

    What is below one of `own` has a status of its own.
    Its content stays: the page that says so is drawn by the document itself.
    """

    def __init__(self, app: ASGIApp, paths: Collection[str], own: tuple[str, ...] = ()) -> None:
        self._app = app
        self._own = own
        self._paths = frozenset(path.strip("/") for path in paths)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""
        known = (
            scope["type"] != "http" or scope["path"].strip("/") in self._paths or scope["path"].startswith(self._own)
        )
        await self._app(scope, receive, send if known else _not_found(send))


def _not_found(send: Send) -> Send:
    async def send_as_missing(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == HTTPStatus.OK and _is_document(message):
            message = {**message, "status": int(HTTPStatus.NOT_FOUND)}
        await send(message)

    return send_as_missing


def _is_document(start: Message) -> bool:
    return Headers(raw=start["headers"]).get("content-type", "").startswith("text/html")
