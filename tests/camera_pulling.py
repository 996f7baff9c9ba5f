"""Cameras that are asked for their events, on a real database: what `manage.py camera pull` does, without a broker."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Engine

from dashboard.domain.camera_pictures import CameraAccess
from dashboard.domain.camera_pulls import PullStanding
from dashboard.domain.event_lines import EventLine
from dashboard.domain.rights import Role
from dashboard.ports.ingest import CameraPull
from dashboard.services.alarms.rule_book import RuleBook
from dashboard.services.cameras.access import CameraAccesses
from dashboard.services.cameras.crew import PullCrew
from dashboard.services.cameras.masking import Masking
from dashboard.services.ingest.intake import Intake
from dashboard.services.ingest.lanes import Lanes
from dashboard.services.ingest.recording import Ingest
from data_sources.cameras import camera_pulls, camera_sources
from data_sources.db.alarms.rule_source import SqlRuleSource
from data_sources.db.cameras.store import SqlCameraAccessStore
from data_sources.db.ingest.store import SqlIngestStore
from data_sources.db.read_models import DeskReader
from data_sources.photos.covering import PillowCovers
from data_sources.sealing import FernetSealing, Purpose
from data_sources.uplinks import uplinks, usual_mappings
from tests.actors import acting
from tests.cameras.camera_server import Camera
from tests.fakes_alarms import FakeClock, FakeNotifier

ROOT = acting("root", Role.ADMINISTRATOR)
MOST_TURNS = 2_000


class Pulling:
    """Follows cameras and records what they tell, turn by turn."""

    def __init__(self, engine: Engine, now_us: int, pulls: dict[str, CameraPull] | None = None) -> None:
        self.engine, self.clock, self.pulls = engine, FakeClock(now_us), pulls or camera_pulls()
        self.store = SqlCameraAccessStore(engine, self.clock)
        self.sealing = FernetSealing("k" * 32, Purpose.CAMERAS)
        paths = {key: pull.address for key, pull in self.pulls.items()}
        self.accesses = CameraAccesses(self.store, self.sealing, self.clock, paths)
        intake = Intake(uplinks(), camera_sources(), usual_mappings(), masking=Masking(PillowCovers()))
        rules = RuleBook(SqlRuleSource(engine))
        self.ingest = Ingest(SqlIngestStore(engine, self.clock), intake, rules, FakeNotifier(), self.clock)
        self.ingest.refresh()
        self.lanes = Lanes(self.ingest)
        self.crew = self.new_crew()

    def new_crew(self) -> PullCrew:
        """As another process has it."""
        return PullCrew(self.store, self.sealing, self.pulls, self.lanes, self.clock)

    def follow(self, camera: Camera, name: str, events: str, password: str = "") -> None:
        """From now on it is asked."""
        origin = "/".join(camera.url.split("/")[:3])
        access = CameraAccess(
            camera=name,
            url="",
            user=camera.user,
            password=password or camera.password,
            events=events,
            events_url=origin,
        )
        self.accesses.set(access, ROOT)

    def until(self, holds: Callable[[], bool]) -> None:
        """Go on until it holds."""
        for _ in range(MOST_TURNS):
            self.crew.look()
            self.lanes.turn(0.02)
            if holds():
                return
        raise AssertionError(f"it never held; {self.standings()}, {self.events()}")

    def standings(self) -> list[PullStanding]:
        """How the cameras stand, as it is written down."""
        return list(self.accesses.pulls(ROOT).values())

    def events(self) -> list[EventLine]:
        """What the desk shows, the last seen first."""
        return list(DeskReader(self.engine).camera_events(50))
