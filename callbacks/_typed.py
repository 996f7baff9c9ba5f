"""What stands in a field of a page, whoever sent it."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any, Final, TypeGuard, TypeVar

from dashboard.commands.fields import LARGEST_KEY
from dashboard.errors import BadInput
from layouts.texts.dispatch import Ruling

_Word = TypeVar("_Word", bound=StrEnum)
_HOUR: Final = re.compile(r"([01]?\d|2[0-4])[:：]([0-5]\d)")


def well_formed(value: Any) -> Any:
    """Return the value without zero bytes and with `?` for halves of characters, which no database takes."""
    match value:
        case str():
            text = value if value.isascii() else value.encode("utf-8", "replace").decode()
            return text.replace("\0", "")
        case list():
            return [well_formed(each) for each in value]
        case dict():
            return {well_formed(name): well_formed(each) for name, each in value.items()}
    return value


def typed(value: object, longest: int | None = None) -> str:
    """Return the text without blanks around it, at most `longest` of it."""
    return str(value or "").strip()[:longest]


def stored(value: object) -> dict[str, Any]:
    """Return what a store of the page holds; nothing for anything but an object."""
    return value if isinstance(value, dict) else {}


def word_of(kind: type[_Word], value: object) -> _Word | None:
    """Return the word that is meant; None for what is none of this kind."""
    return next((each for each in kind if each == value), None)


def figure(value: object, usual: float, most: float) -> float:
    """Return the number above 0 that is meant, `most` at most; the usual one for anything else."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not value > 0:
        return usual
    return float(min(value, most))


def is_key(value: object) -> TypeGuard[int]:
    """Whether it may be the key of a row."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= LARGEST_KEY


def key_from(value: object) -> int | None:
    """Return the key that is meant, as a number or written; None for anything else."""
    text = str(value) if isinstance(value, str) or is_key(value) else ""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST_KEY))):
        return None
    return int(text) if is_key(int(text)) else None


def counted(value: object) -> int:
    """Return the number after this one; 1 after whatever is none."""
    return value + 1 if is_key(value) and value < LARGEST_KEY else 1


def minute_of(told: object) -> int | None:
    """Return the minute of the day that is written as 08:00; None for nothing. Raises BadInput."""
    text = typed(told, 8)
    if not text:
        return None
    found = _HOUR.fullmatch(text)
    if found is None:
        raise BadInput(Ruling.BAD_TIME)
    return int(found[1]) * 60 + int(found[2])
