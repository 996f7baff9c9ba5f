"""Events that came without a picture, and which cameras can be asked for one."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from dashboard.ports.cameras import CameraAccessRows


class WantedStill(NamedTuple):
    """An event that has no picture."""

    event_key: int
    camera_ref: str
    label: str


class StillRows(Protocol):
    """Events that came without a picture, inside a transaction."""

    def wanted_stills(self, since_us: int, limit: int) -> Sequence[WantedStill]:
        """Those without a picture that began since then, the newest first."""


class StillWork(CameraAccessRows, StillRows, Protocol):
    """What is looked at to know which camera to ask."""


class StillStore(Protocol):
    """Where it is kept. Raises Unavailable when it is out of reach."""

    def look(self) -> AbstractContextManager[StillWork]: ...
