"""`/open311/v2`: GeoReport v2 for the systems that citizens report to; each sees its own reports, and no others."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from api.open311_formats import Format, Kind, answer, error
from api.parameters import Actor, moment_us
from dashboard.domain.cases.drafts import CaseDraft
from dashboard.domain.cases.photo_roles import PhotoRole, Shot
from dashboard.domain.cases.records import ADDRESS_LENGTH, DESCRIPTION_LENGTH
from dashboard.domain.cases.states import Source
from dashboard.domain.open311 import IDS_AT_MOST, LARGEST_PAGE, LAST_PAGE, LONGEST_SPAN_US, NOTICE, RequestQuery, Status
from dashboard.domain.rights import Actor as Asker
from dashboard.domain.rights import Permission, decide
from dashboard.errors import BadInput, Forbidden, NotSignedIn, XiuhuaError
from dashboard.services.accounts.signing_in import Known
from dashboard.services.photos.storing import Upload, place_of

PATH: Final = "/open311/v2"
KEY: Final = "api_key"
_NO_KEY: Final = "api_key was not provided: send an API token as api_key, or as Authorization: Bearer …"
_FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")
_NOT_A_FORM: Final = "send the request as a form (application/x-www-form-urlencoded or multipart/form-data)"


class _Open311Route(APIRoute):
    """Tells errors as the standard does, in the format of the address; a bad request is 400 there."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        usual = super().get_route_handler()

        async def handle(request: Request) -> Response:
            form = Format.XML if request.url.path.endswith(".xml") else Format.JSON
            try:
                return await usual(request)
            except XiuhuaError as refused:
                status = HTTPStatus.BAD_REQUEST if isinstance(refused, BadInput) else refused.http_status
                return error(status, str(refused), form)
            except RequestValidationError as refused:
                first = refused.errors()[0]
                return error(HTTPStatus.BAD_REQUEST, f"{first['loc'][-1]}: {first['msg']}", form)
            except HTTPException as refused:
                return error(refused.status_code, str(refused.detail), form)

        return handle


ROUTER = APIRouter(prefix=PATH, tags=["open311"], route_class=_Open311Route)


@ROUTER.get("/services.{form}")
async def list_services(request: Request, actor: Actor, form: Format) -> Response:
    """What can be reported: the sub-categories of the catalogue that holds today."""
    found = await asyncio.to_thread(request.app.state.services.open311.services, actor)
    return answer(Kind.SERVICES, found, form)


@ROUTER.get("/services/{code}.{form}")
async def show_service(request: Request, actor: Actor, code: str, form: Format) -> Response:
    """One service; none asks for attributes of its own."""
    found = await asyncio.to_thread(request.app.state.services.open311.require_service, code, actor)
    return answer(Kind.SERVICES, [found], form)


@ROUTER.get("/requests.{form}")
async def list_requests(
    request: Request,
    actor: Actor,
    form: Format,
    service_request_id: Annotated[str, Query(description="several, with commas; nothing else counts then")] = "",
    service_code: Annotated[str, Query(description="several, with commas")] = "",
    start_date: Annotated[str, Query(description="W3C datetime; at most 90 days before end_date")] = "",
    end_date: str = "",
    status: Annotated[str, Query(description="open, closed")] = "",
    page_size: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = LARGEST_PAGE,
    page: Annotated[int, Query(ge=1, le=LAST_PAGE, description="of so many each; an empty one is behind the last")] = 1,
) -> Response:
    """What the asker reported, the newest first: at most 1 000 a page, within 90 days."""
    services: Any = request.app.state.services
    from_us, until_us = _span(start_date, end_date, services.live.clock())
    query = RequestQuery(
        from_us,
        until_us,
        numbers=tuple(_several(service_request_id)),
        codes=frozenset(_several(service_code)),
        statuses=_statuses(status),
        limit=page_size,
        page=page,
    )
    return answer(Kind.REQUESTS, await asyncio.to_thread(services.open311.requests, query, actor), form)


@ROUTER.get("/requests/{number}.{form}")
async def show_request(request: Request, actor: Actor, number: str, form: Format) -> Response:
    """One request of the asker's."""
    found = await asyncio.to_thread(request.app.state.services.open311.request, number, actor)
    return answer(Kind.REQUESTS, [found], form)


