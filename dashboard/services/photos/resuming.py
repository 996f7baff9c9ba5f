"""Use case: a picture comes in parts over a poor network, and goes on from where it broke off."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, NamedTuple

from dashboard.domain.coordinates import Position
from dashboard.domain.photos.findings import Finding
from dashboard.domain.photos.limits import (
    CUT_PART,
    DAMAGED_ON_THE_WAY,
    EMPTY,
    LARGEST_UPLOAD_BYTES,
    NO_UPLOAD,
    TOO_LARGE,
)
from dashboard.domain.photos.records import Photo
from dashboard.domain.rights import Actor
from dashboard.errors import BadInput, NotFound
from dashboard.ports.cases import CaseStore
from dashboard.ports.operations import Clock
from dashboard.ports.uploads import Upload, UploadFiles
from dashboard.services.photos import storing
from dashboard.services.photos.storing import PhotoStoring, StoredPhoto, require_sender

MOST_UNFINISHED: Final = 10
"""Of one account; a phone sends one after the other."""
LEFT_ALONE: Final = timedelta(days=2)
"""How long a picture waits for its rest, and what it became is told."""


class Progress(NamedTuple):
    """How far a picture is; `photo` is there once it is kept. `is_here`: the part that came did fit."""

    upload: Upload
    photo: Photo | None = None
    findings: tuple[Finding, ...] = ()
    is_here: bool = True


class ResumableUploads:
    """Takes pictures in parts. Each is named by the SHA-256 of the whole, among those of its account.

    Raises Forbidden, BadInput with what to do, NotFound for one that is gone, Unavailable.
    """

    def __init__(
        self, store: CaseStore, files: UploadFiles, photos: PhotoStoring, clock: Clock, check_room: Callable[[], None]
    ) -> None:
        self._store = store
        self._files = files
        self._photos = photos
        self._clock = clock
        self._check_room = check_room

    def begin(self, sha256: str, size_bytes: int, actor: Actor) -> Progress:
        """Return how far it is: nothing is there of a new one, everything of one that was kept already."""
        require_sender(actor)
        if not size_bytes:
            raise BadInput(EMPTY)
        if size_bytes > LARGEST_UPLOAD_BYTES:
            raise BadInput(TOO_LARGE)
        known = self._files.find(actor.name, sha256)
        if known is not None and (known.size_bytes != size_bytes or self._is_forgotten(known, actor)):
            self._files.drop(actor.name, sha256)
            known = None
        if known is None:
            self._check_room()
            known = self._files.begin(actor.name, sha256, size_bytes, MOST_UNFINISHED)
        return self._told(known)

    def look(self, sha256: str, actor: Actor) -> Progress:
        """Return how far it is."""
        require_sender(actor)
        known = self._files.find(actor.name, sha256)
        if known is None:
            raise NotFound(NO_UPLOAD)
        return self._told(known)

    def add(self, sha256: str, offset: int, part: bytes, actor: Actor) -> Progress:
        """Return how far it is after the part, which counts only where it goes on from what is there."""
        require_sender(actor)
        self._check_room()
        known = self._files.find(actor.name, sha256)
        if known is not None and offset + len(part) > known.size_bytes:
            raise BadInput(CUT_PART)
        after = self._files.append(actor.name, sha256, offset, part)
        if after is None:
            raise NotFound(NO_UPLOAD)
        return self._told(after)._replace(is_here=after.offset == offset + len(part))

    def complete(self, sha256: str, place: Position | None, case_key: int | None, actor: Actor) -> Progress:
        """Keep the picture of which everything has come, and return it. Raises BadInput when it came damaged."""
        known = self.look(sha256, actor)
        if known.photo is not None:
            return known
        content = self._files.content(actor.name, sha256)
        if content is None:
            raise NotFound(NO_UPLOAD)
        if hashlib.sha256(content).hexdigest() != sha256:
            self._files.drop(actor.name, sha256)
            raise BadInput(DAMAGED_ON_THE_WAY)
        kept = self._stored(storing.Upload(content, place, case_key), actor)
        self._files.finish(actor.name, sha256, kept.photo.digest)
        return known._replace(photo=kept.photo, findings=kept.findings)

    def _stored(self, upload: storing.Upload, actor: Actor) -> StoredPhoto:
        """A case that the sender does not see any more tells no place: what was done at it is not lost for that."""
        try:
            return self._photos.store(upload, actor)
        except NotFound:
            return self._photos.store(upload._replace(case_key=None), actor)

    def _told(self, upload: Upload) -> Progress:
        """With the picture that it became, which waits for a case anew."""
        if upload.photo is None:
            return Progress(upload)
        with self._store.begin() as work:
            photo = work.photos([upload.photo]).get(upload.photo)
            if photo is None:
                raise NotFound(NO_UPLOAD)
            work.use_photos([photo.digest], self._clock())
        return Progress(upload, photo)

    def _is_forgotten(self, upload: Upload, actor: Actor) -> bool:
        """Whether it was kept, and is not there any more."""
        if upload.photo is None:
            return False
        with self._store.look() as work:
            return upload.photo not in work.photos_sent_by(actor.name, work.photos([upload.photo]))


@dataclass(frozen=True)
class UploadKeeping:
    """The worker's task on them."""

    files: UploadFiles

    def forget(self, now_us: int) -> int:
        """Forget those that nobody goes on with, and return how many."""
        return self.files.forget(now_us - LEFT_ALONE // timedelta(microseconds=1))
