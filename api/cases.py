"""`/api/v1/cases`: report, list, look at, and move cases."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, Query, Request, Response

from api.case_query import Asked, CasesAsked
from api.case_schemas import Case, CaseCandidates, CaseDetail, CasePage, CaseTimeline
from api.json_response import json_response, large_json
from api.parameters import Actor, Cursor, RowId, only_known_parameters
from api.photos import shown_picture
from api.problems import PROBLEM
from api.schemas import Problem
from dashboard.commands.cases import CaseMove, CaseReport
from dashboard.domain.cases import records
from dashboard.domain.cases.late import Late
from dashboard.domain.cases.queries import LARGEST_PAGE
from dashboard.domain.cases.queries import CasePage as Page
from dashboard.domain.cases.readouts import shown_case, shown_entry
from dashboard.domain.cases.states import Action
from dashboard.errors import Outdated, XiuhuaError
from dashboard.services.cases.ranking import shown_candidate
from dashboard.services.cases.reading import CaseView

ROUTER = APIRouter(
    prefix="/api/v1/cases",
    tags=["cases"],
    dependencies=[Depends(only_known_parameters)],
    responses={422: {"model": Problem, "description": "Something is missing or wrong; the detail says what"}},
)
REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    403: {"model": Problem, "description": "The right does not reach it; the detail says why"},
    404: {"model": Problem, "description": "There is no such case that the asker may see"},
    409: {
        "model": Problem,
        "description": "Its state does not allow it, or somebody was faster: `case` is the newer one. With `keep` it"
        " came too late: `became` tells what became of the case, and what was sent is on its timeline",
    },
}
IdempotencyKey = Annotated[
    str, Header(alias="Idempotency-Key", description="the same command again under it is done once")
]


@ROUTER.get("", response_model=CasePage)
async def list_cases(
    request: Request,
    actor: Actor,
    asked: Asked,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 100,
    cursor: Cursor = None,
) -> Response:
    """The cases that the asker may see, page by page."""
    services: Any = request.app.state.services
    page = await asyncio.to_thread(_page, services, asked, limit, cursor, actor)
    now_us = services.live.clock()
    content = {"items": [shown_case(each, now_us) for each in page.items], "total": page.total, "next": page.next}
    return await large_json(request, content, Cache_Control="no-store")


@ROUTER.post("", response_model=Case, status_code=201, responses=REFUSALS)
async def report(request: Request, actor: Actor, body: CaseReport, key: IdempotencyKey = "") -> Response:
    """Takes a report; the same one again under its key is the same case. An alarm or event is one case at a time."""
    services: Any = request.app.state.services
    try:
        case = await asyncio.to_thread(services.cases.reporting.report, body.draft(), actor, key)
    except Outdated as error:
        return outdated(error, services.live.clock())
    return json_response(shown_case(case, services.live.clock()), 201)


@ROUTER.get("/{case_id}", response_model=CaseDetail, responses=REFUSALS)
async def case(request: Request, actor: Actor, case_id: RowId) -> Response:
    """One case, and what the asker may do with it now."""
    services: Any = request.app.state.services
    view = await asyncio.to_thread(services.cases.reading.view, case_id, actor)
    return json_response(_detail(view, services.live.clock()), Cache_Control="no-store")


@ROUTER.get("/{case_id}/timeline", response_model=CaseTimeline, responses=REFUSALS)
async def timeline(request: Request, actor: Actor, case_id: RowId) -> Response:
    """What happened to it, the oldest first."""
    services: Any = request.app.state.services
    entries = await asyncio.to_thread(services.cases.reading.timeline, case_id, actor)
    return await large_json(request, {"items": [shown_entry(each) for each in entries]}, Cache_Control="no-store")


@ROUTER.get("/{case_id}/candidates", response_model=CaseCandidates, responses=REFUSALS)
async def candidates(request: Request, actor: Actor, case_id: RowId) -> Response:
    """Whom it may be dispatched to, the best first, each with why."""
    services: Any = request.app.state.services
    found = await asyncio.to_thread(services.cases.dispatching.candidates, case_id, actor)
    return json_response({"items": [shown_candidate(each) for each in found]}, Cache_Control="no-store")


@ROUTER.post("/{case_id}/{action}", response_model=Case, responses=REFUSALS)
async def act(
    request: Request, actor: Actor, case_id: RowId, action: Action, body: CaseMove, key: IdempotencyKey = ""
) -> Response:
    """Moves a case. Which actions there are for the asker now, the case itself says."""
    services: Any = request.app.state.services
    now_us = services.live.clock()
    if body.keep:
        outcome = await asyncio.to_thread(services.cases.late.act, case_id, body.move(action), actor, key)
        return _late(outcome, now_us) if isinstance(outcome, Late) else json_response(shown_case(outcome, now_us))
    try:
        moved = await asyncio.to_thread(services.cases.moves.act, case_id, body.move(action), actor, key)
    except Outdated as error:
        return outdated(error, now_us)
    return json_response(shown_case(moved, now_us))


def _page(services: Any, asked: CasesAsked, limit: int, cursor: str | None, actor: Any) -> Page:
    reading = services.cases.reading
    query = reading.with_categories(asked.query, asked.category)
    page: Page = reading.page(query, asked.sorting, limit, cursor, actor)
    return page


def _detail(view: CaseView, now_us: int) -> dict[str, Any]:
    return {
        **shown_case(view.case, now_us),
        "actions": [action.value for action in view.actions],
        "photos": [shown_picture(each) for each in view.pictures],
        "conditions": [{"zh": text.zh, "en": text.en, "met": met} for text, met in view.conditions],
    }


def _late(late: Late, now_us: int) -> Response:
    content = {
        **_problem(Outdated, late.told.en),
        "became": {"zh": late.told.zh, "en": late.told.en},
        "photos_kept": late.photos,
        "case": None if late.case is None else shown_case(late.case, now_us),
    }
    return json_response(content, Outdated.http_status, PROBLEM)


def outdated(error: Outdated, now_us: int) -> Response:
    """Return the answer to who was slower, with the case as it is now."""
    assert isinstance(error.newer, records.Case), "what is newer is a case"
    told = {} if error.told is None else {"told": error.told._asdict()}
    content = {**_problem(Outdated, str(error)), **told, "case": shown_case(error.newer, now_us)}
    return json_response(content, error.http_status, PROBLEM)


def _problem(kind: type[XiuhuaError], detail: str) -> dict[str, Any]:
    head = {"type": f"urn:xiuhua:problem:{kind.code}", "title": kind.code, "status": kind.http_status}
    return {**head, "detail": detail, "code": kind.code}
