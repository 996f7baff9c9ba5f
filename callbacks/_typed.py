"""What stands in a field of a page, whoever sent it."""

from __future__ import annotations

from typing import TypeGuard

from dashboard.commands.fields import LARGEST_KEY


def typed(value: object, longest: int | None = None) -> str:
    """Return the text without blanks around it, zero bytes and halves of characters, at most `longest` of it."""
    return str(value or "").replace("\0", "").encode("utf-8", "replace").decode().strip()[:longest]


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
