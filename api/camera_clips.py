"""`/api/v1/cases/{id}/clips` and `/api/v1/clips`: fetch the film of what happened from the recorder, and play it."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import FileResponse
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.json_response import json_response
from api.parameters import Actor, RowId, only_known_parameters, shown_time
from api.picture_headers import SAFE
from api.schemas import Problem
from dashboard.domain.camera_clips import Clip
from dashboard.domain.readings import to_us
from dashboard.services.camera_clips.fetching import ClipAsked

ROUTER = APIRouter(prefix="/api/v1", tags=["clips"], dependencies=[Depends(only_known_parameters)])
_REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    403: {"model": Problem, "description": "The right does not reach it"},
    404: {"model": Problem, "description": "There is no such case, camera or clip, or the recorder has it no more"},
    409: {"model": Problem, "description": "The camera has a privacy mask, which no film can be given"},
    422: {"model": Problem, "description": "The time cannot be used, or the clip is too large"},
    503: {"model": Problem, "description": "The recorder does not answer, or not so; the detail says why"},
}
_PLAYED: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {"video/mp4": {}}, "description": "The film"},
    206: {"description": "The part of it that was asked for (Range)"},
    **{code: told for code, told in _REFUSALS.items() if code in (403, 404)},
}


class ClipWanted(BaseModel):
    """Which film: without a camera that of the case, without times what is around what happened."""

    model_config = ConfigDict(extra="forbid")

    asset_id: str | None = Field(None, max_length=80, description="the camera's number in the register")
    begins_at: AwareDatetime | None = Field(None, alias="from")
    ends_at: AwareDatetime | None = Field(None, alias="to")


class KeptClip(BaseModel):
    """A clip as it is kept."""

    digest: str
    media_type: str
    size_bytes: int
    asset_id: str
    begins_at: str = Field(alias="from")
    ends_at: str = Field(alias="to")


@ROUTER.post("/cases/{case_id}/clips", response_model=KeptClip, status_code=201, responses=_REFUSALS)
async def fetch(request: Request, actor: Actor, case_id: RowId, body: ClipWanted) -> Response:
    """Fetches a clip from the camera's recorder and gives it to the case. The same one again is the same clip."""
    services: Any = request.app.state.services
    begun, ended = (None if at is None else to_us(at) for at in (body.begins_at, body.ends_at))
    asked = ClipAsked(body.asset_id, begun, ended)
    loop = asyncio.get_running_loop()
    clip = await loop.run_in_executor(services.clips.lane, services.clips.fetching.fetch, case_id, asked, actor)
    return json_response(_shown(clip), 201)


@ROUTER.get("/clips/{digest}", response_class=FileResponse, responses=_PLAYED)
async def play(
    request: Request, actor: Actor, digest: Annotated[str, Path(pattern="^[0-9a-f]{64}$")], save: bool = False
) -> FileResponse:
    """Plays a clip of a case, any part of it; `save` gives it as a file. That somebody looks is noted."""
    services: Any = request.app.state.services
    clip, path = await asyncio.to_thread(services.clips.showing.file, digest, actor)
    headers = {
        "Cache-Control": "private, no-cache",
        "Content-Encoding": "identity",  # a part of a film is a part of the file
        **SAFE,
    }
    name = f"{clip.asset_id}-{clip.digest[:12]}.{_ENDINGS.get(clip.media_type, 'mpg')}" if save else None
    return FileResponse(path, media_type=clip.media_type, headers=headers, filename=name)


_ENDINGS: Final = {"video/mp4": "mp4", "video/webm": "webm"}


def _shown(clip: Clip) -> dict[str, Any]:
    told = clip._asdict()
    times = {"from": shown_time(clip.from_us), "to": shown_time(clip.until_us)}
    return {name: told[name] for name in ("digest", "media_type", "size_bytes", "asset_id")} | times
