"""The most memory that the product's processes had together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any, Final

from bench.memory import memory

_LOOK_S: Final = 0.5


class PeakMemory(threading.Thread):
    """Adds up the resident memory of processes and their children twice a second, until it is left as a context."""

    def __init__(self, pids: Callable[[], Iterable[int]]) -> None:
        super().__init__(name="memory", daemon=True)
        self._pids = pids
        self._over = threading.Event()
        self.peak_mb = 0.0

    def __enter__(self) -> PeakMemory:
        self.start()
        return self

    def __exit__(self, *_error: Any) -> None:
        self._over.set()
        self.join()

    def run(self) -> None:
        while not self._over.wait(_LOOK_S):
            self.peak_mb = max(self.peak_mb, sum(_resident_mb(pid) for pid in self._pids()))


def _resident_mb(pid: int) -> float:
    try:
        return memory(pid).resident
    except OSError:
        # It ended between the look for its children and the look at it.
        return 0.0
