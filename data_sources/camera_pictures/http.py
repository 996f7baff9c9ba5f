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
from data_sources.camera_streams.multipart import HEAD_BYTES, Parts

log = logging.getLogger(__name__)

_PATIENCE: Final = httpx2.Timeout(3.0, connect=2.0)
_WHOLE_PATIENCE_S: Final = 6.0
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
            return _first_part(chunks, Parts(kind, LARGEST_PICTURE_BYTES))
        return b"".join(chunks)


def _bounded(chunks: Iterator[bytes], deadline_s: float) -> Iterator[bytes]:
    read = 0
    for chunk in chunks:
        read += len(chunk)
        if read > LARGEST_PICTURE_BYTES + HEAD_BYTES:
            raise Unavailable(_TOO_LARGE)
        if time.monotonic() > deadline_s:
            raise Unavailable(_TOO_SLOW)
        yield chunk


def _first_part(chunks: Iterator[bytes], parts: Parts) -> bytes:
    for chunk in chunks:
        for part in parts.take(chunk):
            return part
    raise Unavailable(_CUT)
