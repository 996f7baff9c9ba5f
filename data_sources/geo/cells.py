"""Cells of a table as Excel and its users write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_SEPARATOR_LINE: Final = re.compile(r"\ufeff?\s*sep=(.)\s*\r?\n", re.IGNORECASE)
_TEXT_FORMULA: Final = re.compile(r'="(.*)"', re.DOTALL)


def split_off_separator(text: str) -> tuple[str, str | None]:
    """Return the text without Excel's own line `sep=;`, and the separator that it names; None without one."""
    found = _SEPARATOR_LINE.match(text)
    return (text, None) if found is None else (text[found.end() :], found[1])


def plain_cell(cell: str) -> str:
    """Return what a cell says: `="00421"` and `'00422`, which keep Excel from making numbers, are their texts."""
    said = cell.strip()
    if found := _TEXT_FORMULA.fullmatch(said):
        return found[1].replace('""', '"').strip()
    return said[1:] if re.match(r"'\w", said) and not said.endswith("'") else said


def fitted(cells: Sequence[str], width: int, needed: int) -> list[str] | None:
    """Return a row as wide as its heading; None when it cannot be told which cell is which.

    Excel leaves out empty cells at the end of a row, and adds some; the first `needed` must be there.
    """
    if any(cell.strip() for cell in cells[width:]) or len(cells) < needed:
        return None
    return [*cells[:width], *[""] * (width - len(cells))]
