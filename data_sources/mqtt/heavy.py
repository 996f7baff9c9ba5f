"""Large messages, such as pictures of cameras: recorded a share at a time, never before small ones."""

from __future__ import annotations

from collections import deque
from typing import Final

from data_sources.mqtt.client import Received

LARGE_BYTES: Final = 16 * 1024
SHARE_BYTES: Final = 384 * 1024
"""What is recorded at once: the readings that come meanwhile wait for so much."""
MOST_BYTES: Final = 16 * 1024 * 1024
"""What may wait here; then nothing more is read, and the broker holds the rest."""


class Heavy:
    """Holds large messages by topic, and what follows them on the same topic: its order stays.

    Each topic in turn gives one, so that a loud one keeps no quiet one waiting.
    """

    def __init__(self) -> None:
        self._lanes: dict[str, deque[Received]] = {}
        self._bytes = 0
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def is_full(self) -> bool:
        """Whether no more may wait."""
        return self._bytes >= MOST_BYTES

    def takes(self, received: Received) -> bool:
        """Hold this message if it is large, or follows one that waits; return whether it does."""
        topic, size = received.delivery.topic, len(received.delivery.payload)
        if size < LARGE_BYTES and topic not in self._lanes:
            return False
        self._lanes.setdefault(topic, deque()).append(received)
        self._bytes += size
        self._count += 1
        return True

    def share(self, most_bytes: int = SHARE_BYTES) -> list[Received]:
        """Return the next, at least one if any waits; who was not reached comes first the next time."""
        shared: list[Received] = []
        taken = 0
        while self._lanes and (not shared or taken < most_bytes):
            topic = next(iter(self._lanes))
            lane = self._lanes.pop(topic)
            shared.append(lane.popleft())
            taken += len(shared[-1].delivery.payload)
            if lane:
                self._lanes[topic] = lane
        self._bytes -= taken
        self._count -= len(shared)
        return shared
