"""`/answer/{token}`: another department looks at one case and answers for it by its link, without an account."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final, NamedTuple
from urllib.parse import parse_qs

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import HTMLResponse
from starlette.datastructures import UploadFile

from api.entrance import form_token
from api.json_response import json_response
from api.problems import retry_after
from api.sign_in import FORM_FIELD, LANGUAGE_COOKIE, YEAR_S, form_secret, is_https, origin_of
from dashboard.domain.answering.links import Answer, AnswerKind, Shown
from dashboard.domain.cases.photo_roles import MOST_PHOTOS
from dashboard.domain.cases.records import REASON_LENGTH
from dashboard.domain.photos.limits import NO_FILE
from dashboard.domain.photos.records import MEDIA_TYPE, PhotoSize
from dashboard.domain.text import Language, Text
from dashboard.errors import BadInput, Forbidden, NotFound, XiuhuaError
from dashboard.services.answering.links import AnswerLinks

ROUTER = APIRouter(prefix="/answer", include_in_schema=False)
ANSWERS: Final = ("/answer/",)
"""Below which addresses are links, each with a status of its own."""
Token = Annotated[str, Path(min_length=20, max_length=80, pattern="^[A-Za-z0-9_-]+$")]
Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
FORM_HEADER: Final = "X-Form-Token"
_FORM_BYTES: Final = 16_384
_EXPIRED: Final = Text("页面已过期，请刷新后再试", "this page has expired; reload it and try again")
_BAD_FORM: Final = Text("表单无法识别，请刷新页面", "the form cannot be read; reload the page")
_KIND: Final = Text("请选择处置结果或申请回退", "choose whether it was handled or is given back")
_HEADERS: Final = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}


class AnswerView(NamedTuple):
    """What the page shows: the case of a link, or why there is none; what was typed, and what is wrong with it."""

    token: str
    form_token: str
    shown: Shown | None
    now_us: int
    problem: Text | None = None
    typed: Mapping[str, str] = {}


DrawAnswer = Callable[[AnswerView, Mapping[str, str]], str]
"""Draws the page for a browser with these cookies."""


@ROUTER.get("/{token}", response_class=HTMLResponse)
async def page(request: Request, token: str) -> Response:
    """The case, and the form of an answer while there may be one."""
    try:
        shown = await asyncio.to_thread(_links(request).look, token, origin_of(request).address)
    except NotFound as error:
        return _draw(request, _view(request, token, None), error.http_status)
    except XiuhuaError as error:
        return _draw(request, _view(request, token, None, _told(error)), error.http_status, retry_after(error))
    return _draw(request, _view(request, token, shown), HTTPStatus.OK)


@ROUTER.post("/{token}", response_class=HTMLResponse)
async def answer(request: Request, token: Token) -> Response:
    """Takes the answer; the page then says what became of it."""
    links, address = _links(request), origin_of(request).address
    try:
        form = await _form(request)
        _require_token(request, token, form.get(FORM_FIELD, [""])[-1])
        await asyncio.to_thread(links.answer, token, _answer(form), address)
    except NotFound as error:
        return _draw(request, _view(request, token, None), error.http_status)
    except XiuhuaError as error:
        return await _again(request, token, error)
    shown = await asyncio.to_thread(links.look, token, address)
    return _draw(request, _view(request, token, shown), HTTPStatus.OK)


@ROUTER.post("/{token}/photos")
async def send_photo(request: Request, token: Token) -> Response:
    """Keeps a picture for the answer; tells its digest."""
    _require_token(request, token, request.headers.get(FORM_HEADER, ""))
    photos: Any = request.app.state.services.photos
    async with request.form(max_files=1, max_fields=1) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise BadInput(NO_FILE)
        content = await file.read()
    loop, address = asyncio.get_running_loop(), origin_of(request).address
    kept = await loop.run_in_executor(photos.lane, _links(request).store, token, content, address)
    warnings = [{"zh": each.text.zh, "en": each.text.en} for each in kept.findings]
    return json_response({"digest": kept.photo.digest, "warnings": warnings}, 201)


@ROUTER.get("/{token}/photos/{digest}", response_class=Response)
async def show_photo(request: Request, token: Token, digest: Digest, size: PhotoSize = PhotoSize.MEDIUM) -> Response:
    """A picture of the case, while the link is open."""
    content = await asyncio.to_thread(_links(request).photo, token, digest, size, origin_of(request).address)
    return Response(content, media_type=MEDIA_TYPE, headers={**_HEADERS, "Cache-Control": "private, max-age=600"})


async def _again(request: Request, token: str, error: XiuhuaError) -> Response:
    """The page once more, with what is wrong and what was typed."""
    links, address = _links(request), origin_of(request).address
    try:
        shown = await asyncio.to_thread(links.look, token, address)
    except XiuhuaError as other:
        return _draw(request, _view(request, token, None, _told(other)), other.http_status, retry_after(other))
    form = await _form(request) if not isinstance(error, Forbidden) else {}
    typed = {"kind": form.get("kind", [""])[-1], "words": form.get("words", [""])[-1][:REASON_LENGTH]}
    typed["photos"] = " ".join(form.get("photo", [])[:MOST_PHOTOS])
    view = _view(request, token, shown, _told(error))._replace(typed=typed)
    return _draw(request, view, error.http_status, retry_after(error))


async def _form(request: Request) -> dict[str, list[str]]:
    body = await request.body()
    if len(body) > _FORM_BYTES:
        raise BadInput(_BAD_FORM)
    try:
        return parse_qs(body.decode(), keep_blank_values=True, strict_parsing=bool(body), max_num_fields=40)
    except ValueError as error:
        raise BadInput(_BAD_FORM) from error


def _answer(form: Mapping[str, list[str]]) -> Answer:
    kind = form.get("kind", [""])[-1]
    if kind not in set(AnswerKind):
        raise BadInput(_KIND)
    words = form.get("words", [""])[-1].strip()
    photos = tuple(dict.fromkeys(each for each in form.get("photo", []) if len(each) == 64 and each.isalnum()))
    return Answer(AnswerKind(kind), words, photos if kind == AnswerKind.RESULT else ())


def _require_token(request: Request, token: str, given: str) -> None:
    """Raise Forbidden unless the page of this link sent it."""
    if not hmac.compare_digest(given.encode(), form_token(form_secret(request), token).encode()):
        raise Forbidden(_EXPIRED)


def _view(request: Request, token: str, shown: Shown | None, problem: Text | None = None) -> AnswerView:
    services: Any = request.app.state.services
    return AnswerView(token, form_token(form_secret(request), token), shown, services.live.clock(), problem)


def _told(error: XiuhuaError) -> Text:
    return error.told or Text(str(error), str(error))


def _draw(request: Request, view: AnswerView, status: int, headers: Mapping[str, str] | None = None) -> Response:
    draw_answer: DrawAnswer = request.app.state.draw_answer
    asked = request.query_params.get("language", "")
    cookies = {**request.cookies, LANGUAGE_COOKIE: asked} if asked in set(Language) else request.cookies
    more = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
    response = HTMLResponse(draw_answer(view, cookies), status, {**_HEADERS, **more})
    if asked in set(Language):
        response.set_cookie(LANGUAGE_COOKIE, asked, max_age=YEAR_S, samesite="lax", secure=is_https(request))
    return response


def _links(request: Request) -> AnswerLinks:
    links: AnswerLinks = request.app.state.services.answer_links
    return links
