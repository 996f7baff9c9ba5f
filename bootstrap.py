"""Where ports meet adapters: Settings → what each process is made of."""

from __future__ import annotations

import json
import os
import secrets
import socket
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Engine

from dashboard.errors import Conflict
from dashboard.live import LiveHub
from dashboard.services.alarm_passes import AlarmPasses
from dashboard.services.board import Board
from dashboard.services.ingest import Ingest
from dashboard.services.intake import Intake
from dashboard.services.live_channel import LiveChannel
from dashboard.services.rule_book import RuleBook
from dashboard.services.upkeep import Upkeep
from dashboard.services.worker import Task, Worker
from dashboard.settings import Settings
from data_sources.cameras import camera_sources
from data_sources.db.alarm_store import SqlAlarmStore
from data_sources.db.city import CityReader
from data_sources.db.engine import create
from data_sources.db.history_store import SqlHistoryStore
from data_sources.db.ingest_store import SqlIngestStore
from data_sources.db.leases import SqlLeases
from data_sources.db.migrate import SchemaAge, schema_age
from data_sources.db.rule_source import SqlRuleSource
from data_sources.mqtt.client import Connection, Received
from data_sources.mqtt.consumer import Consumer
from data_sources.mqtt.notifier import MqttNotifier
from data_sources.mqtt.topics import LIVE_FRAMES, STATUS_FILTER, status_topic
from data_sources.uplinks import uplinks, usual_mappings

EVERYTHING: Final = ("#", "$oc/#", "$sys/#")
"""What the ingest subscribes to on the embedded broker, so that unknown topics are seen too."""


def now_us() -> int:
    """The clock of the processes: µs since the epoch."""
    return time.time_ns() // 1000


def open_database(settings: Settings) -> Engine:
    """The database with the newest schema. Raises Conflict when it needs `migrate` or is of a newer Xiuhua."""
    engine = create(settings.database)
    age = schema_age(engine)
    if age in (SchemaAge.EMPTY, SchemaAge.OLD):
        raise Conflict(f"the database's schema is {age}: run `python manage.py migrate`")
    if age is SchemaAge.NEWER:
        raise Conflict("the database belongs to a newer Xiuhua: update this installation")
    return engine


def process_name(kind: str, number: int = 1) -> str:
    """The name under which a process announces itself, the same at each start: `ingest-host-1`."""
    host = socket.gethostname().split(".")[0] or "localhost"
    return f"{kind}-{host}-{number}"


def build_ingest_service(settings: Settings, engine: Engine, notifier: MqttNotifier) -> Ingest:
    """The ingest use case on the real database and live channel."""
    store = SqlIngestStore(engine, now_us)
    intake = Intake(uplinks(), camera_sources(), usual_mappings())
    if settings.has_embedded_broker:
        intake.listen_to(EVERYTHING)
    return Ingest(store, intake, RuleBook(SqlRuleSource(engine)), notifier, now_us)


@dataclass
class IngestProcess:
    """What `manage.py ingest` runs."""

    connection: Connection
    notifier: MqttNotifier
    consumer: Consumer

    def run(self, stop: threading.Event) -> None:
        """Runs until told to stop; then says goodbye to the broker."""
        try:
            self.consumer.run(stop)
        finally:
            self.notifier.close()
            self.connection.stop()


def build_ingest(settings: Settings, partition: tuple[int, int] = (1, 1)) -> IngestProcess:
    """The ingest process; of `partition` (number, of how many) it takes the topics that fall to its number."""
    number, parts = partition
    name = process_name("ingest", number)
    connection = Connection(
        settings.mqtt_endpoints,
        f"xiuhua-{name}",
        process=name,
        persistent=True,
        mqtt5=bool(settings.mqtt_share_group),
    )
    notifier = MqttNotifier(connection)
    service = build_ingest_service(settings, open_database(settings), notifier)
    accepts = _everything if parts == 1 else _share(number, parts)
    return IngestProcess(connection, notifier, Consumer(connection, service, name, accepts, settings.mqtt_share_group))


def _everything(_topic: str) -> bool:
    return True


def _share(number: int, parts: int) -> Callable[[str], bool]:
    return lambda topic: zlib.crc32(topic.encode()) % parts == number - 1


@dataclass
class WorkerProcess:
    """What `manage.py worker` runs."""

    name: str
    connection: Connection
    notifier: MqttNotifier
    worker: Worker

    def run(self, stop: threading.Event) -> None:
        """Runs until told to stop, saying once a second what was done."""
        self.connection.start()
        try:
            while not stop.is_set():
                pause_s = self.worker.turn()
                status = json.dumps({"state": "online", "done": self.worker.done}).encode()
                self.connection.publish(status_topic(self.name), status, retain=True)
                stop.wait(min(1.0, pause_s))
        finally:
            self.notifier.close()
            self.connection.stop()


def build_worker(settings: Settings) -> WorkerProcess:
    """The worker process."""
    engine = open_database(settings)
    name = process_name("worker", os.getpid())
    connection = Connection(settings.mqtt_endpoints, f"xiuhua-{name}", process=process_name("worker"))
    notifier = MqttNotifier(connection)
    store = SqlAlarmStore(engine, now_us)
    passes = AlarmPasses(store, RuleBook(store), notifier)
    upkeep = Upkeep(SqlHistoryStore(engine))
    tasks = (
        Task(name="pending alarms", every_s=1.0, run=passes.confirm_pending),
        Task(name="shelves", every_s=5.0, run=passes.expire_shelves),
        Task(name="maintenance windows", every_s=5.0, run=passes.apply_windows),
        Task(name="silence", every_s=10.0, run=passes.mark_silent),
        Task(name="roll-ups", every_s=60.0, run=upkeep.roll_up),
        Task(name="partitions", every_s=3600.0, run=upkeep.prepare),
        Task(name="retention", every_s=6 * 3600.0, run=upkeep.forget),
    )
    worker = Worker(tasks=tasks, leases=SqlLeases(engine), holder=name, clock=now_us)
    return WorkerProcess(process_name("worker"), connection, notifier, worker)


@dataclass
class Services:
    """What pages and the API may use."""

    settings: Settings
    live: LiveChannel
    city: CityReader
    ingest: Ingest
    connection: Connection
    notifier: MqttNotifier

    def start(self) -> None:
        """Loads the board and follows the live channel; frames that arrive while it loads are not lost."""
        self.connection.listen([LIVE_FRAMES, STATUS_FILTER], self._hear, qos=0)
        self.connection.start()
        self.live.board.load()
        self.ingest.refresh()

    def stop(self) -> None:
        """Ends what `start` began."""
        self.notifier.close()
        self.connection.stop()

    def _hear(self, received: Received) -> None:
        topic, payload = received.delivery.topic, received.delivery.payload
        if topic == LIVE_FRAMES:
            self.live.on_frame(payload)
        else:
            self.live.on_status(topic.rpartition("/")[2], payload)


def build_services(settings: Settings) -> Services:
    """What a web process is made of."""
    engine = open_database(settings)
    city = CityReader(engine)
    epoch = f"{os.getpid():x}{secrets.token_hex(4)}"
    connection = Connection(settings.mqtt_endpoints, f"xiuhua-web-{socket.gethostname()}-{epoch}")
    notifier = MqttNotifier(connection)
    return Services(
        settings=settings,
        live=LiveChannel(LiveHub(epoch), Board(city), now_us),
        city=city,
        ingest=build_ingest_service(settings, engine, notifier),
        connection=connection,
        notifier=notifier,
    )
