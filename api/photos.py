"""`/api/v1/photos`: send evidence pictures, and look at them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Annotated, Any, BinaryIO, Final

from fastapi import APIRouter, Depends, Path, Request, Response
from starlette.datastructures import FormData, UploadFile

from api.json_response import json_response
from api.parameters import Actor, Clear, only_known_parameters, shown_time
from api.photo_schemas import KeptPhoto
from api.picture_headers import blurred_headers, clear_headers
from api.schemas import Problem
from dashboard.domain import rights
from dashboard.domain.camera_privacy import BLUR_VERSION
from dashboard.domain.coordinates import Position
from dashboard.domain.photos.findings import Finding
from dashboard.domain.photos.gallery import CasePicture
from dashboard.domain.photos.limits import NO_FILE
from dashboard.domain.photos.records import MEDIA_TYPE, PhotoSize
from dashboard.errors import BadInput
from dashboard.services.photos.storing import PhotoStoring, StoredPhoto, Upload, place_of

ROUTER = APIRouter(
    prefix="/api/v1/photos",
    tags=["photos"],
    dependencies=[Depends(only_known_parameters)],
    responses={
        403: {"model": Problem, "description": "The right does not reach it"},
        422: {"model": Problem, "description": "It cannot be used; the detail says what to do"},
    },
)
_FIELDS: Final = ("lon", "lat", "case")
_LARGEST_KEY: Final = 2**31 - 1
_FORM: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary", "description": "JPEG, HEIC, PNG or WebP"},
                        "lon": {"type": "number", "description": "where it should have been taken, WGS-84"},
                        "lat": {"type": "number"},
                        "case": {"type": "integer", "description": "id of the case whose place counts instead"},
                    },
                }
            }
        },
    }
}
_UPLOAD_REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    400: {"model": Problem, "description": "The form cannot be read, or has more than one file"},
    404: {"model": Problem, "description": "There is no such case that the asker may see"},
    408: {"model": Problem, "description": "The picture was not there in time"},
    413: {"model": Problem, "description": "More than 20 MB"},
    415: {"model": Problem, "description": "Not sent as multipart/form-data"},
    503: {"model": Problem, "description": "Nothing can be kept now; send it again later"},
}
_SHOWN: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {MEDIA_TYPE: {}}, "description": "The picture"},
    304: {"description": "The picture that the client has already"},
    404: {"model": Problem, "description": "There is no such picture that the asker may see"},
}


@ROUTER.post("", response_model=KeptPhoto, status_code=201, responses=_UPLOAD_REFUSALS, openapi_extra=_FORM)
async def upload(request: Request, actor: Actor) -> Response:
    """Keeps a picture: upright and without what the camera wrote into it. The same one again is the same picture."""
    photos: Any = request.app.state.services.photos
    async with request.form(max_files=1, max_fields=len(_FIELDS)) as form:
        file, place, case = _file(form), _place(form), _case(form)
        loop = asyncio.get_running_loop()
        kept = await loop.run_in_executor(photos.lane, _store, photos.storing, file, place, case, actor)
    return json_response(kept_photo(kept), 201)


@ROUTER.get("/{digest}", response_class=Response, responses=_SHOWN)
async def show(
    request: Request,
    actor: Actor,
    digest: Annotated[str, Path(pattern="^[0-9a-f]{64}$")],
    size: PhotoSize = PhotoSize.FULL,
    clear: Clear = False,
) -> Response:
    """A picture by its digest, in one of its sizes; what a camera of the street saw with faces and plates blurred."""
    photos: Any = request.app.state.services.photos
    if clear:
        content = await asyncio.to_thread(photos.showing.clear, digest, size, actor)
        return Response(content, media_type=MEDIA_TYPE, headers=clear_headers())
    loop = asyncio.get_running_loop()
    content = await loop.run_in_executor(photos.looking, photos.showing.content, digest, size, actor)
    headers = blurred_headers(f"{digest}-{size.value}-{BLUR_VERSION}")
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=MEDIA_TYPE, headers=headers)


def shown_picture(picture: CasePicture) -> dict[str, Any]:
    """Return a picture of a case as the API shows it."""
    photo = picture.photo
    return {
        "digest": picture.digest,
        "role": picture.role.value,
        "width": None if photo is None else photo.width,
        "height": None if photo is None else photo.height,
        "taken_at": None if photo is None else shown_time(photo.taken_us),
        "warnings": _warnings(picture.findings),
    }


def _store(
    storing: PhotoStoring, file: BinaryIO, place: Position | None, case: int | None, actor: rights.Actor
) -> StoredPhoto:
    """Those who wait for their turn have their pictures on the disk."""
    return storing.store(Upload(file.read(), place, case), actor)


def kept_photo(kept: StoredPhoto) -> dict[str, Any]:
    """Return a picture that was sent as the API shows it."""
    photo = kept.photo
    told: dict[str, Any] = {"digest": photo.digest, "width": photo.width, "height": photo.height}
    position = None if photo.position is None else photo.position._asdict()
    told |= {"taken_at": shown_time(photo.taken_us), "position": position}
    return {**told, "warnings": _warnings(kept.findings)}


def _warnings(findings: Sequence[Finding]) -> list[dict[str, str]]:
    return [{"code": each.oddity.value, "zh": each.text.zh, "en": each.text.en} for each in findings]


def _file(form: FormData) -> BinaryIO:
    for name in form:
        if name not in ("file", *_FIELDS):
            raise BadInput(f"the form has no part {name!r:.40}; it takes file, {', '.join(_FIELDS)}")
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise BadInput(NO_FILE)
    return file.file


def _place(form: FormData) -> Position | None:
    return place_of(_number(form, "lon"), _number(form, "lat"))


def _number(form: FormData, name: str) -> float | None:
    text = form.get(name)
    if text in (None, ""):
        return None
    try:
        return float(str(text))
    except ValueError as error:
        raise BadInput(f"{name}: {text!r:.40} is no number; give degrees such as 120.09") from error


def _case(form: FormData) -> int | None:
    text = form.get("case")
    if text in (None, ""):
        return None
    if not str(text).isascii() or not str(text).isdecimal() or not 1 <= int(str(text)) <= _LARGEST_KEY:
        raise BadInput(f"case: {text!r:.40} is no id of a case; it is a number")
    return int(str(text))
