"""Texts on their way into a spreadsheet."""

from __future__ import annotations

from typing import Final

_BEGINS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe stands before what could be one.

    Source: OWASP, CSV injection.
    """
    return f"'{text}" if text.startswith(_BEGINS_FORMULA) else text
