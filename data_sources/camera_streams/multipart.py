"""Parts of a multipart stream (RFC 2046) as cameras send MJPEG: with a length each, or ended by the boundary."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message
from typing import Final

from dashboard.domain.camera_streams import TOO_LARGE
from dashboard.errors import Unavailable

HEAD_BYTES: Final = 8 * 1024
"""How long the head of one part may be."""


class Parts:
    """Takes in what comes, in whatever pieces, and gives whole parts. Raises Unavailable for one above `most_bytes`."""

    def __init__(self, kind: Message, most_bytes: int) -> None:
        boundary = str(kind.get_param("boundary", "")).strip('"').removeprefix("--")
        self._mark = b"--" + boundary.encode()
        self._most_bytes = most_bytes
        self._held = bytearray()

    def take(self, chunk: bytes) -> Iterator[bytes]:
        """Take in a chunk; return the parts that are whole now."""
        self._held += chunk
        while (part := self._next()) is not None:
            yield part
        if len(self._held) > self._most_bytes + HEAD_BYTES:
            raise Unavailable(TOO_LARGE)

    def _next(self) -> bytes | None:
        held = self._held
        begun = held.find(self._mark)
        head_end = held.find(b"\r\n\r\n", begun)
        if begun < 0 or head_end < 0:
            return None
        length, start = _length(bytes(held[begun:head_end])), head_end + 4
        end = start + length if length is not None else held.find(b"\r\n" + self._mark, start)
        if end < 0 or len(held) < end:
            return None
        part = bytes(held[start:end])
        del held[:end]
        return part


def _length(head: bytes) -> int | None:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            return int(value)
    return None
