"""What stands in a field of a page, whoever sent it."""

from __future__ import annotations

from typing import Final, TypeGuard

_LARGEST_KEY: Final = 2**31 - 1


def typed(value: object, longest: int | None = None) -> str:
    """Return the text without blanks around it, zero bytes and halves of characters, at most `longest` of it."""
    return str(value or "").replace("\0", "").encode("utf-8", "replace").decode().strip()[:longest]


def is_key(value: object) -> TypeGuard[int]:
    """Whether it may be the key of a row."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _LARGEST_KEY


def counted(value: object) -> int:
    """Return the number after this one; 1 after whatever is none."""
    return value + 1 if is_key(value) and value < _LARGEST_KEY else 1
