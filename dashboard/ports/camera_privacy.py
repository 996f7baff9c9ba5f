"""Masks of cameras, blurred copies of their pictures, and who paints them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from dashboard.domain.camera_events import Box
from dashboard.domain.camera_privacy import CameraMask, Polygon
from dashboard.ports.parts import AuditLog, FeedRevisions


class CoversPictures(Protocol):
    """Paints over what is not to be seen. Raises BadInput for what cannot be read as a picture."""

    def masked(self, image: bytes, polygons: Sequence[Polygon]) -> bytes:
        """Return it as JPEG with the polygons black, without anything but its pixels."""

    def blurred(self, image: bytes, boxes: Sequence[Box]) -> bytes:
        """Return it as JPEG with the boxes blurred, and what is found of faces and plates besides."""


class BlurredFiles(Protocol):
    """Blurred copies, kept to be shown again; any of them may be gone at any time."""

    def content(self, key: str) -> bytes | None: ...

    def keep(self, key: str, content: bytes) -> None: ...

    def forget(self, before_us: int) -> int:
        """Remove those that were made before then, and those of other versions; return how many."""


class StoredPicture(NamedTuple):
    """A picture of a camera as it is stored, and what of it the source says is personal."""

    content: bytes
    personal: tuple[Box, ...] = ()
    camera: str = ""


class Space(NamedTuple):
    """How many pictures there are, and how many bytes they have."""

    pictures: int
    size_bytes: int


class CameraPictureReads(Protocol):
    """Where pictures of cameras are read from; raises Unavailable when that is out of reach."""

    def camera_picture(self, digest: str) -> StoredPicture | None:
        """Return one of a camera event; photos of people are none."""

    def space(self) -> Space:
        """Return how many are kept, and in how many bytes."""


class MaskRows(Protocol):
    """Masks, inside a transaction."""

    def camera_masks(self, cameras: Collection[str] | None = None) -> Mapping[str, CameraMask]:
        """Those of these cameras, or all, by reference."""

    def save_camera_mask(self, mask: CameraMask) -> None:
        """Store it in place of the one before."""

    def remove_camera_mask(self, camera: str) -> bool:
        """Remove it; return whether there was one."""


class CameraPrivacyWork(MaskRows, AuditLog, FeedRevisions, Protocol):
    """One transaction; kept when its block ends well, undone when it raises."""


class CameraPrivacyStore(Protocol):
    """Where they are kept. Every method raises Unavailable when it is out of reach."""

    def begin(self) -> AbstractContextManager[CameraPrivacyWork]: ...

    def look(self) -> AbstractContextManager[CameraPrivacyWork]: ...
