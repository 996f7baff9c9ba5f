"""Paints masks over pictures of cameras, and blurs what is personal in them, with Pillow."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from PIL import Image, ImageDraw, ImageOps

from dashboard.domain.camera_events import Box, image_problem
from dashboard.domain.camera_privacy import Polygon
from dashboard.domain.photos.limits import BROKEN
from dashboard.errors import BadInput
from dashboard.ports.camera_privacy import CoversPictures
from data_sources.photos.pillow import DAMAGED

_FORMATS: Final = ("JPEG", "PNG")
_QUALITY: Final = 88
_MORE: Final = 0.18
"""How far beyond a box it is blurred, as a part of the box: boxes are drawn tightly."""
_CELLS: Final = 5
"""So many cells of one colour are left along the longer side: nothing of it can be brought back."""


Find = Callable[[Image.Image], Iterable[Box]]
"""Returns where faces and plates are that no source told."""


class PillowCovers(CoversPictures):
    """What cannot be decoded to its end is refused: nothing is passed on that was not covered.

    `find` is given where pictures are blurred; who masks alone does not load what it needs.
    """

    def __init__(self, find: Find | None = None) -> None:
        self._find = find or (lambda _: ())

    def masked(self, image: bytes, polygons: Sequence[Polygon]) -> bytes:
        """Black, to the pixel."""
        with _opened(image) as picture:
            drawing = ImageDraw.Draw(picture)
            for polygon in polygons:
                drawing.polygon([(x * picture.width, y * picture.height) for x, y in polygon], fill="black")
            return _jpeg(picture)

    def blurred(self, image: bytes, boxes: Sequence[Box]) -> bytes:
        """Cells of one colour in place of each box."""
        with _opened(image) as picture:
            for box in [*boxes, *self._find(picture)]:
                _blur(picture, box)
            return _jpeg(picture)


@contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    """The picture upright, and nothing but its pixels. What it says of its size decides before it is decoded."""
    if image_problem(content) is not None:
        raise BadInput(BROKEN)
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            image.load()
            turned = ImageOps.exif_transpose(image).convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, *DAMAGED) as error:
        raise BadInput(BROKEN) from error
    yield turned


def _blur(picture: Image.Image, box: Box) -> None:
    left, top = (box.x - box.w * _MORE) * picture.width, (box.y - box.h * _MORE) * picture.height
    right, bottom = (box.x + box.w * (1 + _MORE)) * picture.width, (box.y + box.h * (1 + _MORE)) * picture.height
    area = (max(0, int(left)), max(0, int(top)), min(picture.width, round(right)), min(picture.height, round(bottom)))
    width, height = area[2] - area[0], area[3] - area[1]
    if width < 1 or height < 1:
        return
    cell = max(width, height) / _CELLS
    coarse = (max(1, round(width / cell)), max(1, round(height / cell)))
    cells = picture.crop(area).resize(coarse, Image.Resampling.BOX)
    picture.paste(cells.resize((width, height), Image.Resampling.NEAREST), area)


def _jpeg(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()
