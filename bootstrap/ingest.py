"""What `manage.py ingest` is made of."""

from __future__ import annotations

import re
import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bootstrap import now_us, open_database, process_name
from dashboard.services.alarms.rule_book import RuleBook
from dashboard.services.cameras.masking import Masking
from dashboard.services.ingest.intake import Intake
from dashboard.services.ingest.name_lease import NameLease
from dashboard.services.ingest.recording import Ingest
from dashboard.services.positions.recording import Positions
from dashboard.services.triage.gate_book import GateBook
from dashboard.settings import Settings
from data_sources.cameras import camera_sources
from data_sources.db.alarms.rule_source import SqlRuleSource
from data_sources.db.engine import Database
from data_sources.db.ingest.store import SqlIngestStore
from data_sources.db.leases import SqlLeases
from data_sources.db.positions.store import SqlPositionStore
from data_sources.db.triage.gate_store import SqlGateStore
from data_sources.mqtt.client import Connection
from data_sources.mqtt.consumer import Consumer
from data_sources.mqtt.credentials import BrokerUser, broker_access
from data_sources.mqtt.notifier import MqttNotifier
from data_sources.mqtt.reader import ReadingConnection
from data_sources.mqtt.topics import LIVE_PACE
from data_sources.photos.covering import PillowCovers
from data_sources.positions import position_sources
from data_sources.processes.disk_reserve import DiskReserve
from data_sources.processes.process_mark import has_ended, process_mark
from data_sources.uplinks import uplinks, usual_mappings

EVERYTHING: Final = ("#", "$oc/#", "$sys/#")
"""What the ingest subscribes to on the embedded broker, so that unknown topics are seen too."""


def build_ingest_service(settings: Settings, engine: Database, notifier: MqttNotifier) -> Ingest:
    """The ingest use case on the real database and live channel."""
    store = SqlIngestStore(engine, now_us)
    masking = Masking(PillowCovers())
    intake = Intake(uplinks(), camera_sources(), usual_mappings(), position_sources(), settings.timezone, masking)
    if settings.has_embedded_broker:
        intake.listen_to(EVERYTHING)
    positions = Positions(SqlPositionStore(engine, now_us), settings.timezone)
    gates = GateBook(SqlGateStore(engine, now_us), settings.timezone)
    return Ingest(store, intake, RuleBook(SqlRuleSource(engine)), notifier, now_us, positions, gates)


@dataclass
class IngestProcess:
    """What `manage.py ingest` runs."""

    name: NameLease
    connection: ReadingConnection
    voice: Connection
    notifier: MqttNotifier
    consumer: Consumer

    def run(self, stop: threading.Event) -> None:
        """Run until told to stop; then say goodbye to the broker. Raises BadInput when the name is taken."""
        self._hold_name(stop, self.consumer.run)

    def drain(self, stop: threading.Event) -> None:
        """Record what waits for this name and end its session. Raises BadInput when the name is taken."""
        self._hold_name(stop, self.consumer.drain)

    def _hold_name(self, stop: threading.Event, work: Callable[[threading.Event], None]) -> None:
        self.name.wait = stop.wait
        if not self.name.acquire():
            return
        self.voice.start()
        try:
            work(stop)
        finally:
            self.notifier.close()
            self.voice.stop()
            self.connection.stop()
            self.name.release()


def build_ingest(settings: Settings, number: int = 1, parts: int = 1, name: str = "") -> IngestProcess:
    """The ingest process of that number, or name; of several `parts` it takes the topics that fall to its number."""
    name = name or process_name("ingest", number)
    engine = open_database(settings)
    access = broker_access(settings, BrokerUser.INGEST)
    connection = ReadingConnection(
        access.endpoints,
        access.client_id(name),
        process=name,
        persistent=True,
        mqtt5=bool(settings.mqtt_share_group),
        session_expiry_s=settings.mqtt_session_expiry_min * 60,
    )
    voice = Connection(access.endpoints, access.client_id(f"{name}-voice"))
    notifier = MqttNotifier(voice)
    voice.listen([LIVE_PACE], lambda received: notifier.follow(received.delivery.payload), qos=0)
    service = build_ingest_service(settings, engine, notifier)
    lease = NameLease(SqlLeases(engine), name, process_mark(), now_us, has_ended, threading.Event().wait)
    consumer = Consumer(
        connection,
        service,
        name,
        _everything if parts == 1 else _share(number, parts),
        settings.mqtt_share_group,
        has_room=DiskReserve(settings.data_dir, _reserve_mb(settings)).check,
        keeps_name=lease.prolong,
        may_wait=_tells_a_position(),
    )
    return IngestProcess(lease, connection, voice, notifier, consumer)


def _reserve_mb(settings: Settings) -> int:
    """The reserve where anything that the ingest fills lies in DATA_DIR; else 0."""
    keeps_data = settings.has_embedded_broker or settings.database.startswith("sqlite")
    return settings.disk_reserve_mb if keeps_data else 0


def _tells_a_position() -> Callable[[str], bool]:
    """Where people are is told every ten seconds, and shown every five: it may wait for company."""
    patterns = "|".join(source.topic_pattern for source in position_sources().values())
    pattern = re.compile(patterns)
    return lambda topic: pattern.fullmatch(topic) is not None


def _everything(_topic: str) -> bool:
    return True


def _share(number: int, parts: int) -> Callable[[str], bool]:
    return lambda topic: zlib.crc32(topic.encode()) % parts == number - 1
