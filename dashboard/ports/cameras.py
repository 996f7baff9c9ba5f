"""Cameras: what they show now, and how they are reached."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from dashboard.domain.camera_pictures import CameraAccess, SealedAccess
from dashboard.domain.camera_pulls import PullStanding
from dashboard.ports.parts import AuditLog


class CameraPicture(Protocol):
    """Asks a camera, of whatever make."""

    def picture(self, access: CameraAccess) -> bytes:
        """Return the JPEG or PNG that it shows now, at most LARGEST_PICTURE_BYTES.

        It takes a few seconds at most. Raises Unavailable, with the reason but without address and password.
        """


class CameraAccessRows(Protocol):
    """How cameras are reached, inside a transaction."""

    def camera_accesses(self, cameras: Collection[str] | None = None) -> Mapping[str, SealedAccess]:
        """Those of these cameras, or all, by reference."""

    def save_camera_access(self, access: SealedAccess) -> None:
        """Store it in place of the one before."""

    def remove_camera_access(self, camera: str) -> bool:
        """Remove it, and how it stood with asking it; return whether there was one."""


class PullRows(Protocol):
    """How cameras stand that are asked for their events, inside a transaction."""

    def pulls(self) -> Mapping[str, PullStanding]:
        """Of all that were ever asked, by reference."""

    def save_pulls(self, standings: Collection[PullStanding]) -> None:
        """Store them in place of those before."""


class CameraAccessWork(CameraAccessRows, PullRows, AuditLog, Protocol):
    """One transaction; kept when its block ends well, undone when it raises."""


class CameraAccessStore(Protocol):
    """Where it is kept. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[CameraAccessWork]: ...

    def look(self) -> AbstractContextManager[CameraAccessWork]: ...
