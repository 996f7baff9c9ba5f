"""`/login/oidc`: signing in with the account that somebody has at the organisation's identity provider."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.sign_in import (
    PLAIN_HTTP,
    FormView,
    enter,
    form_secret,
    fresh_token,
    is_https,
    is_signed_in,
    may_carry_secrets,
    origin_of,
    refuse,
    safe_target,
)
from dashboard.domain.durations import SECOND_US
from dashboard.domain.oidc import LOGIN_LIVES_US, OidcLogin, OidcRefused, OidcReturn
from dashboard.errors import Forbidden, NotFound, XiuhuaError
from dashboard.services.accounts.oidc import Oidc

ROUTER = APIRouter(tags=["accounts"])
BEGIN: Final = "/login/oidc"
RETURN: Final = "/login/oidc/callback"
LOGIN_COOKIE: Final = "xiuhua_oidc"
_COOKIE_BYTES: Final = 3_500
"""Browsers drop a cookie of more than 4 kB; who asked for an address that long comes back to the desk."""
_PURPOSE: Final = b"oidc login: "
"""Nothing else that SECRET_KEY signs begins like this."""


@ROUTER.get(BEGIN, response_class=HTMLResponse, include_in_schema=False)
async def begin_at_provider(request: Request) -> Response:
    """The way to the provider, or the login page with why there is none now."""
    target = safe_target(request.query_params.get("next", "/"))
    if is_signed_in(request):
        return RedirectResponse(target, HTTPStatus.SEE_OTHER)
    try:
        address, login = await _oidc(request).begin(_return_address(request), target)
    except XiuhuaError as error:
        return await refuse(request, FormView("login", fresh_token(request), target), error)
    secret = form_secret(request)
    sealed = seal(secret, login)
    if len(sealed) > _COOKIE_BYTES:
        sealed = seal(secret, login._replace(target="/"))
    answer = RedirectResponse(address, HTTPStatus.SEE_OTHER, {"Cache-Control": "no-store"})
    lives_s = LOGIN_LIVES_US // SECOND_US
    answer.set_cookie(
        LOGIN_COOKIE, sealed, lives_s, path=BEGIN, httponly=True, samesite="lax", secure=is_https(request)
    )
    return answer


@ROUTER.get(RETURN, response_class=HTMLResponse, include_in_schema=False)
async def return_from_provider(request: Request) -> Response:
    """A session and the way on, or the login page with what went wrong. A login is good for one return."""
    login = unseal(form_secret(request), request.cookies.get(LOGIN_COOKIE, ""))
    target = "/" if login is None else safe_target(login.target)
    told = request.query_params
    back = OidcReturn(*(told.get(name, "") for name in ("state", "code", "error", "iss")))
    try:
        signed_in = await _oidc(request).finish(login, back, _return_address(request), origin_of(request))
    except XiuhuaError as error:
        answer = await refuse(request, FormView("login", fresh_token(request), target), error)
    else:
        answer = enter(request, signed_in, target)
    answer.delete_cookie(LOGIN_COOKIE, path=BEGIN)
    return answer


def seal(secret: bytes, login: OidcLogin) -> str:
    """Return a login as text that nobody without SECRET_KEY can make."""
    content = base64.urlsafe_b64encode(json.dumps(login, ensure_ascii=False).encode()).decode()
    return f"{content}.{_signature(secret, content)}"


def unseal(secret: bytes, sealed: str) -> OidcLogin | None:
    """Return the login that was sealed; None when it is none of ours."""
    content, _, signature = sealed.rpartition(".")
    if not content or not hmac.compare_digest(signature.encode(), _signature(secret, content).encode()):
        return None
    return OidcLogin(*json.loads(base64.urlsafe_b64decode(content)))


def _signature(secret: bytes, content: str) -> str:
    return hmac.new(secret, _PURPOSE + content.encode(), hashlib.sha256).hexdigest()


def _return_address(request: Request) -> str:
    """Where the browser comes back to, by the name that it calls us; the guard has checked that it is ours."""
    return f"{request.url.scheme}://{request.headers.get('host', '')}{RETURN}"


def _oidc(request: Request) -> Oidc:
    """Raises NotFound where no provider is set, Forbidden where somebody could listen to the new session."""
    oidc: Oidc | None = request.app.state.services.oidc
    if oidc is None:
        raise NotFound(OidcRefused.OFF)
    if not may_carry_secrets(request):
        raise Forbidden(PLAIN_HTTP)
    return oidc