@ROUTER.post("/requests.{form}", status_code=201)
async def report(request: Request, form: Format) -> Response:
    """Takes a report: service_code, lat and long, description, address_string, and a picture as `media`.

    Names, phones and addresses of mail are not kept; nothing is fetched from media_url, which is kept as text.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in _FORMS:
        return error(HTTPStatus.BAD_REQUEST, _NOT_A_FORM, form)
    async with request.form(max_files=1, max_fields=60) as told:
        reporter = await _reporter(request, told)
        case = await _reported(request, told, reporter)
    notice = NOTICE.zh
    item = {"service_request_id": case.number, "service_notice": notice, "account_id": None}
    return answer(Kind.REQUESTS, [item], form, HTTPStatus.CREATED)


async def _reporter(request: Request, told: FormData) -> Asker:
    """Who reports: by the header, or by the key in the form. Raises NotSignedIn, Forbidden."""
    actor: Asker | None = request.state.actor
    key = str(told.get(KEY) or "")
    if actor is None and key:
        whose: Callable[[str], Awaitable[Known | None]] = request.state.whose_token
        known = await whose(key)
        actor = None if known is None else known.actor
    if actor is None:
        raise NotSignedIn(_NO_KEY)
    decision = decide(actor, Permission.REPORT_CASES)
    if not decision.allowed:
        raise Forbidden(decision.why)
    return actor


async def _reported(request: Request, told: FormData, actor: Asker) -> Any:
    services: Any = request.app.state.services
    code = _field(told, "service_code", 40)
    await asyncio.to_thread(services.open311.require_service, code, actor)
    lon, lat = _degrees(told, "long"), _degrees(told, "lat")
    draft = CaseDraft(
        source=Source.SNAPSHOT,
        category=code,
        description=_description(told),
        lon=lon,
        lat=lat,
        address=_field(told, "address_string", ADDRESS_LENGTH),
        photos=await _photos(services, told, lon, lat, actor),
    )
    key = request.headers.get("idempotency-key", "")
    return await asyncio.to_thread(services.cases.reporting.report, draft, actor, key)


async def _photos(services: Any, told: FormData, lon: float, lat: float, actor: Asker) -> tuple[Shot, ...]:
    media = told.get("media")
    if not isinstance(media, UploadFile):
        return ()
    upload = Upload(await media.read(), place_of(lon, lat), None)
    loop = asyncio.get_running_loop()
    kept = await loop.run_in_executor(services.photos.lane, services.photos.storing.store, upload, actor)
    return (Shot(kept.photo.digest, PhotoRole.BEFORE),)


def _field(told: FormData, name: str, longest: int) -> str:
    text = str(told.get(name) or "").replace("\0", "").strip()
    if len(text) > longest:
        raise BadInput(f"{name}: at most {longest} characters")
    return text


def _description(told: FormData) -> str:
    """With the address of a picture elsewhere, which a person may open."""
    media_url = _field(told, "media_url", 300)
    text = "\n".join(part for part in (_field(told, "description", DESCRIPTION_LENGTH), media_url) if part)
    return text[:DESCRIPTION_LENGTH]


def _degrees(told: FormData, name: str) -> float:
    try:
        return float(str(told.get(name) or ""))
    except ValueError as refused:
        raise BadInput(
            f"{name}: lat and long are needed, in degrees (WGS-84); addresses alone are not looked up"
        ) from refused


def _several(text: str) -> list[str]:
    found = [part.strip() for part in text.split(",") if part.strip()]
    if len(found) > IDS_AT_MOST:
        raise BadInput(f"at most {IDS_AT_MOST} of them at once")
    return found


def _statuses(text: str) -> frozenset[Status]:
    try:
        return frozenset(Status(each) for each in _several(text.lower())) or frozenset(Status)
    except ValueError as refused:
        raise BadInput("status: open, closed, or both with a comma") from refused


def _span(start: str, end: str, now_us: int) -> tuple[int, int]:
    """The time that is asked for. Raises BadInput when it is turned round or too long."""
    until_us = (moment_us("end_date", end) if end else None) or now_us + 1
    from_us = (moment_us("start_date", start) if start else None) or until_us - LONGEST_SPAN_US
    if start and not end:
        until_us = min(until_us, from_us + LONGEST_SPAN_US)
    if not from_us < until_us <= from_us + LONGEST_SPAN_US + 1:
        raise BadInput("start_date lies before end_date, and at most 90 days before it")
    return from_us, until_us
