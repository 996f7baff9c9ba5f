"""Where ports meet adapters: Settings → what each process is made of."""

from __future__ import annotations

import json
import logging
import os
import secrets
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from dashboard.domain.sensors import sensor_types
from dashboard.errors import Conflict, Unavailable
from dashboard.live import LiveHub
from dashboard.services.alarm_passes import AlarmPasses
from dashboard.services.alarms import Alarms
from dashboard.services.assets import Assets
from dashboard.services.board import Board
from dashboard.services.health import Health
from dashboard.services.ingest import Ingest
from dashboard.services.intake import Intake
from dashboard.services.live_channel import LiveChannel
from dashboard.services.pushes import Pushes
from dashboard.services.quarantine import Quarantine, Requeue
from dashboard.services.replay import Player
from dashboard.services.rule_book import RuleBook
from dashboard.services.search import Search
from dashboard.services.sensors_overview import SensorsOverview
from dashboard.services.sightings import Sightings
from dashboard.services.upkeep import Upkeep
from dashboard.services.views import Views
from dashboard.services.walls import Walls
from dashboard.services.worker import Task, Worker
from dashboard.settings import Settings
from data_sources.cameras import camera_sources
from data_sources.db.alarm_store import SqlAlarmStore
from data_sources.db.asset_reader import AssetReader
from data_sources.db.city import CityReader, save_document
from data_sources.db.device_read_models import DeviceReader
from data_sources.db.engine import Database, create
from data_sources.db.health_reader import HealthReader
from data_sources.db.history_store import SqlHistoryStore
from data_sources.db.ingest_store import SqlIngestStore
from data_sources.db.leases import SqlLeases
from data_sources.db.migrate import SchemaAge, schema_age
from data_sources.db.quarantine_reader import QuarantineReader
from data_sources.db.read_models import DeskReader
from data_sources.db.register_store import SqlRegister
from data_sources.db.rule_source import SqlRuleSource
from data_sources.db.wall_store import SqlWallStore
from data_sources.demo_city.city import generate
from data_sources.demo_city.records import DemoCity
from data_sources.demo_city.scenarios import Scenario
from data_sources.demo_city.settle import documents, settle
from data_sources.demo_city.simulator import run as simulate
from data_sources.geo.tiles import TileFile
from data_sources.mqtt.client import Connection, Received
from data_sources.mqtt.consumer import Consumer
from data_sources.mqtt.notifier import MqttNotifier
from data_sources.mqtt.replay_sender import MqttReplaySender
from data_sources.mqtt.topics import LIVE_FRAMES, STATUS_FILTER, status_topic
from data_sources.uplinks import uplinks, usual_mappings

log = logging.getLogger(__name__)

EVERYTHING: Final = ("#", "$oc/#", "$sys/#")
"""What the ingest subscribes to on the embedded broker, so that unknown topics are seen too."""


def now_us() -> int:
    """The clock of the processes: µs since the epoch."""
    return time.time_ns() // 1000


def open_database(settings: Settings) -> Database:
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


def settle_demo_city(settings: Settings, seed: int, assets: int | None) -> DemoCity:
    """The demo city of this seed and size, stored in the register if it is not there yet.

    Raises Conflict when the register holds another city: then nothing is touched.
    """
    engine = open_database(settings)
    known = CityReader(engine).document_value("city")
    city = generate(seed, assets)
    wanted = {"seed": seed, "assets": len(city.assets), "zh": city.name.zh, "en": city.name.en}
    if known == wanted:
        return city
    if known is not None or SqlRegister(engine, now_us).list_areas():
        raise Conflict(f"{settings.data_dir} holds another city; set XIUHUA_DATA_DIR to a new folder for this one")
    settle(city, SqlRegister(engine, now_us))
    for key, value in {**documents(city), "city": wanted}.items():
        save_document(engine, key, value, now_us())
    return city


