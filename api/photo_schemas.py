"""What `/api/v1/photos` says, for its description."""

from __future__ import annotations

from pydantic import BaseModel

from api.schemas import example


class PhotoWarning(BaseModel):
    """Something that is odd about a picture; it is kept all the same. `code`: far, old, ahead, small or reused."""

    code: str
    zh: str
    en: str


class PhotoPosition(BaseModel):
    """Where a picture was taken by what the camera wrote, WGS-84."""

    lon: float
    lat: float


class KeptPhoto(BaseModel):
    """A picture that is kept; `digest` names it from now on. `taken_at` and `position` are what the camera wrote, or
    null: whoever sends a picture is told them, and nobody later."""

    model_config = example(
        digest="0" * 64, width=2560, height=1920, taken_at="2026-11-20T01:41:00Z", position=None, warnings=[]
    )
    digest: str
    width: int
    height: int
    taken_at: str | None
    position: PhotoPosition | None
    warnings: list[PhotoWarning]


class PhotoUpload(BaseModel):
    """How far a picture is that comes in parts: go on from `offset`; `photo` is there once it is kept."""

    model_config = example(id="0" * 64, size=4_194_304, offset=1_048_576, photo=None)
    id: str
    size: int
    offset: int
    photo: KeptPhoto | None


class CasePhoto(BaseModel):
    """A picture of a case and what it shows; without size when its time is over and its bytes are gone."""

    digest: str
    role: str
    width: int | None
    height: int | None
    taken_at: str | None
    warnings: list[PhotoWarning]
