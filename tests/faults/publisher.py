"""A gateway that publishes for all devices with QoS 1 and counts what the broker acknowledged."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections import deque
from contextlib import suppress
from typing import Final

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from tests.e2e.product import eventually
from tests.faults.fleet import Fleet

UNANSWERED: Final = 20_000
"""So many messages the gateway holds without an answer; then it takes no more from its devices."""

SILENCE_S: Final = 10.0
"""A gateway that is not answered for so long connects anew, as MQTT clients do."""

_CHUNK: Final = 400
_PACE_S: Final = 0.01


class Publisher(threading.Thread):
    """Publishes the messages `first`, `first` + 1, … at `rate` a second (None: as fast as they are answered).

    After a reconnect it sends what was not acknowledged once more, with DUP (MQTT 3.1.1, 4.4): paho does that.
    """

    def __init__(self, port: int, fleet: Fleet, first: int, rate: float | None, padding: int = 0) -> None:
        super().__init__(name="publisher", daemon=True)
        self._fleet, self._rate, self._padding = fleet, rate, padding
        self.first = self.next = first
        self.acknowledged: set[int] = set()
        self._waiting: dict[int, int] = {}
        self._answers: deque[int] = deque()
        self._answered_s = time.monotonic()
        self._most = threading.Event()
        self._closed = threading.Event()
        self.client = paho.Client(CallbackAPIVersion.VERSION2, client_id=f"gateway-{os.getpid()}-{id(self)}")
        self.client.max_inflight_messages_set(500)
        self.client.max_queued_messages_set(0)
        self.client.reconnect_delay_set(1, 1)
        self.client.on_publish = lambda _client, _data, message_id, *_: self._answers.append(message_id)
        eventually(lambda: self._connects(port), "the broker takes connections")
        self.client.loop_start()

    @property
    def sent(self) -> int:
        """How many messages were handed over."""
        return self.next - self.first

    @property
    def unanswered(self) -> int:
        """How many of them the broker has not acknowledged."""
        return self.sent - len(self.acknowledged)

    def run(self) -> None:
        due, last_s = 0.0, time.monotonic()
        while not self._closed.is_set():
            now_s = time.monotonic()
            due = min(due + (self._rate * (now_s - last_s) if self._rate else _CHUNK), _CHUNK)
            last_s = now_s
            while due >= 1 and len(self._waiting) < UNANSWERED and not self._most.is_set():
                self._send()
                due -= 1
            self._count_answers()
            self._closed.wait(_PACE_S if self._rate or len(self._waiting) >= UNANSWERED else 0)

    def wait_for(self, count: int) -> None:
        """Return when that many were sent."""
        eventually(lambda: self.sent >= count, f"{count} messages are sent", 600)

    def hurry(self, count: int) -> None:
        """Return when that many more were sent and acknowledged, as fast as they are answered; then keep pace again."""
        rate, self._rate = self._rate, None
        self.wait_for(self.sent + count)
        self._rate = rate
        eventually(lambda: len(self.acknowledged) >= count, f"{count} messages are acknowledged", 600)

    def send_no_more(self) -> None:
        """Send nothing new; what is not acknowledged is still sent again."""
        self._most.set()

    def close(self) -> None:
        """End at once, whatever is not acknowledged."""
        self._closed.set()
        self.join()
        self._count_answers()
        self.client.disconnect()
        self.client.loop_stop()

    def _send(self) -> None:
        topic, payload = self._fleet.report(self.next, self._padding)
        if not self._waiting:
            self._answered_s = time.monotonic()
        self._waiting[self.client.publish(topic, payload, qos=1).mid] = self.next
        self.next += 1

    def _count_answers(self) -> None:
        """Take in the answers in the thread that sends: only then is every number of a message known."""
        now_s = time.monotonic()
        while self._answers:
            self.acknowledged.add(self._waiting.pop(self._answers.popleft()))
            self._answered_s = now_s
        if self._waiting and now_s - self._answered_s > SILENCE_S:
            self._answered_s = now_s
            self._connect_anew()

    def _connect_anew(self) -> None:
        connection = self.client.socket()
        if isinstance(connection, socket.socket):
            with suppress(OSError):  # gone already
                connection.shutdown(socket.SHUT_RDWR)

    def _connects(self, port: int) -> bool:
        try:
            self.client.connect("127.0.0.1", port, keepalive=20)
        except OSError:
            return False
        return True
