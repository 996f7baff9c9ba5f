"""What keeps how cameras are reached, what asks them, and what `manage.py camera pull` is made of."""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bootstrap import now_us, open_database, process_name
from bootstrap.ingest import build_ingest_service
from dashboard.errors import Unavailable
from dashboard.ports.camera_privacy import Space
from dashboard.ports.cameras import CameraFilm
from dashboard.ports.operations import Clock
from dashboard.services.cameras.access import CameraAccesses
from dashboard.services.cameras.asking import Failures
from dashboard.services.cameras.crew import PullCrew
from dashboard.services.cameras.films import CameraFilms
from dashboard.services.cameras.looking import CameraLooks
from dashboard.services.cameras.masks import CameraMasks
from dashboard.services.cameras.relaying import CameraRelay
from dashboard.services.cameras.seats import Seats
from dashboard.services.cameras.stills import Stills
from dashboard.services.cameras.watching import CameraWatching
from dashboard.services.ingest.lanes import Lanes
from dashboard.services.ingest.recording import Ingest
from dashboard.settings import Settings
from data_sources.camera_pictures.http import HttpCameraPicture
from data_sources.camera_streams.http import HttpCameraFilm
from data_sources.cameras import camera_pulls, usual_stills
from data_sources.db.cameras.pictures import CameraPictureReader
from data_sources.db.cameras.store import SqlCameraAccessStore, SqlCameraPrivacyStore
from data_sources.db.engine import Database
from data_sources.db.leases import SqlLeases
from data_sources.mqtt.client import Connection
from data_sources.mqtt.credentials import BrokerUser, broker_access
from data_sources.mqtt.notifier import MqttNotifier
from data_sources.mqtt.topics import status_topic
from data_sources.photos.covering import PillowCovers
from data_sources.sealing import FernetSealing, Purpose

_LEASE: Final = "camera pull"
_LEASE_US: Final = 15_000_000
_LOOK_EVERY_S: Final = 1.0
_PAUSE_S: Final = 1.0
log = logging.getLogger(__name__)


def build_camera_accesses(settings: Settings, engine: Database) -> CameraAccesses:
    """What keeps how cameras are reached."""
    paths = {key: pull.address for key, pull in camera_pulls().items()}
    return CameraAccesses(SqlCameraAccessStore(engine, now_us), camera_sealing(settings), now_us, paths)


def build_camera_masks(engine: Database) -> CameraMasks:
    """What keeps the masks of cameras."""
    return CameraMasks(SqlCameraPrivacyStore(engine, now_us), now_us)


def picture_space(engine: Database) -> Space:
    """How many pictures of events are kept, and in how many bytes."""
    return CameraPictureReader(engine).space()


def camera_sealing(settings: Settings) -> FernetSealing:
    """What the passwords of cameras are kept under."""
    return FernetSealing(settings.session_secret(), Purpose.CAMERAS)


def build_camera_looks() -> CameraLooks:
    """What asks cameras."""
    return CameraLooks(HttpCameraPicture(), now_us)


@dataclass(frozen=True)
class CameraLive:
    """What live view asks: where a camera is asked and by whom, stills and HLS, MJPEG, and WHEP by `film` itself."""

    watching: CameraWatching
    relay: CameraRelay
    films: CameraFilms
    film: CameraFilm
    seats: Seats
    clock: Clock


def build_camera_live(settings: Settings, engine: Database) -> CameraLive:
    """Live view, of one web process."""
    film, failures = HttpCameraFilm(), Failures(now_us)
    names = FernetSealing(settings.session_secret(), Purpose.CAMERA_PIECES)
    return CameraLive(
        watching=CameraWatching(SqlCameraAccessStore(engine, now_us), camera_sealing(settings), now_us),
        relay=CameraRelay(film, names, now_us, failures, PillowCovers()),
        films=CameraFilms(film, now_us, failures),
        film=film,
        seats=Seats(now_us),
        clock=now_us,
    )


@dataclass
class PullProcess:
    """What `manage.py camera pull` runs. Of several one is at work, by a lease; another takes over when it ends."""

    connection: Connection
    notifier: MqttNotifier
    ingest: Ingest
    lanes: Lanes
    crew: PullCrew
    stills: Stills
    leases: SqlLeases
    name: str
    process: str
    recorded: int = 0
    problem: str = ""

    def run(self, stop: threading.Event) -> None:
        """Record what cameras tell until told to stop; a database that is away is waited for."""
        self.connection.start()
        look_at_s = 0.0
        try:
            while not stop.is_set():
                if time.monotonic() >= look_at_s:
                    look_at_s = time.monotonic() + _LOOK_EVERY_S
                    self._attempt(self._look, stop)
                    self._say()
                self._attempt(self._record, stop)
        finally:
            self.crew.dismiss_all()
            self.stills.close()
            self.notifier.close()
            self.connection.stop()
            self._attempt(lambda: self.leases.release(_LEASE, self.name), stop)

    def _look(self) -> None:
        self.ingest.refresh()
        if self.leases.take(_LEASE, self.name, now_us(), now_us() + _LEASE_US):
            self.crew.look()
            self.stills.look()
        else:
            self.crew.dismiss_all()

    def _record(self) -> None:
        self.recorded += self.lanes.turn(_LOOK_EVERY_S / 5)

    def _attempt(self, do: Callable[[], None], stop: threading.Event) -> None:
        try:
            do()
            self.problem = ""
        except Unavailable as error:
            if not self.problem:
                log.warning("what cameras tell waits: %s", error)
            self.problem = str(error)
            stop.wait(_PAUSE_S)

    def _say(self) -> None:
        """Say how it goes, to the pages and to /health."""
        status = {"state": "online", "recorded": self.recorded, **self.crew.counts()}
        status |= {"problem": self.problem} if self.problem else {}
        self.connection.publish(status_topic(self.process), json.dumps(status).encode(), retain=True)


def build_pulls(settings: Settings) -> PullProcess:
    """The process that asks cameras for their events."""
    engine = open_database(settings)
    name, process = process_name("cameras", os.getpid()), process_name("cameras")
    access = broker_access(settings, BrokerUser.CAMERAS)
    connection = Connection(access.endpoints, access.client_id(name), process=process)
    notifier = MqttNotifier(connection)
    ingest = build_ingest_service(settings, engine, notifier)
    lanes = Lanes(ingest)
    store, sealing = SqlCameraAccessStore(engine, now_us), camera_sealing(settings)
    crew = PullCrew(store, sealing, camera_pulls(), lanes, now_us)
    stills = Stills(store, sealing, HttpCameraPicture(), ingest, now_us, usual_stills())
    return PullProcess(connection, notifier, ingest, lanes, crew, stills, SqlLeases(engine), name, process)
