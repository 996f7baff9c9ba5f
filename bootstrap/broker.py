"""What `manage.py broker` is made of."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from bootstrap import process_name
from dashboard.settings import Settings
from data_sources.mqtt.broker import BrokerSetup, broker_folder, server_binary
from data_sources.mqtt.broker_monitor import BrokerMonitor
from data_sources.mqtt.client import Connection
from data_sources.mqtt.credentials import BrokerUser, broker_access, kept_credentials
from data_sources.mqtt.session_keeper import SessionKeeper, forget_session
from data_sources.mqtt.topics import status_topic
from data_sources.processes.broker_process import BrokerProcess
from data_sources.processes.disk_reserve import free_bytes


@dataclass
class MqttVoice:
    """Tells the broker's state on its status topic."""

    connection: Connection
    process: str

    def start(self) -> None:
        """Begin to connect."""
        self.connection.start()

    def tell(self, status: Mapping[str, Any]) -> None:
        """Publish the state, retained."""
        if self.connection.connected:
            self.connection.publish(status_topic(self.process), json.dumps(status).encode(), retain=True)

    def stop(self) -> None:
        """Say goodbye."""
        self.connection.stop()


def build_broker(settings: Settings) -> BrokerProcess:
    """The embedded broker. Raises Unavailable when nats-server is not installed."""
    server_binary()
    name, access = process_name("broker"), broker_access(settings, BrokerUser.BROKER)
    reserve_bytes = settings.disk_reserve_mb * 1_000_000
    setup = BrokerSetup(settings.data_dir, settings.mqtt_port, settings.mqtt_host, reserve_bytes)
    folder = broker_folder(settings.data_dir)
    password = kept_credentials(folder).passwords[BrokerUser.MONITOR].plain
    return BrokerProcess(
        folder=folder,
        command=setup.command,
        refresh=setup.refresh,
        monitor=lambda pid: BrokerMonitor(folder / "ports", pid, password),
        voice=MqttVoice(Connection(access.endpoints, access.client_id(name), process=name), name),
        keeper=SessionKeeper(settings.mqtt_session_expiry_min * 60, time.monotonic),
        free=free_bytes,
        forget=partial(forget_session, access.endpoints[0]),
        shown=access.shown,
    )
