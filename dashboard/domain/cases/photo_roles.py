"""What a picture of a case shows. The values are stored: they never change."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.domain.text import Text

MOST_PHOTOS: Final = 12


class PhotoRole(StrEnum):
    """What a picture is evidence of."""

    NEAR = "near"
    FAR = "far"
    REFERENCE = "reference"
    BEFORE = "before"
    AFTER = "after"


ROLE_LABELS: Final[Mapping[PhotoRole, Text]] = {
    PhotoRole.NEAR: Text("近景", "near"),
    PhotoRole.FAR: Text("远景", "far"),
    PhotoRole.REFERENCE: Text("参照物", "reference"),
    PhotoRole.BEFORE: Text("处置前", "before"),
    PhotoRole.AFTER: Text("处置后", "after"),
}


class Shot(NamedTuple):
    """A stored picture, by the digest of its bytes, and what it shows."""

    digest: str
    role: PhotoRole
