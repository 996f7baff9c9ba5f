"""Use case: watch a camera live, with the rights of whoever looks."""

from __future__ import annotations

from typing import Final, NamedTuple

from dashboard.domain.camera_pictures import CameraAccess, masked, opened
from dashboard.domain.camera_streams import (
    NO_CAMERA,
    NOT_OFFERED,
    OTHER_KEY,
    WAY_NOT_OFFERED,
    CameraOffer,
    WatchedCamera,
    Way,
    ways_of,
)
from dashboard.domain.durations import MINUTE_US, SECOND_US
from dashboard.domain.rights import Actor, Means, Permission, Target
from dashboard.errors import NotFound, Unusable
from dashboard.ports.cameras import CameraAccessStore
from dashboard.ports.operations import Clock
from dashboard.ports.sealing import Sealing
from dashboard.services.access import require
from dashboard.services.remembered import Remembered

LOOKED: Final = "watch_camera"
_NOTED_EVERY_US: Final = 10 * MINUTE_US
_READ_EVERY_US: Final = 5 * SECOND_US
"""So soon a changed address or password is used."""


class _Found(NamedTuple):
    camera: WatchedCamera
    access: CameraAccess | None
    is_sealed: bool
    """Under a secret that is not ours."""


class CameraWatching:
    """Says where a camera is asked, to whoever may watch it.

    That a person looks is noted, once in ten minutes for each camera. Each method raises Forbidden, NotFound,
    Unusable and Unavailable.
    """

    def __init__(self, store: CameraAccessStore, sealing: Sealing, clock: Clock) -> None:
        self._store = store
        self._sealing = sealing
        self._clock = clock
        self._found = Remembered()
        self._noted = Remembered()

    def offer(self, asset_id: str, actor: Actor) -> CameraOffer:
        """Return by what ways it can be watched; none when nothing is set up."""
        found = self._of(asset_id, actor)
        ways = ways_of(found.access) if found.access else ()
        return CameraOffer(found.camera.asset_id, found.camera.name, ways)

    def access(self, asset_id: str, way: Way, actor: Actor) -> CameraAccess:
        """Return where it is asked for this."""
        found = self._of(asset_id, actor)
        if found.is_sealed:
            raise Unusable(OTHER_KEY)
        if found.access is None:
            raise NotFound(NOT_OFFERED)
        if way not in ways_of(found.access):
            raise NotFound(WAY_NOT_OFFERED)
        self._note(found.camera, actor)
        return found.access

    def _of(self, asset_id: str, actor: Actor) -> _Found:
        require(actor, Permission.WATCH_CAMERAS)
        found = self._found.get(asset_id, self._clock() // _READ_EVERY_US, lambda: self._read(asset_id))
        if found is None:
            raise NotFound(NO_CAMERA)
        require(actor, Permission.WATCH_CAMERAS, Target(areas=found.camera.areas))
        return found

    def _read(self, asset_id: str) -> _Found | None:
        with self._store.look() as work:
            camera = work.watched_camera(asset_id)
            kept = None if camera is None else work.camera_accesses([camera.camera]).get(camera.camera)
            mask = None if camera is None else work.camera_masks([camera.camera]).get(camera.camera)
        if camera is None:
            return None
        if kept is None:
            return _Found(camera, None, is_sealed=False)
        password = self._sealing.unseal(kept.sealed) if kept.sealed else ""
        access = masked(opened(kept, password or ""), mask.polygons if mask else ())
        return _Found(camera, access, is_sealed=password is None)

    def _note(self, camera: WatchedCamera, actor: Actor) -> None:
        if actor.means not in (Means.SESSION, Means.OIDC):
            return
        at_us = self._clock()
        question = (actor.name, camera.asset_id)
        self._noted.get(question, at_us // _NOTED_EVERY_US, lambda: self._write(camera, actor, at_us))

    def _write(self, camera: WatchedCamera, actor: Actor, at_us: int) -> bool:
        with self._store.begin() as work:
            work.note_in_audit(actor, LOOKED, camera.asset_id, {}, at_us)
        return True
