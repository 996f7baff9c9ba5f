"""`/api/v1/roster`: who has which shift."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel

from api.json_response import json_response
from api.parameters import Actor, only_known_parameters, shown_time
from api.schemas import Problem, example
from dashboard.domain.roster.readouts import present_item

ROUTER = APIRouter(
    prefix="/api/v1/roster",
    tags=["people"],
    dependencies=[Depends(only_known_parameters)],
    responses={
        403: {"model": Problem, "description": "The right reaches the own squad, or the own entries only"},
        404: {"model": Problem, "description": "There is no such squad"},
        422: {"model": Problem, "description": "A parameter is wrong; the detail says what is allowed"},
    },
)


class RosterEntry(BaseModel):
    """Who has which shift on a day of the city; the name is masked, `area_code` is null for the squad's areas."""

    model_config = example(
        person="XC0042",
        name="张**",
        post="officer",
        squad="yuelin",
        day="2026-11-27",
        shift="N",
        shift_name="夜间",
        kind="night",
        area_code="330299004001",
        area_name="岳林-01",
        starts_at="2026-11-27T12:00:00.000Z",
        ends_at="2026-11-27T18:00:00.000Z",
        away=False,
    )
    person: str
    name: str
    post: str
    squad: str | None
    day: str
    shift: str
    shift_name: str
    kind: Literal["day", "staggered", "night", "small_hours", "weekend"]
    area_code: str | None
    area_name: str | None
    starts_at: str
    ends_at: str
    away: bool


class RosterEntries(BaseModel):
    """Entries by day, beginning of the shift and person."""

    items: list[RosterEntry]


@ROUTER.get("", response_model=RosterEntries)
async def list_entries(
    request: Request,
    actor: Actor,
    first: Annotated[date | None, Query(alias="from", description="the first day; today when it is not given")] = None,
    until: Annotated[date | None, Query(alias="to", description="the last day, included; `from` without it")] = None,
    squad: Annotated[str, Query(description="code of a squad; all that the right reaches without it")] = "",
) -> Response:
    """The entries of at most 62 days that the asker may see, names masked. Why somebody is away is not told."""
    reading = request.app.state.services.roster.reading
    from_day = first or reading.today()
    items = await asyncio.to_thread(reading.items, from_day, until or from_day, squad, actor)
    shown = [
        {**present_item(each), "starts_at": shown_time(each.start_us), "ends_at": shown_time(each.end_us)}
        for each in items
    ]
    return json_response({"items": shown}, Cache_Control="no-store")
