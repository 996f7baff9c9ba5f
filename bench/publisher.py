"""An MQTT publisher on a plain socket: QoS 1 at a steady pace, with little of the machine spent on it."""

from __future__ import annotations

import select
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from typing import Final

PACKET_IDS: Final = 65_535
WINDOW: Final = 2_000
_ACKNOWLEDGED: Final = 0x40
_CHUNK: Final = 250
_PACE_S: Final = 0.004

MakePayload = Callable[[int], tuple[str, bytes]]
"""Gives topic and payload of the message with that number, made in the moment it is sent."""


class Publisher(threading.Thread):
    """Sends messages 0, 1, 2 … at `rate` a second (None: as fast as they are acknowledged) until `count` are sent.

    `sent_s` holds when each was sent, `acknowledged` whether the broker has it. When the broker goes away it ends.
    """

    def __init__(
        self,
        port: int,
        make: MakePayload,
        count: int,
        rate: float | None,
        login: tuple[str, str] | None = None,
    ) -> None:
        super().__init__(name="publisher", daemon=True)
        self._make, self._count, self._rate = make, count, rate
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._connect(login)
        self._waiting: dict[int, int] = {}
        self._rest = b""
        self.sent_s: list[float] = []
        self.acknowledged = bytearray(count)
        self.finished_s = 0.0

    @property
    def sent(self) -> int:
        """How many were sent."""
        return len(self.sent_s)

    def run(self) -> None:
        started = time.monotonic()
        while self.sent < self._count:
            due = self._count if self._rate is None else int((time.monotonic() - started) * self._rate) + 1
            self._send(min(due, self._count) - self.sent)
            self._hear(_PACE_S if self._rate else 0.0005)
        while self._waiting:
            self._hear(1.0)
        self.finished_s = time.time()
        self._socket.close()

    def _connect(self, login: tuple[str, str] | None) -> None:
        words = [f"bench-{id(self):x}", *(login or ())]
        flags = b"\xc2" if login else b"\x02"
        told = b"".join(struct.pack(">H", len(word.encode())) + word.encode() for word in words)
        body = b"\x00\x04MQTT\x04" + flags + b"\x00\x00" + told
        self._socket.sendall(b"\x10" + bytes([len(body)]) + body)
        answer = self._socket.recv(4)
        if answer[:1] != b"\x20" or answer[3] != 0:
            raise ConnectionError(f"the broker refused the publisher: {answer!r}")

    def _send(self, wanted: int) -> None:
        room = min(wanted, WINDOW - len(self._waiting), _CHUNK)
        if room > 0:
            self._socket.sendall(b"".join(self._packets(room)))

    def _packets(self, count: int) -> Iterator[bytes]:
        for number in range(self.sent, self.sent + count):
            topic, payload = self._make(number)
            packet_id = number % PACKET_IDS + 1
            self._waiting[packet_id] = number
            self.sent_s.append(time.time())
            name = topic.encode()
            body = struct.pack(">H", len(name)) + name + struct.pack(">H", packet_id) + payload
            yield b"\x32" + _length(len(body)) + body

    def _hear(self, patience_s: float) -> None:
        if not select.select([self._socket], [], [], patience_s)[0]:
            return
        received = self._socket.recv(262_144)
        if not received:
            raise ConnectionError("the broker hung up")
        answers = self._rest + received
        whole = len(answers) // 4 * 4
        self._rest = answers[whole:]
        for kind, _, packet_id in struct.iter_unpack(">BBH", answers[:whole]):
            if kind == _ACKNOWLEDGED:
                self.acknowledged[self._waiting.pop(packet_id)] = 1


def _length(value: int) -> bytes:
    encoded = bytearray()
    while True:
        value, digit = divmod(value, 128)
        encoded.append(digit | (128 if value else 0))
        if not value:
            return bytes(encoded)
