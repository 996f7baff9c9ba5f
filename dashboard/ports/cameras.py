"""Cameras: what they show now, and how they are reached."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from dashboard.domain.camera_pictures import CameraAccess, SealedAccess
from dashboard.domain.camera_pulls import PullStanding
from dashboard.domain.camera_register import AreaNode, CameraKind, CameraLine, KindCount
from dashboard.domain.camera_streams import Piece, WatchedCamera
from dashboard.ports.camera_privacy import MaskRows
from dashboard.ports.parts import AuditLog


class CameraPicture(Protocol):
    """Asks a camera, of whatever make."""

    def picture(self, access: CameraAccess) -> bytes:
        """Return the JPEG or PNG that it shows now, at most LARGEST_PICTURE_BYTES.

        It takes a few seconds at most. Raises Unavailable, with the reason but without address and password.
        """


class CameraFilm(Protocol):
    """Asks a camera for what it shows, without keeping a thread waiting.

    All raise Unavailable with the reason but without address and password, and LoginRefused.
    """

    async def picture(self, access: CameraAccess) -> bytes:
        """Return the JPEG or PNG that it shows now, at most LARGEST_PICTURE_BYTES."""

    def frames(self, access: CameraAccess) -> AsyncIterator[bytes]:
        """Return the pictures of its MJPEG as they come; closing it closes the connection."""

    async def piece(self, access: CameraAccess, url: str) -> Piece:
        """Return what stands at an address of its HLS. Raises NotFound when it is gone."""

    async def answer(self, access: CameraAccess, offer: str) -> str:
        """Return the media server's answer (SDP) to the offer of a browser (WHEP, RFC 9725)."""


class CameraAccessRows(Protocol):
    """How cameras are reached, inside a transaction."""

    def watched_camera(self, asset_id: str) -> WatchedCamera | None:
        """The camera with this number in the register; None where there is none with a device."""

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


class CameraAccessWork(CameraAccessRows, PullRows, MaskRows, AuditLog, Protocol):
    """One transaction; kept when its block ends well, undone when it raises."""


class CameraAccessStore(Protocol):
    """Where it is kept. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[CameraAccessWork]: ...

    def look(self) -> AbstractContextManager[CameraAccessWork]: ...


class CameraTreeReads(Protocol):
    """The register of cameras as it is looked through. Every method raises Unavailable when it is out of reach."""

    def kind_counts(self) -> Sequence[KindCount]:
        """Return how many cameras of each kind lie in each area of the tree: the one around their grid."""

    def areas_above(self, codes: Collection[str]) -> Sequence[AreaNode]:
        """Return these areas and all above them."""

    def cameras_of(self, area: str | None, kind: CameraKind, offset: int, limit: int) -> Sequence[CameraLine]:
        """Return those of one kind in one area of the tree (None: in none), by street and name."""

    def find_cameras(self, text: str, kind: CameraKind | None, limit: int) -> tuple[Sequence[CameraLine], int]:
        """Return those with `text` in number, name, street or the initials of the name, and how many there are.

        Those whose number begins so come first.
        """

    def cameras(self, asset_ids: Collection[str]) -> Mapping[str, CameraLine]:
        """Return those of these that there are, by their number."""
