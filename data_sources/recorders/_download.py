"""A file of a recorder as it comes, piece by piece, whatever the make."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

import httpx2

from dashboard.domain.camera_clips import GONE
from dashboard.domain.camera_pictures import CameraAccess
from dashboard.errors import NotFound, Unavailable
from data_sources.camera_http import NO_ANSWER, NotThere, require_ok

log = logging.getLogger(__name__)

_PATIENCE: Final = httpx2.Timeout(30.0, connect=5.0)


def origin(access: CameraAccess) -> str:
    """Return scheme, host and port of the recorder, which is asked where it is asked for events."""
    parts = urlsplit(access.events_url)
    return f"{parts.scheme}://{parts.netloc}"


@contextmanager
def asking(access: CameraAccess, auth: httpx2.Auth | None = None) -> Iterator[httpx2.Client]:
    """A client for one clip. Raises Unavailable without the address, and NotFound for what the recorder has no more."""
    tls = ssl.create_default_context()
    try:
        with httpx2.Client(
            verify=tls, timeout=_PATIENCE, trust_env=False, base_url=origin(access), auth=auth
        ) as client:
            yield client
    except NotThere as error:
        raise NotFound(GONE) from error
    except (httpx2.HTTPError, httpx2.StreamError, httpx2.InvalidURL) as error:
        log.info("the recorder of %s does not answer: %s", access.camera, type(error).__name__)
        raise Unavailable(NO_ANSWER) from error


def streamed(client: httpx2.Client, method: str, path: str, **more: Any) -> Iterator[bytes]:
    """Yield the file that stands at a path of the recorder."""
    with client.stream(method, path, **more) as answer:
        require_ok(answer)
        yield from answer.iter_bytes()
