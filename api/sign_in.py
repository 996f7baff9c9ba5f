"""`/login`, `/logout`, `/password`, `/api/v1/me`: signing in and out, by plain forms that need no script."""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.entrance import FORM_COOKIE, SESSION_COOKIE, form_token
from api.json_response import json_response
from api.problems import retry_after
from dashboard.domain.accounts import PASSWORD_LENGTH_AT_MOST
from dashboard.domain.rights import Actor
from dashboard.domain.text import Language, Text
from dashboard.errors import BadInput, XiuhuaError
from dashboard.services.accounts.signing_in import Origin, SignedIn, SigningIn

ROUTER = APIRouter(tags=["accounts"])
DOORS: Final = ("/login", "/password")
FORM_FIELD: Final = "form_token"
LANGUAGE_COOKIE: Final = "xiuhua_language"
YEAR_S: Final = 365 * 24 * 3600
_FORM_BYTES: Final = 8_192
_FORMS_AGAIN: Final = Text("页面已过期，请再试一次", "this page has expired; try again")
PLAIN_HTTP: Final = Text(
    "请用 https 地址登录；仅限可信网络时管理员可设置 XIUHUA_ALLOW_PLAIN_HTTP=true",
    "sign in over https; on a trusted network the administrator may set XIUHUA_ALLOW_PLAIN_HTTP=true",
)


class FormView(NamedTuple):
    """What a form page shows: `kind` is login or password; `name` what was typed, `next` where it leads."""

    kind: str
    token: str
    next: str = "/"
    name: str = ""
    problem: Text | None = None


DrawForm = Callable[[FormView, Mapping[str, str]], str]
"""Draws a form for a browser with these cookies; it may read the database."""


@ROUTER.get("/login", response_class=HTMLResponse, include_in_schema=False)
async def login_page(request: Request) -> Response:
    """The form; whoever is signed in already goes on."""
    target = safe_target(request.query_params.get("next", "/"))
    if is_signed_in(request):
        return RedirectResponse(target, HTTPStatus.SEE_OTHER)
    return await draw(request, FormView("login", fresh_token(request), target))


@ROUTER.post("/login", response_class=HTMLResponse, include_in_schema=False)
async def login(request: Request) -> Response:
    """Name and password; a session cookie and the way on, or the form again with what is wrong."""
    form = await _form(request)
    target = safe_target(form.get("next", "/"))
    view = FormView("login", fresh_token(request), target, form.get("name", "")[:40])
    if not _has_token(form, request.cookies.get(FORM_COOKIE, "")):
        return await draw(request, view._replace(problem=_FORMS_AGAIN), HTTPStatus.FORBIDDEN)
    if not may_carry_secrets(request):
        return await draw(request, view._replace(problem=PLAIN_HTTP), HTTPStatus.FORBIDDEN)
    try:
        name, password = form.get("name", ""), form.get("password", "")[: PASSWORD_LENGTH_AT_MOST + 1]
        signed_in = await asyncio.to_thread(_signing_in(request).sign_in, name, password, origin_of(request))
    except XiuhuaError as error:
        return await refuse(request, view, error)
    return enter(request, signed_in, target)


@ROUTER.post("/logout", include_in_schema=False)
async def logout(request: Request) -> Response:
    """Ends the session, at once and everywhere."""
    form = await _form(request)
    session = request.cookies.get(SESSION_COOKIE, "")
    if session and not _has_token(form, form_token(form_secret(request), session)):
        raise BadInput(_FORMS_AGAIN)
    if session:
        await asyncio.to_thread(_signing_in(request).sign_out, session, origin_of(request).address)
    answer = RedirectResponse("/login", HTTPStatus.SEE_OTHER)
    answer.delete_cookie(SESSION_COOKIE)
    answer.delete_cookie(FORM_COOKIE)
    return answer


@ROUTER.get("/password", response_class=HTMLResponse, include_in_schema=False)
async def password_page(request: Request) -> Response:
    """The form for a new password."""
    return await draw(request, FormView("password", _session_token(request), name=_actor(request).name))


@ROUTER.post("/password", response_class=HTMLResponse, include_in_schema=False)
async def change_password(request: Request) -> Response:
    """The old and the new password; the account's other sessions end."""
    form, actor = await _form(request), _actor(request)
    view = FormView("password", _session_token(request), name=actor.name)
    if not _has_token(form, view.token):
        return await draw(request, view._replace(problem=_FORMS_AGAIN), HTTPStatus.FORBIDDEN)
    if form.get("new", "") != form.get("again", ""):
        problem = Text("两次输入的新密码不一致", "the two new passwords differ")
        return await draw(request, view._replace(problem=problem), HTTPStatus.UNPROCESSABLE_ENTITY)
    change = _signing_in(request).change_password
    try:
        await asyncio.to_thread(change, actor, form.get("old", ""), form.get("new", ""), request.state.session_key)
    except XiuhuaError as error:
        return await refuse(request, view, error)
    return RedirectResponse("/", HTTPStatus.SEE_OTHER)


