"""Which messages may have come before: a broker that was killed may send them again without saying so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_GENERATION_S: Final = 5.0
_SUSPECT_S: Final = 60.0


class RecentMessages:
    """Remembers what came lately, and after a reconnect tells which messages came over an earlier connection.

    MQTT marks a resend by DUP. A broker that is killed may forget what it delivered, or which acknowledgements it
    got, and a device that missed its answer publishes again: both come as if they were new. What came in the last
    5 to 10 s before the line broke counts, once each, as sent again when the same bytes come on the same topic within
    a minute of the new connection.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._current: dict[int, int] = {}
        self._previous: dict[int, int] = {}
        self._turned_s = 0.0
        self._suspects: dict[int, int] = {}
        self._suspect_until_s = 0.0

    def line_broke(self) -> None:
        """Suspect what came lately, and what was suspected before and has not come."""
        now_s = self._clock()
        kept = self._suspects if now_s < self._suspect_until_s else {}
        for generation in (self._previous, self._current):
            for mark, number in generation.items():
                kept[mark] = kept.get(mark, 0) + number
        self._suspects, self._current, self._previous = kept, {}, {}
        self._suspect_until_s = float("inf")

    def line_is_back(self) -> None:
        """Begin to count the minute."""
        self._suspect_until_s = self._clock() + _SUSPECT_S

    def came_before(self, topic: str, payload: bytes) -> bool:
        """Note a message; return whether it came over an earlier connection already."""
        mark = hash((topic, payload))
        self._remember(mark)
        if not self._suspects:
            return False
        if self._clock() > self._suspect_until_s:
            self._suspects = {}
            return False
        number = self._suspects.get(mark, 0)
        if number > 1:
            self._suspects[mark] = number - 1
        elif number:
            del self._suspects[mark]
        return number > 0

    def _remember(self, mark: int) -> None:
        now_s = self._clock()
        if now_s - self._turned_s > _GENERATION_S:
            stale = now_s - self._turned_s > 2 * _GENERATION_S
            self._previous = {} if stale else self._current
            self._current, self._turned_s = {}, now_s
        self._current[mark] = self._current.get(mark, 0) + 1
