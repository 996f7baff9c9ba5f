"""What a connection subscribes to, and the end of what its kept session subscribed to formerly."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from typing import Any, Final, Protocol

import orjson

from data_sources.mqtt.topics import session_topic

log = logging.getLogger(__name__)

_PROBE: Final = b"probe"
_SHARED: Final = "$share/"


class Subscriber(Protocol):
    """The part of an MQTT client that subscribes."""

    def subscribe(self, topic: list[tuple[str, int]]) -> Any: ...

    def unsubscribe(self, topic: list[str]) -> Any: ...

    def publish(self, topic: str, payload: bytes, qos: int, retain: bool) -> Any: ...


class Subscriptions:
    """The subscriptions of one connection.

    A broker keeps the subscriptions of a session. Those of a kept session are therefore recorded, retained, beside
    the session itself; at each connect the record is read, and what is in it and no longer wanted is unsubscribed
    before the record is renewed. So a process that now shares its topics with others does not get all of them too.
    """

    def __init__(self, client: Subscriber, process: str | None) -> None:
        self._client = client
        self._record_topic = session_topic(process) if process else None
        self._wanted: list[tuple[str, int]] = []
        self._former: set[str] | None = None
        self._session_present = False

    @property
    def filters(self) -> list[str]:
        """The topic filters that are wanted now."""
        return [topic_filter for topic_filter, _ in self._wanted]

    def want(self, filters: Sequence[str], qos: int, *, connected: bool) -> None:
        """Subscribe to these and no others from now on."""
        dropped = set(self.filters) - set(filters)
        self._wanted = [(topic_filter, qos) for topic_filter in filters]
        if connected:
            self._unsubscribe(dropped)
            self._subscribe()

    def connected(self, session_present: bool) -> None:
        """Subscribe anew, since the broker may have forgotten; ask for the record of a session that it kept."""
        self._former, self._session_present = None, session_present
        self._subscribe()

    def end(self) -> None:
        """Unsubscribe from everything."""
        self._unsubscribe(self.filters)
        if self._record_topic:
            self._client.publish(self._record_topic, b"", 0, True)
            self._unsubscribe([self._record_topic])

    def hear(self, topic: str, payload: bytes, retained: bool) -> bool:
        """Take in a message if it is about the record; returns whether it is."""
        if topic != self._record_topic:
            return False
        if retained:
            self._former = _filters(payload)
        elif payload == _PROBE:
            # The broker handles packets in order: a retained record would have come before the probe.
            self._renew()
        return True

    def _subscribe(self) -> None:
        if self._wanted:
            self._client.subscribe(self._wanted)
        if self._record_topic:
            self._client.subscribe([(self._record_topic, 0)])
            self._client.publish(self._record_topic, _PROBE, 0, False)

    def _renew(self) -> None:
        assert self._record_topic is not None
        former = self._former
        if former is None:
            former = _unshared(self.filters) if self._session_present else set()
        self._unsubscribe(former - set(self.filters))
        self._former = set(self.filters)
        self._client.publish(self._record_topic, orjson.dumps(self.filters), 0, True)

    def _unsubscribe(self, filters: Iterable[str]) -> None:
        if ending := sorted(filters):
            log.info("the session no longer subscribes to %s", ", ".join(ending))
            self._client.unsubscribe(ending)


def _filters(payload: bytes) -> set[str]:
    """The filters of a record; an unreadable one counts as empty."""
    try:
        filters = orjson.loads(payload)
    except ValueError:
        return set()
    return {item for item in filters if isinstance(item, str) and item} if isinstance(filters, list) else set()


def _unshared(filters: Iterable[str]) -> set[str]:
    """What a session from before there were records may subscribe to: the same filters without their group."""
    return {item.split("/", 2)[2] for item in filters if item.startswith(_SHARED)}
