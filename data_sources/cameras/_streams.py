"""Endless multipart answers of cameras over HTTP, read part by part."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Iterator
from typing import Final

import httpx2

from dashboard.domain.camera_pictures import CameraAccess
from dashboard.domain.text import Text
from dashboard.errors import Unavailable, UnreadablePayload
from data_sources.camera_http import NO_ANSWER, content_type_of, login, require_ok
from data_sources.cameras._parts import Part, PartReader

log = logging.getLogger(__name__)

_CONNECT_S: Final = 5.0
_STALLS: Final = Text("摄像头不再说话，连接已断开重连", "the camera says nothing any more; it is asked anew")
_ENDED: Final = Text("摄像头断开了连接", "the camera ended the connection")
_NO_STREAM: Final = Text("摄像头返回的不是事件流", "what the camera answers is no stream of events")


def stream_of(access: CameraAccess, patience_s: float) -> Iterator[Part]:
    """Yield the parts of the answer until it ends. Raises Unavailable with the reason, LoginRefused."""
    is_begun = False
    waits = httpx2.Timeout(patience_s, connect=_CONNECT_S)
    try:
        with (
            httpx2.Client(verify=ssl.create_default_context(), timeout=waits, trust_env=False) as asking,
            asking.stream("GET", access.url, auth=login(access)) as answer,
        ):
            require_ok(answer)
            is_begun = True
            reader = PartReader(_boundary(answer))
            for chunk in answer.iter_raw():
                yield from reader.feed(chunk)
    except httpx2.TimeoutException as error:
        raise Unavailable(_STALLS if is_begun else NO_ANSWER) from error
    except UnreadablePayload as error:
        raise Unavailable(Text(f"摄像头的事件流无法读取：{error}", f"the stream cannot be read: {error}")) from error
    except (httpx2.HTTPError, httpx2.StreamError, httpx2.InvalidURL) as error:
        log.info("the stream of %s broke off: %s", access.camera, type(error).__name__)
        raise Unavailable(_ENDED if is_begun else NO_ANSWER) from error
    raise Unavailable(_ENDED)


def _boundary(answer: httpx2.Response) -> bytes:
    kind = content_type_of(answer)
    boundary = str(kind.get_param("boundary", "")).strip('"').removeprefix("--")
    if kind.get_content_maintype() != "multipart" or not boundary:
        raise Unavailable(_NO_STREAM)
    return boundary.encode()
