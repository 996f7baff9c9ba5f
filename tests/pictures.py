"""Pictures of every kind, good and bad, made where a test needs them."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from dashboard.domain.coordinates import Position

RED, BLUE, WHITE = (200, 40, 40), (40, 40, 200), (255, 255, 255)


def two_coloured(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """Blue, with a red quarter at the top left."""
    image = Image.new("RGB", (width, height), BLUE)
    image.paste(RED, (0, 0, width // 2, height // 2))
    return image.convert(mode)


def written(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """The picture as a file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def exif(
    taken: str | None = None, offset: str | None = None, position: Position | None = None, turn: int | None = None
) -> Image.Exif:
    """What a camera writes."""
    told = Image.Exif()
    if turn is not None:
        told[Base.Orientation] = turn
    inside, gps = told.get_ifd(IFD.Exif), told.get_ifd(IFD.GPSInfo)
    if taken is not None:
        inside[Base.DateTimeOriginal] = taken
    if offset is not None:
        inside[Base.OffsetTimeOriginal] = offset
    if position is not None:
        gps[GPS.GPSLatitudeRef], gps[GPS.GPSLongitudeRef] = "NS"[position.lat < 0], "EW"[position.lon < 0]
        gps[GPS.GPSLatitude], gps[GPS.GPSLongitude] = _parts(position.lat), _parts(position.lon)
    return told


def jpeg(width: int = 640, height: int = 480, *, shade: int = 0, **camera: Any) -> bytes:
    """A photo; another `shade` is another photo."""
    image = two_coloured(width, height)
    image.paste((0, shade, 0), (width // 2, height // 2, width, height))
    return written(image, quality=90, exif=exif(**camera))


def png_of(width: int, height: int, more: bytes = b"", rows: bytes = b"") -> bytes:
    """A PNG that says to be so large, whatever it holds."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + more + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )


def chunk(name: bytes, content: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def opened(content: bytes) -> Image.Image:
    """A picture to look into."""
    return Image.open(io.BytesIO(content))


def _parts(degrees: float) -> tuple[float, float, float]:
    whole = abs(degrees)
    minutes = (whole - int(whole)) * 60
    return float(int(whole)), float(int(minutes)), round((minutes - int(minutes)) * 60, 4)
