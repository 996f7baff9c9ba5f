"""The ingest's connection on a real broker: verbatim messages, redelivery of what was not acknowledged, reconnects."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from data_sources.mqtt.client import Connection, Received
from data_sources.mqtt.credentials import BrokerUser
from data_sources.mqtt.reader import ReadingConnection
from data_sources.mqtt.topics import LIVE_FRAMES, is_own
from tests.e2e.product import Product, Report, eventually

REPORTS: Final = (
    Report("xiuhua/v1/manhole/a.b.c/observation", b'{"values":{}}'),
    Report("井盖/一号/上报", "倾斜".encode()),
    Report("empty", b""),
    Report("large", bytes(range(256)) * 4096),
)


class Reader:
    """A reading connection with a session that the broker keeps, and what it received."""

    def __init__(self, broker: Product) -> None:
        self.received: list[Received] = []
        self.connection = ReadingConnection([broker.endpoint(BrokerUser.INGEST)], "reader", persistent=True)
        self.connection.listen(["#"], self._keep)
        self.connection.start()
        eventually(self.is_connected, "the reader is connected")

    def take(self, count: int) -> list[Received]:
        """The next messages, as many as that."""
        eventually(lambda: self._read() >= count, f"{count} messages come")
        return self.received[:count]

    def _keep(self, received: Received) -> None:
        if not is_own(received.delivery.topic):
            self.received.append(received)

    def _read(self) -> int:
        self.connection.read(lambda: False, 0.1)
        return len(self.received)

    def is_connected(self) -> bool:
        """Whether the broker has accepted it, after a look at what has come."""
        self._read()
        return self.connection.connected


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Product]:
    """A running broker to which a session named `reader` is known."""
    running = Product(tmp_path, assets=0)
    running.start("broker")
    with running.device():
        Reader(running).connection.stop()
    yield running
    running.stop()


def test_messages_arrive_as_they_were_published(broker: Product) -> None:
    with broker.device() as device:
        device.deliver(REPORTS)
    reader = Reader(broker)
    deliveries = [received.delivery for received in reader.take(len(REPORTS))]
    reader.connection.stop()
    assert {(delivery.topic, delivery.payload) for delivery in deliveries} == set(REPORTS)
    # What the broker sends before a session is whole again it sends once more after `ack_wait`, and says so.
    at_once = [delivery.topic for delivery in deliveries if not delivery.redelivered]
    assert at_once == [report.topic for report in REPORTS if report.topic in at_once]
    assert not any(delivery.retained for delivery in deliveries)


def test_what_was_not_acknowledged_comes_again_and_says_so(broker: Product) -> None:
    with broker.device() as device:
        device.deliver(REPORTS)
    first = Reader(broker)
    taken = first.take(len(REPORTS))
    first.connection.acknowledge(taken[:2])
    first.connection.stop()
    second = Reader(broker)
    again = [received.delivery for received in second.take(2)]
    second.connection.stop()
    assert {delivery.topic for delivery in again} == {received.delivery.topic for received in taken[2:]}
    assert all(delivery.redelivered for delivery in again)


def test_it_comes_back_when_the_broker_was_killed(broker: Product) -> None:
    reader = Reader(broker)
    broker.kill("broker")
    eventually(lambda: not reader.is_connected(), "the reader notices")
    broker.start("broker")
    eventually(reader.is_connected, "the reader is connected again")
    with broker.device() as device:
        device.deliver(REPORTS[:1])
    assert reader.take(1)[0].delivery.topic == REPORTS[0].topic
    reader.connection.stop()


def test_a_connection_says_when_it_listens_which_is_later_than_when_it_is_connected(broker: Product) -> None:
    heard: list[bytes] = []
    listening = threading.Event()
    connection = Connection([broker.endpoint(BrokerUser.WEB)], "web")
    connection.when_listening(listening.set)
    connection.start()
    assert connection.wait_until_connected(30)
    assert not listening.is_set(), "nothing was subscribed to"
    connection.listen([LIVE_FRAMES], lambda received: heard.append(received.delivery.payload), qos=0)
    assert listening.wait(30)
    sender = Connection([broker.endpoint(BrokerUser.WORKER)], "worker")
    sender.start()
    assert sender.wait_until_connected(30)
    sender.publish(LIVE_FRAMES, b"frame", qos=1).wait_for_publish(30)
    eventually(lambda: heard == [b"frame"], "what is published from then on is heard")
    sender.stop()
    connection.stop()
