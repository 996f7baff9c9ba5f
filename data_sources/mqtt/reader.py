"""The ingest's connection: read between two commits by the thread that records, so that none waits for another."""

from __future__ import annotations

import select
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import ClassVar, Final

import paho.mqtt.client as paho
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from dashboard.domain.readings import Delivery
from data_sources.mqtt.buffered_client import BufferedClient, BufferedSocket
from data_sources.mqtt.client import Connection, Received
from data_sources.mqtt.topics import OFFLINE, status_topic

_RECONNECT_S: Final = 1.0
_GOODBYE_S: Final = 2.0


class ReadingConnection(Connection):
    """A connection without a thread of its own. All its methods belong to one thread."""

    _CLIENT: ClassVar[type[paho.Client]] = BufferedClient
    _client: BufferedClient
    _next_try_s = 0.0
    _session_is_over = False

    def start(self) -> None:
        """Names the broker; it is connected to by the first `read`."""
        self._client.on_delivery = self._hand_over
        self._aim()

    def read(self, enough: Callable[[], bool], patience_s: float) -> None:
        """Hands over what has come until it is `enough`; waits up to `patience_s` for the first, never for company."""
        channel = self._client.buffered or self._connect(patience_s)
        if channel is None:
            return
        self._keep_up(channel)
        if not channel.pending():
            select.select([channel], [], [], patience_s)
        while self._client.loop_read() == paho.MQTT_ERR_SUCCESS and not enough():
            if not channel.pending() and not select.select([channel], [], [], 0)[0]:
                break
        self._client.loop_write()

    def acknowledge(self, received: Sequence[Received]) -> None:
        """As of any connection, in one piece."""
        channel = self._client.buffered
        with channel.held_back() if channel else nullcontext():
            super().acknowledge(received)

    def unsubscribe(self) -> None:
        """Ask for no new messages; those that the session holds still come and want to be acknowledged."""
        self._subscriptions.end()
        self._client.loop_write()

    def end_session(self) -> None:
        """Say goodbye for good: the broker forgets the session (MQTT 5), so call it when nothing is left in it."""
        self._session_is_over = True
        self.stop()

    def stop(self) -> None:
        """Say goodbye; a persistent session goes on at the broker. All acknowledgements have reached it then."""
        if self._process and self.connected:
            word = b"" if self._session_is_over else OFFLINE
            farewell = self.publish(status_topic(self._process), word, retain=True)
            deadline_s = time.monotonic() + _GOODBYE_S
            while self.connected and not farewell.is_published() and time.monotonic() < deadline_s:
                self.read(farewell.is_published, 0.1)
        if channel := self._client.buffered:
            channel.linger_s = _GOODBYE_S
        self._client.disconnect(properties=self._last_words())

    def _hand_over(self, topic: str, payload: bytes, message_id: int, qos: int, retained: bool, again: bool) -> None:
        if self._sink is None:
            return
        if self._subscriptions.hear(topic, payload, retained):
            self._client.ack(message_id, qos)
        else:
            again = self._came_before(topic, payload, again)
            delivery = Delivery(topic, payload, time.time_ns() // 1000, retained, again)
            self._sink(Received(delivery, message_id, qos, self._number))

    def _last_words(self) -> Properties | None:
        """What the broker is told of the session: nothing, or that it is over."""
        if not (self._mqtt5 and self._session_is_over):
            return None
        properties = Properties(PacketTypes.DISCONNECT)  # type: ignore[no-untyped-call]
        properties.SessionExpiryInterval = 0
        return properties

    def _keep_up(self, channel: BufferedSocket) -> None:
        channel.flush()
        self._client.loop_write()
        self._client.loop_misc()

    def _connect(self, patience_s: float) -> BufferedSocket | None:
        """Connects when it is time to try again; else waits a while."""
        pause_s = self._next_try_s - time.monotonic()
        if pause_s > 0:
            threading.Event().wait(min(pause_s, patience_s))
            return None
        self._next_try_s = time.monotonic() + _RECONNECT_S
        try:
            self._client.reconnect()
        except OSError:
            self._on_connect_fail(self._client, None)
        return self._client.buffered
