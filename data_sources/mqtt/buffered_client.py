"""A paho client that reads and writes its socket in large pieces, for the ingest.

paho asks the system for the parts of each packet one by one: five calls a message, each of which lets go of the
interpreter's lock. Read from a buffer and handed over directly, a message costs half.
"""

from __future__ import annotations

import logging
import select
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import paho.mqtt.client as paho
from paho.mqtt.enums import MQTTErrorCode

log = logging.getLogger(__name__)

READ_BYTES: Final = 256 * 1024


class BufferedSocket:
    """A socket that reads ahead, and that while it is held back gathers what is sent."""

    linger_s = 0.0
    """How long `close` waits until the other side has read everything."""

    def __init__(self, inner: socket.socket) -> None:
        self._inner = inner
        self._read = b""
        self._at = 0
        self._unsent = bytearray()
        self._held = False

    def recv(self, size: int) -> bytes:
        """Up to `size` bytes. Raises BlockingIOError when nothing has come."""
        start = self._at
        if start >= len(self._read):
            self._read, start = self._inner.recv(READ_BYTES), 0
        self._at = start + size
        return self._read[start : self._at]

    def send(self, data: bytes | bytearray) -> int:
        """Sends, or keeps for `flush`; gives how many bytes were taken. Raises BlockingIOError."""
        if not self._held and not self._unsent:
            return int(self._inner.send(data))
        self._unsent += data
        if not self._held:
            self.flush()
        return len(data)

    @contextmanager
    def held_back(self) -> Iterator[None]:
        """What is sent meanwhile goes out in one piece at the end."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
        self.flush()

    def flush(self) -> None:
        """Sends what was kept, as far as the system takes it now; the rest goes with the next flush."""
        if not self._unsent:
            return
        try:
            del self._unsent[: self._inner.send(self._unsent)]
        except (BlockingIOError, ssl.SSLWantWriteError, ssl.SSLWantReadError):
            return
        except OSError as error:
            log.debug("a broken connection: %s; reading from it will tell", error)
            self._unsent.clear()

    def pending(self) -> int:
        """How many bytes were read ahead."""
        ahead = max(0, len(self._read) - self._at)
        return ahead + (self._inner.pending() if isinstance(self._inner, ssl.SSLSocket) else 0)

    def fileno(self) -> int:
        """For select."""
        return int(self._inner.fileno())

    def setblocking(self, flag: bool) -> None:
        """As of the socket inside."""
        self._inner.setblocking(flag)

    def setsockopt(self, level: int, option: int, value: int) -> None:
        """As of the socket inside."""
        self._inner.setsockopt(level, option, value)

    def close(self) -> None:
        """Close the socket, after up to `linger_s` in which the other side reads what was sent and closes its end.

        To close a socket in which something lies unread resets the line, and what the other side has not read by
        then is lost to it: acknowledgements among them.
        """
        try:
            if self.linger_s:
                self._finish(time.monotonic() + self.linger_s)
        except OSError as error:
            log.debug("the line broke while it was closed: %s", error)
        finally:
            self._inner.close()

    def _finish(self, deadline_s: float) -> None:
        while self._unsent and select.select([], [self._inner], [], max(0.0, deadline_s - time.monotonic()))[1]:
            self.flush()
        self._inner.shutdown(socket.SHUT_WR)
        while select.select([self._inner], [], [], max(0.0, deadline_s - time.monotonic()))[0]:
            if not self._inner.recv(READ_BYTES):
                return


class BufferedClient(paho.Client):
    """paho on a buffered socket. It has no thread: whoever owns it reads, writes and reconnects.

    Messages of QoS 0 and 1 over MQTT 3.1.1 go straight to `on_delivery`, as topic, payload, id, QoS, whether
    retained and whether sent again; all others take paho's own way to `on_message`.
    """

    on_delivery: Callable[[str, bytes, int, int, bool, bool], None] | None = None
    _buffered: BufferedSocket | None = None

    def _handle_publish(self) -> MQTTErrorCode:
        command, packet = self._in_packet["command"], self._in_packet["packet"]
        qos, end = (command >> 1) & 3, 2 + int.from_bytes(packet[:2])
        body = end + 2 if qos else end
        if self.on_delivery is None or qos == 2 or self._protocol == paho.MQTTv5 or len(packet) < body:
            return super()._handle_publish()
        topic = packet[2:end].decode("utf-8", "backslashreplace")
        message_id = int.from_bytes(packet[end:body])
        self.on_delivery(topic, bytes(packet[body:]), message_id, qos, bool(command & 1), bool(command & 8))
        return paho.MQTT_ERR_SUCCESS

    def _create_socket(self) -> Any:
        inner: Any = super()._create_socket()
        self._buffered = BufferedSocket(inner)
        return self._buffered

    @property
    def buffered(self) -> BufferedSocket | None:
        """The socket of the present connection; None while there is none."""
        return None if self.socket() is None else self._buffered
