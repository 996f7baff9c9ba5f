"""`/api/v1/squads`: the squads, and one that takes another one over."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Path, Request, Response

from api.json_response import json_response
from api.parameters import Actor, only_known_parameters
from api.schemas import Problem
from api.squad_schemas import Merger, MergerOutcome, SquadPage
from dashboard.domain.people.readouts import SquadLine
from dashboard.domain.readings import from_us

ROUTER = APIRouter(
    prefix="/api/v1/squads",
    tags=["people"],
    dependencies=[Depends(only_known_parameters)],
    responses={403: {"model": Problem, "description": "The right is missing"}},
)


@ROUTER.get("", response_model=SquadPage)
async def list_squads(request: Request, _actor: Actor) -> Response:
    """All squads, also those that were merged: `merged_into` is who has their cases now."""
    lines = await asyncio.to_thread(request.app.state.services.people.squads)
    return json_response({"items": [_shown(line) for line in lines]}, Cache_Control="no-store")


@ROUTER.post(
    "/{code}/merge",
    response_model=MergerOutcome,
    responses={422: {"model": Problem, "description": "It cannot be merged so; the detail says what to do"}},
)
async def merge(
    request: Request, actor: Actor, code: Annotated[str, Path(max_length=40)], wanted: Annotated[Merger, Body()]
) -> Response:
    """Merge a squad into another one, or with `dry_run` only say what would go there."""
    merging: Any = request.app.state.services.office.merging
    deed = merging.outlook if wanted.dry_run else merging.merge
    handover = await asyncio.to_thread(deed, code, wanted.into, actor)
    told = {"squad": code, "into": wanted.into, "dry_run": wanted.dry_run, **handover._asdict()}
    return json_response(told, Cache_Control="no-store")


def _shown(line: SquadLine) -> dict[str, Any]:
    squad = line.squad
    return {
        "code": squad.code,
        "name": squad.name,
        "kind": squad.kind.value,
        "people": line.people,
        "merged_into": squad.merged_into,
        "merged_at": None if squad.merged_us is None else from_us(squad.merged_us).isoformat(),
    }
