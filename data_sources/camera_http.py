"""How cameras are asked over HTTP: the login, and what is told when they refuse."""

from __future__ import annotations

from collections.abc import Generator
from email.message import Message
from typing import Final

import httpx2

from dashboard.domain.camera_pictures import CameraAccess
from dashboard.domain.camera_pulls import LoginRefused
from dashboard.domain.text import Text
from dashboard.errors import Unavailable

NO_ANSWER: Final = Text("摄像头没有应答", "the camera does not answer")
NO_LOGIN: Final = Text("摄像头不接受登录", "the camera refuses the login")
REFUSED: Final = Text("摄像头应答 {}", "the camera answers {}")


class NotThere(Unavailable):
    """The camera answers, and has nothing at this address."""


def login(access: CameraAccess) -> httpx2.Auth | None:
    """Return how we log in (RFC 7616). The password itself is sent over https alone; else only its digest."""
    if not access.user:
        return None
    if access.url.startswith("https:"):
        return _EitherAuth(access.user, access.password)
    return httpx2.DigestAuth(access.user, access.password)


def require_ok(answer: httpx2.Response) -> None:
    """Raise LoginRefused, or Unavailable with the status (NotThere: 404), unless the answer is 200."""
    if answer.status_code == httpx2.codes.UNAUTHORIZED:
        raise LoginRefused(NO_LOGIN)
    if answer.status_code != httpx2.codes.OK:
        kind = NotThere if answer.status_code == httpx2.codes.NOT_FOUND else Unavailable
        raise kind(Text(*(part.format(answer.status_code) for part in REFUSED)))


def content_type_of(answer: httpx2.Response) -> Message:
    """Return what the answer says it is, to be asked for the type and its parameters; text where it says nothing."""
    kind = Message()
    kind["content-type"] = answer.headers.get("content-type", "")
    return kind


class _EitherAuth(httpx2.DigestAuth):
    """Digest, and plain where the camera knows nothing else."""

    def __init__(self, user: str, password: str) -> None:
        super().__init__(user, password)
        self._plain = httpx2.BasicAuth(user, password)

    def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Ask without a password, then as the camera wants it."""
        answer = yield request
        challenges = answer.headers.get_list("www-authenticate")
        if answer.status_code == httpx2.codes.UNAUTHORIZED and challenges:
            if any(each.lower().startswith("digest") for each in challenges):
                yield from super().auth_flow(request)
            else:
                yield from self._plain.auth_flow(request)
