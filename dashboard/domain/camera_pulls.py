"""Cameras that are asked for their events: how they stand, and how long we wait before we ask again."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from dashboard.errors import Unavailable

PULL_TOPIC: Final = "camera-stream/"
"""What stands before the name of the camera where others have the topic."""

_LONGEST_PAUSE_S: Final = 60.0
_AFTER_REFUSAL_S: Final = 600.0
"""Cameras lock an account for half an hour after five to seven wrong passwords."""


class LoginRefused(Unavailable):
    """The camera does not know our user or password."""


class PullState(StrEnum):
    """How it stands with a camera that is asked."""

    ASKED = "asked"
    LIVE = "live"
    AWAY = "away"
    REFUSED = "refused"


class PullStanding(NamedTuple):
    """How a camera that is asked stands: since when, why, when it was heard last, and how much it told.

    Until `mark_us` everything that it told is recorded.
    """

    camera: str
    state: PullState
    detail: str
    since_us: int
    heard_us: int | None = None
    mark_us: int = 0
    received: int = 0


def pause_s(failures: int, *, is_refused: bool) -> float:
    """Return how long to wait after so many failures in a row: 1 s, doubled up to a minute; longer after a refusal."""
    if is_refused:
        return _AFTER_REFUSAL_S
    return min(_LONGEST_PAUSE_S, float(2 ** min(failures - 1, 10)))
