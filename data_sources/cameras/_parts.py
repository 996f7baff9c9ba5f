"""Multipart bodies, whole or as an endless stream: what cameras wrap their events and pictures in (RFC 2046)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from dashboard.errors import UnreadablePayload
from data_sources.payloads import MAX_PAYLOAD_BYTES

_MOST_HEAD_BYTES: Final = 8 * 1024
_MOST_PARTS: Final = 64
_OWN_BOUNDARY: Final = b"xiuhua-parts"
_HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
_LENGTH: Final = re.compile(rb"^content-length:[ \t]*([0-9]{1,10})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_TYPE: Final = re.compile(rb"^content-type:[ \t]*([\w.+-]+/[\w.+-]+)", re.IGNORECASE | re.MULTILINE)
_PLAIN: Final = "text/plain"


class Part(NamedTuple):
    """One part: its media type in lower case, its content, and whether it is there to its end."""

    media_type: str
    content: bytes
    is_whole: bool = True

    @property
    def is_picture(self) -> bool:
        """Whether it is said to be a picture, or begins as a JPEG or PNG does, whatever is said."""
        return self.media_type.startswith("image/") or self.content.startswith((b"\xff\xd8\xff", b"\x89PNG"))


class PartReader:
    """Cuts a stream into its parts. A part ends where its Content-Length says, else before the next boundary.

    It keeps one part at most, of MAX_PAYLOAD_BYTES: `feed` raises UnreadablePayload (`too_large`) beyond that.
    """

    def __init__(self, boundary: bytes) -> None:
        self._mark = b"--" + boundary
        self._held = bytearray()

    def feed(self, chunk: bytes) -> Iterator[Part]:
        """Yield the parts that are whole now."""
        self._held += chunk
        while (part := self._next()) is not None:
            yield part
        if len(self._held) > MAX_PAYLOAD_BYTES + _MOST_HEAD_BYTES:
            raise UnreadablePayload("too_large", f"a part has more than {MAX_PAYLOAD_BYTES} bytes")

    def rest(self) -> Part | None:
        """Return what is there of a part whose end never came, or None."""
        found = self._head()
        if found is None:
            return None
        head, start = found
        content = bytes(self._held[start:])
        length = _length(head)
        return Part(_media_type(head), content, is_whole=False) if length is None or content else None

    def _next(self) -> Part | None:
        found = self._head()
        if found is None:
            return None
        head, start = found
        length = _length(head)
        end = self._end(start) if length is None else start + length
        if end is None or end > len(self._held):
            return None
        content = bytes(self._held[start:end])
        del self._held[:end]
        return Part(_media_type(head), content)

    def _head(self) -> tuple[bytes, int] | None:
        """The head of the part that comes next, and where its content begins; what stands before it is let go."""
        begun = self._held.find(self._mark)
        if begun >= 0 and self._held.startswith(b"--", begun + len(self._mark)):
            del self._held[: begun + len(self._mark) + 2]  # the boundary that ends a body; a stream may begin anew
            begun = self._held.find(self._mark)
        if begun < 0:
            del self._held[: -len(self._mark)]
            return None
        del self._held[:begun]
        end = _HEAD_END.search(self._held, len(self._mark))
        if end is not None and end.end() <= _MOST_HEAD_BYTES:
            return bytes(self._held[len(self._mark) : end.start()]), end.end()
        if len(self._held) > _MOST_HEAD_BYTES:
            raise UnreadablePayload("too_large", f"the head of a part has more than {_MOST_HEAD_BYTES} bytes")
        return None

    def _end(self, start: int) -> int | None:
        end = self._held.find(b"\n" + self._mark, start)
        if end < 0:
            return None
        return end - 1 if self._held[end - 1 : end] == b"\r" else end


def split(body: bytes) -> list[Part]:
    """Return the parts of a whole body, which begins with its boundary; the last one may be cut off.

    Raises UnreadablePayload: `bad_shape` for a body without parts, `too_large`.
    """
    line = body[:_MOST_HEAD_BYTES].partition(b"\n")[0].strip()
    if not line.startswith(b"--") or len(line) < 3:
        raise UnreadablePayload("bad_shape", "the body does not begin with the boundary of a multipart")
    reader = PartReader(line[2:])
    parts = list(reader.feed(body))
    last = reader.rest()
    parts += [] if last is None else [last]
    if not parts:
        raise UnreadablePayload("bad_shape", "the multipart has no part")
    return parts[:_MOST_PARTS]


def joined(parts: Iterable[Part]) -> bytes:
    """Return the parts as one body that `split` takes apart again; what was cut off says so by its length."""
    body = bytearray()
    for part in parts:
        missing = 0 if part.is_whole else 1
        head = f"Content-Type: {part.media_type}\r\nContent-Length: {len(part.content) + missing}"
        body += b"--" + _OWN_BOUNDARY + b"\r\n" + head.encode() + b"\r\n\r\n" + part.content
        body += b"\r\n" if part.is_whole else b""
    return bytes(body)


def parts_of(payload: bytes) -> list[Part]:
    """Return the parts of what a camera sent: of a multipart its parts, else itself as the only one."""
    if payload.lstrip(b"\r\n").startswith(b"--"):
        return split(payload.lstrip(b"\r\n"))
    return [Part(_PLAIN, payload)]


def _length(head: bytes) -> int | None:
    found = _LENGTH.search(head)
    if found is None:
        return None
    length = int(found[1])
    if length > MAX_PAYLOAD_BYTES:
        raise UnreadablePayload("too_large", f"a part has {length} bytes; the limit is {MAX_PAYLOAD_BYTES}")
    return length


def _media_type(head: bytes) -> str:
    found = _TYPE.search(head)
    return _PLAIN if found is None else found[1].decode("ascii", "replace").lower()
