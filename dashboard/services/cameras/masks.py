"""Use case: say what of a camera's pictures is painted over before they are stored."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dashboard.domain.camera_pictures import NO_CAMERA
from dashboard.domain.camera_privacy import CameraMask, polygons_of
from dashboard.domain.feeds import Feed
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.text import Text
from dashboard.errors import BadInput, NotFound
from dashboard.ports.camera_privacy import CameraPrivacyStore
from dashboard.ports.operations import Clock
from dashboard.services.access import require

MASK_SET: Final = "set_camera_mask"
MASK_REMOVED: Final = "remove_camera_mask"
_CAMERA: Final = re.compile(r"[a-z][a-z0-9_]{1,20}:[^\s?#]{1,160}")


class CameraMasks:
    """Keeps masks. Each method raises Forbidden and Unavailable; what is set holds for pictures that come after it."""

    def __init__(self, store: CameraPrivacyStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def listed(self, actor: Actor) -> Sequence[CameraMask]:
        """Return all, by camera."""
        require(actor, Permission.REGISTER_DEVICES)
        with self._store.look() as work:
            return sorted(work.camera_masks().values())

    def set(self, camera: str, polygons: object, actor: Actor) -> CameraMask:
        """Keep it in place of the one before, and return it. Raises BadInput, with what is wrong."""
        require(actor, Permission.REGISTER_DEVICES)
        if not _CAMERA.fullmatch(camera):
            raise BadInput(NO_CAMERA)
        mask = CameraMask(camera, polygons_of(polygons))
        with self._store.begin() as work:
            work.save_camera_mask(mask)
            work.note_in_audit(actor, MASK_SET, camera, {"polygons": len(mask.polygons)}, self._clock())
            work.bump([Feed.REGISTRY])
        return mask

    def remove(self, camera: str, actor: Actor) -> None:
        """Paint nothing over any more. Raises NotFound."""
        require(actor, Permission.REGISTER_DEVICES)
        with self._store.begin() as work:
            if not work.remove_camera_mask(camera):
                raise NotFound(Text(f"摄像头 {camera:.60} 没有遮挡区", f"the camera {camera:.60} has no mask"))
            work.note_in_audit(actor, MASK_REMOVED, camera, {}, self._clock())
            work.bump([Feed.REGISTRY])
