"""What a browser or a script may send in the place of a field, or of a whole command."""

from __future__ import annotations

from typing import Any, Final

ODD: Final[dict[str, Any]] = {
    "null": None,
    "true": True,
    "list": [1],
    "object": {"a": 1},
    "empty text": "",
    "text": "x",
    "zero byte": "a\0b",
    "half a character": "\ud800",
    "very long": "9" * 20_000,
    "negative": -1,
    "fraction": 1.5,
    "huge": 10**400,
    "not a number": float("nan"),
    "infinite": float("inf"),
}
