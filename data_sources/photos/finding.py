"""Finds faces and number plates in pictures, with what OpenCV brings along: it needs no network and no other model.

It errs towards blurring too much: a face in a poster, or a blue sign, is blurred as well.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from PIL import Image

from dashboard.domain.camera_events import Box

_LONGEST_PX: Final = 1024
"""What is smaller than this, once the picture is so large, is not looked for: nobody could tell who it is."""
_SMALLEST_FACE_PX: Final = 18
_SMALLEST_PLATE_PX: Final = (24, 8)
_FACES: Final = ("haarcascade_frontalface_alt2.xml", "haarcascade_profileface.xml")
_PLATES: Final = "haarcascade_license_plate_rus_16stages.xml"
_GROUNDS: Final = (
    ((98, 110, 60), (126, 255, 255)),  # blue
    ((40, 40, 90), (90, 200, 255)),  # the green of new energy
    ((16, 110, 110), (32, 255, 255)),  # yellow
)
"""Colours of the grounds of number plates (GA 36): hue 0–179, saturation and value 0–255."""
_SHAPES: Final = (1.8, 5.5)
"""How many times as wide as high a plate looks."""
_MOSTLY: Final = 0.42
"""So much of a plate has the colour of its ground; the rest is what is written on it."""


def found(image: Image.Image) -> list[Box]:
    """Return the boxes of what looks like a face or a plate, as parts of the picture."""
    import cv2

    small = image.copy()
    small.thumbnail((_LONGEST_PX, _LONGEST_PX))
    pixels = np.asarray(small.convert("RGB"))
    grey = cv2.equalizeHist(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))
    boxes = [*_faces(grey), *_printed_plates(grey), *_coloured_plates(pixels)]
    return [Box(x / small.width, y / small.height, w / small.width, h / small.height) for x, y, w, h in boxes]


def _faces(grey: Any) -> list[Any]:
    """Seen from the front, and from either side."""
    front, side = (_cascade(name) for name in _FACES)
    smallest = (_SMALLEST_FACE_PX, _SMALLEST_FACE_PX)
    boxes = [*front.detectMultiScale(grey, 1.12, 3, minSize=smallest)]
    boxes += [*side.detectMultiScale(grey, 1.15, 4, minSize=smallest)]
    width = grey.shape[1]
    turned = side.detectMultiScale(grey[:, ::-1], 1.15, 4, minSize=smallest)
    return boxes + [(width - x - w, y, w, h) for x, y, w, h in turned]


def _printed_plates(grey: Any) -> list[Any]:
    return list(_cascade(_PLATES).detectMultiScale(grey, 1.15, 3, minSize=_SMALLEST_PLATE_PX))


def _coloured_plates(pixels: Any) -> list[Any]:
    """Rectangles of a plate's colour and shape with something written on them."""
    import cv2

    coloured = cv2.cvtColor(pixels, cv2.COLOR_RGB2HSV)
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    boxes = []
    for low, high in _GROUNDS:
        ground = cv2.inRange(coloured, np.array(low, np.uint8), np.array(high, np.uint8))
        closed = cv2.morphologyEx(ground, cv2.MORPH_CLOSE, np.ones((3, 9), np.uint8))
        outlines, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        boxes += [box for box in map(cv2.boundingRect, outlines) if _is_plate(grey, ground, box)]
    return boxes


def _is_plate(grey: Any, ground: Any, box: Any) -> bool:
    x, y, w, h = box
    if w < _SMALLEST_PLATE_PX[0] or h < _SMALLEST_PLATE_PX[1] or not _SHAPES[0] <= w / h <= _SHAPES[1]:
        return False
    if (ground[y : y + h, x : x + w] > 0).mean() < _MOSTLY:
        return False
    inside = grey[y : y + h, x : x + w].astype(np.int16)
    strokes = np.abs(np.diff(inside, axis=1)) > 30
    return bool(strokes.mean() > 0.06)


@cache
def _cascade(name: str) -> Any:
    import cv2

    cv2.setNumThreads(1)
    return cv2.CascadeClassifier(str(Path(cv2.__file__).parent / "data" / name))
