"""`/api/v1/camera-events/{id}/…`: what is said of an event, and taking it back."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from fastapi import APIRouter, Depends, Request, Response

from api.camera_events import shown_event
from api.cases import outdated
from api.json_response import json_response
from api.parameters import Actor, RowId, only_known_parameters
from api.schemas import CameraEvent, Problem
from dashboard.commands.triage import EventConfirmation, EventMerger, EventRejection
from dashboard.domain.triage.verdicts import Saying
from dashboard.errors import NotFound, Outdated
from dashboard.services.triage.judging import GONE

ROUTER = APIRouter(
    prefix="/api/v1/camera-events",
    tags=["camera events"],
    dependencies=[Depends(only_known_parameters)],
    responses={
        404: {"model": Problem, "description": "There is no such event"},
        409: {"model": Problem, "description": "It was judged, somebody else looks at it, or something has followed"},
        422: {"model": Problem, "description": "Something is wrong; the detail says what is allowed"},
    },
)
_NOTHING: Final = EventConfirmation()


@ROUTER.post("/{event_id}/confirm", response_model=CameraEvent)
async def confirm(request: Request, actor: Actor, event_id: RowId, body: EventConfirmation = _NOTHING) -> Response:
    """Says that the event is right: it becomes a case with its picture as evidence, joins one, or needs none.

    The same again changes nothing. What waits for the asker's second look is looked at, and nothing else changes.
    """
    return await _judged(request, actor, event_id, body.saying, body.category)


@ROUTER.post("/{event_id}/reject", response_model=CameraEvent)
async def reject(request: Request, actor: Actor, event_id: RowId, body: EventRejection) -> Response:
    """Says that the event is wrong, by a fixed reason."""
    return await _judged(request, actor, event_id, body.saying)


@ROUTER.post("/{event_id}/merge", response_model=CameraEvent)
async def merge(request: Request, actor: Actor, event_id: RowId, body: EventMerger) -> Response:
    """Says that the event is another one once more."""
    return await _judged(request, actor, event_id, body.saying)


@ROUTER.post("/{event_id}/undo", response_model=CameraEvent)
async def undo(request: Request, actor: Actor, event_id: RowId) -> Response:
    """Takes the asker's last verdict back, as long as nothing has followed; a case that was made of it is rejected."""
    services: Any = request.app.state.services
    await asyncio.to_thread(services.triage.judging.undo, event_id, actor)
    return await _shown(services, event_id)


async def _judged(request: Request, actor: Actor, event_id: int, saying: Saying, category: str = "") -> Response:
    services: Any = request.app.state.services
    try:
        await asyncio.to_thread(services.triage.judging.judge, event_id, saying, actor, category)
    except Outdated as error:
        return outdated(error, services.live.clock())
    return await _shown(services, event_id)


async def _shown(services: Any, event_id: int) -> Response:
    event = await asyncio.to_thread(services.views.event, event_id)
    if event is None:
        raise NotFound(GONE)
    return json_response(shown_event(event), Cache_Control="no-store")
