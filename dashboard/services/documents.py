"""JSON documents that are written and packed once for many clients."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

_LEVEL: Final = 6
_GZIP: Final = zlib.MAX_WBITS | 16


class Document(NamedTuple):
    """JSON, plain and packed: as gzip, and as Brotli where that was worth its time."""

    plain: bytes
    gzip: bytes
    brotli: bytes | None = None


Pack = Callable[[bytes], bytes]
"""Packs with Brotli."""


def lasting_document(content: Any, pack: Pack | None, before: Document | None = None) -> Document:
    """Return `content` packed finely where that is told how; what is as it was `before` is not packed anew."""
    plain = _write(content)
    if before is not None and before.plain == plain:
        return before
    return Document(plain, gzip.compress(plain, _LEVEL, mtime=0), pack(plain) if pack else None)


class BegunDocument:
    """A JSON object whose first members stay: they are packed once, and only what follows them anew each time."""

    def __init__(self, lasting: Mapping[str, Any]) -> None:
        """`lasting` has one member at least."""
        self._plain = _write(lasting)[:-1]
        self._packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
        self._packed = self._packer.compress(self._plain) + self._packer.flush(zlib.Z_FULL_FLUSH)

    def ended(self, further: Mapping[str, Any]) -> Document:
        """The document with `further` members, one at least."""
        rest = b"," + _write(further)[1:]
        packer = self._packer.copy()
        return Document(self._plain + rest, self._packed + packer.compress(rest) + packer.flush())


def _write(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
