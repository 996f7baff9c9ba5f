"""Frigate: the clip of an event, or of a time of a camera, by its HTTP API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

import httpx2

from dashboard.domain.camera_clips import ClipWish
from dashboard.domain.camera_pictures import CameraAccess
from dashboard.domain.camera_pulls import LoginRefused
from dashboard.domain.durations import SECOND_US
from dashboard.ports.camera_clips import Recorder
from data_sources.camera_http import NO_LOGIN, require_ok
from data_sources.recorders._download import asking, streamed

_EVENTS: Final = "/api/events/"


def clip(access: CameraAccess, wish: ClipWish) -> Iterator[bytes]:
    """The event's own clip where one is named, else what was recorded in that time. Frigate makes MP4 of both."""
    with asking(access) as client:
        if access.user:
            _log_in(client, access)
        yield from streamed(client, "GET", _path(wish))


def _path(wish: ClipWish) -> str:
    if wish.event_clip is not None and wish.event_clip.startswith(_EVENTS):
        return quote(wish.event_clip)
    camera = quote(wish.camera_ref.partition(":")[2], safe="")
    return f"/api/{camera}/start/{wish.from_us / SECOND_US:.3f}/end/{wish.until_us / SECOND_US:.3f}/clip.mp4"


def _log_in(client: httpx2.Client, access: CameraAccess) -> None:
    """The session comes back as a cookie, which the client keeps."""
    answer = client.post("/api/login", json={"user": access.user, "password": access.password})
    if answer.status_code in (httpx2.codes.UNAUTHORIZED, httpx2.codes.FORBIDDEN):
        raise LoginRefused(NO_LOGIN)
    require_ok(answer)


RECORDER: Final = Recorder(key="frigate", clip=clip)
