"""What is kept of an evidence picture. The values of PhotoSize are parts of addresses and file names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.camera_events import Box
from dashboard.domain.coordinates import Position


class PhotoSize(StrEnum):
    """In which sizes a picture is kept."""

    SMALL = "small"
    MEDIUM = "medium"
    FULL = "full"


LONGEST_SIDE_PX: Final[Mapping[PhotoSize, int]] = {
    PhotoSize.SMALL: 320,
    PhotoSize.MEDIUM: 1280,
    PhotoSize.FULL: 2560,
}
"""How long the longer side is at most. A picture that is smaller is not enlarged."""
MEDIA_TYPE: Final = "image/jpeg"


@dataclass(frozen=True, kw_only=True, slots=True)
class Photo:
    """A stored picture; `digest` is the SHA-256 of its full size, `size_bytes` that of all its sizes together.

    `taken_us` and `position` (WGS-84) are what the camera wrote into the file that came, None where it wrote nothing;
    the stored picture has them no more. `personal` are the boxes of faces and plates, of a camera's picture alone.
    """

    digest: str
    width: int
    height: int
    size_bytes: int
    taken_us: int | None = None
    position: Position | None = None
    stored_us: int
    personal: tuple[Box, ...] | None = None


class PreparedPhoto(NamedTuple):
    """A picture that was read: upright, without anything but its pixels, in every size.

    `taken` has no zone where the camera told none.
    """

    width: int
    height: int
    sizes: Mapping[PhotoSize, bytes]
    taken: datetime | None = None
    position: Position | None = None
