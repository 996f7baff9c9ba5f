"""Who asks, and whether they may: the second thing that every request meets, behind the guard."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import hmac
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Final, NamedTuple, Protocol
from urllib.parse import parse_qsl, quote, urlencode

from fastapi import Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access import Line, Open, line_of
from api.problems import problem
from dashboard.domain.rights import Actor, Means, Permission, decide_any
from dashboard.domain.text import Text
from dashboard.domain.tokens import token_digest
from dashboard.errors import XiuhuaError
from dashboard.services.accounts.signing_in import Known

SESSION_COOKIE: Final = "xiuhua_session"
FORM_COOKIE: Final = "_csrf_token"
"""Dash reads it and sends it back as FORM_HEADER: only our own pages can."""
FORM_HEADER: Final = "x-csrftoken"
FORM_PARAMETER: Final = "csrf"
WALL_COOKIE: Final = "xiuhua_wall"
TOKEN_PARAMETERS: Final = frozenset({"token", "api_key"})
"""How cameras, and systems that speak Open311, name their token in an address."""
NOT_SIGNED_IN: Final = 4401
"""The close code of a websocket whose session is over."""
DESK: Final = "/"
_SAFE_METHODS: Final = frozenset({"GET", "HEAD"})
_WEBSOCKET: Final = "WEBSOCKET"
_TO_ALL: Final = (Open.FILE, Open.PUBLIC)


DrawRefusal = Callable[[Text, str, Mapping[str, str]], str]
"""The page that says why, and leads to an address, in the language of the cookies."""


class Doorkeeper(Protocol):
    """Who knows sessions, tokens and screens. Each may raise Unavailable; call them off the event loop."""

    def who(self, secret: str, address: str) -> Known | None: ...

    def whose_token(self, secret: str, address: str) -> Known | None: ...

    def whose_screen(self, secret: str, address: str) -> Known | None: ...


class Asked(NamedTuple):
    """What a request shows of itself."""

    method: str
    path: str
    session: str
    token: str
    screen: str
    address: str


class Entrance:
    """Lets pass what the table of api/access.py allows; leaves the actor as `request.state.actor`.

    Browsers that are not signed in are sent to the login page. A session's requests that change something must show
    the token of its forms, as header, which no other site's page can read; so must its websockets, in the address.
    """

    def __init__(self, app: ASGIApp, doorkeeper: Doorkeeper, secret: str) -> None:
        self._app = app
        self._doorkeeper = doorkeeper
        self._secret = secret.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or refuses it."""
        if scope["type"] not in ("http", "websocket") or "actor" in scope.get("state", {}):
            await self._app(scope, receive, send)  # the process asks itself
            return
        scope["state"] = state = {**scope.get("state", {}), "actor": None, "session_key": None}
        connection = HTTPConnection(scope)
        line = line_of(_method(scope), scope["path"])
        asked = _asked(connection, line)
        try:
            known = None if line is not None and line.access is Open.FILE else await self._find(asked)
        except XiuhuaError as error:
            await self._refuse(problem(error.http_status, error.code, str(error)), scope, receive, send)
            return
        if known is not None:
            state["actor"], state["session_key"] = known
        refusal = self._refusal(connection, asked, line, known)
        if refusal is not None:
            await self._refuse(refusal, scope, receive, send)
            return
        state["still_known"] = self._still_known(asked)
        state["whose_token"] = self._whose_token(asked.address)
        await self._app(scope, receive, send)

    async def _find(self, asked: Asked) -> Known | None:
        """Who asks; a token that is shown counts alone, so that a wrong one is not covered up by a cookie."""
        if asked.token:
            return await asyncio.to_thread(self._doorkeeper.whose_token, asked.token, asked.address)
        if asked.session:
            known = await asyncio.to_thread(self._doorkeeper.who, asked.session, asked.address)
            if known is not None:
                return known
        if asked.screen:
            return await asyncio.to_thread(self._doorkeeper.whose_screen, asked.screen, asked.address)
        return None

    def _refusal(
        self, connection: HTTPConnection, asked: Asked, line: Line | None, known: Known | None
    ) -> Response | None:
        if line is None:
            return problem(HTTPStatus.FORBIDDEN, "forbidden", f"nobody may {asked.method} {asked.path}")
        if known is None:
            return None if line.access in _TO_ALL else _sign_in_first(connection, asked)
        if known.actor.means is Means.SESSION and self._is_forged(connection, asked):
            return problem(
                HTTPStatus.FORBIDDEN,
                "form_token",
                f"send the cookie {FORM_COOKIE} back as header {FORM_HEADER}; reload",
            )
        return _not_allowed(connection, asked, line, known.actor)

    def _is_forged(self, connection: HTTPConnection, asked: Asked) -> bool:
        """Whether a session's request changes something and does not show that one of our pages sent it.

        Forms (login, password, logout, an answer by link) have a token as a field, which their routes check.
        """
        own_check = asked.path in ("/login", "/password", "/logout") or asked.path.startswith("/answer/")
        if asked.method in _SAFE_METHODS or own_check:
            return False
        if asked.method == _WEBSOCKET:
            shown = connection.query_params.get(FORM_PARAMETER, "")
        else:
            shown = connection.headers.get(FORM_HEADER, "")
        return not hmac.compare_digest(shown.encode(), form_token(self._secret, asked.session).encode())

    def _still_known(self, asked: Asked) -> Callable[[], Awaitable[bool]]:
        async def still_known() -> bool:
            return await self._find(asked) is not None

        return still_known

    def _whose_token(self, address: str) -> Callable[[str], Awaitable[Known | None]]:
        """For a route whose token stands in the body, which is not read here."""

        async def whose_token(token: str) -> Known | None:
            return await asyncio.to_thread(self._doorkeeper.whose_token, token, address)

        return whose_token

    @staticmethod
    async def _refuse(answer: Response, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await answer(scope, receive, send)
            return
        await receive()
        await send({"type": "websocket.accept"})
        code = NOT_SIGNED_IN if answer.status_code == HTTPStatus.UNAUTHORIZED else 1008
        await send({"type": "websocket.close", "code": code, "reason": "not signed in, or no right to it"})


def form_token(secret: bytes, session: str) -> str:
    """Return the token of a session's forms: nobody without SECRET_KEY can make one."""
    return hmac.new(secret, token_digest(session).encode(), hashlib.sha256).hexdigest()


def _method(scope: Scope) -> str:
    return _WEBSOCKET if scope["type"] == "websocket" else str(scope["method"])


def _asked(connection: HTTPConnection, line: Line | None) -> Asked:
    scope, cookies = connection.scope, connection.cookies
    token = _bearer(connection.headers.get("authorization", ""))
    if not token and line is not None and line.takes_token_in_query:
        token = _take_token(scope)
    return Asked(
        method=_method(scope),
        path=scope["path"],
        session=cookies.get(SESSION_COOKIE, ""),
        token=token,
        screen=cookies.get(WALL_COOKIE, ""),
        address=connection.client.host if connection.client else "",
    )


def _bearer(header: str) -> str:
    """The token of an Authorization header: as Bearer, or as the password of Basic, which cameras can send."""
    scheme, _, value = header.strip().partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(value.strip(), validate=True).decode().partition(":")[2]
    except (binascii.Error, ValueError):
        return "unreadable"


def _take_token(scope: Scope) -> str:
    """The token of the query, which is taken out of it, so that no route or log sees it."""
    pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    found = [value for name, value in pairs if name in TOKEN_PARAMETERS]
    if found:
        kept = [pair for pair in pairs if pair[0] not in TOKEN_PARAMETERS]
        scope["query_string"] = urlencode(kept).encode("latin-1")
    return found[0] if found else ""


def _sign_in_first(connection: HTTPConnection, asked: Asked) -> Response:
    if asked.method in _SAFE_METHODS and _is_page(connection, asked.path):
        query = connection.scope["query_string"].decode("latin-1")
        wanted = f"{asked.path}?{query}" if query else asked.path
        return RedirectResponse(f"/login?next={quote(wanted, safe='')}", HTTPStatus.SEE_OTHER)
    detail = "sign in, or send an API token: Authorization: Bearer …"
    return problem(HTTPStatus.UNAUTHORIZED, "not_signed_in", detail, WWW_Authenticate="Bearer")


def _not_allowed(connection: HTTPConnection, asked: Asked, line: Line, actor: Actor) -> Response | None:
    if actor.must_change_password and line.access not in (*_TO_ALL, Open.AT_THE_DOOR):
        if _is_page(connection, asked.path):
            return RedirectResponse("/password", HTTPStatus.SEE_OTHER)
        return problem(HTTPStatus.FORBIDDEN, "password_change_required", "change the password first, at /password")
    if isinstance(line.access, Open):
        return None
    decision = decide_any(actor, line.access)
    if not decision.allowed and asked.path == DESK and _is_page(connection, DESK):
        return RedirectResponse(_with_query(home_of(actor), connection), HTTPStatus.SEE_OTHER)
    if decision.allowed:
        return None
    if asked.method in _SAFE_METHODS and _is_page(connection, asked.path):
        return _refused_page(connection, decision.why, home_of(actor))
    return problem(HTTPStatus.FORBIDDEN, "forbidden", decision.why.en)


def _refused_page(connection: HTTPConnection, why: Text, home: str) -> Response:
    """Whoever follows a link reads why it does not open, and where to go."""
    draw: DrawRefusal = connection.app.state.draw_refusal
    return HTMLResponse(draw(why, home, connection.cookies), HTTPStatus.FORBIDDEN, {"Cache-Control": "no-store"})


def _with_query(home: str, connection: HTTPConnection) -> str:
    """A link to a case at the desk leads to that case."""
    query = connection.scope["query_string"].decode("latin-1")
    return f"{home}?{query}" if query and "?" not in home else home


def home_of(actor: Actor) -> str:
    """Return where somebody begins: at the desk, or at what is shown to who may not see it."""
    if Permission.VIEW_OPERATIONS in actor.rights:
        return DESK
    if Permission.VIEW_CASES in actor.rights:
        return "/cases"
    return "/admin?tab=audit" if Permission.VIEW_AUDIT in actor.rights else "/me"


def _is_page(connection: HTTPConnection, path: str) -> bool:
    return not path.startswith(("/api/", "/_dash")) and "text/html" in connection.headers.get("accept", "text/html")
