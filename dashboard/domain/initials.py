"""Chinese names by the first letters of their readings.

GB 2312-80 orders its first 3755 signs by their reading: the first letter of a sign follows from its place there.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

_FIRST: Final = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"
"""The first sign of each letter that readings begin with, in the order of GB 2312."""
_LETTERS: Final = "abcdefghjklmnopqrstwxyz"
_PLACES: Final = [sign.encode("gb2312") for sign in _FIRST]
_BEYOND: Final = b"\xd7\xfa"
"""Behind the last sign that is ordered by its reading."""


def initials(text: str) -> str:
    """Return the first letters of the readings, a digit or Latin letter as itself; rare signs give none."""
    return "".join(_initial(sign) for sign in text.lower())


def _initial(sign: str) -> str:
    if sign.isascii():
        return sign if sign.isalnum() else ""
    try:
        place = sign.encode("gb2312")
    except UnicodeEncodeError:
        return ""
    return _LETTERS[bisect_right(_PLACES, place) - 1] if _PLACES[0] <= place < _BEYOND else ""
