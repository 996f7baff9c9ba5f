"""Use case: look at pictures; they are shown to whom a case that carries them is shown, and to whoever sent them."""

from __future__ import annotations

from typing import Final

from dashboard.domain.photos.records import Photo, PhotoSize
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.text import Text
from dashboard.errors import NotFound
from dashboard.ports.cases import CaseStore
from dashboard.ports.operations import Clock
from dashboard.ports.photos import PhotoFiles
from dashboard.services.access import require
from dashboard.services.cameras.blurring import Blurring
from dashboard.services.cameras.event_pictures import SEEN_CLEAR
from dashboard.services.photos.attaching import visible

_GONE: Final = Text(
    "没有这张照片，或您看不到它；过了保存期限的照片已删除",
    "there is no such picture, or you may not see it; pictures go when their time is over",
)


class PhotoShowing:
    """Shows pictures. Raises Forbidden, NotFound, Unavailable."""

    def __init__(self, store: CaseStore, files: PhotoFiles, blurring: Blurring, clock: Clock) -> None:
        self._store = store
        self._files = files
        self._blurring = blurring
        self._clock = clock

    def content(self, digest: str, size: PhotoSize, actor: Actor) -> bytes:
        """Return the JPEG in this size; faces and plates of what a camera of the street saw are blurred."""
        photo, content = self._found(digest, size, actor)
        return content if photo.personal is None else self._blurring.copy(f"{digest}.{size}", content, photo.personal)

    def clear(self, digest: str, size: PhotoSize, actor: Actor) -> bytes:
        """Return it unblurred; that somebody looks at what a camera saw is noted first."""
        require(actor, Permission.SEE_CLEAR_PICTURES)
        photo, content = self._found(digest, size, actor)
        if photo.personal is not None:
            with self._store.begin() as work:
                work.note_in_audit(actor, SEEN_CLEAR, digest, {}, self._clock())
        return content

    def _found(self, digest: str, size: PhotoSize, actor: Actor) -> tuple[Photo, bytes]:
        require(actor, Permission.VIEW_CASES)
        with self._store.look() as work:
            photo = work.photos([digest]).get(digest) if visible(work, [digest], actor) else None
        content = self._files.content(digest, size) if photo else None
        if photo is None or content is None:
            raise NotFound(_GONE)
        return photo, content
