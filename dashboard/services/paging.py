"""Cursors: where the next page of a list begins."""

from __future__ import annotations

import re
from typing import Final

from dashboard.errors import BadInput

_NUMBER: Final = re.compile(r"[0-9]{1,18}")


def cursor_of(*position: int) -> str:
    """The cursor of a position in a list that is ordered by whole numbers."""
    return ".".join(str(number) for number in position)


def position_of(cursor: str | None, length: int) -> tuple[int, ...] | None:
    """The position of a cursor of so many numbers; None without a cursor. Raises BadInput for anything else."""
    if cursor is None:
        return None
    parts = cursor.split(".")
    if len(parts) != length or not all(_NUMBER.fullmatch(part) for part in parts):
        raise BadInput("the cursor is not one of ours; begin without a cursor")
    return tuple(int(part) for part in parts)


def check_limit(limit: int, largest: int) -> None:
    """Raises BadInput unless the page's length is between 1 and `largest`."""
    if not 1 <= limit <= largest:
        raise BadInput(f"limit must be between 1 and {largest}")
