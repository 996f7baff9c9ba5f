"""What stands in a text field of a page."""

from __future__ import annotations


def typed(value: object, longest: int | None = None) -> str:
    """Return the text without blanks around it and without zero bytes, at most `longest` characters of it."""
    return str(value or "").replace("\0", "").strip()[:longest]
