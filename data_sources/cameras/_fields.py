"""The fields of a camera event as sources write them, made safe to store."""

from __future__ import annotations

import base64
import binascii
import math
from typing import Any, Final, NamedTuple

from dashboard.domain.camera_events import Box, image_media_type, image_problem
from dashboard.domain.camera_privacy import MOST_BOXES
from dashboard.domain.camera_pulls import PULL_TOPIC
from dashboard.domain.clocks import hours_off
from dashboard.domain.readings import Delivery, Problem
from dashboard.domain.timestamps import FUTURE_TOLERANCE_US, WRONG_ZONE_US, BadTime, parse_time
from dashboard.errors import UnreadablePayload
from data_sources.payloads import digest

_MAX_REFERENCE: Final = 160
_MAX_WORD: Final = 80
_MAX_SENTENCE: Final = 500
_YEAR_S: Final = 366 * 86_400


def asked_name(delivery: Delivery) -> str | None:
    """The name under which a camera is asked for its events, without its prefix; None when it spoke by itself."""
    if not delivery.topic.startswith(PULL_TOPIC):
        return None
    return delivery.topic.removeprefix(PULL_TOPIC).partition(":")[2]


class Moment(NamedTuple):
    """When something was, and by how many hours the camera's clock is ahead (negative: behind)."""

    at_us: int
    off_h: int


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


def sentence(value: object) -> str:
    """What a source says in words: plain characters, at most 500."""
    return _plain(str(value))[:_MAX_SENTENCE]


def moment(value: object, received_us: int) -> int:
    """The time of an event; None means the arrival. Raises UnreadablePayload (`bad_time`)."""
    try:
        return parse_time(value, received_us)
    except BadTime as error:
        raise UnreadablePayload("bad_time", str(error)) from error


def live_moment(value: object, received_us: int, *, is_late: bool = False) -> Moment:
    """The time of an event of which the camera tells at once, unless `is_late`: a clock of another zone is told by it.

    What is off by whole hours then happened when it came. Raises UnreadablePayload (`bad_time`).
    """
    try:
        at_us = parse_time(value, received_us, ahead_us=WRONG_ZONE_US)
    except BadTime as error:
        raise UnreadablePayload("bad_time", str(error)) from error
    off_h = hours_off(at_us, received_us)
    if off_h and (off_h > 0 or not is_late):
        return Moment(received_us, off_h)
    return Moment(at_us if at_us <= received_us + FUTURE_TOLERANCE_US else received_us, 0)


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


def boxes(value: object) -> tuple[Box, ...]:
    """Those of a list that are boxes, as parts of the picture; an object has its own under `box`."""
    listed = value[:MOST_BOXES] if isinstance(value, list) else []
    found = (box(each.get("box", each) if isinstance(each, dict) else each) for each in listed)
    return tuple(each for each in found if each is not None)


def seconds(value: object) -> float | None:
    """A length of time in seconds; None for what is none, or longer than a year."""
    number = _number(value)
    return number if number is not None and 0 <= number <= _YEAR_S else None


def box_between(corners: object, across: Any = 1.0, down: Any = 1.0) -> Box | None:
    """`[left, top, right, bottom]` of a picture that is `across` wide and `down` high, in its parts; else None."""
    if not isinstance(corners, list) or len(corners) != 4:
        return None
    try:
        wide, high = float(across), float(down)
        left, top, right, bottom = (float(each) for each in corners)
        return box([left / wide, top / high, (right - left) / wide, (bottom - top) / high])
    except (TypeError, ValueError, ZeroDivisionError):
        return None


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
    return picture_of(image)


def picture_of(image: bytes, *, is_whole: bool = True) -> Picture:
    """A picture by its bytes; one that was cut off on its way is refused."""
    problem = image_problem(image)
    if problem is None and not is_whole:
        problem = Problem("bad_image", f"the picture was cut off after {len(image)} bytes")
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
