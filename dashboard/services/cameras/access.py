"""Use case: say where a camera is asked for its picture, and as whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.domain.camera_pictures import CameraAccess, SealedAccess, access_problem
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.text import Text
from dashboard.errors import BadInput, NotFound
from dashboard.ports.cameras import CameraAccessStore
from dashboard.ports.operations import Clock
from dashboard.ports.sealing import Sealing
from dashboard.services.access import require


@dataclass(frozen=True)
class CameraAccesses:
    """Keeps how cameras are reached. Each method raises Forbidden and Unavailable; the audit log has no password."""

    store: CameraAccessStore
    sealing: Sealing
    clock: Clock

    def set(self, access: CameraAccess, actor: Actor) -> None:
        """Keep it in place of the one before. Raises BadInput, with what to do."""
        require(actor, Permission.REGISTER_DEVICES)
        problem = access_problem(access)
        if problem is not None:
            raise BadInput(problem)
        sealed = self.sealing.seal(access.password) if access.password else ""
        with self.store.begin() as work:
            work.save_camera_access(SealedAccess(access.camera, access.url, access.user, sealed))
            told = {"url": access.url, "user": access.user, "password": bool(access.password)}
            work.note_in_audit(actor, "set_camera_access", access.camera, told, self.clock())

    def remove(self, camera: str, actor: Actor) -> None:
        """Forget how a camera is reached. Raises NotFound."""
        require(actor, Permission.REGISTER_DEVICES)
        with self.store.begin() as work:
            if not work.remove_camera_access(camera):
                raise NotFound(
                    Text(f"没有设备 {camera:.60} 的画面地址", f"no address of a picture of {camera:.60} is kept")
                )
            work.note_in_audit(actor, "remove_camera_access", camera, {}, self.clock())

    def listed(self, actor: Actor) -> Sequence[SealedAccess]:
        """Return every camera that can be asked, by its reference."""
        require(actor, Permission.REGISTER_DEVICES)
        with self.store.look() as work:
            return sorted(work.camera_accesses().values())
