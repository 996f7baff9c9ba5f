"""Frigate's HTTP API: what it tracked and reviewed since a moment, with snapshots."""

from __future__ import annotations

import json
import logging
import ssl
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

import httpx2

from dashboard.domain.camera_events import MAX_IMAGE_BYTES
from dashboard.domain.camera_pictures import CameraAccess
from dashboard.domain.camera_pulls import LoginRefused
from dashboard.domain.durations import HOUR_US, SECOND_US
from dashboard.domain.text import Text
from dashboard.errors import Unavailable
from data_sources.camera_http import NO_ANSWER, NO_LOGIN, NotThere, require_ok

log = logging.getLogger(__name__)

_PATIENCE: Final = httpx2.Timeout(20.0, connect=5.0)
_PAGE: Final = 100
_MOST_PAGES: Final = 200
_LONGEST_S: Final = 6 * HOUR_US / SECOND_US
"""What began earlier than so long before, and still goes on, is heard of over MQTT."""
_CLOCKS_APART_S: Final = 30.0
_NO_API: Final = Text("应答的不是 Frigate 接口", "what answers is not the API of Frigate")
_LARGEST_ANSWER_BYTES: Final = 16 * 1024 * 1024


def listed_since(access: CameraAccess, after_us: int) -> Iterator[tuple[bytes, bytes | None]]:
    """Yield each object that began or ended since then, or goes on, as JSON, with its snapshot where it has one.

    Reviews come after the objects of which they tell.
    """
    tls = ssl.create_default_context()
    try:
        with httpx2.Client(verify=tls, timeout=_PATIENCE, trust_env=False, base_url=access.url) as asking:
            _log_in(asking, access)
            since_s = after_us / SECOND_US - _CLOCKS_APART_S
            for seen in _listed(asking, since_s):
                is_new = _is_new(seen, since_s)
                if is_new or seen.get("end_time") is None:
                    yield json.dumps(seen).encode(), _snapshot(asking, seen) if is_new else None
            for review in _reviews(asking, since_s):
                yield json.dumps(review).encode(), None
    except (httpx2.HTTPError, httpx2.StreamError, httpx2.InvalidURL) as error:
        log.info("the Frigate of %s does not answer: %s", access.camera, type(error).__name__)
        raise Unavailable(NO_ANSWER) from error


def _is_new(listed: dict[str, Any], since_s: float) -> bool:
    return max(_number(listed.get("start_time")), _number(listed.get("end_time"))) >= since_s


def _log_in(asking: httpx2.Client, access: CameraAccess) -> None:
    """The session comes back as a cookie, which the client keeps; the port inside the network needs none."""
    if not access.user:
        return
    answer = asking.post("login", json={"user": access.user, "password": access.password})
    if answer.status_code in (httpx2.codes.UNAUTHORIZED, httpx2.codes.FORBIDDEN):
        raise LoginRefused(NO_LOGIN)
    require_ok(answer)


def _listed(asking: httpx2.Client, since_s: float) -> list[dict[str, Any]]:
    """All pages, the oldest first. Frigate lists the newest first, so the next page ends where this one began."""
    found: dict[str, dict[str, Any]] = {}
    before: dict[str, float] = {}
    for _ in range(_MOST_PAGES):
        page = _page(asking, "events", {"after": since_s - _LONGEST_S, "limit": _PAGE, **before})
        found |= {str(each.get("id")): each for each in page}
        if len(page) < _PAGE:
            break
        before = {"before": min(_number(each.get("start_time")) for each in page)}
    return sorted(found.values(), key=lambda each: _number(each.get("start_time")))


def _reviews(asking: httpx2.Client, since_s: float) -> list[dict[str, Any]]:
    """Those that began or ended since then, in an order that allows no pages. Frigate before 0.14 has none."""
    try:
        listed = _page(asking, "review", {"after": since_s - _LONGEST_S})
    except NotThere:
        return []
    return [review for review in listed if _is_new(review, since_s)]


def _page(asking: httpx2.Client, what: str, query: dict[str, float]) -> list[dict[str, Any]]:
    answer = asking.get(what, params=query)
    require_ok(answer)
    try:
        page = json.loads(answer.content) if len(answer.content) <= _LARGEST_ANSWER_BYTES else None
    except (ValueError, RecursionError):
        page = None
    if not isinstance(page, list):
        raise Unavailable(_NO_API)
    return [each for each in page if isinstance(each, dict)]


def _snapshot(asking: httpx2.Client, seen: dict[str, Any]) -> bytes | None:
    """The picture; one that is gone or too large leaves the event."""
    if seen.get("has_snapshot") is not True:
        return None
    content = bytearray()
    with asking.stream("GET", f"events/{quote(str(seen['id']), safe='')}/snapshot.jpg", params={"bbox": 0}) as answer:
        if answer.status_code != httpx2.codes.OK:
            return None
        for chunk in answer.iter_bytes():
            content += chunk
            if len(content) > MAX_IMAGE_BYTES:
                return None
    return bytes(content)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
