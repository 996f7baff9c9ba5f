"""How many cameras one session watches at once."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

from dashboard.domain.camera_streams import MOST_CAMERAS, TOO_MANY
from dashboard.domain.durations import SECOND_US
from dashboard.errors import TooManyTries
from dashboard.ports.operations import Clock

_HELD_US: Final = 10 * SECOND_US
"""A seat is free again when nothing was asked for so long."""
_SESSIONS: Final = 1000


class Seats:
    """Gives each session a seat before as many cameras as it may watch at once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._taken: dict[Hashable, dict[str, int]] = {}

    def take(self, session: Hashable, camera: str) -> None:
        """Take one, or keep it. Raises TooManyTries, with what to do."""
        now_us = self._clock()
        held = {each: at for each, at in self._taken.get(session, {}).items() if now_us - at < _HELD_US}
        if camera not in held and len(held) >= MOST_CAMERAS:
            raise TooManyTries(TOO_MANY, wait_s=round(_HELD_US / SECOND_US))
        self._taken[session] = {**held, camera: now_us}
        if len(self._taken) > _SESSIONS:
            self._taken = {key: seats for key, seats in self._taken.items() if self._is_held(seats, now_us)}

    def _is_held(self, seats: dict[str, int], now_us: int) -> bool:
        return any(now_us - at < _HELD_US for at in seats.values())
