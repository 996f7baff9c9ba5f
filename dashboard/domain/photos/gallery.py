"""The pictures of a case, as they are shown together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from dashboard.domain.cases.photo_roles import PhotoRole, Shot
from dashboard.domain.coordinates import Position
from dashboard.domain.photos.findings import Finding, findings
from dashboard.domain.photos.records import Photo


class CasePicture(NamedTuple):
    """A picture of a case; `photo` is None when its time is over and its bytes are gone."""

    digest: str
    role: PhotoRole
    photo: Photo | None
    findings: tuple[Finding, ...] = ()


def pictures_of(
    shots: Iterable[Shot], place: Position, photos: Mapping[str, Photo], reused: Collection[str]
) -> tuple[CasePicture, ...]:
    """Return the pictures in their order; `reused` are those that another case carries too."""
    return tuple(_picture(shot, place, photos.get(shot.digest), shot.digest in reused) for shot in shots)


def _picture(shot: Shot, place: Position, photo: Photo | None, is_reused: bool) -> CasePicture:
    told = () if photo is None else findings(photo, place, is_reused)
    return CasePicture(shot.digest, shot.role, photo, told)
