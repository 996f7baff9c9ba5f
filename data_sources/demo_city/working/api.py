"""What the simulated people need of the API: to ask, to act under a key, and to send a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol


class Answer(NamedTuple):
    """What the API said: its status, and its JSON (empty where there is none)."""

    status: int
    body: Mapping[str, Any]

    @property
    def ok(self) -> bool:
        """Whether it did what was asked."""
        return self.status < 300


class BureauApi(Protocol):
    """The API as somebody signed in by the name of their account.

    Each method raises Unavailable when nobody answers, or the server cannot do it now.
    """

    def get(self, account: str, path: str, **asked: str | int) -> Answer:
        """Ask for what is at a path below /api/v1."""
        ...

    def post(self, account: str, path: str, body: Mapping[str, Any], key: str) -> Answer:
        """Send a command under an idempotency key."""
        ...

    def send_picture(self, account: str, picture: bytes, case: int | None) -> Answer:
        """Send a JPEG, of a case or of what is going to be one."""
        ...
