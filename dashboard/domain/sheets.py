"""Texts on their way into a spreadsheet, and numbers on their way out of one."""

from __future__ import annotations

import re
from typing import Final

_DECIMAL_COMMA: Final = re.compile(r"[+-]?\d+,\d+")
_BEGINS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe stands before what could be one.

    Source: OWASP, CSV injection.
    """
    return f"'{text}" if text.startswith(_BEGINS_FORMULA) else text


def number_of(cell: str) -> float:
    """Return the number in a cell, with a point or a single comma before the decimals. Raises ValueError."""
    return float(cell.replace(",", ".") if _DECIMAL_COMMA.fullmatch(cell) else cell)
