"""Use case: somebody or something sends a picture, and it is kept once, whoever sends it again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Final, NamedTuple

from dashboard.domain.camera_events import Box
from dashboard.domain.coordinates import Position, position_problem
from dashboard.domain.photos.findings import Finding, findings
from dashboard.domain.photos.limits import EMPTY, LARGEST_UPLOAD_BYTES, TOO_LARGE
from dashboard.domain.photos.records import Photo, PhotoSize, PreparedPhoto
from dashboard.domain.readings import to_us
from dashboard.domain.rights import Actor, Permission, decide
from dashboard.domain.text import Text
from dashboard.errors import BadInput, Forbidden
from dashboard.ports.cases import CaseStore
from dashboard.ports.operations import Clock
from dashboard.ports.photos import PhotoFiles, Pictures
from dashboard.services.cases.moving import seen

_SENDERS: Final = (Permission.REPORT_CASES, Permission.HANDLE_CASES, Permission.VIEW_CASES)
_HALF_A_PLACE: Final = Text("请同时给出经度和纬度", "lon, lat: give both or none")


class Upload(NamedTuple):
    """What came. `place` is where it should have been taken, `case_key` the case that it is meant for; `taken_us` is
    when it was taken, where that is known without the camera. Of what a camera of the street saw, `personal` are the
    boxes of faces and plates that are known: it is shown blurred."""

    content: bytes
    place: Position | None = None
    case_key: int | None = None
    taken_us: int | None = None
    personal: tuple[Box, ...] | None = None


class StoredPhoto(NamedTuple):
    """A picture that is kept, and what is odd about it."""

    photo: Photo
    findings: tuple[Finding, ...]


class PhotoStoring:
    """Takes pictures in. Raises Forbidden, BadInput with what to do, NotFound for the case, Unavailable.

    The files are on the disk before the row says so: a crash between leaves files that nobody knows, which the upkeep
    removes. `check_room` raises Unavailable while the disk is too full.
    """

    def __init__(
        self,
        store: CaseStore,
        files: PhotoFiles,
        pictures: Pictures,
        clock: Clock,
        zone: tzinfo,
        check_room: Callable[[], None],
    ) -> None:
        self._store = store
        self._files = files
        self._pictures = pictures
        self._clock = clock
        self._zone = zone
        self._check_room = check_room

    def store(self, upload: Upload, actor: Actor) -> StoredPhoto:
        """Return the picture as it is kept; the same one again is the same picture."""
        require_sender(actor)
        place = self._place(upload, actor)
        _require_size(upload.content)
        self._check_room()
        prepared = self._pictures.prepare(upload.content)
        photo = replace(self._photo(prepared, upload.taken_us), personal=upload.personal)
        with self._files.drafted(photo.digest, prepared.sizes) as keep, self._store.begin() as work:
            work.add_photo(photo, actor.name)
            keep()
            kept = work.photos([photo.digest])[photo.digest]
            is_reused = bool(work.photos_elsewhere([photo.digest], upload.case_key))
            told = {"bytes": len(upload.content), "width": kept.width, "height": kept.height}
            work.note_in_audit(actor, "upload_photo", photo.digest, told, photo.stored_us)
        return StoredPhoto(kept, findings(kept, place, is_reused))

    def _place(self, upload: Upload, actor: Actor) -> Position | None:
        """Where it should have been taken; of a case that the actor sees."""
        if upload.place is not None:
            problem = position_problem(*upload.place)
            if problem is not None:
                raise BadInput(problem)
        if upload.case_key is None:
            return upload.place
        with self._store.look() as work:
            case = seen(work, upload.case_key, actor)
        return upload.place or Position(case.place.lon, case.place.lat)

    def _photo(self, prepared: PreparedPhoto, known_us: int | None) -> Photo:
        full = prepared.sizes[PhotoSize.FULL]
        return Photo(
            digest=hashlib.sha256(full).hexdigest(),
            width=prepared.width,
            height=prepared.height,
            size_bytes=sum(map(len, prepared.sizes.values())),
            taken_us=known_us if prepared.taken is None else self._moment_us(prepared.taken),
            position=prepared.position,
            stored_us=self._clock(),
        )

    def _moment_us(self, taken: datetime) -> int:
        """Cameras that tell no zone have the city's."""
        return to_us(taken if taken.tzinfo is not None else taken.replace(tzinfo=self._zone))


def place_of(lon: float | None, lat: float | None) -> Position | None:
    """Return the place that was given. Raises BadInput for half of one."""
    if (lon is None) != (lat is None):
        raise BadInput(_HALF_A_PLACE)
    return None if lon is None or lat is None else Position(lon, lat)


def require_sender(actor: Actor) -> None:
    """Raise Forbidden unless the actor may send pictures."""
    if not any(decide(actor, permission).allowed for permission in _SENDERS):
        raise Forbidden(decide(actor, _SENDERS[0]).why)


def _require_size(content: bytes) -> None:
    if not content:
        raise BadInput(EMPTY)
    if len(content) > LARGEST_UPLOAD_BYTES:
        raise BadInput(TOO_LARGE)
