"""`/api/v1/cases/{id}/answer-links`: links by which the department that has a case answers without an account."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field

from api.json_response import json_response
from api.parameters import Actor, RowId, only_known_parameters, shown_time
from api.schemas import Problem, example
from dashboard.commands.reading import Command
from dashboard.domain.answering.links import MOST_DAYS, USUAL_DAYS, AnswerLink, LinkLine
from dashboard.services.answering.links import AnswerLinks

ROUTER = APIRouter(
    prefix="/api/v1",
    tags=["cases"],
    dependencies=[Depends(only_known_parameters)],
    responses={
        403: {"model": Problem, "description": "The right does not reach it; the detail says why"},
        404: {"model": Problem, "description": "There is no such case or link that the asker may see"},
        409: {"model": Problem, "description": "The case is with no department, or has too many links"},
        422: {"model": Problem, "description": "Something is missing or wrong; the detail says what"},
    },
)


class LinkOrder(Command):
    """A link that counts for so many days."""

    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = USUAL_DAYS


class Link(BaseModel):
    """A link; `standing` is open, answered, expired, revoked, moved or not_now."""

    model_config = example(id=3, case_id=798, department="D1", standing="open", answer="")
    id: int
    case_id: int
    department: str
    standing: str
    created_at: str
    created_by: str
    expires_at: str
    revoked_at: str | None
    answered_at: str | None
    answer: str


class MadeLink(BaseModel):
    """A new link; its `path` is told this once."""

    id: int
    department: str
    expires_at: str
    path: str


class Links(BaseModel):
    """The newest first."""

    items: list[Link]


@ROUTER.get("/cases/{case_id}/answer-links", response_model=Links)
async def list_links(request: Request, actor: Actor, case_id: RowId) -> Response:
    """The links of a case."""
    lines = await asyncio.to_thread(_links(request).lines, case_id, actor)
    return json_response({"items": [_shown(line) for line in lines]}, Cache_Control="no-store")


@ROUTER.post("/cases/{case_id}/answer-links", response_model=MadeLink, status_code=201)
async def make_link(request: Request, actor: Actor, case_id: RowId, body: LinkOrder) -> Response:
    """Makes a link for the department that has the case; whoever has it may answer once."""
    made = await asyncio.to_thread(_links(request).make, case_id, body.days, actor)
    content = {
        "id": made.link.link_key,
        "department": made.link.department,
        "expires_at": shown_time(made.link.expires_us),
        "path": f"/answer/{made.token}",
    }
    return json_response(content, 201, Cache_Control="no-store")


@ROUTER.delete("/answer-links/{link_id}", status_code=204)
async def revoke_link(request: Request, actor: Actor, link_id: RowId) -> Response:
    """Lets a link count no more."""
    await asyncio.to_thread(_links(request).revoke, link_id, actor)
    return Response(status_code=204)


def _links(request: Request) -> AnswerLinks:
    links: AnswerLinks = request.app.state.services.answer_links
    return links


def _shown(line: LinkLine) -> dict[str, Any]:
    link: AnswerLink = line.link
    return {
        "id": link.link_key,
        "case_id": link.case_key,
        "department": link.department,
        "standing": line.standing.value,
        "created_at": shown_time(link.created_us),
        "created_by": link.created_by,
        "expires_at": shown_time(link.expires_us),
        "revoked_at": shown_time(link.revoked_us),
        "answered_at": shown_time(link.answered_us),
        "answer": link.answer,
    }
