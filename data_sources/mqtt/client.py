"""paho behind two small doors: one that hands over messages and acknowledges them later, and a publisher."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Final, NamedTuple

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from dashboard.domain.readings import Delivery
from dashboard.ports.operations import BrokerLink
from dashboard.settings import MqttEndpoint
from data_sources.mqtt.redelivery import RecentMessages
from data_sources.mqtt.subscriptions import Subscriptions
from data_sources.mqtt.topics import OFFLINE, status_topic

log = logging.getLogger(__name__)

_KEEPALIVE_S: Final = 30
SESSION_EXPIRY_S: Final = 7 * 24 * 3600
"""How long a broker with MQTT 5 keeps the session of a process that is gone, unless told otherwise."""


class Received(NamedTuple):
    """A delivery with what is needed to acknowledge it."""

    delivery: Delivery
    message_id: int
    qos: int
    connection: int


class Connection(BrokerLink):
    """One MQTT connection that keeps itself up, trying the endpoints of a cluster in turn.

    `process` announces itself: retained `offline` as last will, whatever `announce` sends as its status.
    """

    _CLIENT: ClassVar[type[paho.Client]] = paho.Client

    def __init__(
        self,
        endpoints: Sequence[MqttEndpoint],
        client_id: str,
        *,
        process: str | None = None,
        persistent: bool = False,
        mqtt5: bool = False,
        session_expiry_s: int = SESSION_EXPIRY_S,
    ) -> None:
        if not endpoints:
            raise ValueError("an MQTT connection needs at least one endpoint")
        self._endpoints = list(endpoints)
        self._turn = 0
        self._process = process
        self._client = self._CLIENT(
            CallbackAPIVersion.VERSION2,
            client_id=client_id,
            clean_session=None if mqtt5 else not persistent,
            protocol=paho.MQTTv5 if mqtt5 else paho.MQTTv311,
            manual_ack=True,
        )
        self._mqtt5, self._persistent = mqtt5, persistent
        self._session_expiry_s = session_expiry_s if persistent else 0
        self._prepare_client()
        self._lock = threading.Lock()
        self._number = 0
        self._recent = RecentMessages(time.monotonic) if persistent else None
        self._subscriptions = Subscriptions(self._client, process if persistent else None)
        self._sink: Callable[[Received], None] | None = None
        self._connected = threading.Event()
        self._was_down = False
        self._on_listening: list[Callable[[], None]] = []

    def _prepare_client(self) -> None:
        self._client.max_inflight_messages_set(2000)
        self._client.max_queued_messages_set(100_000)
        self._client.reconnect_delay_set(min_delay=1, max_delay=5)
        if self._process:
            self._client.will_set(status_topic(self._process), OFFLINE, retain=True)
        self._client.on_connect = self._on_connect
        self._client.on_connect_fail = self._on_connect_fail
        self._client.on_disconnect = self._on_disconnect
        self._client.on_message = self._on_message
        self._client.on_subscribe = self._on_subscribe
        self._client.on_socket_open = _send_at_once

    def listen(self, filters: Sequence[str], sink: Callable[[Received], None], qos: int = 1) -> None:
        """Subscribe to `filters`, and to nothing else, at each connect; messages go to `sink` on the network thread."""
        self._sink = sink
        self._subscriptions.want(filters, qos, connected=self.connected)

    def when_listening(self, callback: Callable[[], None]) -> None:
        """Calls `callback` on the network thread each time the broker has taken the subscriptions.

        Only from then on nothing is missed: between connect and this, what others publish passes by.
        """
        self._on_listening.append(callback)

    def start(self) -> None:
        """Begins to connect, in the background and for as long as the process lives."""
        self._aim()
        self._client.loop_start()

    def stop(self) -> None:
        """Says goodbye and ends the network thread."""
        if self._process and self.connected:
            self.publish(status_topic(self._process), OFFLINE, retain=True).wait_for_publish(2.0)
        self._client.disconnect()
        self._client.loop_stop()

    @property
    def connected(self) -> bool:
        """Whether the broker has accepted us and has not gone since."""
        return self._connected.is_set()

    def wait_until_connected(self, timeout_s: float) -> bool:
        """Waits for the broker; gives whether it is there."""
        return self._connected.wait(timeout_s)

    def publish(self, topic: str, payload: bytes, qos: int = 0, retain: bool = False) -> paho.MQTTMessageInfo:
        """Hands a message to the network thread."""
        return self._client.publish(topic, payload, qos=qos, retain=retain)

    def acknowledge(self, received: Sequence[Received]) -> None:
        """Acknowledges what came over the present connection; the broker sends anything older again.

        The lock keeps a reconnect from falling between check and send: message ids start anew with each connection,
        and an acknowledgement that crosses over would take another message with it.
        """
        with self._lock:
            if not self.connected:
                return
            for item in received:
                if item.connection == self._number:
                    self._client.ack(item.message_id, item.qos)

    def _aim(self) -> None:
        endpoint = self._endpoints[self._turn % len(self._endpoints)]
        self._client.username_pw_set(endpoint.username, endpoint.password)
        if endpoint.tls and not self._client._ssl:  # paho has no public way to ask
            self._client.tls_set_context(ssl.create_default_context())
        options: dict[str, Any] = {}
        if self._mqtt5:
            properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
            properties.SessionExpiryInterval = self._session_expiry_s
            options = {"clean_start": not self._persistent, "properties": properties}
        self._client.connect_async(endpoint.host, endpoint.port, keepalive=_KEEPALIVE_S, **options)

    def _try_next(self) -> None:
        self._turn += 1
        if len(self._endpoints) > 1:
            self._aim()

    def _on_connect(self, _client: paho.Client, _data: Any, flags: Any, code: ReasonCode, _properties: Any) -> None:
        if code.is_failure:
            log.error(
                "the broker refused the connection: %s; check user and password (docs/mqtt.md, Who may connect)", code
            )
            return
        with self._lock:
            self._number += 1
            self._connected.set()
        if self._recent:
            self._recent.line_is_back()
        self._subscriptions.connected(bool(flags.session_present))
        log.info("connected to the broker" if not self._was_down else "the broker is back")
        self._was_down = False

    def _on_connect_fail(self, _client: paho.Client, _data: Any) -> None:
        self._log_down_once("cannot be reached")
        self._try_next()

    def _on_disconnect(self, _client: paho.Client, _data: Any, _flags: Any, code: ReasonCode, _properties: Any) -> None:
        with self._lock:
            self._connected.clear()
        if self._recent:
            self._recent.line_broke()
        if code.is_failure:
            self._log_down_once(f"went away ({code})")
            self._try_next()

    def _log_down_once(self, what: str) -> None:
        if not self._was_down:
            endpoint = self._endpoints[self._turn % len(self._endpoints)]
            log.warning("the broker at %s:%s %s; trying again until it is back", endpoint.host, endpoint.port, what)
        self._was_down = True

    def _on_message(self, _client: paho.Client, _data: Any, message: paho.MQTTMessage) -> None:
        if self._sink is None:
            return
        if self._subscriptions.hear(message.topic, bytes(message.payload), message.retain):
            self._client.ack(message.mid, message.qos)
            return
        again = self._came_before(message.topic, bytes(message.payload), bool(message.dup))
        delivery = Delivery(message.topic, bytes(message.payload), time.time_ns() // 1000, bool(message.retain), again)
        self._sink(Received(delivery, message.mid, message.qos, self._number))

    def _on_subscribe(self, _client: paho.Client, _data: Any, _message_id: int, _codes: Any, _properties: Any) -> None:
        for callback in self._on_listening:
            callback()

    def _came_before(self, topic: str, payload: bytes, marked: bool) -> bool:
        """Whether a message is sent again, by the broker's word or because it came before the line broke."""
        return (self._recent is not None and self._recent.came_before(topic, payload)) or marked


def _send_at_once(_client: paho.Client, _data: Any, connection: Any) -> None:
    # Small packets follow each other (an acknowledgement, then a frame): Nagle would hold the second for 40 ms.
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
