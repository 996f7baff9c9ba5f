"""How many pixels a JPEG or PNG has, by its head: nothing is decoded."""

from __future__ import annotations

from typing import Final, NamedTuple

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8"
_MOST_SEGMENTS: Final = 500
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""SOF0 … SOF15 (ISO/IEC 10918-1, table B.1); the others of that range are tables."""
_BARE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers without a length."""


class PictureSize(NamedTuple):
    """Width and height in pixels."""

    width: int
    height: int


def picture_size(image: bytes) -> PictureSize | None:
    """Return how many pixels a JPEG or PNG says that it has; None when it does not say, as when it was cut off."""
    if image.startswith(_PNG):
        return PictureSize(_number(image[16:20]), _number(image[20:24])) if len(image) >= 24 else None
    return _jpeg_size(image) if image.startswith(_JPEG) else None


def _jpeg_size(image: bytes) -> PictureSize | None:
    place = 2
    for _ in range(_MOST_SEGMENTS):
        while image[place : place + 2] == b"\xff\xff":
            place += 1
        if len(image) < place + 9 or image[place] != 0xFF:
            return None
        marker = image[place + 1]
        if marker in _FRAMES:
            return PictureSize(_number(image[place + 7 : place + 9]), _number(image[place + 5 : place + 7]))
        place += 2 if marker in _BARE else 2 + _number(image[place + 2 : place + 4])
    return None


def _number(digits: bytes) -> int:
    return int.from_bytes(digits, "big")
