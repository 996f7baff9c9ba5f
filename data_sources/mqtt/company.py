"""Messages that are in no hurry wait a moment for company: a transaction costs the same for one as for a hundred."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from data_sources.mqtt.client import Received

WAIT_S: Final = 0.5
"""Well below the time after which a broker sends again what was not acknowledged."""
AT_MOST: Final = 100


def nothing_waits(_topic: str) -> bool:
    """Every message is in a hurry."""
    return False


class Company:
    """Holds messages whose topic `may_wait` until the first of them has waited WAIT_S, or there are AT_MOST."""

    def __init__(self, may_wait: Callable[[str], bool]) -> None:
        self._may_wait = may_wait
        self._held: list[Received] = []
        self._since_s = 0.0

    def __len__(self) -> int:
        return len(self._held)

    def takes(self, received: Received, now_s: float) -> bool:
        """Hold this message if it may wait; return whether it does."""
        if not self._may_wait(received.delivery.topic):
            return False
        if not self._held:
            self._since_s = now_s
        self._held.append(received)
        return True

    def let_go(self, now_s: float, *, at_once: bool = False) -> list[Received]:
        """Return those whose time has come, in their order; all of them `at_once`."""
        is_due = at_once or len(self._held) >= AT_MOST or now_s - self._since_s >= WAIT_S
        if not self._held or not is_due:
            return []
        gone, self._held = self._held, []
        return gone
