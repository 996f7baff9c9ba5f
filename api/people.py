"""`/api/v1/people`: who works for the bureau."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.json_response import json_response
from api.parameters import Actor, Cursor, only_known_parameters
from api.schemas import PeoplePage, Problem
from dashboard.domain.people.posts import Post
from dashboard.domain.people.readouts import MOST_PEOPLE, PeopleQuery, present_person

ROUTER = APIRouter(
    prefix="/api/v1/people",
    tags=["people"],
    dependencies=[Depends(only_known_parameters)],
    responses={
        403: {"model": Problem, "description": "The right reaches the own squad only"},
        422: {"model": Problem, "description": "A parameter is wrong; the detail says what is allowed"},
    },
)


@ROUTER.get("", response_model=PeoplePage)
async def list_people(
    request: Request,
    actor: Actor,
    squad: Annotated[str, Query(description="code of a squad")] = "",
    department: Annotated[str, Query(description="code of a department; those below it count")] = "",
    post: Annotated[Post | None, Query(description="only this post")] = None,
    left: Annotated[bool, Query(description="also those who left")] = False,
    limit: Annotated[int, Query(ge=1, le=MOST_PEOPLE)] = 100,
    cursor: Cursor = None,
) -> Response:
    """People whom the asker may see, masked. There is no search by name or phone: addresses are logged on their way."""
    query = PeopleQuery(squad=squad, department=department, post=post or "", left=left, limit=limit)
    found = await asyncio.to_thread(request.app.state.services.people.after, query, cursor, actor)
    items = [present_person(line, reveal=False) for line in found.lines]
    return json_response({"items": items, "next": found.next}, Cache_Control="no-store")
