"""JSON in text columns: orjson in, orjson out."""

from __future__ import annotations

import gzip
from typing import Any

import orjson


def packed(value: Any) -> str:
    """The value as JSON text."""
    return orjson.dumps(value).decode()


def unpacked(text: str) -> Any:
    """The value of JSON text that `packed` wrote."""
    return orjson.loads(text)


def zipped(value: Any) -> bytes:
    """The value as gzipped JSON, as browsers take it."""
    return gzip.compress(orjson.dumps(value), compresslevel=6, mtime=0)
