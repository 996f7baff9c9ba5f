"""The fields of a camera event as sources write them, made safe to store."""

from __future__ import annotations

import base64
import binascii
import math
from typing import Final, NamedTuple

from dashboard.domain.camera_events import Box, image_media_type, image_problem
from dashboard.domain.readings import Problem
from dashboard.domain.timestamps import BadTime, parse_time
from dashboard.errors import UnreadablePayload
from data_sources.payloads import digest

_MAX_REFERENCE: Final = 160
_MAX_WORD: Final = 80


class Picture(NamedTuple):
    """A picture that can be kept, or why it cannot; all None when there was none."""

    image: bytes | None = None
    media_type: str | None = None
    problem: Problem | None = None


def reference(value: object) -> str:
    """A name of a camera or event that fits the database: plain characters, a long one shortened with a digest."""
    text = _plain(str(value))
    return text if len(text) <= _MAX_REFERENCE else f"{text[:120]}~{digest(text)}"


def word(value: object) -> str:
    """A label or zone: plain characters, at most 80; of a list its members."""
    text = ",".join(str(each) for each in value) if isinstance(value, list) else str(value)
    return _plain(text)[:_MAX_WORD]


def moment(value: object, received_us: int) -> int:
    """The time of an event; None means the arrival. Raises UnreadablePayload (`bad_time`)."""
    try:
        return parse_time(value, received_us)
    except BadTime as error:
        raise UnreadablePayload("bad_time", str(error)) from error


def confidence(value: object) -> float | None:
    """A confidence as 0–1; above 1, or as `93%`, it is taken as a percentage, and anything else as not given."""
    percent = isinstance(value, str) and value.strip().endswith(("%", "％"))
    number = _number(str(value).strip()[:-1] if percent else value)
    if percent and number is not None and 0 <= number <= 1:
        return number / 100
    if number is None or not 0 <= number <= 100:
        return None
    return number if number <= 1 else number / 100


def box(value: object) -> Box | None:
    """`[x, y, w, h]` or `{x, y, w, h}` as parts of the picture; None for pixels, whose picture size is not known."""
    if isinstance(value, dict):
        value = [value.get(key) for key in ("x", "y", "w", "h")]
    if not isinstance(value, list) or len(value) != 4:
        return None
    numbers = [_number(each) for each in value]
    x, y, w, h = (math.nan if number is None else number for number in numbers)
    inside = 0 <= x <= 1 and 0 <= y <= 1 and 0 < w <= 1.001 - x and 0 < h <= 1.001 - y
    return Box(x, y, w, h) if inside else None


def picture(encoded: object) -> Picture:
    """A picture in base64 (also as a data URL), looked at by its bytes; a refused one leaves the event."""
    if encoded is None or encoded == "":
        return Picture()
    if not isinstance(encoded, str):
        return Picture(problem=Problem("bad_image", "the picture must be a text in base64"))
    content = encoded.partition(",")[2] if encoded.startswith("data:") else encoded
    try:
        image = base64.b64decode("".join(content.split()), validate=True)
    except (binascii.Error, ValueError):
        return Picture(problem=Problem("bad_image", "the picture is not base64"))
    problem = image_problem(image)
    return Picture(problem=problem) if problem else Picture(image, image_media_type(image))


def _number(value: object) -> float | None:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if -1e9 < value < 1e9 else None


def _plain(text: str) -> str:
    """The text without control characters and halves of surrogate pairs, which databases refuse."""
    return "".join(char for char in text.strip() if char.isprintable())
