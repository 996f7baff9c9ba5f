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
from data_sources.mqtt.broker import broker_folder, server_binary, server_command
from data_sources.mqtt.client import Connection
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
    name, endpoint = process_name("broker"), settings.mqtt_endpoints[0]
    reserve_bytes = settings.disk_reserve_mb * 1_000_000
    return BrokerProcess(
        folder=broker_folder(settings.data_dir),
        command=partial(server_command, settings.data_dir, settings.mqtt_port, reserve_bytes),
        voice=MqttVoice(Connection(settings.mqtt_endpoints, f"xiuhua-{name}", process=name), name),
        keeper=SessionKeeper(settings.mqtt_session_expiry_min * 60, time.monotonic),
        free=free_bytes,
        forget=partial(forget_session, endpoint),
    )
