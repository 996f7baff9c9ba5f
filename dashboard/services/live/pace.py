"""Gathers what live frames cost this web process and its pages, and says how long the next ones should wait."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import Final

from dashboard.domain.live_pace import USUAL_S, Look, next_interval_s, read_page_cost_s

_WORD_COUNTS_US: Final = 5_000_000
_WORDS_KEPT: Final = 5
_KNOWN_BY_WORDS: Final = 3
_NEWCOMER_AT_MOST_S: Final = 0.005
"""What a page counts at most before its third word: its start is in the first ones."""

_SEND_AT_MOST_S: Final = 0.002
"""CPU time; a longer send did other work while it waited."""


class FramePace:
    """Thread-safe: frames come on the network thread, pages and looks on the event loop. The clock gives µs."""

    def __init__(self, clock: Callable[[], int]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._frames = 0
        self._spent_s = 0.0
        self._words: dict[object, deque[tuple[int, float]]] = {}
        self.interval_s = USUAL_S

    def count_frame(self, took_s: float) -> None:
        """Count a frame that was read and taken in."""
        with self._lock:
            self._frames += 1
            self._spent_s += max(0.0, took_s)

    def count_send(self, took_s: float) -> None:
        """Count a frame that was sent to one client."""
        with self._lock:
            self._spent_s += min(_SEND_AT_MOST_S, max(0.0, took_s))

    def hear(self, page: object, word: str) -> None:
        """Remember a page's word on its cost for five seconds; what is no such word changes nothing."""
        cost_s = read_page_cost_s(word)
        if cost_s is not None:
            self._words.setdefault(page, deque(maxlen=_WORDS_KEPT)).append((self._clock(), cost_s))

    def forget(self, page: object) -> None:
        """Forget a page that is gone."""
        self._words.pop(page, None)

    def look(self, window_s: float, late_s: float) -> float:
        """Return the next interval in seconds, after `window_s` in which the event loop was `late_s` late."""
        with self._lock:
            frames, spent_s = self._frames, self._spent_s
            self._frames, self._spent_s = 0, 0.0
        seen = Look(spent_s / max(frames, 1), spent_s / window_s, late_s, self._slowest_page_s())
        self.interval_s = next_interval_s(self.interval_s, seen)
        return self.interval_s

    def _slowest_page_s(self) -> float:
        """Return the dearest page's cheapest word: the others waited for work that was not the page's own."""
        since = self._clock() - _WORD_COUNTS_US
        return max((_cheapest_s(words, since) for words in list(self._words.values())), default=0.0)


def _cheapest_s(words: Iterable[tuple[int, float]], since_us: int) -> float:
    told = [cost_s for at_us, cost_s in words if at_us >= since_us]
    cheapest_s = min(told, default=0.0)
    return cheapest_s if len(told) >= _KNOWN_BY_WORDS else min(cheapest_s, _NEWCOMER_AT_MOST_S)
