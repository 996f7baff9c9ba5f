"""The picture that a camera sent with its event, as evidence of before on the case that is made of the event."""

from __future__ import annotations

import logging
from dataclasses import replace

from dashboard.domain.cases.drafts import CaseDraft
from dashboard.domain.cases.photo_roles import MOST_PHOTOS, PhotoRole, Shot
from dashboard.domain.rights import Actor
from dashboard.errors import BadInput, Unusable
from dashboard.ports.cases import CaseStore
from dashboard.services.photos.storing import PhotoStoring, Upload

log = logging.getLogger(__name__)


class EventEvidence:
    """Keeps it among the evidence, so that it outlives what cameras saw. Raises Unavailable."""

    def __init__(self, store: CaseStore, storing: PhotoStoring) -> None:
        self._store = store
        self._storing = storing

    def added_to(self, draft: CaseDraft, actor: Actor) -> CaseDraft:
        """Return the draft with the picture of its event, once.

        What cannot be shown, and what a full disk has no room for, keeps nobody from reporting.
        """
        event_key = draft.camera_event_key
        if event_key is None or len(draft.photos) >= MOST_PHOTOS:
            return draft
        with self._store.look() as work:
            event, picture = work.told_event(event_key), work.event_picture(event_key)
        if event is None or picture is None:
            return draft
        try:
            upload = Upload(picture.content, taken_us=event.first_us, personal=picture.personal)
            kept = self._storing.store(upload, actor).photo
        except (BadInput, Unusable) as error:
            log.warning("the picture of camera event %d is no evidence: %s", event_key, error)
            return draft
        if any(shot.digest == kept.digest for shot in draft.photos):
            return draft
        return replace(draft, photos=(*draft.photos, Shot(kept.digest, PhotoRole.BEFORE)))
