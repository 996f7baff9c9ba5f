"""The live picture of an inspection: the body cam is asked by us, with the rights of whoever looks."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Request, Response

from api.parameters import Actor, only_known_parameters
from api.picture_headers import clear_headers
from api.schemas import Problem
from dashboard.domain.camera_pictures import Look
from dashboard.domain.durations import SECOND_US

ROUTER = APIRouter(
    prefix="/api/v1/inspections",
    tags=["duty"],
    dependencies=[Depends(only_known_parameters)],
)
_LARGEST_KEY: Final = 2**31 - 1
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {"image/jpeg": {}, "image/png": {}}, "description": "What it shows; X-Picture-Age-Ms is how old"},
    403: {"model": Problem, "description": "Somebody else picked it, or the right does not reach so far"},
    404: {"model": Problem, "description": "There is no such inspection, or the body cam offers no picture"},
    409: {"model": Problem, "description": "It was filled in, or the person is off duty"},
    503: {"model": Problem, "description": "The body cam does not answer; the detail says why"},
}


@ROUTER.get("/{key}/picture", response_class=Response, responses=_ANSWERS)
async def show_picture(request: Request, actor: Actor, key: Annotated[int, Path(ge=1, le=_LARGEST_KEY)]) -> Response:
    """What the body cam of the inspected person shows now. Nothing of it is kept; that somebody looks is audited."""
    duty: Any = request.app.state.services.duty
    loop = asyncio.get_running_loop()
    look: Look = await loop.run_in_executor(duty.lane, duty.inspection_pictures.picture, key, actor)
    headers = {
        **clear_headers(),
        "X-Picture-Age-Ms": str(look.age_us * 1000 // SECOND_US),
    }
    return Response(look.shown.content, media_type=look.shown.media_type, headers=headers)
