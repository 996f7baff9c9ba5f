"""Still pictures and MJPEG over HTTP, with digest login (RFC 7616) as cameras and body cams offer them."""

from __future__ import annotations

import logging
import ssl
import time
from collections.abc import Iterator
from typing import Final

import httpx2

from dashboard.domain.camera_pictures import LARGEST_PICTURE_BYTES, CameraAccess
from dashboard.domain.text import Text
from dashboard.errors import Unavailable
from dashboard.ports.cameras import CameraPicture
from data_sources.camera_http import NO_ANSWER, content_type_of, login, require_ok

log = logging.getLogger(__name__)

_PATIENCE: Final = httpx2.Timeout(3.0, connect=2.0)
_WHOLE_PATIENCE_S: Final = 6.0
_HEAD_BYTES: Final = 8 * 1024
"""How long the head of one part of an MJPEG stream may be."""
_TOO_LARGE: Final = Text("摄像头的图片太大", "the camera's picture is too large")
_TOO_SLOW: Final = Text("摄像头太慢", "the camera is too slow")
_CUT: Final = Text("摄像头的画面中断", "the camera's stream was cut off")


class HttpCameraPicture(CameraPicture):
    """Asks a camera's address once: for a still picture, or for the next one of an MJPEG stream.

    It follows no redirect and uses no proxy. The password itself is sent over https alone; else only its digest.
    """

    def __init__(self) -> None:
        self._tls = ssl.create_default_context()  # the machine's own authorities; made once, for it takes 20 ms

    def picture(self, access: CameraAccess) -> bytes:
        """Return what it shows now. Raises Unavailable with the reason."""
        try:
            with httpx2.Client(verify=self._tls, timeout=_PATIENCE, trust_env=False) as asking:
                return _asked(asking, access)
        except httpx2.TimeoutException as error:
            raise Unavailable(_TOO_SLOW) from error
        except (httpx2.HTTPError, httpx2.StreamError, httpx2.InvalidURL) as error:
            log.info("the camera %s does not answer: %s", access.camera, type(error).__name__)
            raise Unavailable(NO_ANSWER) from error


def _asked(asking: httpx2.Client, access: CameraAccess) -> bytes:
    deadline_s = time.monotonic() + _WHOLE_PATIENCE_S
    with asking.stream("GET", access.url, auth=login(access)) as answer:
        require_ok(answer)
        kind = content_type_of(answer)
        chunks = _bounded(answer.iter_bytes(), deadline_s)
        if kind.get_content_type() == "multipart/x-mixed-replace":
            return _first_part(chunks, str(kind.get_param("boundary", "")))
        return b"".join(chunks)


def _bounded(chunks: Iterator[bytes], deadline_s: float) -> Iterator[bytes]:
    read = 0
    for chunk in chunks:
        read += len(chunk)
        if read > LARGEST_PICTURE_BYTES + _HEAD_BYTES:
            raise Unavailable(_TOO_LARGE)
        if time.monotonic() > deadline_s:
            raise Unavailable(_TOO_SLOW)
        yield chunk


def _first_part(chunks: Iterator[bytes], boundary: str) -> bytes:
    """The first whole picture of a stream whose parts end with the boundary, or say how long they are."""
    mark = b"--" + boundary.strip('"').removeprefix("--").encode()
    held = b""
    for chunk in chunks:
        held += chunk
        part = _whole(held, mark)
        if part is not None:
            return part
    raise Unavailable(_CUT)


def _whole(held: bytes, mark: bytes) -> bytes | None:
    begun = held.find(mark)
    head_end = held.find(b"\r\n\r\n", begun)
    if begun < 0 or head_end < 0:
        return None
    length, start = _length(held[begun:head_end]), head_end + 4
    if length is not None:
        return held[start : start + length] if len(held) >= start + length else None
    end = held.find(b"\r\n" + mark, start)
    return held[start:end] if end >= 0 else None


def _length(head: bytes) -> int | None:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            return int(value)
    return None
