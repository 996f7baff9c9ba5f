"""What `manage.py worker` is made of."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bootstrap import now_us, open_database, process_name
from bootstrap.camera_clips import build_clip_keeping
from bootstrap.cases import case_tasks
from bootstrap.gates import gate_tasks
from bootstrap.ingest import build_ingest_service
from bootstrap.photos import build_photo_keeping, build_upload_keeping
from bootstrap.webhooks import build_webhook_sender
from dashboard.domain.readings import from_us
from dashboard.services.alarms.passes import AlarmPasses
from dashboard.services.alarms.rule_book import RuleBook
from dashboard.services.cameras.blurring import BlurredKeeping
from dashboard.services.ingest.quarantine import Requeue
from dashboard.services.jobs.queue import Jobs
from dashboard.services.positions.covering import PatrolCoverage
from dashboard.services.positions.watching import PatrolWatch, Tracks
from dashboard.services.upkeep import Retention, Upkeep
from dashboard.services.webhooks.crew import WebhookCrew
from dashboard.services.worker import Task, Worker
from dashboard.settings import Settings
from data_sources.db.alarms.store import SqlAlarmStore
from data_sources.db.audit import SqlAuditReader
from data_sources.db.engine import Database
from data_sources.db.feeds import FeedReader
from data_sources.db.history_store import SqlHistoryStore
from data_sources.db.ingest.store import SqlIngestStore
from data_sources.db.jobs.store import SqlJobStore
from data_sources.db.leases import SqlLeases
from data_sources.db.positions.store import SqlPositionStore
from data_sources.mqtt.client import Connection
from data_sources.mqtt.credentials import BrokerUser, broker_access
from data_sources.mqtt.notifier import MqttNotifier
from data_sources.mqtt.topics import status_topic
from data_sources.photos.blurred import BlurredFolder
from data_sources.processes.audit_anchors import write_anchor


@dataclass
class WorkerProcess:
    """What `manage.py worker` runs."""

    name: str
    connection: Connection
    notifier: MqttNotifier
    worker: Worker
    crew: WebhookCrew

    def run(self, stop: threading.Event) -> None:
        """Runs until told to stop, saying once a second what was done."""
        self.connection.start()
        sending = threading.Thread(target=self.crew.run, args=(stop,), daemon=True, name="webhooks")
        sending.start()
        try:
            while not stop.is_set():
                pause_s = self.worker.turn()
                done = {**self.worker.done, "webhooks": self.crew.made}
                status = json.dumps({"state": "online", "done": done}).encode()
                self.connection.publish(status_topic(self.name), status, retain=True)
                stop.wait(min(1.0, pause_s))
            sending.join()
        finally:
            self.notifier.close()
            self.connection.stop()


def build_worker(settings: Settings) -> WorkerProcess:
    """The worker process."""
    engine = open_database(settings)
    name = process_name("worker", os.getpid())
    access = broker_access(settings, BrokerUser.WORKER)
    connection = Connection(access.endpoints, access.client_id(name), process=process_name("worker"))
    notifier = MqttNotifier(connection)
    store = SqlAlarmStore(engine, now_us)
    passes = AlarmPasses(store, RuleBook(store), notifier)
    upkeep = Upkeep(SqlHistoryStore(engine), Retention(pictures=timedelta(days=settings.picture_days)))
    ingest, positions = build_ingest_service(settings, engine, notifier), SqlPositionStore(engine, now_us)
    requeue = Requeue(SqlIngestStore(engine, now_us), ingest, now_us)
    watch = PatrolWatch(positions, ingest, FeedReader(engine), settings.timezone)
    tracks = Tracks(positions, timedelta(days=settings.track_days))
    leases, sender = SqlLeases(engine), build_webhook_sender(settings, engine, name)
    tasks = (
        Task(name="pending alarms", every_s=1.0, run=passes.confirm_pending),
        Task(name="shelves", every_s=5.0, run=passes.expire_shelves),
        Task(name="maintenance windows", every_s=5.0, run=passes.apply_windows),
        Task(name="quarantine", every_s=1.0, run=requeue.catch_up),
        Task(name="silence", every_s=10.0, run=passes.mark_silent),
        Task(name="patrol watch", every_s=15.0, run=watch.watch),
        *gate_tasks(settings, engine, notifier),
        *case_tasks(settings, engine, notifier),
        Task(name="roll-ups", every_s=60.0, run=upkeep.roll_up),
        Task(name="audit anchor", every_s=60.0, run=_anchoring(settings, engine)),
        Task(name="partitions", every_s=3600.0, run=upkeep.prepare),
        Task(name="retention", every_s=6 * 3600.0, run=upkeep.forget),
        Task(name="patrol coverage", every_s=60.0, run=PatrolCoverage(SqlPositionStore(engine, now_us)).cover),
        Task(name="tracks", every_s=3600.0, run=tracks.forget),
        Task(name="old deliveries", every_s=6 * 3600.0, run=sender.forget),
        Task(name="clips", every_s=6 * 3600.0, run=build_clip_keeping(settings, engine).forget),
        Task(name="photos", every_s=6 * 3600.0, run=build_photo_keeping(settings, engine).forget),
        Task(name="blurred copies", every_s=6 * 3600.0, run=BlurredKeeping(BlurredFolder(settings.data_dir)).forget),
        Task(name="uploads", every_s=3600.0, run=build_upload_keeping(settings).forget),
        Task(name="ended jobs", every_s=6 * 3600.0, run=Jobs(SqlJobStore(engine, now_us), leases, now_us).forget),
    )
    worker = Worker(tasks=tasks, leases=leases, holder=name, clock=now_us)
    return WorkerProcess(process_name("worker"), connection, notifier, worker, WebhookCrew(sender))


def _anchoring(settings: Settings, engine: Database) -> Callable[[int], int]:
    """Writes down where the audit log stands."""
    reader = SqlAuditReader(engine)

    def anchor(at_us: int) -> int:
        write_anchor(settings.log_dir, reader.head(), from_us(at_us).isoformat(timespec="seconds"))
        return 1

    return anchor
