"""`/api/v1/photos/uploads`: pictures in parts, for phones on a poor network."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from pydantic import Field

from api.json_response import json_response
from api.parameters import Actor, only_known_parameters
from api.photo_schemas import PhotoUpload
from api.photos import kept_photo
from api.schemas import Problem
from dashboard.commands.fields import LARGEST_KEY
from dashboard.commands.reading import Command
from dashboard.domain.photos.limits import LARGEST_UPLOAD_BYTES
from dashboard.services.photos.resuming import Progress
from dashboard.services.photos.storing import StoredPhoto, place_of

ROUTER = APIRouter(
    prefix="/api/v1/photos/uploads",
    tags=["photos"],
    dependencies=[Depends(only_known_parameters)],
    responses={
        403: {"model": Problem, "description": "The right does not reach it"},
        422: {"model": Problem, "description": "It cannot be used; the detail says what to do"},
        503: {"model": Problem, "description": "Nothing can be kept now; send it again later"},
    },
)
Sha256 = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="`id` of the upload")]
_GONE: Final[dict[int | str, dict[str, Any]]] = {
    404: {"model": Problem, "description": "The asker has no such upload; begin it again"}
}
_PART: Final[dict[str, Any]] = {
    "requestBody": {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
}


class UploadBegun(Command):
    """What will come: how many bytes, and the SHA-256 of all of them, by which it is known from now on."""

    size: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    media_type: Annotated[str, Field(max_length=80)] = ""


@ROUTER.post("", response_model=PhotoUpload)
async def begin(request: Request, actor: Actor, body: UploadBegun) -> Response:
    """Begins an upload, or says how far it is. Of a picture that the sender sent before nothing has to come."""
    uploads: Any = request.app.state.services.photos.uploads
    return _answer(await asyncio.to_thread(uploads.begin, body.sha256, body.size, actor))


@ROUTER.get("/{sha256}", response_model=PhotoUpload, responses=_GONE)
async def look(request: Request, actor: Actor, sha256: Sha256) -> Response:
    """How far an upload is."""
    uploads: Any = request.app.state.services.photos.uploads
    return _answer(await asyncio.to_thread(uploads.look, sha256, actor))


@ROUTER.patch(
    "/{sha256}",
    response_model=PhotoUpload,
    openapi_extra=_PART,
    responses={**_GONE, 409: {"model": PhotoUpload, "description": "It stands at another offset, from which to go on"}},
)
async def add(
    request: Request,
    actor: Actor,
    sha256: Sha256,
    offset: Annotated[int, Header(alias="Upload-Offset", ge=0, le=LARGEST_UPLOAD_BYTES)],
    case: Annotated[int | None, Query(ge=1, le=LARGEST_KEY, description="id of the case that it is meant for")] = None,
    lon: Annotated[float | None, Query(description="where it should have been taken, WGS-84")] = None,
    lat: float | None = None,
) -> Response:
    """Adds a part of any length up to 8 MB. The last one, which may be empty, makes it a picture."""
    photos: Any = request.app.state.services.photos
    place, part = place_of(lon, lat), await request.body()
    progress: Progress = await asyncio.to_thread(photos.uploads.add, sha256, offset, part, actor)
    if progress.photo is None and progress.is_here and progress.upload.offset == progress.upload.size_bytes:
        loop = asyncio.get_running_loop()
        progress = await loop.run_in_executor(photos.lane, photos.uploads.complete, sha256, place, case, actor)
    return _answer(progress, 200 if progress.is_here else 409)


def _answer(progress: Progress, status: int = 200) -> Response:
    upload, photo = progress.upload, progress.photo
    kept = None if photo is None else kept_photo(StoredPhoto(photo, progress.findings))
    content = {"id": upload.sha256, "size": upload.size_bytes, "offset": upload.offset, "photo": kept}
    return json_response(content, status, Cache_Control="no-store")
