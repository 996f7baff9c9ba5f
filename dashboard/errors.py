"""The exception tree. Every error that people or programs see has a stable code.

XiuhuaError
├─ SettingsError          a setting is unknown or invalid; the start is refused
├─ BadInput               what was given cannot be used; says what to do (exit 2, HTTP 422)
│  ├─ Incomplete          some of it is missing; says which parts, and of each what to do
│  ├─ UnreadablePayload   a device's message cannot be understood; goes to quarantine
│  └─ MappingError        a device mapping is not well formed
├─ NotSignedIn            nobody is known to ask (HTTP 401)
├─ Forbidden              who asks may not; says why (HTTP 403)
├─ TooManyTries           too many wrong passwords; says how long to wait (HTTP 429)
├─ NotFound               no such asset, alarm, area … (HTTP 404)
├─ Conflict               the state does not allow it (HTTP 409)
│  └─ Outdated             somebody was faster; carries what it became
└─ Unavailable            database or broker out of reach; try again (HTTP 503)
   └─ Unusable            what is kept cannot be used until somebody acts; a start is refused (exit 2, HTTP 503)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from dashboard.domain.text import Text


class XiuhuaError(Exception):
    """Root of all errors that Xiuhua raises on purpose.

    Programs and logs get the English sentence, `str(error)`; people get `told` in their language where it is known.
    """

    code: ClassVar[str] = "error"
    http_status: ClassVar[int] = 500

    def __init__(self, message: str | Text) -> None:
        super().__init__(message.en if isinstance(message, Text) else message)
        self.told = message if isinstance(message, Text) else None


class SettingsError(XiuhuaError):
    """A setting is unknown or invalid."""

    code = "invalid_setting"


class BadInput(XiuhuaError):
    """What was given cannot be used; the message says what to do."""

    code = "bad_input"
    http_status = 422


class Incomplete(BadInput):
    """Some of what was given is missing or cannot be so; `lacking` has the name of each part and what to do."""

    def __init__(self, lacking: Sequence[tuple[str, Text]]) -> None:
        texts = [text for _, text in lacking]
        super().__init__(Text("；".join(text.zh for text in texts), "; ".join(text.en for text in texts)))
        self.lacking = tuple(lacking)


class UnreadablePayload(BadInput):
    """A device's message cannot be understood.

    `reason` is a stable code such as `bad_json`, `too_large`, `bad_time`, `unknown_device`.
    """

    code = "unreadable_payload"

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class MappingError(BadInput):
    """A device mapping is not well formed."""

    code = "invalid_mapping"


class NotSignedIn(XiuhuaError):
    """Nobody is known to ask."""

    code = "not_signed_in"
    http_status = 401


class Forbidden(XiuhuaError):
    """Who asks may not do this; the message says why."""

    code = "forbidden"
    http_status = 403


class TooManyTries(XiuhuaError):
    """Too many wrong passwords; the message says how long to wait."""

    code = "too_many_tries"
    http_status = 429

    def __init__(self, message: str | Text, wait_s: int) -> None:
        super().__init__(message)
        self.wait_s = wait_s


class NotFound(XiuhuaError):
    """There is no such thing."""

    code = "not_found"
    http_status = 404


class Conflict(XiuhuaError):
    """The present state does not allow it."""

    code = "conflict"
    http_status = 409


class Outdated(Conflict):
    """Somebody was faster; `newer` is what it became meanwhile."""

    code = "outdated"

    def __init__(self, message: str | Text, newer: object) -> None:
        super().__init__(message)
        self.newer = newer


class Unavailable(XiuhuaError):
    """The database or the broker is out of reach."""

    code = "unavailable"
    http_status = 503


class Unusable(Unavailable):
    """What is kept cannot be used until somebody acts: damaged, read-only, full, of another version."""

    code = "unusable"
