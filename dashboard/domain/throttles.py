"""How often something may be done in a while, by whom; kept in memory, bounded."""

from __future__ import annotations

from collections import deque
from typing import Final

_MOST_KNOWN: Final = 10_000


class Throttle:
    """At most `most` times in `window_us`, for each key; a key that was not seen for long is forgotten.

    Not safe for several threads at once: whoever shares it locks it.
    """

    def __init__(self, most: int, window_us: int) -> None:
        self._most = most
        self._window_us = window_us
        self._times: dict[str, deque[int]] = {}

    def wait_us(self, key: str, now_us: int) -> int:
        """Return 0 and count it, or how long to wait."""
        times = self._times.pop(key, deque())
        while times and times[0] <= now_us - self._window_us:
            times.popleft()
        self._times[key] = times  # the last one that was used stands last
        if len(self._times) > _MOST_KNOWN:
            del self._times[next(iter(self._times))]
        if len(times) >= self._most:
            return times[0] + self._window_us - now_us
        times.append(now_us)
        return 0
