"""What `manage.py ingest` is made of."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bootstrap import now_us, open_database, process_name
from dashboard.services.alarms.rule_book import RuleBook
from dashboard.services.ingest.intake import Intake
from dashboard.services.ingest.recording import Ingest
from dashboard.settings import Settings
from data_sources.cameras import camera_sources
from data_sources.db.alarms.rule_source import SqlRuleSource
from data_sources.db.engine import Database
from data_sources.db.ingest.store import SqlIngestStore
from data_sources.mqtt.client import Connection
from data_sources.mqtt.consumer import Consumer
from data_sources.mqtt.notifier import MqttNotifier
from data_sources.mqtt.reader import ReadingConnection
from data_sources.uplinks import uplinks, usual_mappings

EVERYTHING: Final = ("#", "$oc/#", "$sys/#")
"""What the ingest subscribes to on the embedded broker, so that unknown topics are seen too."""


def build_ingest_service(settings: Settings, engine: Database, notifier: MqttNotifier) -> Ingest:
    """The ingest use case on the real database and live channel."""
    store = SqlIngestStore(engine, now_us)
    intake = Intake(uplinks(), camera_sources(), usual_mappings())
    if settings.has_embedded_broker:
        intake.listen_to(EVERYTHING)
    return Ingest(store, intake, RuleBook(SqlRuleSource(engine)), notifier, now_us)


@dataclass
class IngestProcess:
    """What `manage.py ingest` runs."""

    connection: ReadingConnection
    voice: Connection
    notifier: MqttNotifier
    consumer: Consumer

    def run(self, stop: threading.Event) -> None:
        """Runs until told to stop; then says goodbye to the broker."""
        self.voice.start()
        try:
            self.consumer.run(stop)
        finally:
            self.notifier.close()
            self.voice.stop()
            self.connection.stop()


def build_ingest(settings: Settings, partition: tuple[int, int] = (1, 1)) -> IngestProcess:
    """The ingest process; of `partition` (number, of how many) it takes the topics that fall to its number."""
    number, parts = partition
    name = process_name("ingest", number)
    connection = ReadingConnection(
        settings.mqtt_endpoints,
        f"xiuhua-{name}",
        process=name,
        persistent=True,
        mqtt5=bool(settings.mqtt_share_group),
    )
    voice = Connection(settings.mqtt_endpoints, f"xiuhua-{name}-voice")
    notifier = MqttNotifier(voice)
    service = build_ingest_service(settings, open_database(settings), notifier)
    accepts = _everything if parts == 1 else _share(number, parts)
    consumer = Consumer(connection, service, name, accepts, settings.mqtt_share_group)
    return IngestProcess(connection, voice, notifier, consumer)


def _everything(_topic: str) -> bool:
    return True


def _share(number: int, parts: int) -> Callable[[str], bool]:
    return lambda topic: zlib.crc32(topic.encode()) % parts == number - 1
