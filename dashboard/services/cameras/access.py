"""Use case: say where a camera is asked for its picture and its events, and as whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from dashboard.domain.camera_pictures import CameraAccess, SealedAccess, access_problem
from dashboard.domain.camera_pulls import PullStanding
from dashboard.domain.rights import Actor, Permission
from dashboard.domain.text import Text
from dashboard.errors import BadInput, NotFound
from dashboard.ports.cameras import CameraAccessStore, CameraAccessWork
from dashboard.ports.operations import Clock
from dashboard.ports.sealing import Sealing
from dashboard.services.access import require


@dataclass(frozen=True)
class CameraAccesses:
    """Keeps how cameras are reached. Each method raises Forbidden and Unavailable; the audit log has no password."""

    store: CameraAccessStore
    sealing: Sealing
    clock: Clock
    usual_paths: Mapping[str, str] = field(default_factory=dict)
    """Of each source that asks cameras for their events, the usual path on a camera."""

    def set(self, access: CameraAccess, actor: Actor) -> None:
        """Keep it in place of the one before. Raises BadInput, with what to do.

        Of an address of events without a path the source's usual one is taken.
        """
        require(actor, Permission.REGISTER_DEVICES)
        access = self._with_usual_path(access)
        sealed = self.sealing.seal(access.password) if access.password else ""
        with self.store.begin() as work:
            keep_access(work, access, sealed, actor, self.clock())

    def _with_usual_path(self, access: CameraAccess) -> CameraAccess:
        if not access.events:
            return access
        if access.events not in self.usual_paths:
            known = ", ".join(sorted(self.usual_paths))
            raise BadInput(
                Text(f"事件来源写作以下之一：{known}", f"the source of events is written as one of: {known}")
            )
        bare = access.events_url.rstrip("/")
        is_bare = bare.count("/") == 2
        return replace(access, events_url=bare + self.usual_paths[access.events]) if is_bare else access

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

    def pulls(self, actor: Actor) -> Mapping[str, PullStanding]:
        """Return how those stand that are asked for their events, by reference."""
        require(actor, Permission.REGISTER_DEVICES)
        with self.store.look() as work:
            return work.pulls()


def keep_access(work: CameraAccessWork, access: CameraAccess, sealed: str, actor: Actor, at_us: int) -> None:
    """Keep it with this sealed password in a transaction of somebody else's. Raises BadInput, with what to do."""
    problem = access_problem(access)
    if problem is not None:
        raise BadInput(problem)
    kept = {name: getattr(access, name) for name in SealedAccess._fields if name != "sealed"}
    work.save_camera_access(SealedAccess(sealed=sealed, **kept))
    told = {"url": access.url, "user": access.user, "password": bool(sealed)}
    told |= {name: kept[name] for name in ("mjpeg_url", "hls_url", "whep_url") if kept[name]}
    told |= {"events": access.events, "events_url": access.events_url} if access.events else {}
    work.note_in_audit(actor, "set_camera_access", access.camera, told, at_us)
