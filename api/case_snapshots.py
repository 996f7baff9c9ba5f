"""`/api/v1/cases/snapshots`: pictures of chat groups (随手拍, 快处置) go straight to the unit that answers."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from api.case_schemas import Case, CaseCandidate
from api.case_suggestions import Lat, Lon
from api.cases import REFUSALS, IdempotencyKey, outdated
from api.json_response import json_response
from api.parameters import Actor, Moment, moment_us, only_known_parameters, shown_time
from api.schemas import Problem, example
from dashboard.commands.case_snapshots import CaseSnapshot
from dashboard.domain.cases.readouts import shown_case
from dashboard.domain.cases.snapshots import ReceiptFigure
from dashboard.domain.cases.states import Source
from dashboard.domain.durations import DAY_US
from dashboard.errors import Outdated
from dashboard.services.cases.ranking import shown_candidate

ROUTER = APIRouter(
    prefix="/api/v1/cases/snapshots",
    tags=["cases"],
    dependencies=[Depends(only_known_parameters)],
    responses={
        403: {"model": Problem, "description": "The right does not reach it"},
        422: {"model": Problem, "description": "Something is missing or wrong; the detail says what"},
    },
)
USUAL_US: Final = 30 * DAY_US


class SnapshotUnit(CaseCandidate):
    """A unit that may take a picture on; `by_rule` is the rule of dispatch that sends it there."""

    by_rule: str


class SnapshotUnits(BaseModel):
    """At most five, the unit of the rules first, then by rank."""

    items: list[SnapshotUnit]


class ReceiptMedian(BaseModel):
    """Seconds from the picture that came in to the unit that took it on: the median of `accepted` out of `of`."""

    model_config = example(median_receipt_s=372.0, accepted=38, of=41, waiting=2)
    median_receipt_s: float | None
    accepted: int
    of: int
    waiting: Annotated[int, Field(description="open, and taken on by nobody yet")]


class UnitReceipts(ReceiptMedian):
    """The same of one unit."""

    unit: str
    name: str


class SnapshotFigures(ReceiptMedian):
    """The receipts of the pictures that came in during a time."""

    source: str
    first: Annotated[str, Field(alias="from")]
    until: Annotated[str, Field(alias="to")]
    waiting_since: str | None
    units: list[UnitReceipts]


@ROUTER.get("/units", response_model=SnapshotUnits)
async def units(
    request: Request, actor: Actor, category: Annotated[str, Query(min_length=1, max_length=40)], lon: Lon, lat: Lat
) -> Response:
    """Who may take a picture on, each with why."""
    group: Any = request.app.state.services.cases.photo_group
    found = await asyncio.to_thread(group.proposed, category, lon, lat, actor)
    items = [{**shown_candidate(each.candidate), "by_rule": each.by_rule} for each in found]
    return json_response({"items": items}, Cache_Control="no-store")


@ROUTER.post("", response_model=Case, status_code=201, responses=REFUSALS)
async def pass_on(request: Request, actor: Actor, body: CaseSnapshot, key: IdempotencyKey = "") -> Response:
    """Reports, files and dispatches in one; the same again under its key is the same case."""
    services: Any = request.app.state.services
    try:
        case = await asyncio.to_thread(services.cases.photo_group.file, body.snapshot(), actor, key)
    except Outdated as error:
        return outdated(error, services.live.clock())
    return json_response(shown_case(case, services.live.clock()), 201)


@ROUTER.get("/figures", response_model=SnapshotFigures)
async def figures(
    request: Request,
    actor: Actor,
    first: Annotated[Moment, Query(alias="from", description="came in at or after; 30 days ago without it")] = None,
    until: Annotated[Moment, Query(alias="to", description="came in before; now without it")] = None,
) -> Response:
    """How long pictures wait for the unit that takes them on: of all, and by unit."""
    services: Any = request.app.state.services
    until_us = moment_us("to", until) or services.live.clock()
    from_us = moment_us("from", first) or until_us - USUAL_US
    found, names = await asyncio.to_thread(services.cases.photo_group.receipts, from_us, until_us, actor)
    content = {
        "source": Source.SNAPSHOT.value,
        "from": shown_time(from_us),
        "to": shown_time(until_us),
        **_shown(found.whole),
        "waiting_since": shown_time(found.waiting_since_us),
        "units": [{"unit": code, "name": names.get(code, code), **_shown(each)} for code, each in found.units],
    }
    return json_response(content, Cache_Control="no-store")


def _shown(figure: ReceiptFigure) -> dict[str, Any]:
    told = figure._asdict()
    return {"median_receipt_s": told.pop("median_s"), **told}
