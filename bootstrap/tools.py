"""What the commands `requeue` and `replay` are made of."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bootstrap import now_us, open_database
from bootstrap.ingest import build_ingest_service
from dashboard.errors import Unavailable
from dashboard.services.ingest.quarantine import Requeue
from dashboard.services.ingest.replay import Player
from dashboard.settings import Settings
from data_sources.db.audit_store import SqlAuditStore
from data_sources.db.ingest.store import SqlIngestStore
from data_sources.mqtt.client import Connection
from data_sources.mqtt.credentials import BrokerUser, broker_access
from data_sources.mqtt.notifier import MqttNotifier
from data_sources.mqtt.replay_sender import MqttReplaySender


@contextmanager
def requeueing(settings: Settings) -> Iterator[Requeue]:
    """Reading the quarantine again on the real database; what changes is told to the pages if the broker is there."""
    engine = open_database(settings)
    access = broker_access(settings, BrokerUser.TOOLS)
    connection = Connection(access.endpoints, access.client_id(f"requeue-{os.getpid()}"))
    notifier = MqttNotifier(connection)
    connection.start()
    connection.wait_until_connected(3.0)
    try:
        yield Requeue(SqlIngestStore(engine, now_us), build_ingest_service(settings, engine, notifier), now_us)
    finally:
        notifier.close()
        connection.stop()


@contextmanager
def replaying(settings: Settings, wait: Callable[[float], bool]) -> Iterator[Player]:
    """Playing messages on the real broker. Raises Unavailable when it cannot be reached."""
    store = SqlAuditStore(open_database(settings), now_us)
    access = broker_access(settings, BrokerUser.TOOLS)
    connection = Connection(access.endpoints, access.client_id(f"replay-{os.getpid()}"))
    connection.start()
    try:
        if not connection.wait_until_connected(10.0):
            raise Unavailable("the broker cannot be reached; is Xiuhua running? See XIUHUA_MQTT_URL, XIUHUA_MQTT_PORT")
        yield Player(MqttReplaySender(connection), store, now_us, wait)
    finally:
        connection.stop()
