"""Publishes replayed messages, never more at once than the broker confirms in time."""

from __future__ import annotations

from collections import deque
from typing import Final, Protocol

from dashboard.errors import Unavailable
from dashboard.ports.ingest import ReplaySender
from data_sources.mqtt.client import Connection

_WINDOW: Final = 500
_PATIENCE_S: Final = 30.0


class Confirmation(Protocol):
    """What a publish gives: whether the broker has the message."""

    def wait_for_publish(self, timeout: float | None = None) -> None: ...

    def is_published(self) -> bool: ...


class MqttReplaySender(ReplaySender):
    """Sends with QoS 1 and waits for the oldest confirmation when too many are outstanding."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._outstanding: deque[Confirmation] = deque()

    def send(self, topic: str, payload: bytes) -> None:
        """Hands a message over. Raises Unavailable when the broker takes nothing."""
        self._outstanding.append(self._connection.publish(topic, payload, qos=1))
        if len(self._outstanding) > _WINDOW:
            self._confirm()

    def finish(self) -> None:
        """Waits until the broker has everything. Raises Unavailable when it takes nothing."""
        while self._outstanding:
            self._confirm()

    def _confirm(self) -> None:
        oldest = self._outstanding.popleft()
        oldest.wait_for_publish(_PATIENCE_S)
        if not oldest.is_published():
            raise Unavailable("the broker takes no more messages; what was sent until now is played")
