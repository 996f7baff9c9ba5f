"""Patterns for texts that are looked for as they were typed."""

from __future__ import annotations


def like(text: str) -> str:
    """`text` anywhere, taken literally, for `ilike(…, escape="\\\\")`."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
