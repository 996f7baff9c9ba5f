"""Use case: look at pictures; they are shown to whom a case that carries them is shown, and to whoever sent them."""

from __future__ import annotations

from typing import Final

from dashboard.domain.photos.records import PhotoSize
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.text import Text
from dashboard.errors import NotFound
from dashboard.ports.cases import CaseStore
from dashboard.ports.photos import PhotoFiles
from dashboard.services.access import require
from dashboard.services.photos.attaching import visible

_GONE: Final = Text(
    "没有这张照片，或您看不到它；过了保存期限的照片已删除",
    "there is no such picture, or you may not see it; pictures go when their time is over",
)


class PhotoShowing:
    """Shows pictures. Raises Forbidden, NotFound, Unavailable."""

    def __init__(self, store: CaseStore, files: PhotoFiles) -> None:
        self._store = store
        self._files = files

    def content(self, digest: str, size: PhotoSize, actor: Actor) -> bytes:
        """Return the JPEG in this size."""
        require(actor, Permission.VIEW_CASES)
        with self._store.look() as work:
            allowed = visible(work, [digest], actor) and work.photos([digest])
        content = self._files.content(digest, size) if allowed else None
        if content is None:
            raise NotFound(_GONE)
        return content
