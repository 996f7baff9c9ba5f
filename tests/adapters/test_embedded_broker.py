"""The embedded broker with a real MQTT client: topics of other networks, sessions that outlive a kill -9."""

from __future__ import annotations

import queue
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from data_sources.mqtt.broker import ACK_WAIT_S, MAX_ACK_PENDING, MAX_PAYLOAD_BYTES, BrokerSetup
from data_sources.mqtt.credentials import BrokerUser, kept_credentials

PATIENCE_S: Final = 30
INGEST: Final = BrokerUser.INGEST
SUBSCRIPTIONS: Final = 12
TOPICS: Final = (
    "xiuhua/v1/manhole/a.b.c/observation",
    "/sys/product/device/thing/event/property/post",
    "井盖/一号/上报",
)
DOLLAR_TOPICS: Final = ("$oc/devices/d1/sys/properties/report", "$sys/product/device/thing/property/post")


class Broker:
    """The embedded broker as a process; ready when it says so."""

    def __init__(self, data_dir: Path, port: int) -> None:
        self.data_dir, self.port = data_dir, port
        self.process = self._start()

    def kill_and_restart(self) -> None:
        """kill -9, and a new process on the same data."""
        self.stop(kill=True)
        self.process = self._start()

    def stop(self, *, kill: bool = False) -> None:
        """Ends the process."""
        assert self.process.stderr is not None
        (self.process.kill if kill else self.process.terminate)()
        self.process.stderr.close()
        self.process.wait(PATIENCE_S)

    def _start(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(BrokerSetup(self.data_dir, self.port).command(), stderr=subprocess.PIPE, text=True)
        assert process.stderr is not None
        lines = iter(process.stderr.readline, "")
        assert any("Server is ready" in line for line in lines), "the broker does not start"
        return process


class Client:
    """An MQTT client whose messages, acknowledged subscriptions and connections are waited for.

    It is a device without a name, or the process of ours that it is told to be.
    """

    def __init__(
        self, broker: Broker, name: str, *, keep_session: bool = False, user: BrokerUser | None = None
    ) -> None:
        self.messages: queue.Queue[tuple[str, bytes]] = queue.Queue()
        self._answers: queue.Queue[int] = queue.Queue()
        self._connected: queue.Queue[bool] = queue.Queue()
        self.paho = paho.Client(CallbackAPIVersion.VERSION2, client_id=name, clean_session=not keep_session)
        if user is not None:
            password = kept_credentials(broker.data_dir / "broker").passwords[user]
            self.paho.username_pw_set(user, password.plain)
        self.paho.on_connect = lambda *_: self._connected.put(True)
        self.paho.on_subscribe = lambda _c, _u, _m, codes, _p: self._answers.put(codes[0].value)
        self.paho.on_message = lambda _c, _u, message: self.messages.put((message.topic, bytes(message.payload)))
        self.paho.connect("127.0.0.1", broker.port)
        self.paho.loop_start()
        self._connected.get(timeout=PATIENCE_S)

    def subscribe(self, topic_filter: str) -> int:
        """The broker's answer: the granted QoS, or 128 for a refusal."""
        self.paho.subscribe(topic_filter, 1)
        return self._answers.get(timeout=PATIENCE_S)

    def publish(self, topic: str, payload: bytes, *, retain: bool = False) -> None:
        """Returns when the broker has it."""
        self.paho.publish(topic, payload, 1, retain).wait_for_publish(PATIENCE_S)

    def take(self, count: int) -> list[tuple[str, bytes]]:
        """The next messages."""
        return [self.messages.get(timeout=PATIENCE_S) for _ in range(count)]

    def close(self) -> None:
        """Disconnects; a kept session goes on at the broker."""
        self.paho.disconnect()
        self.paho.loop_stop()


Connect = Callable[..., Client]


@pytest.fixture
def broker(tmp_path: Path, free_port: int) -> Iterator[Broker]:
    """A running broker in a folder whose name has a space and Chinese."""
    running = Broker(tmp_path / "数据 folder", free_port)
    yield running
    running.stop()


@pytest.fixture
def connect(broker: Broker) -> Iterator[Connect]:
    """Opens clients that are closed at the end."""
    clients: list[Client] = []

    def open_client(name: str, **options: Any) -> Client:
        clients.append(Client(broker, name, **options))
        return clients[-1]

    yield open_client
    for client in clients:
        client.close()


def test_topics_of_other_networks_pass(connect: Connect) -> None:
    subscriber, publisher = connect("subscriber", user=INGEST), connect("publisher")
    for topic_filter in ("#", "$oc/#", "$sys/#"):
        assert subscriber.subscribe(topic_filter) == 1
    for topic in TOPICS + DOLLAR_TOPICS:
        publisher.publish(topic, b"1")
    assert {topic for topic, _ in subscriber.take(5)} == {*TOPICS, *DOLLAR_TOPICS}


def test_a_filter_for_everything_leaves_out_topics_that_begin_with_a_dollar(connect: Connect) -> None:
    subscriber, publisher = connect("subscriber", user=INGEST), connect("publisher")
    subscriber.subscribe("#")
    for topic in DOLLAR_TOPICS:
        publisher.publish(topic, b"1")
    publisher.publish("last", b"1")
    assert subscriber.take(1) == [("last", b"1")]


def test_what_was_published_before_a_kill_reaches_the_session_afterwards(broker: Broker, connect: Connect) -> None:
    subscriber, publisher = connect("subscriber", keep_session=True, user=INGEST), connect("publisher")
    subscriber.subscribe("xiuhua/v1/#")
    subscriber.close()
    for number in range(500):
        publisher.publish("xiuhua/v1/manhole/m1/observation", str(number).encode())
    publisher.close()
    broker.kill_and_restart()
    again = connect("subscriber", keep_session=True, user=INGEST)
    assert {int(payload) for _, payload in again.take(500)} == set(range(500))


def test_a_retained_message_survives_a_kill(broker: Broker, connect: Connect) -> None:
    publisher = connect("publisher", user=INGEST)
    publisher.publish("xiuhua/v1/status/ingest", b"online", retain=True)
    publisher.close()
    broker.kill_and_restart()
    subscriber = connect("subscriber", user=INGEST)
    subscriber.subscribe("xiuhua/v1/status/+")
    assert subscriber.take(1) == [("xiuhua/v1/status/ingest", b"online")]


def test_one_session_may_hold_a_dozen_subscriptions(connect: Connect) -> None:
    subscriber = connect("subscriber", keep_session=True, user=INGEST)
    assert [subscriber.subscribe(f"network{number}/#") for number in range(SUBSCRIPTIONS)] == [1] * SUBSCRIPTIONS


def test_large_payloads_pass(connect: Connect) -> None:
    subscriber, publisher = connect("subscriber", user=INGEST), connect("publisher")
    subscriber.subscribe("camera/+")
    picture = bytes(MAX_PAYLOAD_BYTES - 1024)
    publisher.publish("camera/1", picture)
    assert subscriber.take(1) == [("camera/1", picture)]


def test_the_configuration_listens_on_loopback_only(tmp_path: Path) -> None:
    text = BrokerSetup(tmp_path, 18830).write_config().read_text()
    assert '"127.0.0.1:18830"' in text
    assert '"127.0.0.1:-1"' in text
    assert "0.0.0.0" not in text
    assert f'"ack_wait": "{ACK_WAIT_S}s"' in text
    assert f'"max_ack_pending": {MAX_ACK_PENDING}' in text
