"""`/api/v1/camera-events` and `/api/v1/images`: what cameras saw."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api.json_response import large_json
from api.parameters import Actor, Clear, Cursor, only_known_parameters, shown_time
from api.picture_headers import blurred_headers, clear_headers
from api.schemas import CameraEventPage, Problem
from dashboard.domain.camera_privacy import BLUR_VERSION
from dashboard.domain.event_lines import EventLine
from dashboard.domain.triage.states import EventState
from dashboard.services.sightings import MOST_EVENTS, Sightings

ROUTER = APIRouter(prefix="/api/v1", tags=["camera events"], dependencies=[Depends(only_known_parameters)])
_IMAGE_TYPES: Final = ("image/jpeg", "image/png")
_WRONG: Final[dict[int | str, dict[str, Any]]] = {422: {"model": Problem, "description": "A parameter is wrong"}}
_PICTURE: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {media_type: {} for media_type in _IMAGE_TYPES}, "description": "The picture"},
    304: {"description": "The picture that the client has already"},
    403: {"model": Problem, "description": "No right to see it unblurred"},
    404: {"model": Problem, "description": "There is no such picture"},
}


@ROUTER.get("/camera-events", response_model=CameraEventPage, responses=_WRONG)
async def list_camera_events(
    request: Request,
    state: Annotated[EventState | None, Query(description="without it: all of them")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_EVENTS)] = 100,
    cursor: Cursor = None,
) -> Response:
    """Camera events, the last seen first."""
    service: Sightings = request.app.state.services.sightings
    page = await asyncio.to_thread(service.page, limit, cursor, state)
    content = {"items": [shown_event(event) for event in page.items], "next": page.next}
    return await large_json(request, content, Cache_Control="no-store")


@ROUTER.get("/images/{digest}", response_class=Response, responses={**_PICTURE, **_WRONG})
async def show_image(
    request: Request, actor: Actor, digest: Annotated[str, Path(pattern="^[0-9a-f]{64}$")], clear: Clear = False
) -> Response:
    """A picture by the SHA-256 of its bytes, with faces and plates blurred."""
    photos: Any = request.app.state.services.photos
    if clear:
        picture = await asyncio.to_thread(photos.events.clear, digest, actor)
        return Response(picture.content, media_type=picture.media_type, headers=clear_headers())
    loop = asyncio.get_running_loop()
    picture = await loop.run_in_executor(photos.looking, photos.events.blurred, digest)
    headers = blurred_headers(f"{digest}-{BLUR_VERSION}")
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(picture.content, media_type=picture.media_type, headers=headers)


def shown_event(event: EventLine) -> dict[str, Any]:
    """Return an event as programs see it."""
    return {
        "id": event.event_key,
        "camera_ref": event.camera_ref,
        "asset_id": event.asset_id,
        "category": event.category,
        "label": event.label,
        "confidence": event.confidence,
        "zone": event.zone,
        "bbox": None if event.bbox is None else list(event.bbox),
        "first_at": shown_time(event.first_us),
        "last_at": shown_time(event.last_us),
        "ended_at": shown_time(event.ended_us),
        "count": event.count,
        "image": None if event.image_digest is None else f"/api/v1/images/{event.image_digest}",
        "state": event.state.value,
        "held_because": None if event.held_because is None else event.held_because.value,
        "held_by": event.held_by,
        "judged_at": shown_time(event.judged_us),
        "judged_by": event.judged_by,
        "reject_reason": None if event.reject_reason is None else event.reject_reason.value,
        "merged_into": event.merged_into,
        "case_id": event.case_key,
    }
