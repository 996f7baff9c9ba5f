"""What stands before every request: it must be meant for this server, and no other site's page may have begun it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from fastapi import Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem
from api.safety_headers import STAY_ON_HTTPS, ContentPolicy, add_safety_headers

_SAFE_METHODS: Final = frozenset({"GET", "HEAD"})
_OWN_SITE: Final = frozenset({"same-origin", "none"})
_PORTS: Final = {"http": 80, "https": 443, "ws": 80, "wss": 443}


class Guard:
    """Another site's page that is open in the operator's browser reaches this server, with the operator's session.

    So every request and websocket is refused that was sent to a name which is not ours (a foreign name can be pointed
    at this machine), or of which the browser says that another site began it; a link on another site may be followed.
    Programs that are no browsers send no such headers. Every answer has the content policy of the pages and forbids
    that other sites show it in a frame; one over https asks to come so again. `host_names` are ours, lower case.
    """

    def __init__(self, app: ASGIApp, host_names: Collection[str], policy: ContentPolicy) -> None:
        self._app = app
        self._policy = policy
        self._host_names = frozenset(host_names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or refuses it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if scope["type"] == "http":
            over = STAY_ON_HTTPS if scope["scheme"] == "https" else {}
            await (refusal or self._app)(scope, receive, _with_safety_headers(send, self._policy, over))
        elif refusal is None:
            await self._app(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": "not for another site's page"})

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        for host in headers.getlist("host"):
            if _host_and_port(f"//{host}")[0] not in self._host_names:
                detail = (
                    f"this server does not go by the name {host!r:.80}; name it in XIUHUA_ALLOWED_HOSTS if it shall"
                )
                return problem(HTTPStatus.MISDIRECTED_REQUEST, "unknown_host", detail)
        if _is_foreign(headers, scope):
            return problem(
                HTTPStatus.FORBIDDEN, "foreign_origin", "a web page of another site may ask for nothing here"
            )
        return None


def _is_foreign(headers: Headers, scope: Scope) -> bool:
    """Whether a browser says that another site's page sends this."""
    if headers.get("sec-fetch-site", "none") not in _OWN_SITE and not _is_followed_link(headers, scope):
        return True
    origin = headers.get("origin")
    if origin is None:
        return False
    scheme, separator, _ = origin.partition("://")
    ours = _host_and_port(f"{scheme}://{headers.get('host', '')}")
    return not separator or not ours[0] or _host_and_port(origin) != ours


def _is_followed_link(headers: Headers, scope: Scope) -> bool:
    """Whether a browser opens this as a page of its own; frames and whatever else a page loads are none."""
    top_level = (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")) == ("navigate", "document")
    return top_level and scope.get("method") in _SAFE_METHODS


def _host_and_port(address: str) -> tuple[str, int | None]:
    """Host, lower case, and port, which the scheme gives when it is not written; no host when it cannot be read."""
    try:
        parts = urlsplit(address)
        return (parts.hostname or "").rstrip("."), parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return "", None


def _with_safety_headers(send: Send, policy: ContentPolicy, more: Mapping[str, str]) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            add_safety_headers(headers, policy.text)
            headers.update(more)
        await send(message)

    return sending