@ROUTER.get("/api/v1/me")
async def me(request: Request) -> Response:
    """Who asks, and what they may."""
    actor = _actor(request)
    content = {
        "name": actor.name,
        "role": actor.role.value,
        "squad": actor.squad,
        "permissions": sorted(permission.value for permission in actor.rights),
        "rights": {permission.value: reach.value for permission, reach in sorted(actor.rights.items())},
    }
    return json_response(content, Cache_Control="no-store")


def enter(request: Request, signed_in: SignedIn, target: str) -> Response:
    """The way into the product with a new session."""
    answer = RedirectResponse("/password" if signed_in.actor.must_change_password else target, HTTPStatus.SEE_OTHER)
    secure = is_https(request)
    answer.set_cookie(SESSION_COOKIE, signed_in.secret, httponly=True, samesite="lax", secure=secure)
    token = form_token(form_secret(request), signed_in.secret)
    answer.set_cookie(FORM_COOKIE, token, samesite="strict", secure=secure)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def safe_target(text: str) -> str:
    """Return a path of our own; anything that could lead elsewhere becomes the desk."""
    own = text.startswith("/") and not text.startswith(("//", "/\\", "/login", "/logout", "/password", "/api/"))
    return text if own and text.isprintable() and "\\" not in text else "/"


def is_signed_in(request: Request) -> bool:
    """Whether the browser has a session already."""
    return request.state.actor is not None and request.state.session_key is not None


def origin_of(request: Request) -> Origin:
    """Return where the request comes from."""
    return Origin(request.client.host if request.client else "", request.headers.get("user-agent", ""))


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form, each once. Raises BadInput for more than 8 kB, or what is no text."""
    body = await request.body()
    if len(body) > _FORM_BYTES:
        raise BadInput("the form is too large")
    try:
        fields = parse_qs(body.decode(), keep_blank_values=True, strict_parsing=bool(body), max_num_fields=20)
    except ValueError as error:
        raise BadInput("the form cannot be read") from error
    return {name: values[-1] for name, values in fields.items()}


async def refuse(request: Request, view: FormView, error: XiuhuaError) -> Response:
    """The form once more, with what is wrong."""
    problem = error.told or Text(str(error), str(error))
    answer = await draw(request, view._replace(problem=problem), error.http_status)
    for name, value in retry_after(error).items():
        answer.headers[name.replace("_", "-")] = value
    return answer


async def draw(request: Request, view: FormView, status: int = HTTPStatus.OK) -> Response:
    """The page of a form, in the language that the browser asks for."""
    draw_form: DrawForm = request.app.state.draw_form
    asked = request.query_params.get("language", "")
    cookies = {**request.cookies, LANGUAGE_COOKIE: asked} if asked in set(Language) else request.cookies
    answer = HTMLResponse(await asyncio.to_thread(draw_form, view, cookies), status, {"Cache-Control": "no-store"})
    if asked in set(Language):
        answer.set_cookie(LANGUAGE_COOKIE, asked, max_age=YEAR_S, samesite="lax", secure=is_https(request))
    if view.kind == "login":
        answer.set_cookie(FORM_COOKIE, view.token, samesite="strict", secure=is_https(request))
    return answer


def fresh_token(request: Request) -> str:
    """The token of the login form: the browser's own cookie, so that several tabs agree."""
    known = request.cookies.get(FORM_COOKIE, "")
    return known if len(known) == 64 and known.isalnum() else secrets.token_hex(32)


def _session_token(request: Request) -> str:
    return form_token(form_secret(request), request.cookies.get(SESSION_COOKIE, ""))


def _has_token(form: dict[str, str], wanted: str) -> bool:
    given = form.get(FORM_FIELD, "")
    return bool(wanted) and hmac.compare_digest(given.encode(), wanted.encode())


def may_carry_secrets(request: Request) -> bool:
    """Whether nobody listens on the way, or that was said to be well."""
    settings: Any = request.app.state.services.settings
    return bool(settings.is_local or settings.allow_plain_http or is_https(request))


def is_https(request: Request) -> bool:
    """Whether the browser asks over https."""
    return request.url.scheme == "https"


def _actor(request: Request) -> Actor:
    actor: Actor = request.state.actor
    return actor


def _signing_in(request: Request) -> SigningIn:
    signing_in: SigningIn = request.app.state.services.signing_in
    return signing_in


def form_secret(request: Request) -> bytes:
    """SECRET_KEY."""
    secret: str = request.app.state.secret
    return secret.encode()
