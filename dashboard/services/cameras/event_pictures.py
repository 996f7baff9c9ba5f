"""Use case: look at what a camera saw; faces and plates are blurred, unless somebody with the right asks for them."""

from __future__ import annotations

from typing import Final

from dashboard.domain.camera_events import image_media_type
from dashboard.domain.machine_reads import Picture
from dashboard.domain.photos.records import MEDIA_TYPE
from dashboard.domain.rights import Actor, Permission
from dashboard.errors import NotFound
from dashboard.ports.camera_privacy import CameraPictureReads, CameraPrivacyStore, StoredPicture
from dashboard.ports.operations import Clock
from dashboard.services.access import require
from dashboard.services.cameras.blurring import Blurring

SEEN_CLEAR: Final = "see_clear_picture"


class EventPictures:
    """Pictures of camera events by the SHA-256 of their bytes. Raises NotFound, Unavailable."""

    def __init__(self, reads: CameraPictureReads, blurring: Blurring, store: CameraPrivacyStore, clock: Clock) -> None:
        self._reads = reads
        self._blurring = blurring
        self._store = store
        self._clock = clock

    def blurred(self, digest: str) -> Picture:
        """Return it as everybody may see it who may see events."""
        stored = self._stored(digest)
        return Picture(MEDIA_TYPE, self._blurring.copy(digest, stored.content, stored.personal))

    def clear(self, digest: str, actor: Actor) -> Picture:
        """Return it as it is stored; that somebody looks is noted first. Raises Forbidden."""
        require(actor, Permission.SEE_CLEAR_PICTURES)
        stored = self._stored(digest)
        media_type = image_media_type(stored.content)
        if media_type is None:
            raise NotFound(f"there is no picture {digest}")
        with self._store.begin() as work:
            work.note_in_audit(actor, SEEN_CLEAR, digest, {"camera": stored.camera}, self._clock())
        return Picture(media_type, stored.content)

    def _stored(self, digest: str) -> StoredPicture:
        stored = self._reads.camera_picture(digest)
        if stored is None:
            raise NotFound(f"there is no picture {digest}")
        return stored
