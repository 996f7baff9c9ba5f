"""Pictures of every kind, good and bad, made where a test needs them."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageDraw, ImageFilter
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


def face(width: int = 96) -> Image.Image:
    """A drawn face, seen from the front, with enough of one that it is found."""
    part = width / 100
    image = Image.new("RGB", (width, int(width * 1.2)), (90, 110, 120))
    drawing = ImageDraw.Draw(image)

    def oval(left: float, top: float, right: float, bottom: float, colour: tuple[int, int, int]) -> None:
        drawing.ellipse((left * part, top * part, right * part, bottom * part), fill=colour)

    oval(8, 5, 92, 118, (214, 180, 155))
    drawing.pieslice((8 * part, -10 * part, 92 * part, 60 * part), 180, 360, fill=(50, 38, 30))
    for middle in (32, 68):
        oval(middle - 13, 36, middle + 13, 41, (70, 52, 42))
        oval(middle - 11, 43, middle + 11, 56, (120, 90, 75))
        oval(middle - 5, 45, middle + 5, 54, (40, 30, 28))
    oval(44, 45, 56, 76, (232, 200, 176))
    oval(40, 72, 60, 80, (170, 130, 112))
    oval(32, 88, 68, 98, (140, 70, 65))
    return image.filter(ImageFilter.GaussianBlur(1.5 * part))


def plate(width: int = 110) -> Image.Image:
    """A drawn number plate: white strokes on blue."""
    image = Image.new("RGB", (440, 140), (20, 60, 180))
    drawing = ImageDraw.Draw(image)
    drawing.rectangle((5, 5, 434, 134), outline="white", width=4)
    for left in range(30, 400, 54):
        drawing.rectangle((left, 30, left + 34, 110), outline="white", width=12)
    return image.resize((width, round(width / 3.14)))
