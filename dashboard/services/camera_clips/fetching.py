"""Use case: fetch the film of what happened from the recorder, and give it to a case by its digest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from dashboard.domain.camera_clips import (
    AFTER_US,
    BAD_TIME,
    BEFORE_US,
    LARGEST_CLIP_BYTES,
    LONGEST_CLIP_US,
    MASKED,
    NO_CAMERA,
    NO_CLIP,
    NO_RECORDER,
    Clip,
    ClipWish,
    around,
    clip_media_type,
)
from dashboard.domain.camera_pictures import CameraAccess, opened
from dashboard.domain.camera_streams import NO_CAMERA as NOT_REGISTERED
from dashboard.domain.camera_streams import OTHER_KEY
from dashboard.domain.cases.records import Case, CaseEntry, EntryKind
from dashboard.domain.feeds import Feed
from dashboard.domain.rights import Actor, Permission, Target
from dashboard.errors import BadInput, Conflict, NotFound, Unavailable, Unusable
from dashboard.ports.camera_clips import ClipFiles, ClipStore, ClipWork, DraftClip, Recorder
from dashboard.ports.operations import Clock, LiveNotifier
from dashboard.ports.sealing import Sealing
from dashboard.services.access import require
from dashboard.services.cases.moving import seen


class ClipAsked(NamedTuple):
    """What is wanted: without a camera that of the case, without times what is around what happened."""

    asset_id: str | None = None
    from_us: int | None = None
    until_us: int | None = None


class _Found(NamedTuple):
    asset_id: str
    recorder: Recorder
    access: CameraAccess
    wish: ClipWish


class ClipFetching:
    """Fetches clips. Nothing is asked of a recorder before somebody wants it.

    Raises Forbidden, BadInput with what to mend, NotFound for a clip that is gone, and Unavailable with the reason;
    nothing was changed then. `check_room` raises Unavailable while the disk is too full.
    """

    def __init__(
        self,
        store: ClipStore,
        files: ClipFiles,
        recorders: Mapping[str, Recorder],
        sealing: Sealing,
        notifier: LiveNotifier,
        clock: Clock,
        check_room: Callable[[], None],
    ) -> None:
        self._store = store
        self._files = files
        self._recorders = recorders
        self._sealing = sealing
        self._notifier = notifier
        self._clock = clock
        self._check_room = check_room

    def fetch(self, case_key: int, asked: ClipAsked, actor: Actor) -> Clip:
        """Return the clip, which the case carries from now on; the same one again is the same clip."""
        require(actor, Permission.WATCH_CAMERAS)
        with self._store.look() as work:
            case = seen(work, case_key, actor)
            found = self._found(work, case, asked, actor)
        self._check_room()
        chunks = found.recorder.clip(found.access, found.wish)
        with self._files.drafted(chunks, LARGEST_CLIP_BYTES) as draft:
            clip = self._clip(found, draft)
            with self._store.begin() as work:
                work.add_clip(clip)
                draft.keep()
                feeds = work.bump([Feed.CASES]) if self._given(work, case, clip, actor) else {}
        self._notifier.publish([], feeds)
        return clip

    def _found(self, work: ClipWork, case: Case, asked: ClipAsked, actor: Actor) -> _Found:
        """Where the film is, and what is asked for."""
        key = case.origin.camera_event_key
        event = work.recorded_event(key) if key is not None else None
        asset_id = asked.asset_id or (event.asset_id if event else None) or case.origin.asset_id
        if asset_id is None:
            raise BadInput(NO_CAMERA)
        camera = work.watched_camera(asset_id)
        if camera is None:
            raise NotFound(NOT_REGISTERED)
        require(actor, Permission.WATCH_CAMERAS, Target(areas=camera.areas))
        if work.camera_masks([camera.camera]):
            raise Conflict(MASKED)
        access = self._access(work, camera.camera)
        at_us = case.times.reported_us
        from_us, until_us = around(event) if event else (at_us - BEFORE_US, at_us + AFTER_US)
        is_told = asked.from_us is not None or asked.until_us is not None
        if is_told:
            from_us, until_us = asked.from_us or 0, asked.until_us or 0
        now_us = self._clock()
        if not (0 < from_us < until_us <= now_us + AFTER_US and until_us - from_us <= LONGEST_CLIP_US):
            raise BadInput(BAD_TIME)
        own = event.clip if event is not None and event.asset_id == asset_id and not is_told else None
        wish = ClipWish(camera.camera, from_us, min(until_us, now_us), own)
        return _Found(asset_id, self._recorders[access.events], access, wish)

    def _access(self, work: ClipWork, camera_ref: str) -> CameraAccess:
        """How the recorder is reached: under the camera's own name, or that of the recorder whose channel it is."""
        names = [camera_ref, camera_ref.rpartition("/")[0]] if "/" in camera_ref else [camera_ref]
        kept = work.camera_accesses(names)
        sealed = next((kept[name] for name in names if name in kept and kept[name].events in self._recorders), None)
        if sealed is None:
            raise NotFound(NO_RECORDER)
        password = self._sealing.unseal(sealed.sealed) if sealed.sealed else ""
        if password is None:
            raise Unusable(OTHER_KEY)
        return opened(sealed, password)

    def _clip(self, found: _Found, draft: DraftClip) -> Clip:
        media_type = clip_media_type(draft.head)
        if media_type is None:
            raise Unavailable(NO_CLIP)
        wish = found.wish
        return Clip(
            draft.digest, media_type, draft.size_bytes, found.asset_id, wish.from_us, wish.until_us, self._clock()
        )

    def _given(self, work: ClipWork, case: Case, clip: Clip, actor: Actor) -> bool:
        """Give the clip to the case with an entry of its timeline; False when the case has it."""
        at_us = self._clock()
        if not work.add_case_clip(case.case_key, clip.digest, actor.name, at_us):
            return False
        told = {
            "clip": clip.digest,
            "media_type": clip.media_type,
            "size_bytes": clip.size_bytes,
            "asset_id": clip.asset_id,
            "from_us": clip.from_us,
            "until_us": clip.until_us,
        }
        work.add_case_entries([CaseEntry(case.case_key, at_us, EntryKind.CLIP, "clip", actor.name, "", told)])
        work.note_in_audit(actor, "attach_clip", case.number, {"clip": clip.digest, "camera": clip.asset_id}, at_us)
        return True
