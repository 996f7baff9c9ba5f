"""How long a city may be silent before its readings count as old, told by the pauses that it makes."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterable
from typing import Final

FLOOR_MS: Final = 120_000
"""However busy a city is: a broker may be restarted meanwhile."""

_PAUSES: Final = 3
_KEPT: Final = 20
_ENOUGH: Final = 5


class Quiet:
    """The newest arrivals, and the two longest pauses between any: an outage comes once, a habit twice."""

    def __init__(self) -> None:
        self._arrivals_ms: deque[int] = deque(maxlen=_KEPT)
        self._pauses_ms = (0, 0)

    def begin(self, seen_ms: Iterable[int]) -> None:
        """Take what assets were last seen at (0: never) for the newest arrivals."""
        newest = sorted(heapq.nlargest(_KEPT, (at_ms for at_ms in seen_ms if at_ms)))
        self._arrivals_ms = deque(newest, maxlen=_KEPT)

    def hear(self, at_ms: int) -> None:
        """Take in a reading that came; one that is not newer than those before says nothing."""
        if self._arrivals_ms:
            pause_ms = at_ms - self._arrivals_ms[-1]
            if pause_ms <= 0:
                return
            longest, second, _ = sorted((*self._pauses_ms, pause_ms), reverse=True)
            self._pauses_ms = (longest, second)
        self._arrivals_ms.append(at_ms)

    @property
    def limit_ms(self) -> int | None:
        """Three times the longest usual pause, two minutes at least; None while too few readings came to tell."""
        arrivals = list(self._arrivals_ms)
        if len(arrivals) < _ENOUGH:
            return None
        pauses = sorted(after - before for before, after in zip(arrivals, arrivals[1:], strict=False))
        usual_ms = pauses[-2]
        return max(FLOOR_MS, _PAUSES * usual_ms, _PAUSES * self._pauses_ms[1])