@dataclass
class Simulation:
    """What `manage.py simulate` runs."""

    city: DemoCity
    connection: Connection

    def run(self, scenario: Scenario, speed: float, seed: int, stop: threading.Event) -> None:
        """Lets the devices report until told to stop."""
        self.connection.start()
        self.connection.wait_until_connected(30.0)
        try:
            simulate(
                self.city,
                self._publish,
                sensors=sensor_types(),
                scenario=scenario,
                speed=speed,
                seed=seed,
                clock=lambda: datetime.now(UTC),
                stop=stop,
            )
        finally:
            self.connection.stop()

    def _publish(self, topic: str, payload: bytes, qos: int) -> None:
        self.connection.publish(topic, payload, qos=qos)


def build_simulation(settings: Settings, city: DemoCity) -> Simulation:
    """The simulated devices on the real broker."""
    return Simulation(city, Connection(settings.mqtt_endpoints, f"xiuhua-city-{os.getpid()}"))


@contextmanager
def requeueing(settings: Settings) -> Iterator[Requeue]:
    """Reading the quarantine again on the real database; what changes is told to the pages if the broker is there."""
    engine = open_database(settings)
    connection = Connection(settings.mqtt_endpoints, f"xiuhua-requeue-{os.getpid()}")
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
    connection = Connection(settings.mqtt_endpoints, f"xiuhua-replay-{os.getpid()}")
    connection.start()
    try:
        if not connection.wait_until_connected(10.0):
            raise Unavailable("the broker cannot be reached; is Xiuhua running? See XIUHUA_MQTT_URL, XIUHUA_MQTT_PORT")
        yield Player(MqttReplaySender(connection), now_us, wait)
    finally:
        connection.stop()


@dataclass
class Services:
    """What pages and the API may use."""

    settings: Settings
    live: LiveChannel
    city: CityReader
    ingest: Ingest
    views: Views
    search: Search
    sensors_overview: SensorsOverview
    alarms: Alarms
    assets: Assets
    quarantine: Quarantine
    pushes: Pushes
    sightings: Sightings
    health: Health
    tiles: TileFile | None
    walls: Walls
    connection: Connection
    notifier: MqttNotifier

    def start(self) -> None:
        """Loads the board and follows the live channel; frames that arrive while it loads are not lost."""
        self.connection.listen([LIVE_FRAMES, STATUS_FILTER], self._hear, qos=0)
        self.connection.start()
        self.live.board.load()
        self.ingest.refresh()

    def follow(self) -> None:
        """Picks up what other processes changed in the register; about once a second, off the event loop."""
        try:
            if self.ingest.refresh():
                self.live.reload()
        except Unavailable as error:
            log.debug("the register cannot be followed now: %s", error)

    def stop(self) -> None:
        """Ends what `start` began."""
        self.health.close()
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
    city, desk, devices = CityReader(engine), DeskReader(engine), DeviceReader(engine)
    epoch = f"{os.getpid():x}{secrets.token_hex(4)}"
    connection = Connection(settings.mqtt_endpoints, f"xiuhua-web-{socket.gethostname()}-{epoch}")
    notifier = MqttNotifier(connection)
    live = LiveChannel(LiveHub(epoch), Board(city), now_us)
    alarm_store, kept = SqlAlarmStore(engine, now_us), QuarantineReader(engine)
    ingest = build_ingest_service(settings, engine, notifier)
    return Services(
        settings=settings,
        live=live,
        city=city,
        ingest=ingest,
        views=Views(desk, clock=now_us, zone=settings.timezone),
        search=Search(desk),
        sensors_overview=SensorsOverview(
            devices, clock=now_us, zone=settings.timezone, ingest_counts=live.ingest_counts
        ),
        alarms=Alarms(alarm_store, RuleBook(alarm_store), notifier, now_us),
        assets=Assets(AssetReader(engine)),
        quarantine=Quarantine(kept),
        pushes=Pushes(ingest, now_us),
        sightings=Sightings(desk, kept),
        health=Health(HealthReader(engine), connection, live),
        tiles=TileFile(settings.basemap_file) if settings.basemap_file else None,
        walls=Walls(SqlWallStore(engine), notifier, now_us),
        connection=connection,
        notifier=notifier,
    )
